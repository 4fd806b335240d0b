import Act
import Determinism
package import FurnacePlant
import Guard
import GuardSide
import Loop
import Optimize
package import Rehearsal
import Sense
import Tags
import TwinFile

/// The furnace's loop rehearsed under a seed, beside the same furnace run by a fixed table.
package struct FurnaceRehearsal: Sendable {
    package let report: RehearsalReport
    /// What the furnace did after the settling time, while the twin advised and by each table.
    package let advised: FurnaceStretch
    package let practice: FurnaceStretch
    package let bestFixed: FurnaceStretch
    /// What the plant's clock shows when a run starts.
    static let origin = PlantTime.seconds(1_750_000_000)

    /// - Parameters:
    ///   - settling: hours at the start that are not compared: the twin watches the setpoints for
    ///     an hour before it may write, and the furnace remembers its past for a slab's stay.
    package init(
        _ folder: TwinFolder, seed: UInt64, hours: Double, settling: Double = 0
    ) throws(AssemblyError) {
        let twin = folder.twin
        var settings = try LoopSettings(twin, folder.model)
        // Nobody reads the reasons here; working them out would double the time.
        settings.optimizer.mostCauses = 0
        let assembly = GuardAssembly(
            twin, spacing: settings.spacing, isFenced: false)
        let desk = VirtualDesk(
            desk: Desk(
                rules: assembly.rules, modes: assembly.modes, startingIn: .advisory,
                recap: Recap(), at: VirtualDesk.start(Self.origin)),
            sense: SenseStage(rules: LoopSettings.senseRules(of: twin)), reading: assembly.reading)
        var loop = RehearsedLoop(
            plant: FurnaceStandIn(Furnace(seed: seed), twin, origin: Self.origin),
            cycle: LoopCycle(settings), desk: desk, script: OperatorScript(seed: seed))
        loop.run(for: settling * 3600)
        let start = loop.plant.furnace.truth.energy
        loop.run(for: (hours - settling) * 3600)
        loop.finish()
        report = loop.report
        advised = FurnaceStretch(loop.plant.furnace, since: start, after: settling)
        practice = Self.fixed(.practice, seed, hours, settling)
        bestFixed = Self.fixed(.bestFixed, seed, hours, settling)
    }

    private static func fixed(
        _ table: SetpointTable, _ seed: UInt64, _ hours: Double, _ settling: Double
    ) -> FurnaceStretch {
        var furnace = Furnace(seed: seed)
        var start = furnace.truth.energy
        var elapsed = 0.0
        while elapsed < hours * 3600 {
            furnace.practise(table)
            furnace.advance(by: 60)
            elapsed += 60
            if elapsed == settling * 3600 { start = furnace.truth.energy }
        }
        return FurnaceStretch(furnace, since: start, after: settling)
    }
}

/// What a furnace did from some hours after its start on.
package struct FurnaceStretch: Sendable {
    package let energy: EnergyLedger
    package let slabs: [FurnaceTruth.DischargedSlab]

    /// - Parameter start: its sums when the stretch began, `hours` after the start.
    init(_ furnace: Furnace, since start: EnergyLedger, after hours: Double) {
        energy = furnace.truth.energy.since(start)
        slabs = furnace.truth.discharged.filter { $0.at >= hours * 3600 }
    }
}

/// Slabs out of specification by what was wrong with them.
package struct SlabFaults: Hashable, Sendable {
    package let cold: Int
    package let hot: Int
    package let uneven: Int
    /// Lowest and highest discharge mean [°C]; nil without slabs.
    package let lowestMean: Double?
    package let highestMean: Double?

    init(_ slabs: [FurnaceTruth.DischargedSlab]) {
        cold = slabs.count { $0.mean < FurnaceTruth.lowestMean }
        hot = slabs.count { $0.mean > FurnaceTruth.highestMean }
        uneven = slabs.count { $0.spread > FurnaceTruth.widestSpread }
        lowestMean = slabs.map(\.mean).min()
        highestMean = slabs.map(\.mean).max()
    }
}
