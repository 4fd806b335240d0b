import FurnacePlant

/// The two baselines that any advice is measured against, judged and searched on unlike seeds.
enum Baselines {
    /// How a table did on several seeds, after the first hours that belong to the start.
    struct Score {
        var energies: [Double] = []
        var shares: [Double] = []
        var fuel = 0.0
        var mass = 0.0
        var slabs = 0
        var offSpecification = 0
        var scaleLoss = 0.0

        var energy: Double { fuel / mass * 1e-6 }
        var share: Double { Double(offSpecification) / Double(slabs) }
    }

    /// Hours that a table needs to show in the slabs: their stay.
    static let settling = 4.0

    /// Stops early once more than `tolerated` slabs were out of specification.
    static func score(
        _ table: SetpointTable, seeds: [UInt64], hours: Double, tolerated: Int = .max
    ) -> Score {
        var score = Score()
        for seed in seeds where score.offSpecification <= tolerated {
            var furnace = Furnace(seed: seed)
            run(&furnace, table, hours: settling)
            let start = furnace.truth.energy
            run(&furnace, table, hours: hours)
            let sums = furnace.truth.energy.since(start)
            score.energies.append(sums.specificEnergy)
            score.shares.append(sums.offSpecificationShare)
            score.fuel += sums.fuel
            score.mass += sums.massOut
            score.slabs += sums.slabsOut
            score.offSpecification += sums.offSpecification
            score.scaleLoss += sums.scaleLoss
        }
        return score
    }

    private static func run(_ furnace: inout Furnace, _ table: SetpointTable, hours: Double) {
        for _ in 0..<Int(hours * 3600 / furnace.settings.step) {
            furnace.practise(table)
            furnace.advance(by: furnace.settings.step)
        }
    }

    /// Derives practice, searches the best fixed table, and judges both on other seeds.
    static func run(_ options: PlantOptions) {
        let hours = options.hours ?? 24
        say(
            "practice by its rule: "
                + derivedPractice().rows.map { $0.map { fixed($0, 0) }.joined(separator: "/") }
                .joined(separator: " "))
        let bound = score(.practice, seeds: options.searched, hours: hours)
        say("search seeds \(options.searched), \(fixed(hours, 0)) h each")
        say(line("practice", .practice, bound))
        let found = search(from: bound, seeds: options.searched, hours: hours)
        say("judged on seeds \(options.judged)")
        for (name, table) in [
            ("practice", SetpointTable.practice), ("found", found),
            ("best fixed", SetpointTable.bestFixed),
        ] {
            let judged = score(table, seeds: options.judged, hours: hours)
            say(line(name, table, judged))
            for (i, seed) in options.judged.enumerated() {
                say(
                    "  seed \(seed): \(fixed(judged.energies[i], 3)) GJ/t, "
                        + "\(fixed(judged.shares[i] * 100, 1)) % off specification")
            }
        }
    }

    /// Shifts of the zones and tilts between the classes that the coarse grid tries [K].
    private static let coarse = [
        [-90.0, -60, -30, 0], [-20.0, -10, 0, 10], [-5.0, 0, 5], [0.0, 8],
    ]

    /// The table that burns least among those with no larger off-spec share than practice has on
    /// the same seeds.
    ///
    /// Each zone is shifted from the practice table, and thin rows lowered and thick rows raised by
    /// a tilt: first on the coarse grid, then by ±6 K about the best until nothing gets better.
    private static func search(
        from bound: Score, seeds: [UInt64], hours: Double
    ) -> SetpointTable {
        var best = (place: [0.0, 0, 0, 0], energy: bound.energy, table: SetpointTable.practice)
        func tryGrid(_ offsets: [[Double]], about centre: [Double]) {
            for place in product(offsets) {
                let moved = zip(centre, place).map { $0 + $1 }
                let table = shifted(by: moved, tilt: moved[3])
                guard isAllowed(table), table != best.table else { continue }
                let found = score(
                    table, seeds: seeds, hours: hours, tolerated: bound.offSpecification)
                if found.offSpecification <= bound.offSpecification, found.energy < best.energy {
                    best = (moved, found.energy, table)
                    say(line("better", table, found))
                }
            }
        }
        tryGrid(coarse, about: best.place)
        for _ in 0..<4 {
            let before = best.place
            tryGrid(Array(repeating: [-6, 0, 6], count: 4), about: before)
            if best.place == before { break }
        }
        return best.table
    }

    /// All combinations of one value from each list.
    private static func product(_ lists: [[Double]]) -> [[Double]] {
        lists.reduce([[]]) { rows, list in rows.flatMap { row in list.map { row + [$0] } } }
    }

    /// The practice table from its rule: each class alone, charged cold, at the rated pace, leaves
    /// with a mean 20 K above the lowest that the mill takes; the heating zone stands 25 K above
    /// and the preheating zone 115 K below the soaking zone; rounded up to 5 K.
    static func derivedPractice() -> SetpointTable {
        let rows = ThicknessClass.allCases.map { thicknessClass -> [Double] in
            var (low, high) = (1180.0, 1270.0)
            for _ in 0..<8 {
                let soaking = 0.5 * (low + high)
                let row = [soaking - 115, soaking + 25, soaking]
                let mean = steadyMean(
                    SetpointTable(thin: row, medium: row, thick: row), thicknessClass)
                if mean < FurnaceTruth.lowestMean + 20 { low = soaking } else { high = soaking }
            }
            let soaking = (high / 5).rounded(.up) * 5
            return [soaking - 115, soaking + 25, soaking]
        }
        return SetpointTable(thin: rows[0], medium: rows[1], thick: rows[2])
    }

    /// Mean discharge temperature of one class at the rated pace when nothing changes [°C].
    private static func steadyMean(_ table: SetpointTable, _ only: ThicknessClass) -> Double {
        var settings = FurnaceSettings.quiet
        settings.constantPace = LinePlan.paces.1
        settings.onlyClass = only
        var furnace = Furnace(settings: settings, seed: 1)
        run(&furnace, table, hours: 5)
        _ = furnace.takeDischarged()
        run(&furnace, table, hours: 2)
        let means = furnace.takeDischarged().map(\.mean)
        return means.reduce(0, +) / Double(means.count)
    }

    private static func shifted(by shift: [Double], tilt: Double) -> SetpointTable {
        var table = SetpointTable.practice
        for row in 0..<3 {
            for zone in 0..<3 { table.rows[row][zone] += shift[zone] + Double(row - 1) * tilt }
        }
        return table
    }

    private static func isAllowed(_ table: SetpointTable) -> Bool {
        table.rows.allSatisfy { row in
            (0..<3).allSatisfy { zone in
                let (low, high) = FurnaceSettings.operatorLimits[zone]
                return row[zone] >= low && row[zone] <= high
            }
        }
    }

    private static func line(_ name: String, _ table: SetpointTable, _ score: Score) -> String {
        let rows = table.rows.map { $0.map { fixed($0, 0) }.joined(separator: "/") }
        return "\(name): \(rows.joined(separator: " ")) · \(fixed(score.energy, 4)) GJ/t · "
            + "\(fixed(score.share * 100, 2)) % of \(score.slabs) slabs off specification · scale "
            + "\(fixed(score.scaleLoss / score.mass * 100, 3)) %"
    }
}
