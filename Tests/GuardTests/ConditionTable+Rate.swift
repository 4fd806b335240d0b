import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    static let rate: ConditionTable = {
        var t = ConditionTable(.rate)
        t.needs(.readbackGap, [nil, .nan]) { $0.rules.longestReadbackGap = $1 }
        t.needs(.step, [nil, 0, -1, .nan]) { w, value in w.withH1 { $0.largestStep = value } }
        t.accepts("the largest step") { $0.withH1 { $0.largestStep = 10 } }
        t.denies("a larger one", .stepTooLarge(asked: 10, allowed: 10.0.nextDown)) {
            $0.withH1 { $0.largestStep = 10.0.nextDown }
        }
        for share in [0, -1, 1.5, .nan] as [Double] {
            t.denies("soft share \(share)", .limitMissing(.softStart)) {
                $0.rules.softStart?.share = share
            }
        }
        t.denies("soft cycles -1", .limitMissing(.softStart)) { $0.rules.softStart?.cycles = -1 }
        t.accepts("soft cycles 0") {
            $0.rules.softStart?.cycles = 0
            $0.cyclesSinceClimb = 0
            $0.withH1 { $0.largestStep = 10 }
        }
        t.accepts("soft share 1") {
            $0.rules.softStart?.share = 1
            $0.cyclesSinceClimb = 0
            $0.withH1 { $0.largestStep = 10 }
        }
        t.accepts("a quarter of the step in the last soft cycle") { $0.cyclesSinceClimb = 2 }
        t.denies("more than a quarter", .stepTooLarge(asked: 10, allowed: 9.75)) {
            $0.cyclesSinceClimb = 2
            $0.withH1 { $0.largestStep = 39 }
        }
        t.accepts("after the last soft cycle") { $0.withH1 { $0.largestStep = 39 } }
        t.denies("cycles nobody counted", .stepTooLarge(asked: 10, allowed: 9.75)) {
            $0.cyclesSinceClimb = nil
            $0.withH1 { $0.largestStep = 39 }
        }
        t.accepts("no soft start") {
            $0.rules.softStart = nil
            $0.cyclesSinceClimb = nil
            $0.withH1 { $0.largestStep = 39 }
        }
        t.needs(.smallestMove, [nil, -1, .nan]) { w, value in
            w.withH1 { $0.smallestMove = value }
        }
        t.accepts("the smallest move") { $0.withH1 { $0.smallestMove = 10 } }
        t.denies("a smaller one", .moveTooSmall(asked: 10, allowed: 10.0.nextUp)) {
            $0.withH1 { $0.smallestMove = 10.0.nextUp }
        }
        t.denies("none at all", .moveTooSmall(asked: 0, allowed: 0)) {
            $0.withH1 { $0.smallestMove = 0 }
            $0.move(to: 500)
        }
        t.accepts("a very small one") {
            $0.withH1 { $0.smallestMove = 0 }
            $0.move(to: 500.5)
        }
        t.denies("one soft cycle, and nobody counted", .stepTooLarge(asked: 10, allowed: 9.75)) {
            $0.rules.softStart?.cycles = 1
            $0.cyclesSinceClimb = nil
            $0.withH1 { $0.largestStep = 39 }
        }
        t.accepts("no resolution and no rest") {
            $0.withH1 { ($0.resolution, $0.leastApart) = (0, 0) }
        }
        t.denies("no ramp", .limitMissing(.ramp)) { $0.withH1 { $0.ramps = [] } }
        for (window, reach) in [
            (0, 60), (-1, 60), (.nan, 60), (600, 0), (600, -1), (600, .nan), (600, .infinity),
        ] as [(Double, Double)] {
            t.denies("ramp of \(reach) in \(window)", .limitMissing(.ramp)) {
                $0.withH1 { $0.ramps = [RampLimit(window: window, reach: reach)] }
            }
        }
        t.accepts("a ramp of one second") {
            $0.withH1 { $0.ramps = [RampLimit(window: 1, reach: 10)] }
        }
        t.accepts("all of the ramp") {
            $0.withH1 { $0.ramps = [RampLimit(window: 600, reach: 10)] }
        }
        t.denies("more than the ramp", .tooFast(asked: 10, allowed: 10.0.nextDown, window: 600)) {
            $0.withH1 { $0.ramps = [RampLimit(window: 600, reach: 10.0.nextDown)] }
        }
        t.denies("more in the second window", .tooFast(asked: 10, allowed: 9, window: 60)) {
            $0.withH1 { $0.ramps.append(RampLimit(window: 60, reach: 9)) }
        }
        return t
    }()

    static let drift: ConditionTable = {
        var t = ConditionTable(.rate)
        @Sendable func limit(
            _ most: Double, _ length: Double = 28_800, _ offset: Double = 0
        ) -> @Sendable (inout World) -> Void {
            { $0.withH1 { $0.drift = .most(most, shift: Shift(length: length, offset: offset)) } }
        }
        t.denies("drift absent", .limitMissing(.drift)) { $0.withH1 { $0.drift = nil } }
        t.accepts("drift not limited") { $0.withH1 { $0.drift = .notLimited } }
        t.denies("drift -1", .limitMissing(.drift), limit(-1))
        t.denies("drift NaN", .limitMissing(.drift), limit(.nan))
        t.accepts("all of the drift", limit(20))
        t.denies(
            "more than the drift", .driftTooLarge(asked: 20, allowed: 20.0.nextDown),
            limit(20.0.nextDown))
        t.denies("no drift allowed", .driftTooLarge(asked: 20, allowed: 0), limit(0))
        for (length, offset) in [
            (0.5, 0), (604_801, 0), (.nan, 0), (3_600, -1), (3_600, 3_601), (3_600, .nan),
        ] as [(Double, Double)] {
            t.denies(
                "shift of \(length) from \(offset)", .limitMissing(.shift),
                limit(50, length, offset))
        }
        t.accepts("shift of a second", limit(50, 1, 1))
        t.accepts("shift of a week", limit(50, 604_800, 604_800))
        // An hourly shift began 400 s ago, and the operator left it at 490 112 s before that.
        t.accepts("at the start of the shift it was 500", limit(10, 3_600))
        t.denies(
            "and not where he left it before", .driftTooLarge(asked: 10, allowed: 9),
            limit(9, 3_600))
        t.accepts("where he left it as the shift began") {
            limit(4, 3_600)(&$0)
            $0.ledger.noteOperator(
                left: World.h1, at: SelfTestBench.exactly(506), since: $0.now.earlier(by: 400))
        }
        t.denies("left later than now, and the shift not watched", .baselineUnknown) {
            $0.ledger.noteOperator(
                left: World.h1, at: SelfTestBench.exactly(506),
                since: $0.now.later(by: World.nanosecond))
        }
        t.accepts("left now") {
            limit(4)(&$0)
            $0.ledger.noteOperator(
                left: World.h1, at: SelfTestBench.exactly(506), since: $0.now)
        }
        t.denies("nobody left it anywhere", .baselineUnknown) {
            $0.ledger = $0.ledger.without(World.h1)
        }
        return t
    }()

    static let watched: ConditionTable = {
        var t = ConditionTable(.rate)
        t.denies("never read", .noReadback(window: 600)) { $0.ledger.readbacks = [:] }
        t.accepts("read an hour ago to the second") {
            $0.watch(stride(from: 3_600.0, through: 0, by: -60).map { ($0, 500) })
        }
        t.denies("read less than an hour ago", .noReadback(window: 3_600)) {
            $0.watch(stride(from: 3_599.0, through: 0, by: -59).map { ($0, 500) })
        }
        t.accepts("a hole as long as allowed") {
            $0.watch(stride(from: 3_690.0, through: 90, by: -90).map { ($0, 500) })
        }
        t.denies("a longer hole", .noReadback(window: 600)) {
            $0.watch(World.hour { _ in 500 }.filter { $0.age != 120 && $0.age != 180 })
        }
        t.denies("silence since", .noReadback(window: 600)) {
            $0.watch(World.hour { _ in 500 }.filter { $0.age > 91 })
        }
        t.denies("read later than now", .noReadback(window: 600)) {
            $0.watch(World.hour { _ in 500 } + [(-1, 500)])
        }
        t.denies("was lower in the window", .tooFast(asked: 40, allowed: 39, window: 600)) {
            $0.watch(World.hour { $0 > 400 ? 470 : 500 })
            $0.withH1 { $0.ramps = [RampLimit(window: 600, reach: 39)] }
        }
        t.denies("was higher in the window", .tooFast(asked: 40, allowed: 39, window: 600)) {
            $0.watch(World.hour { $0 > 400 ? 540 : 500 })
            $0.withH1 { $0.ramps = [RampLimit(window: 600, reach: 39)] }
        }
        t.accepts("was lower before the window") {
            $0.watch(World.hour { $0 > 600 ? 470 : 500 })
            $0.withH1 { $0.ramps = [RampLimit(window: 600, reach: 39)] }
        }
        t.needs(.leastApart, [nil, -1, .nan]) { w, value in w.withH1 { $0.leastApart = value } }
        t.accepts("rested as long as asked") {
            $0.watch(World.hour { $0 > 300 ? 495 : 500 })
        }
        t.denies("rested less", .tooSoon(apart: 300)) {
            $0.watch(World.hour { $0 > 240 ? 495 : 500 })
        }
        t.accepts("a change no larger than the resolution") {
            $0.watch(World.hour { $0 > 240 ? 499.5 : 500 })
        }
        t.denies("a larger change", .tooSoon(apart: 300)) {
            $0.watch(World.hour { $0 > 240 ? 499.5.nextDown : 500 })
        }
        t.denies("not watched for the rest", .noReadback(window: 7_200)) {
            $0.withH1 { $0.leastApart = 7_200 }
        }
        t.denies("reversals absent", .limitMissing(.reversals)) {
            $0.withH1 { $0.reversalsPerHour = nil }
        }
        t.accepts("as many reversals as allowed") {
            $0.withH1 { $0.reversalsPerHour = 1 }
            $0.watch(World.hour { $0 > 1_800 ? 505 : 500 })
        }
        t.denies("one more", .tooManyReversals(count: 1, allowed: 0)) {
            $0.withH1 { $0.reversalsPerHour = 0 }
            $0.watch(World.hour { $0 > 1_800 ? 505 : 500 })
        }
        t.accepts("on in the same direction") {
            $0.withH1 { $0.reversalsPerHour = 0 }
            $0.watch(World.hour { $0 > 1_800 ? 495 : 500 })
        }
        t.denies("to and fro", .tooManyReversals(count: 2, allowed: 1)) {
            $0.withH1 { $0.reversalsPerHour = 1 }
            $0.watch(World.hour { $0 > 3_000 ? 500 : $0 > 1_800 ? 505 : 500 })
        }
        return t
    }()

    static let group: ConditionTable = {
        var t = ConditionTable(.group)
        t.denies("half a group", .groupBroken(missing: World.h2)) {
            $0.rules.groups = [[World.h1, World.h2]]
        }
        t.accepts("a whole group") {
            $0.rules.groups = [[World.h1, World.h2]]
            $0.addH2()
        }
        t.accepts("a group that is not moved") { $0.rules.groups = [[World.h2, TagName("X")]] }
        t.denies("the wrong order", .outOfOrder) {
            $0.addH2()
            $0.moves.reverse()
        }
        addRecoveringGroups(&t)
        @Sendable func joint(_ low: Double?, _ high: Double?) -> @Sendable (inout World) -> Void {
            { ($0.rules.jointLimits[0].low, $0.rules.jointLimits[0].high) = (low, high) }
        }
        t.denies("no side", .limitMissing(.hardLimit), joint(nil, nil))
        t.denies("low NaN", .limitMissing(.hardLimit), joint(.nan, 700))
        t.denies("high open", .limitMissing(.hardLimit), joint(0, .infinity))
        t.accepts("the low side only", joint(610, nil))
        t.accepts("the high side only", joint(nil, 610))
        t.denies(
            "below", .jointLimit(sum: 610, low: 610.0.nextUp, high: nil), joint(610.0.nextUp, nil))
        t.denies(
            "above", .jointLimit(sum: 610, low: 0, high: 610.0.nextDown), joint(0, 610.0.nextDown))
        t.denies("a setpoint that is not known", .setpointUnknown) {
            $0.live.handles[1].setpoint = nil
        }
        t.denies("a sum that is no number", .notFinite(what: "sum")) {
            $0.rules.jointLimits[0].terms = [.init(.greatestFiniteMagnitude, World.h1)]
        }
        return t
    }()

    private static func addRecoveringGroups(_ t: inout ConditionTable) {
        @Sendable func together(_ recovery: RecoveryAction?) -> @Sendable (inout World) -> Void {
            {
                $0.backOff()
                $0.rules.groups = [[World.h1, World.h2]]
                $0.rules.handles[1].recovery = recovery
            }
        }
        t.accepts("backing off while the other is kept", together(.keep))
        t.accepts(
            "backing off while the other is at its goal", together(.rampToSafe(value: 50, rate: 1)))
        t.denies(
            "backing off while the other has to go too", .groupBroken(missing: World.h2),
            together(.rampToSafe(value: 40, rate: 1)))
        t.denies(
            "backing off while the other's is not declared", .groupBroken(missing: World.h2),
            together(nil))
        t.denies("backing off while the other is not known", .groupBroken(missing: World.h2)) {
            together(.rampToSafe(value: 50, rate: 1))(&$0)
            $0.live.handles[1].setpoint = nil
            $0.rules.jointLimits = []
        }
        t.denies("backing off with an unlisted one", .groupBroken(missing: TagName("X"))) {
            $0.backOff()
            $0.rules.groups = [[World.h1, TagName("X")]]
        }
    }
}
