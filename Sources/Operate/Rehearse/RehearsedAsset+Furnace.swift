import Expressions
import FurnacePlant
import GuardSide
import Loop
import Seal
package import Swarm
import Tags
import TwinFile

extension RehearsedAsset {
    /// The furnace as its twin declares it, for the checkers of a rehearsal.
    ///
    /// - Throws: `AssemblyError` or `SealedTwinError`; the engineer mends the file.
    package init(furnace folder: TwinFolder) throws {
        let twin = folder.twin
        var sealed = try SealedTwin(folder)
        // Nothing here leads to a plant, and no block stands before the loops.
        sealed.isSimulator = true
        sealed.connections = []
        let spacing = try LoopSettings(twin, folder.model).spacing
        sealed.rules = GuardAssembly(twin, spacing: spacing, isFenced: false).rules
        self.init(
            twin: sealed,
            loops: twin.tags(.mv).enumerated().compactMap { zone, tag in
                Self.loop(tag, zone: zone, of: twin)
            },
            stops: twin.interlocks.map { TagName($0.when.text) }.filter { twin[$0] != nil })
        origin = FurnaceRehearsal.originSeconds
        handsOff = twin.guardSettings.handsOff
        inputAge = twin.map.compactMap { twin[$0.tag]?.validity.staleAfter }.max() ?? inputAge
        // The furnace has no trip, and no block stands before it here.
        faults = SwarmFault.allCases.filter { $0 != .trip && !$0.needsBlock }
        // Whether there is anything worth moving is the furnace's affair.
        mustWrite = false
    }

    /// Nil if the twin declares no limits, loop or operator's limits for it.
    private static func loop(_ tag: TagDeclaration, zone: Int, of twin: Twin) -> Loop? {
        guard let limits = tag.limits, let loop = tag.loop, let remote = loop.remoteWhen.first,
            case .tag(let low) = limits.operatorLow, case .tag(let high) = limits.operatorHigh
        else { return nil }
        let instruments = ["TI-20\(zone + 1).PV", "TI-30\(zone + 1).PV"]
        let beside = ["TI-221.PV", "TI-305.PV", "TI-401.PV"]
        let values = (instruments + [beside[zone % 3]]).map { TagName($0) }
        let span = limits.engineering.upperBound - limits.engineering.lowerBound
        return Loop(
            setpoint: tag.name, low: low, high: high, mode: loop.mode, remote: remote,
            values: values.filter { twin[$0] != nil }, engineering: limits.engineering,
            tolerance: 0.001 * span, ramps: limits.ramps.map { ($0.window, $0.reach) })
    }
}
