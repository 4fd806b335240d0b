import Act
import Determinism
package import FurnacePlant
import Guard
import Loop
import Optimize
package import Rehearsal
import Sense
import Tags
import TwinFile

/// The furnace's loop rehearsed under a seed, beside the same furnace run by a fixed table.
package struct FurnaceRehearsal: Sendable {
    package let report: RehearsalReport
    /// Energy, slabs and specification while the twin advised, after the settling time.
    package let advised: EnergyLedger
    /// Why slabs were out of specification meanwhile.
    package let faults: SlabFaults
    package let practice: EnergyLedger
    package let bestFixed: EnergyLedger
    /// Every slab that left after the settling time, by run.
    package let slabs: [(run: String, slabs: [FurnaceTruth.DischargedSlab])]

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
        let assembly = GuardAssembly(twin, spacing: settings.spacing)
        let origin = PlantTime.seconds(1_750_000_000)
        let desk = VirtualDesk(
            desk: Desk(
                rules: assembly.rules, allowedModes: twin.allowedModes, startingIn: .advisory,
                recap: Recap()),
            sense: SenseStage(rules: LoopSettings.senseRules(of: twin)), reading: assembly.reading)
        var loop = RehearsedLoop(
            plant: FurnaceStandIn(Furnace(seed: seed), twin, origin: origin),
            cycle: LoopCycle(settings), desk: desk, script: OperatorScript(seed: seed))
        loop.run(for: settling * 3600)
        let start = loop.plant.furnace.truth.energy
        loop.run(for: (hours - settling) * 3600)
        loop.finish()
        report = loop.report
        let judged = Self.slabs(of: loop.plant.furnace, after: settling)
        faults = SlabFaults(judged)
        advised = loop.plant.furnace.truth.energy.since(start)
        let practice = Self.fixed(.practice, seed, hours, settling)
        let bestFixed = Self.fixed(.bestFixed, seed, hours, settling)
        self.practice = practice.energy
        self.bestFixed = bestFixed.energy
        slabs = [
            ("advised", judged), ("practice", practice.slabs), ("best fixed", bestFixed.slabs),
        ]
    }

    private static func fixed(
        _ table: SetpointTable, _ seed: UInt64, _ hours: Double, _ settling: Double
    ) -> (energy: EnergyLedger, slabs: [FurnaceTruth.DischargedSlab]) {
        var furnace = Furnace(seed: seed)
        var start = furnace.truth.energy
        var elapsed = 0.0
        while elapsed < hours * 3600 {
            furnace.practise(table)
            furnace.advance(by: 60)
            elapsed += 60
            if elapsed == settling * 3600 { start = furnace.truth.energy }
        }
        return (furnace.truth.energy.since(start), slabs(of: furnace, after: settling))
    }

    private static func slabs(
        of furnace: Furnace, after settling: Double
    ) -> [FurnaceTruth.DischargedSlab] {
        furnace.truth.discharged.filter { $0.at >= settling * 3600 }
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
