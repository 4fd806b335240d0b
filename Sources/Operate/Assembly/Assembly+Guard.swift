import ConnectModbus
import Expressions
package import Guard
package import GuardSide
import Tags
package import TwinFile

/// The guard's rules as the twin's file states them.
///
/// What the section `guard` leaves out takes its default there; see `docs/safety.md`.
package struct GuardAssembly: Sendable {
    package let rules: GuardRules
    package let modes: ModeRules
    package let reading: PlantReading

    /// - Parameters:
    ///   - spacing: longest distance between two predicted points [s].
    ///   - isFenced: false where no block stands in front of the loops, whatever the file says, as
    ///     in a rehearsal.
    package init(_ twin: Twin, spacing: Double, isFenced: Bool = true) {
        var rules = GuardRules()
        let handles = twin.tags(.mv)
        let figures = twin.guardSettings
        rules.handles = handles.compactMap {
            Self.handle($0, tolerance: figures.setpointTolerance, twin.shifts)
        }
        rules.safetyTags = twin.tags.filter(\.isSafety).map(\.name)
        rules.inputs = twin.map.compactMap { twin[$0.tag] }.map {
            Self.input($0, inputDeadband: figures.inputDeadband)
        }
        rules.interlocks = twin.interlocks.map(\.reason)
        rules.holds = twin.stops.map(Self.flag)
        rules.model.regions = figures.approvedRegions
        rules.groups = twin.groups.map(\.tags)
        rules.jointLimits = twin.jointLimits.map { limit in
            Guard.JointLimit(
                name: limit.name,
                terms: limit.parts.map { .init($0.coefficient, $0.tag) },
                low: limit.low, high: limit.high)
        }
        rules.hardLimits = twin.holds.filter { $0.firmness == .hard }.map { hold in
            var limit = HardLimit(TagName(hold.variable))
            limit.low = hold.low
            limit.high = hold.high
            limit.horizon = twin.cadence.horizon * figures.predictionReach
            limit.actsAfter = figures.actsAfter
            limit.spacing = spacing
            limit.coverage = figures.hardLimitDeviations
            return limit
        }
        rules.certificate.age = figures.predictionAge
        rules.certificate.gap = figures.certificate.gap
        rules.certificate.feasibility = figures.certificate.feasibility
        rules.certificate.residual = figures.certificate.residual
        rules.worth.leastGain = twin.objective.worthActingAbove * 3600
        rules.worth.coverage = figures.gainDeviations
        rules.worth.writesPerHour = figures.writesPerHour
        rules.mostMoves = handles.count
        rules.snapshotAge = figures.snapshotAge
        rules.longestCardLife = figures.cardLife
        rules.longestReadbackGap = figures.readbackGap
        rules.permitSeconds = figures.permitLife
        rules.handsOffSeconds = figures.handsOff
        rules.ownership.writeTimeout = twin.connections.map(\.settings.timeout).max()
        if isFenced, twin.block != nil { rules.ownership.block = .declared }
        rules.itself.approvedBuild = figures.programs.guardProgram
        // Judged at the solve; it ages with the card.
        rules.model.gateAge = figures.cardLife
        rules.softStart = SoftStart()
        rules.softStart?.cycles = twin.modes.softStart.cycles
        rules.softStart?.share = twin.modes.softStart.share
        // Work done anew every optimize period: a recovery goes on as often.
        rules.recoverability.cycle = twin.cadence.optimize
        rules.recoverability.horizon = figures.recoveryHorizon
        rules.recoverability.starts = figures.recoveryStarts
        rules.stepResponses = twin.stepResponses.map {
            StepResponse(
                handle: $0.handle, variable: TagName($0.variable), times: $0.times,
                values: $0.values, error: $0.error)
        }
        self.rules = rules
        modes = Self.modes(twin)
        reading = Self.reading(twin)
    }

    /// The largest settling time is not known to the file; the horizon is longer than that.
    private static func modes(_ twin: Twin) -> ModeRules {
        var rules = ModeRules()
        rules.allowed = twin.allowedModes
        rules.cycle = twin.cadence.optimize
        let settings = twin.modes
        rules.holdCycles = settings.holdCycles
        rules.goodCycles = settings.goodCycles
        rules.coolDown = settings.coolDown
        rules.shedsToLockout = settings.shedsToLockout
        rules.lockoutWindow = settings.lockoutWindow
        rules.patience = settings.patience
        rules.dropTestDays = settings.dropTestAge / 86_400
        rules.answeredBeats = settings.answeredBeats
        rules.softStartCycles = settings.softStart.cycles
        rules.criticalLoops = settings.criticalLoops
        rules.watchdog = twin.guardSettings.watchdog
        rules.record.leastDays = settings.automatic.time / 86_400
        rules.record.leastDecisions = settings.automatic.decisions
        rules.record.leastAcceptance = settings.automatic.acceptance
        rules.record.mostBias = settings.automatic.bias
        rules.record.leastCoverage = settings.automatic.leastCoverage
        rules.record.mostCoverage = settings.automatic.mostCoverage
        rules.record.cleanDays = settings.automatic.cleanTime / 86_400
        rules.record.gainDeviations = settings.automatic.gainDeviations
        rules.approvedLoop = twin.guardSettings.programs.loopProgram
        return rules
    }

    private static func flag(_ stop: Stop) -> HoldFlag {
        let kind: HoldKind = stop.kind == .workPermit ? .workPermit : .laboratory
        return HoldFlag(stop.reason, kind, stopping: stop.stopped)
    }

    /// - Parameter tolerance: as a share of the engineering span.
    private static func handle(
        _ tag: TagDeclaration, tolerance: Double, _ shifts: ShiftSettings?
    ) -> HandleRules? {
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
        rules.toleranceShare = tolerance
        switch limits.drift {
        case .notSaid, .notLimited: rules.drift = .notLimited
        case .most(let most):
            // Without shifts the file is refused; to be sure, nothing is let through then.
            rules.drift = shifts.map {
                .most(most, shift: Shift(length: $0.length, offset: $0.offset))
            }
        }
        rules.recovery = recovery(tag)
        return rules
    }

    private static func recovery(_ tag: TagDeclaration) -> RecoveryAction? {
        switch tag.recovery {
        case nil: nil
        case .keep: .keep
        case .returnToLocal: .returnToLocal
        case .rampToSafe(let value):
            tag.recoveryRate.map { .rampToSafe(value: value, rate: $0) }
        case .returnToBaseline: tag.recoveryRate.map { .returnToBaseline(rate: $0) }
        }
    }

    /// - Parameter inputDeadband: as a share of the instrument's valid range.
    private static func input(_ tag: TagDeclaration, inputDeadband: Double) -> InputRules {
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
            modes: modes, holds: twin.stops.map { (flag($0), $0.when) },
            regions: twin.regions.map { region in
                RegionReading(
                    name: region.name, when: region.when, reads: readable(region.when, twin))
            })
    }

    /// The names of a region's condition that are read as they are: the model's inputs, whose value
    /// is that of their tag, and tags. What the model works out is not among them.
    private static func readable(_ formula: Formula, _ twin: Twin) -> [String: TagName] {
        var reads: [String: TagName] = [:]
        for name in formula.names {
            if let entry = twin.map.first(where: { $0.variable == name }) {
                let role = twin[entry.tag]?.role
                if role == .mv || role == .dv { reads[name] = entry.tag }
            } else if twin[TagName(name)] != nil {
                reads[name] = TagName(name)
            }
        }
        return reads
    }
}
