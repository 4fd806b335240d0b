import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    private static let ages = 0x1p63 * 1e-9

    static let time: ConditionTable = {
        var t = ConditionTable(.time)
        func judged(_ plant: Double, _ wall: Int64) -> @Sendable (inout World) -> Void {
            {
                $0.ledger.noteJudgement(
                    plant: $0.now.later(by: plant), monotonic: MonotonicInstant(nanoseconds: wall))
            }
        }
        t.accepts("both clocks stand still", judged(0, 0))
        t.denies("plant clock back", .clockWentBack, judged(World.nanosecond, 0))
        t.denies("wall clock back", .clockWentBack, judged(0, 1))
        t.accepts("the first judgement") { $0.ledger = $0.ledger.unjudged }
        t.needs(.snapshotAge, also: [.final], [nil, .nan]) { $0.rules.snapshotAge = $1 }
        t.accepts("snapshot as old as allowed") { $0.snapshotAt = $0.now.earlier(by: 32) }
        t.denies("snapshot older", .tooOld(what: "snapshot", seconds: 33, allowed: 32)) {
            $0.snapshotAt = $0.now.earlier(by: 33)
        }
        t.denies("snapshot from long ago", .tooOld(what: "snapshot", seconds: ages, allowed: 32)) {
            $0.snapshotAt = PlantTime(nanoseconds: .min)
        }
        t.accepts("snapshot now") { $0.snapshotAt = $0.now }
        t.denies("snapshot to come", .fromTheFuture(what: "snapshot")) {
            $0.snapshotAt = $0.now.later(by: World.nanosecond)
        }
        t.denies("readings older", .tooOld(what: "live readings", seconds: 33, allowed: 32)) {
            $0.live.readAt = $0.now.earlier(by: 33)
        }
        t.denies("readings to come", .fromTheFuture(what: "live readings"), also: [.final]) {
            $0.live.readAt = $0.now.later(by: World.nanosecond)
        }
        t.needs(.certificateAge, [nil, .infinity]) { $0.rules.certificate.age = $1 }
        t.denies("prediction older", .tooOld(what: "prediction", seconds: 65, allowed: 64)) {
            $0.certificate.predictedFrom = $0.now.earlier(by: 65)
        }
        t.denies(
            "prediction to come", .fromTheFuture(what: "prediction"), also: [.consequence]
        ) { $0.certificate.predictedFrom = $0.now.later(by: World.nanosecond) }
        t.denies(
            "prediction from long ago", .tooOld(what: "prediction", seconds: ages, allowed: 64),
            also: [.consequence]
        ) { $0.certificate.predictedFrom = PlantTime(nanoseconds: .min) }
        t.needs(.cardLife, [nil, .nan]) { $0.rules.longestCardLife = $1 }
        t.accepts("a card that lives as long as allowed") { $0.rules.longestCardLife = 192 }
        t.denies(
            "a card that lives longer",
            .cardLivesTooLong(seconds: 192, allowed: 192.0.nextDown)
        ) { $0.rules.longestCardLife = 192.0.nextDown }
        t.denies("a card to come", .fromTheFuture(what: "card"), also: [.authority]) {
            $0.madeAt = $0.now.later(by: World.nanosecond)
        }
        t.accepts("a card of now") {
            $0.madeAt = $0.now
            $0.acceptedAt = $0.now
        }
        t.accepts("a card that expires now") { $0.expiresAt = $0.now }
        t.denies("an expired card", .cardExpired, also: [.authority]) {
            $0.expiresAt = $0.now.earlier(by: World.nanosecond)
        }
        t.denies("a card from long ago", .cardExpired) {
            $0.madeAt = PlantTime(nanoseconds: .min)
        }
        return t
    }()

    static let inputs: ConditionTable = {
        var t = ConditionTable(.time)
        t.denies("no inputs", .noInputs) { $0.inputs = [] }
        t.denies("an input without rules", .unknownInput) {
            $0.inputs.append(UsedInput(TagName("X"), 1))
        }
        t.denies("a stand-in without rules", .unknownInput) {
            $0.certificate.standIns = [StandIn(TagName("X"), 1, at: $0.now)]
        }
        t.denies("no sample", .inputAbsent(reason: .missing)) { $0.samples = [] }
        t.denies("an absent value", .inputAbsent(reason: .spike)) {
            $0.samples = [Sample(SelfTestBench.input, absentBecause: .spike, at: $0.now)]
        }
        t.denies("an uncertain value", .inputUncertain(reason: .frozen)) { w in
            w.samples =
                Finite(702).map {
                    [Sample(SelfTestBench.input, $0, .uncertain(.frozen), at: w.now)]
                } ?? []
        }
        t.needs(.inputAge, [nil, .nan]) { $0.rules.inputs[0].ageLimit = $1 }
        t.accepts("an input as old as allowed") { $0.rules.inputs[0].ageLimit = 6 }
        t.denies("an older input", .tooOld(what: "input", seconds: 6, allowed: 6.0.nextDown)) {
            $0.rules.inputs[0].ageLimit = 6.0.nextDown
        }
        t.needs(.inputDeadband, [nil, .infinity]) { $0.rules.inputs[0].deadband = $1 }
        t.denies("no number at the solve", .notFinite(what: "input at the solve")) {
            $0.inputs = [UsedInput(SelfTestBench.input, .nan)]
        }
        t.accepts("moved by the deadband") { $0.rules.inputs[0].deadband = 2 }
        t.denies("moved further", .plantMoved(by: 2, allowed: 2.0.nextDown)) {
            $0.rules.inputs[0].deadband = 2.0.nextDown
        }
        t.accepts("an input nobody asks for") { $0.addInput(nil) }
        t.denies("a needed one that is not named", .inputNotNamed) {
            $0.addInput(300, needed: true)
        }
        t.accepts("a needed one that is named") {
            $0.addInput(300, needed: true)
            $0.inputs.append(UsedInput(TagName("I-2"), 301))
        }
        t.denies("a critical one that is absent", .inputAbsent(reason: .missing)) {
            $0.addInput(nil, critical: true)
        }
        t.accepts("a critical one that is good") { $0.addInput(300, critical: true) }
        t.denies("a critical one that is uncertain", .inputUncertain(reason: .spike)) {
            $0.addInput(300, critical: true, quality: .uncertain(.spike))
        }
        t.denies("a critical one that is old", .tooOld(what: "input", seconds: 33, allowed: 32)) {
            $0.addInput(300, age: 33, critical: true)
        }
        return t
    }()

    static let standIns: ConditionTable = {
        var t = ConditionTable(.time)
        func standIn(
            _ name: String, _ denial: Denial?, _ change: @escaping @Sendable (inout World) -> Void
        ) {
            let change: @Sendable (inout World) -> Void = {
                $0.addInput(nil, needed: true)
                change(&$0)
            }
            if let denial { t.denies(name, denial, change) } else { t.accepts(name, change) }
        }
        standIn("stands in", nil) { $0.addStandIn() }
        standIn("value back and near", nil) {
            $0.addStandIn()
            $0.samples.append(Sample(TagName("I-2"), near, at: $0.now))
        }
        standIn("value back and far", .plantMoved(by: 8, allowed: 4)) {
            $0.addStandIn(293)
            $0.samples.append(Sample(TagName("I-2"), near, at: $0.now))
        }
        standIn("critical", .inputAbsent(reason: .missing)) {
            $0.addStandIn()
            $0.rules.inputs[1].critical = true
        }
        standIn("no number", .notFinite(what: "stand-in")) { $0.addStandIn(.nan) }
        standIn("never read", .inputAbsent(reason: .missing)) { $0.addStandIn(own: nil) }
        standIn("never read, and known why", .inputAbsent(reason: .stale)) {
            $0.addStandIn(own: nil)
            $0.samples.append(Sample(TagName("I-2"), absentBecause: .stale, at: $0.now))
        }
        standIn("said to be from later", .fromTheFuture(what: "stand-in")) {
            $0.addStandIn(age: -World.nanosecond)
        }
        standIn("read later", .fromTheFuture(what: "stand-in")) {
            $0.addStandIn(ownAge: -World.nanosecond)
        }
        standIn("read now", nil) { $0.addStandIn(age: 0, ownAge: 0) }
        standIn("no deadband", .limitMissing(.inputDeadband)) {
            $0.addStandIn()
            $0.rules.inputs[1].deadband = nil
        }
        standIn("off by the deadband", nil) { $0.addStandIn(304) }
        standIn("off by more", .plantMoved(by: 304.0.nextUp - 300, allowed: 4)) {
            $0.addStandIn(304.0.nextUp)
        }
        standIn("as old as allowed", nil) { $0.addStandIn(age: 32, ownAge: 32) }
        standIn("said to be older", .tooOld(what: "stand-in", seconds: 33, allowed: 32)) {
            $0.addStandIn(age: 33)
        }
        standIn("read longer ago", .tooOld(what: "stand-in", seconds: 33, allowed: 32)) {
            $0.addStandIn(ownAge: 33)
        }
        return t
    }()

    /// 301.
    private static let near = SelfTestBench.exactly(301)
}

extension GuardLedger {
    /// The same memory before the first judgement.
    var unjudged: GuardLedger {
        var other = GuardLedger()
        other.readbacks = readbacks
        other.expected = expected
        for (tag, left) in operatorLeft {
            if let value = Finite(left.value) {
                other.noteOperator(left: tag, at: value, since: left.at)
            }
        }
        return other
    }
}
