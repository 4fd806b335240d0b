package import Guard
package import Loop
import Tags
package import TwinFile

/// The guard's rules as the twin's file states them.
///
/// What the file has no key for takes the defaults of `docs/safety.md`, each named here once.
package struct GuardAssembly: Sendable {
    /// Oldest snapshot that may be judged: min(T/2, 60 s) with T the optimizer's cycle [s].
    static func snapshotAge(_ cycle: Double) -> Double { min(cycle / 2, 60) }
    /// Share of an instrument's range by which an input may move between solve and judgement.
    static let inputDeadband = 0.05
    /// Standard deviations of a prediction that must stay inside a hard limit.
    static let coverage = 1.0
    /// Largest complementarity gap [EUR over the horizon], relative infeasibility, and residual.
    /// IPOPT relaxes bounds by 1e-8 of a variable's nominal size, 3.5e-6 K for a temperature that
    /// is scaled by 350 K: less than that must not be asked. The moves' own limits are exact.
    static let certificate = (gap: 5.0, feasibility: 1e-5, residual: 1e-3)

    package let rules: GuardRules
    package let reading: PlantReading

    /// - Parameters:
    ///   - spacing: longest distance between two predicted points [s].
    package init(_ twin: Twin, spacing: Double) {
        var rules = GuardRules()
        let handles = twin.tags(.mv)
        rules.handles = handles.compactMap(Self.handle)
        rules.inputs = twin.map.compactMap { twin[$0.tag] }.map(Self.input)
        rules.interlocks = twin.interlocks.map(\.reason)
        rules.groups = twin.groups.map(\.tags)
        rules.jointLimits = twin.jointLimits.map { limit in
            Guard.JointLimit(
                name: limit.name,
                terms: limit.parts.map { .init($0.coefficient, $0.tag) },
                band: Band(limit.low ?? -.infinity, limit.high ?? .infinity))
        }
        rules.hardLimits = twin.holds.filter { $0.firmness == .hard }.map { hold in
            var limit = HardLimit(TagName(hold.variable))
            limit.low = hold.low
            limit.high = hold.high
            limit.horizon = twin.cadence.horizon * 0.9
            limit.actsAfter = 2 * twin.cadence.optimize
            limit.spacing = spacing
            limit.coverage = Self.coverage
            return limit
        }
        rules.certificate.age = twin.cadence.optimize
        rules.certificate.gap = Self.certificate.gap
        rules.certificate.feasibility = Self.certificate.feasibility
        rules.certificate.residual = Self.certificate.residual
        rules.worth.leastGain = twin.objective.worthActingAbove * 3600
        rules.worth.coverage = 0.25
        rules.worth.writesPerHour = handles.count * Int((3600 / twin.cadence.optimize).rounded())
        rules.mostMoves = handles.count
        rules.snapshotAge = Self.snapshotAge(twin.cadence.optimize)
        rules.longestCardLife = 2 * twin.cadence.optimize
        rules.longestReadbackGap = max(10 * twin.cadence.sense, twin.cadence.optimize)
        self.rules = rules
        reading = Self.reading(twin)
    }

    private static func handle(_ tag: TagDeclaration) -> HandleRules? {
        guard let limits = tag.limits else { return nil }
        var rules = HandleRules(tag.name)
        rules.engineering = Band(limits.engineering.lowerBound, limits.engineering.upperBound)
        rules.envelope = Band(limits.envelope.lowerBound, limits.envelope.upperBound)
        rules.saturation =
            tag.loop?.saturatedHigh == nil && tag.loop?.saturatedLow == nil ? .notOffered : .live
        // One write may use up the shortest window, and no more.
        rules.largestStep = limits.ramps.first?.reach
        rules.ramps = limits.ramps.map { RampLimit(window: $0.window, reach: $0.reach) }
        rules.smallestMove = limits.moves.smallest
        rules.leastApart = limits.moves.atLeastApart
        rules.reversalsPerHour = limits.moves.reversalsPerHour
        rules.resolution = 0
        return rules
    }

    private static func input(_ tag: TagDeclaration) -> InputRules {
        let span = tag.validity.range.map { $0.upperBound - $0.lowerBound }
        return InputRules(
            tag.name, ageLimit: tag.validity.staleAfter, deadband: span.map { $0 * inputDeadband },
            critical: tag.isCritical, needed: tag.role == .mv || tag.role == .dv)
    }

    static func reading(_ twin: Twin) -> PlantReading {
        func limit(_ limit: LiveLimit) -> HandleBinding.OperatorLimit {
            switch limit {
            case .tag(let tag): .tag(tag)
            case .fixed(let value): .fixed(value)
            }
        }
        let handles = twin.tags(.mv).compactMap { tag -> HandleBinding? in
            guard let limits = tag.limits, let loop = tag.loop else { return nil }
            return HandleBinding(
                tag: tag.name, low: limit(limits.operatorLow), high: limit(limits.operatorHigh),
                mode: loop.mode, remoteWhen: loop.remoteWhen, manualWhen: loop.manualWhen,
                saturatedHigh: loop.saturatedHigh, saturatedLow: loop.saturatedLow)
        }
        let rules = twin.plantModes
        let modes = [
            (PlantMode.trip, rules.trip), (.maintenance, rules.maintenance),
            (.startUp, rules.startUp),
        ].compactMap { mode, when in when.map { (mode: mode, when: $0) } }
        return PlantReading(
            handles: handles, interlocks: twin.interlocks.map { ($0.reason, $0.when) },
            modes: modes)
    }
}
