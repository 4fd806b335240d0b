import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    static let plantState: ConditionTable = {
        var t = ConditionTable(.plantState)
        for mode in PlantMode.allCases where mode != .normal {
            t.denies("plant in \(mode.rawValue)", .plantMode(mode: mode)) {
                $0.live.plantMode = mode
            }
        }
        t.accepts("start-up where it is allowed") {
            $0.rules.plantModes = [.normal, .startUp]
            $0.live.plantMode = .startUp
        }
        t.denies("unknown where somebody allowed it", .plantMode(mode: .unknown)) {
            $0.rules.plantModes = [.normal, .unknown]
            $0.live.plantMode = .unknown
        }
        for (i, up) in [(0, Denial.interlocked), (1, .held(by: .workPermit))] {
            t.denies("flag \(i) up", up) { $0.live.interlocks[i].active = true }
            t.denies("flag \(i) not known", .interlockUnknown) {
                $0.live.interlocks[i].active = nil
            }
            t.denies("flag \(i) not read", .interlockUnknown) { $0.live.interlocks.remove(at: i) }
        }
        t.denies("laboratory hold", .held(by: .laboratory)) {
            $0.rules.holds.append(HoldFlag("lab", .laboratory))
            $0.live.interlocks.append(LiveInterlock("lab", active: true))
            $0.reread?.interlocks.append(LiveInterlock("lab", active: false))
        }
        for kind in HoldKind.allCases {
            t.denies("\(kind.rawValue) of the handle", .held(by: kind)) {
                $0.holdOne(World.h1, kind, active: true)
            }
            t.denies("\(kind.rawValue) of the handle, not known", .interlockUnknown) {
                $0.holdOne(World.h1, kind, active: nil)
            }
            t.accepts("\(kind.rawValue) of another handle") {
                $0.holdOne(World.h2, kind, active: true)
            }
        }
        for share in [-0.001, 1.001, .nan] as [Double] {
            t.denies("tolerance share \(share)", .limitMissing(.resolution)) {
                $0.withH1 { $0.toleranceShare = share }
            }
        }
        t.accepts("the widest tolerance share") { $0.withH1 { $0.toleranceShare = 1 } }
        t.needs(.resolution, also: [.rate, .final], [nil, .nan, -1]) { w, value in
            w.withH1 { $0.resolution = value }
        }
        t.denies("taken by the operator", .takenByOperator(until: later)) {
            $0.ledger.taken = [World.h1: later]
        }
        t.accepts("taken until now") { $0.ledger.taken = [World.h1: $0.now] }
        t.denies(
            "handle not read", .loopModeUnknown, also: [.absoluteLimits, .rate, .final]
        ) { $0.live.handles.remove(at: 0) }
        t.denies("loop not known", .loopModeUnknown) { $0.live.handles[0].loop = nil }
        for mode in [LoopMode.local, .manual] {
            t.denies("loop in \(mode.rawValue)", .notInRemote(loop: mode)) {
                $0.live.handles[0].loop = mode
            }
        }
        for value in [nil, .nan] as [Double?] {
            t.denies(
                "live setpoint \(value ?? 0)", .setpointUnknown, also: [.rate, .final]
            ) { $0.live.handles[0].setpoint = value }
            t.denies("last known setpoint \(value ?? 0)", .setpointUnknown) {
                $0.ledger.expected[World.h1] = value
            }
        }
        addSetpoints(&t)
        addValves(&t)
        return t
    }()

    private static let later = SelfTestBench.now.later(by: World.nanosecond)

    private static func addSetpoints(_ t: inout ConditionTable) {
        for side in [1.0, -1] {
            let inside = 500 + side
            let outside = side > 0 ? inside.nextUp : inside.nextDown
            t.accepts("expected at \(inside)") { $0.ledger.expected[World.h1] = inside }
            t.denies("expected at \(outside)", .setpointChanged(expected: outside, live: 500)) {
                $0.ledger.expected[World.h1] = outside
            }
            t.accepts("from \(inside)") {
                $0.moves = [ProposedMove(tag: World.h1, from: inside, to: 510)]
            }
            t.denies("from \(outside)", .startsElsewhere(claimed: outside, live: 500)) {
                $0.moves = [ProposedMove(tag: World.h1, from: outside, to: 510)]
            }
        }
        t.accepts("off by the resolution") {
            $0.withH1 { $0.toleranceShare = 0 }
            $0.ledger.expected[World.h1] = 500.5
        }
        t.denies(
            "off by more", .setpointChanged(expected: 500.5.nextUp, live: 500)
        ) {
            $0.withH1 { $0.toleranceShare = 0 }
            $0.ledger.expected[World.h1] = 500.5.nextUp
        }
    }

    private static func addValves(_ t: inout ConditionTable) {
        t.denies("valve not known", .saturationUnknown) { $0.live.handles[0].saturation = nil }
        t.accepts("valve that is not offered") {
            $0.live.handles[0].saturation = nil
            $0.withH1 { $0.saturation = .notOffered }
        }
        t.denies("valve open, further up", .saturated(end: .high)) {
            $0.live.handles[0].saturation = .high
        }
        t.accepts("valve open, down") {
            $0.live.handles[0].saturation = .high
            $0.move(to: 490)
        }
        t.accepts("valve shut, up") { $0.live.handles[0].saturation = .low }
        t.denies("valve shut, further down", .saturated(end: .low)) {
            $0.live.handles[0].saturation = .low
            $0.move(to: 490)
        }
        t.denies("valve at an end", .saturated(end: .unknownEnd)) {
            $0.live.handles[0].saturation = .unknownEnd
        }
        for end in [Saturation.high, .low] {
            t.denies("valve \(end.rawValue), nowhere", .saturated(end: end), also: [.rate]) {
                $0.live.handles[0].saturation = end
                $0.move(to: 500)
            }
        }
    }

    static let absoluteLimits: ConditionTable = {
        var t = ConditionTable(.absoluteLimits)
        let bands: [(String, Band?)] = [
            ("absent", nil), ("from NaN", Band(.nan, 1_000)), ("to NaN", Band(0, .nan)),
            ("open", Band(0, .infinity)),
        ]
        for (name, band) in bands {
            t.denies(
                "engineering limits \(name)", .limitMissing(.engineering), also: [.plantState]
            ) { $0.withH1 { $0.engineering = band } }
            t.denies("envelope \(name)", .limitMissing(.envelope)) {
                $0.goAutomatic()
                $0.withH1 { $0.envelope = band }
            }
        }
        t.needs(.operatorLimit, [nil, .nan]) { $0.live.handles[0].operatorLow = $1 }
        for value in [nil, .infinity] as [Double?] {
            t.denies("operator's high \(value ?? 0)", .limitMissing(.operatorLimit)) {
                $0.live.handles[0].operatorHigh = value
            }
        }
        t.accepts("operator limits that are not offered") {
            $0.withH1 { $0.operatorLimits = .notOffered }
            $0.live.handles[0].operatorLow = nil
        }
        t.denies(
            "engineering limits that cross", .limitsCrossed(low: 1_000, high: 0),
            also: [.plantState]
        ) { $0.withH1 { $0.engineering = Band(1_000, 0) } }
        t.denies("operator limits that cross", .limitsCrossed(low: 600, high: 510)) {
            $0.live.handles[0].operatorLow = 600
            $0.live.handles[0].operatorHigh = 510
        }
        t.denies("limits that cross each other", .limitsCrossed(low: 950, high: 900)) {
            $0.withH1 { $0.engineering = Band(950, 1_000) }
        }
        t.denies(
            "two low limits at one place", .belowLimit(asked: 510, limit: 520, by: .engineering)
        ) {
            $0.withH1 { $0.engineering = Band(520, 1_000) }
            $0.live.handles[0].operatorLow = 520
        }
        t.denies(
            "two high limits at one place", .aboveLimit(asked: 510, limit: 505, by: .engineering)
        ) {
            $0.withH1 { $0.engineering = Band(0, 505) }
            $0.live.handles[0].operatorHigh = 505
        }
        t.accepts("limits that meet") {
            $0.live.handles[0].operatorLow = 510
            $0.live.handles[0].operatorHigh = 510
        }
        addSides(&t)
        t.denies(
            "bound by the envelope with a yes", .belowLimit(asked: 510, limit: 520, by: .envelope)
        ) {
            $0.boundByEnvelope = true
            $0.withH1 { $0.envelope = Band(520, 530) }
        }
        t.denies(
            "automatic with a yes", .aboveLimit(asked: 510, limit: 505, by: .envelope)
        ) {
            $0.stand(in: .automatic)
            $0.withH1 { $0.envelope = Band(400, 505) }
        }
        t.accepts("outside the envelope with a yes") {
            $0.withH1 { $0.envelope = Band(520, 530) }
        }
        return t
    }()

    /// Each owner's low and high limit, at the target and one unit in the last place beyond.
    private static func addSides(_ t: inout ConditionTable) {
        typealias Change = @Sendable (inout World, Double) -> Void
        let lows: [(LimitOwner, Change)] = [
            (.engineering, { w, x in w.withH1 { $0.engineering = Band(x, 1_000) } }),
            (.operator, { w, x in w.live.handles[0].operatorLow = x }),
            (
                .envelope,
                { w, x in
                    w.goAutomatic()
                    w.withH1 { $0.envelope = Band(x, 600) }
                }
            ),
        ]
        let highs: [(LimitOwner, Change)] = [
            (.engineering, { w, x in w.withH1 { $0.engineering = Band(0, x) } }),
            (.operator, { w, x in w.live.handles[0].operatorHigh = x }),
            (
                .envelope,
                { w, x in
                    w.goAutomatic()
                    w.withH1 { $0.envelope = Band(400, x) }
                }
            ),
        ]
        for (owner, change) in lows {
            t.accepts("\(owner.rawValue) low at the target") { change(&$0, 510) }
            t.denies(
                "\(owner.rawValue) low above it",
                .belowLimit(asked: 510, limit: 510.0.nextUp, by: owner)
            ) { change(&$0, 510.0.nextUp) }
        }
        for (owner, change) in highs {
            t.accepts("\(owner.rawValue) high at the target") { change(&$0, 510) }
            t.denies(
                "\(owner.rawValue) high below it",
                .aboveLimit(asked: 510, limit: 510.0.nextDown, by: owner)
            ) { change(&$0, 510.0.nextDown) }
        }
    }

    static let final: ConditionTable = {
        var t = ConditionTable(.final)
        t.denies("no second reading", .notReread) { $0.reread = nil }
        t.accepts("both readings at once") { $0.reread?.readAt = $0.live.readAt }
        t.denies("second reading before the first", .notReread) {
            $0.reread?.readAt = $0.live.readAt.earlier(by: World.nanosecond)
        }
        t.denies("second reading to come", .fromTheFuture(what: "second reading")) {
            $0.reread?.readAt = $0.now.later(by: World.nanosecond)
        }
        t.denies(
            "second reading old", .tooOld(what: "second reading", seconds: 33, allowed: 32),
            also: [.time]
        ) {
            $0.live.readAt = $0.now.earlier(by: 34)
            $0.reread?.readAt = $0.now.earlier(by: 33)
        }
        t.denies("plant tripped", .plantMode(mode: .trip)) { $0.reread?.plantMode = .trip }
        t.denies("interlock", .interlocked) { $0.reread?.interlocks[0].active = true }
        t.denies("work permit", .held(by: .workPermit)) {
            $0.reread?.interlocks[1].active = true
        }
        t.denies("work permit not known", .interlockUnknown) {
            $0.reread?.interlocks[1].active = nil
        }
        t.denies("loop not known", .loopModeUnknown) { $0.reread?.handles[0].loop = nil }
        t.denies("loop in local", .notInRemote(loop: .local)) {
            $0.reread?.handles[0].loop = .local
        }
        t.denies("setpoint not known", .setpointUnknown) { $0.reread?.handles[0].setpoint = nil }
        t.accepts("setpoint off by the resolution") { $0.reread?.handles[0].setpoint = 500.5 }
        t.denies(
            "setpoint off by more", .changedSinceJudged(judged: 500, now: 499.5.nextDown)
        ) { $0.reread?.handles[0].setpoint = 499.5.nextDown }
        for life in [0, -1, .nan] as [Double] {
            t.denies("permit life \(life)", .limitMissing(.permitLife)) {
                $0.rules.permitSeconds = life
            }
        }
        t.accepts("mode not read again") { $0.standing = nil }
        t.denies("mode not read again, and no person", .standingUnknown) {
            $0.goAutomatic()
            $0.standing = nil
        }
        t.denies("mode lost", .modeChanged(judged: .supervisory, now: .hold)) {
            $0.standing?.mode = .hold
        }
        t.denies("FAILSAFE", .failsafeLatched) { $0.standing?.failsafeLatched = true }
        t.denies("epoch not known", .epochUnknown) { $0.reread?.blockEpoch = nil }
        t.denies("epoch lost", .epochLost(ours: 7, block: 8)) { $0.reread?.blockEpoch = 8 }
        t.accepts("another epoch and no block") {
            $0.rules.ownership.block = .notDeclared
            $0.reread?.blockEpoch = 8
        }
        return t
    }()
}

extension World {
    /// A permit or hold of one handle; it was not up in the second reading.
    fileprivate mutating func holdOne(_ tag: TagName, _ kind: HoldKind, active: Bool?) {
        rules.holds.append(HoldFlag("burner", kind, stopping: [tag]))
        live.interlocks.append(LiveInterlock("burner", active: active))
        reread?.interlocks.append(LiveInterlock("burner", active: false))
    }
}
