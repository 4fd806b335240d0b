import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    static let form: ConditionTable = {
        var t = ConditionTable(.form)
        t.denies("most moves absent", .limitMissing(.mostMoves)) { $0.rules.mostMoves = nil }
        t.denies("no move", .noMoves) { $0.moves = [] }
        t.accepts("as many as allowed") { $0.rules.mostMoves = 1 }
        t.denies("one more", .tooManyMoves(count: 1, allowed: 0)) { $0.rules.mostMoves = 0 }
        t.denies("a safety tag on the list", .safetyTagListed) { $0.rules.safetyTags = [World.h2] }
        t.denies(
            "not on the list", .notWritable, also: [.plantState, .absoluteLimits, .rate, .final]
        ) { $0.moves = [ProposedMove(tag: TagName("S-1"), from: 0, to: 1)] }
        t.denies("twice", .movedTwice, also: [.group]) { $0.moves += $0.moves }
        for value in [Double.nan, .infinity] {
            t.denies(
                "from \(value)", .notFinite(what: "start of the move"), also: [.plantState]
            ) { $0.moves = [ProposedMove(tag: World.h1, from: value, to: 510)] }
            t.denies(
                "to \(value)", .notFinite(what: "target"),
                also: [.absoluteLimits, .rate, .group, .consequence]
            ) { $0.move(to: value) }
        }
        t.accepts("the first number") { $0.ledger.lastPermitted = nil }
        t.denies("a used number", .decisionUsed(last: DecisionID(12))) {
            $0.ledger.lastPermitted = DecisionID(12)
        }
        t.denies("a lower number", .decisionUsed(last: DecisionID(13))) {
            $0.ledger.lastPermitted = DecisionID(13)
        }
        return t
    }()

    static let recoveryForm: ConditionTable = {
        var t = ConditionTable(.form)
        func target(
            _ name: String, _ value: Double, due: Double?,
            _ change: @escaping @Sendable (inout World) -> Void = { _ in }
        ) {
            t.denies(name, .notTheRecovery(due: due)) {
                $0.backOff()
                $0.move(to: value)
                change(&$0)
            }
        }
        func backs(_ name: String, _ change: @escaping @Sendable (inout World) -> Void) {
            t.accepts(name) {
                $0.backOff()
                change(&$0)
            }
        }
        target("one unit in the last place further than declared", 492.5.nextDown, due: 492.5)
        target("the other way", 507.5, due: 492.5)
        target("less than declared", 499, due: 492.5)
        target("a kept handle", 492.5, due: nil) { $0.withH1 { $0.recovery = .keep } }
        target("a handle given back", 492.5, due: nil) {
            $0.withH1 { $0.recovery = .returnToLocal }
        }
        target("twice in one instant", 492.5, due: nil) {
            $0.ledger.noteRecovery(of: [World.h1], at: $0.madeAt)
        }
        target("a cycle and no more", 480, due: 496.25) {
            $0.ledger.noteRecovery(of: [World.h1], at: $0.madeAt.earlier(by: 30))
        }
        target("at its goal", 492.5, due: nil) {
            $0.withH1 { $0.recovery = .rampToSafe(value: 500, rate: 1) }
        }
        backs("half a cycle, half a step") {
            $0.ledger.noteRecovery(of: [World.h1], at: $0.madeAt.earlier(by: 30))
            $0.move(to: 496.25)
        }
        backs("two cycles, one step") {
            $0.ledger.noteRecovery(of: [World.h1], at: $0.madeAt.earlier(by: 120))
        }
        backs("up") {
            $0.withH1 { $0.recovery = .rampToSafe(value: 700, rate: 0.125) }
            $0.move(to: 507.5)
        }
        backs("to the goal if it is near") {
            $0.withH1 { $0.recovery = .rampToSafe(value: 495, rate: 0.125) }
            $0.move(to: 495)
        }
        backs("to where the operator left it") {
            $0.withH1 { $0.recovery = .returnToBaseline(rate: 1) }
            $0.move(to: 490)
        }
        backs("to where he left it, without a shift") {
            $0.withH1 {
                $0.recovery = .returnToBaseline(rate: 1)
                $0.drift = .notLimited
            }
            $0.move(to: 490)
        }
        t.denies("nowhere to return to", .baselineUnknown) {
            $0.backOff()
            $0.withH1 {
                $0.recovery = .returnToBaseline(rate: 1)
                $0.drift = .notLimited
            }
            $0.ledger = World.constant.ledger.without(World.h1)
        }
        t.denies("nothing declared", .recoveryNotDeclared) {
            $0.backOff()
            $0.withH1 { $0.recovery = nil }
        }
        t.denies(
            "decided long ago", .tooOld(what: "recovery", seconds: 33, allowed: 32)
        ) {
            $0.backOff()
            $0.madeAt = $0.now.earlier(by: 33)
        }
        backs("decided as long ago as allowed") { $0.madeAt = $0.now.earlier(by: 32) }
        t.denies("decided later", .fromTheFuture(what: "recovery")) {
            $0.backOff()
            $0.madeAt = $0.now.later(by: World.nanosecond)
        }
        backs("sick inputs, model and prediction, a resting valve, a far drift, no worth") {
            $0.samples = []
            $0.certificate.trajectories = []
            $0.rules.worth = WorthRules()
            $0.rules.model = ModelRules()
            $0.withH1 {
                ($0.smallestMove, $0.leastApart, $0.reversalsPerHour) = (99, 99_999, 0)
                $0.drift = .most(0, shift: Shift(length: 28_800, offset: 0))
            }
            $0.cyclesSinceClimb = 0
            $0.withH1 { $0.largestStep = 7.5 }
            $0.withH1 { $0.envelope = Band(0, 1) }
            $0.boundByEnvelope = true
        }
        t.denies("backing off through the other door", .noMoves, also: [.guardItself]) {
            $0.moves = []
            $0.itself.build = nil
        }
        return t
    }()
}

extension GuardLedger {
    /// The same, but nobody knows where the operator left the handle.
    func without(_ tag: TagName) -> GuardLedger {
        var other = self
        other.operatorLeft[tag] = nil
        return other
    }
}
