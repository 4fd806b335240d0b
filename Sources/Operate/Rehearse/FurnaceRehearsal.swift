import Determinism
package import FurnacePlant
import Guard
import GuardSide
import Loop
import Optimize
package import Rehearsal
import Seal
package import Swarm
import Tags
import TwinFile

/// The furnace's loop rehearsed under a seed, beside the same furnace run by a fixed table.
///
/// Loop and guard are the production ones; plant, clock and the journal's disk are simulated.
package struct FurnaceRehearsal: Sendable {
    package let report: RehearsalReport
    /// What the furnace did after the settling time, while the twin advised and by each table.
    package let advised: FurnaceStretch
    package let practice: FurnaceStretch
    package let bestFixed: FurnaceStretch
    /// What the plant's clock shows when a run starts.
    static let origin = PlantTime.seconds(originSeconds)
    static let originSeconds = 1_750_000_000.0

    /// Rehearses a day on which nothing goes wrong but what the furnace brings itself: faulty
    /// sensors, its operator, stops of the line.
    ///
    /// - Parameters:
    ///   - settling: hours at the start that are not compared: the twin watches the setpoints for
    ///     an hour before it may write, and the furnace remembers its past for a slab's stay.
    /// - Throws: `AssemblyError` or `SealedTwinError`; the engineer mends the file.
    package init(
        _ folder: TwinFolder, seed: UInt64, hours: Double, settling: Double = 0
    ) async throws {
        var asset = try RehearsedAsset(furnace: folder)
        asset.readSeconds = 0
        asset.supervisedFrom = settling * 3600
        var run = try Self.run(folder, asset, seed: seed, plan: .none)
        await run.run(until: settling * 3600)
        let start = Self.furnace(of: run).truth.energy
        await run.run(until: hours * 3600)
        var loop = run.loop
        try loop.finish(run.finish())
        report = loop.report
        advised = FurnaceStretch(Self.furnace(of: run), since: start, after: settling)
        practice = Self.fixed(.practice, seed, hours, settling)
        bestFixed = Self.fixed(.bestFixed, seed, hours, settling)
    }

    /// Rehearses a run in which drawn faults meet the plant, the guard's process, its disk, its
    /// clock and the people.
    ///
    /// - Parameter bug: planted between the guard and its world, to see that a checker finds it.
    /// - Throws: like the other.
    package static func underFaults(
        _ folder: TwinFolder, seed: UInt64, hours: Double, bug: SwarmBug? = nil
    ) async throws -> SwarmResult {
        var asset = try RehearsedAsset(furnace: folder)
        // The guard that runs is the approved one: without it nothing backs off.
        asset.twin.rules.itself.approvedBuild = "rehearsed"
        let plan = SwarmPlan(seed: seed, hours: hours, of: asset.faults)
        var run = try Self.run(folder, asset, seed: seed, plan: plan, bug: bug)
        await run.run(until: hours * 3600)
        return run.finish()
    }

    private static func run(
        _ folder: TwinFolder, _ asset: RehearsedAsset, seed: UInt64, plan: SwarmPlan,
        bug: SwarmBug? = nil
    ) throws -> SwarmRun<FurnaceLoop> {
        var settings = try LoopSettings(folder.twin, folder.model)
        // Nobody reads the reasons here; working them out would double the time.
        settings.optimizer.mostCauses = 0
        // A planted bug: fuel is all that counts.
        if bug == .forgetsHolds { settings.holds = settings.holds.map(\.forgotten) }
        return SwarmRun(
            asset, FurnaceStandIn(Furnace(seed: seed), folder.twin, origin: origin),
            beside: FurnaceLoop(settings, seed: seed), seed: seed, plan: plan, bug: bug)
    }

    private static func furnace(of run: SwarmRun<FurnaceLoop>) -> Furnace {
        guard let plant = run.plant as? FurnaceStandIn else {
            preconditionFailure("the plant of a furnace's rehearsal is \(run.plant)")
        }
        return plant.furnace
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

extension HeldBounds {
    /// The same bounds, and next to nothing that leaving them costs.
    fileprivate var forgotten: HeldBounds {
        guard case .soft(let price) = enforcement else { return self }
        var bounds = self
        bounds.enforcement = .soft(price: price * 1e-3)
        return bounds
    }
}
