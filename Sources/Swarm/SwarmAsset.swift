import Guard
import GuardSide
import Quantities
import Seal
import Sense
package import Tags

/// The small asset of the rehearsal: three loops, each a setpoint that one measurement follows.
///
/// The figures stand here once more beside the sealed rules, so that a checker does not ask the
/// rules whether the rules were kept.
package enum SwarmAsset {
    /// The tags of one loop.
    package struct Loop: Sendable {
        package let setpoint: TagName
        let low: TagName
        let high: TagName
        let mode: TagName
        package let value: TagName

        init(_ number: Int) {
            setpoint = TagName("FIC-\(number).SP")
            low = TagName("FIC-\(number).LO")
            high = TagName("FIC-\(number).HI")
            mode = TagName("FIC-\(number).MODE")
            value = TagName("TI-\(number).PV")
        }
    }

    package static let loops = [Loop(1), Loop(2), Loop(3)]
    static let stopped = TagName("LINE.STOPPED")
    static let tripped = TagName("LINE.TRIPPED")
    static let guardProgram = "aa"
    static let engineering = 0.0...100.0
    static let tolerance = 0.1
    static let ramps = [(window: 600.0, reach: 6.0), (window: 3600.0, reach: 15.0)]
    static let largestStep = 4.0
    static let remote = 3.0
    static let handsOff = 1800.0
    static let inputAge = 90.0
    static let spike = 8.0
    static let lease = 90.0
    static let renewal = 30.0
    /// Between two readings; plant time [s].
    static let sense = 30.0
    /// Between two recommendations; plant time [s].
    static let optimize = 120.0
    /// After a fall [s].
    static let coolDown = 900.0
    /// How long a measurement takes to follow its setpoint [s].
    static let lag = 300.0

    /// All tags that are read.
    static let tags =
        loops.flatMap { [$0.setpoint, $0.low, $0.high, $0.mode, $0.value] } + [stopped, tripped]

    /// The whole asset, without a block.
    package static var asset: RehearsedAsset {
        var asset = RehearsedAsset(
            twin: twin,
            loops: loops.map { loop in
                .init(
                    setpoint: loop.setpoint, low: loop.low, high: loop.high, mode: loop.mode,
                    remote: remote, values: [loop.value], engineering: engineering,
                    tolerance: tolerance, ramps: ramps)
            }, stops: [stopped, tripped])
        asset.inputAge = inputAge
        asset.handsOff = handsOff
        asset.faults = SwarmFault.allCases.filter { !$0.needsBlock }
        return asset
    }

    /// What the guard goes by.
    static var twin: SealedTwin {
        var modes = ModeRules()
        modes.allowed = [.shadow, .advisory, .supervisory]
        modes.cycle = optimize
        modes.watchdog = lease
        modes.coolDown = coolDown
        modes.criticalLoops = [loops[0].setpoint]
        return SealedTwin(
            name: "rehearsal", owner: "rehearsal", isSimulator: true,
            cadence: SealedCadence(sense: sense, optimize: optimize, horizon: 1800),
            modes: modes, rules: rules,
            handles: loops.map {
                SealedHandle(
                    binding: HandleBinding(
                        tag: $0.setpoint, low: .tag($0.low), high: .tag($0.high), mode: $0.mode,
                        remoteWhen: [remote], manualWhen: [0]),
                    owner: "rehearsal", reason: "rehearsal")
            },
            interlocks: [SealedCondition(name: "line stopped", when: stopped.text)],
            plantModes: [SealedPlantMode(mode: .trip, when: tripped.text)], sense: senseRules,
            tags: tags.map { SealedTag(tag: $0, role: .state, text: "", unit: "1") },
            units: [SealedUnit(.one)], connections: [], holds: [],
            objective: SealedObjective(costs: [], travel: [], worthActingAbove: 8.0 / 3600),
            regions: [],
            wall: WallClockFigures(lease: lease, leaseRenewal: renewal, heartbeat: renewal),
            sources: SealedSources(twinHash: "00", modelFile: "none", modelHash: "00"))
    }

    private static var senseRules: [SenseRule] {
        tags.map { tag in
            let isMeasured = loops.contains { $0.value == tag }
            return SenseRule(
                tag: tag, range: isMeasured ? -50...150 : nil, staleAfter: inputAge,
                frozenAfter: isMeasured ? 600 : nil, spike: isMeasured ? spike : nil)
        }
    }

    private static var rules: GuardRules {
        var rules = GuardRules()
        // Without an approved program nothing backs off.
        rules.itself.approvedBuild = guardProgram
        rules.handles = loops.enumerated().map { handle($0.element.setpoint, number: $0.offset) }
        rules.inputs = loops.enumerated().flatMap { index, loop in
            [
                InputRules(loop.setpoint, ageLimit: inputAge, deadband: 1),
                InputRules(
                    loop.value, ageLimit: inputAge, deadband: 6, critical: index == 0,
                    needed: index < 2),
            ]
        }
        rules.interlocks = ["line stopped"]
        rules.jointLimits = [
            JointLimit(
                name: "supply", terms: loops.map { .init(1, $0.setpoint) }, low: nil, high: 220)
        ]
        var limit = HardLimit(loops[0].value)
        (limit.low, limit.high) = (-20, 120)
        (limit.horizon, limit.spacing, limit.coverage) = (1500, 300, 1.28)
        rules.hardLimits = [limit]
        (rules.certificate.age, rules.certificate.gap) = (120, 0.5)
        (rules.certificate.feasibility, rules.certificate.residual) = (1e-6, 1e-6)
        (rules.worth.leastGain, rules.worth.coverage, rules.worth.writesPerHour) = (8, 1, 20)
        (rules.mostMoves, rules.snapshotAge, rules.longestCardLife) = (3, 60, 900)
        rules.longestReadbackGap = 120
        rules.handsOffSeconds = handsOff
        rules.ownership.writeTimeout = 5
        rules.softStart = SoftStart()
        rules.recoverability.cycle = optimize
        rules.recoverability.horizon = 1500
        return rules
    }

    private static func handle(_ tag: TagName, number: Int) -> HandleRules {
        var handle = HandleRules(tag)
        handle.engineering = Band(engineering.lowerBound, engineering.upperBound)
        handle.envelope = Band(20, 80)
        handle.saturation = .notOffered
        handle.largestStep = largestStep
        handle.ramps = ramps.map { RampLimit(window: $0.window, reach: $0.reach) }
        handle.smallestMove = 0.5
        handle.leastApart = 120
        handle.reversalsPerHour = 6
        handle.resolution = 0.01
        switch number {
        case 0: handle.recovery = .rampToSafe(value: 40, rate: 0.008)
        case 1:
            handle.drift = .most(40, shift: Shift(length: 7200, offset: 0))
            handle.recovery = .returnToBaseline(rate: 0.008)
        default: handle.recovery = .keep
        }
        return handle
    }
}
