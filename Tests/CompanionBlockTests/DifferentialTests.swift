import CompanionBlock
import Determinism
import Testing

/// The shipped text against the Swift block, scan by scan.
@Suite struct DifferentialTests {
    /// Runs both until they differ; returns the scans made and the difference.
    static func compare(
        _ text: String, runs: Int, scans: Int, seed: UInt64 = 20_261_121,
        tally: (BlockTask) -> Void = { _ in }
    ) throws -> (scans: Int, difference: String?) {
        var made = 0
        for run in 0..<runs {
            var shipped = try ShippedText(text, loops: 2)
            var block = BlockTask(loops: 2)
            var plant = RandomPlant(seed: seed, run: UInt64(run), loops: 2)
            for _ in 0..<scans {
                plant.next()
                if plant.losesPower() {
                    block.restart()
                    shipped.restart()
                }
                block.scan(plant.asset, plant.loopInputs)
                shipped.scan(plant.asset, plant.loopInputs)
                made += 1
                if let found = shipped.difference(from: block) ?? shipped.fault {
                    return (made, "seed \(seed), run \(run), scan \(made): \(found)")
                }
                tally(block)
                plant.obey(block)
            }
        }
        return (made, nil)
    }

    @Test func `the shipped text does in every scan exactly what the Swift block does`() throws {
        var results: [CommandResult: Int] = [:]
        var strays: [CommandResult: Int] = [:]
        var causes: [ShedCause: Int] = [:]
        var claims: [ClaimResult: Int] = [:]
        var drops: [DropTest: Int] = [:]
        var (moving, shedding, unshed) = (0, 0, 0)
        var last: [BlockTask] = []
        let (scans, difference) = try DifferentialTests.compare(
            ShippedText.read(), runs: 150, scans: 1000
        ) { block in
            let asset = block.asset.outputs
            let before = last.first ?? block
            last = [block]
            if asset.isShedNow { causes[asset.shedCause, default: 0] += 1 }
            if asset.claimSeen != before.asset.outputs.claimSeen {
                claims[asset.claimResult, default: 0] += 1
            }
            if asset.dropTest != before.asset.outputs.dropTest {
                drops[asset.dropTest, default: 0] += 1
            }
            for (loop, old) in zip(block.loops, before.loops) {
                if loop.outputs.result != old.outputs.result
                    || loop.outputs.sequence != old.outputs.sequence
                {
                    results[loop.outputs.result, default: 0] += 1
                }
                if loop.outputs.strays != old.outputs.strays {
                    strays[loop.outputs.strayResult, default: 0] += 1
                }
                if loop.outputs.isMoving { moving += 1 }
                if loop.outputs.isShedding { shedding += 1 }
                if old.outputs.isShed && !loop.outputs.isShed { unshed += 1 }
            }
        }
        func list<Key: RawRepresentable>(_ counts: [Key: Int]) -> String
        where Key.RawValue == Int16 {
            counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        }
        print(
            """
            text against Swift: \(scans) scans of two loops; commands: \(list(results)); \
            strays: \(list(strays)); shed: \(list(causes)); claims: \(list(claims)); \
            drop tests: \(list(drops)); scans on a ramp \(moving), on a shed ramp \(shedding); \
            loops back in remote \(unshed)
            """)
        #expect(difference == nil)
        #expect(scans >= 100_000)
        let dropped: Set<CommandResult> = [.wrongEpoch, .oldSequence]
        for result in CommandResult.allCases where !dropped.contains(result) {
            #expect((results[result] ?? 0) >= 20, "\(result) was hardly reached")
        }
        for result in dropped { #expect((strays[result] ?? 0) >= 20, "\(result)") }
        for cause in ShedCause.allCases where cause != .none {
            #expect((causes[cause] ?? 0) >= 20, "\(cause) was hardly reached")
        }
        for claim in ClaimResult.allCases where claim != .none {
            #expect((claims[claim] ?? 0) >= 20, "\(claim) was hardly reached")
        }
        for state in DropTest.allCases where state != .none {
            #expect((drops[state] ?? 0) >= 5, "\(state) was hardly reached")
        }
    }
}
