import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    private static func test(_ nanoseconds: Int64, _ failures: [String] = [], _ questions: Int = 1)
        -> SelfTestResult
    {
        SelfTestResult(
            at: MonotonicInstant(nanoseconds: nanoseconds), failures: failures,
            questions: questions)
    }

    static let itself: ConditionTable = {
        var t = ConditionTable(.guardItself)
        for build in [nil, ""] as [String?] {
            t.denies("approved build \(build ?? "absent")", .buildNotApproved) {
                $0.rules.itself.approvedBuild = build
            }
        }
        t.accepts("nothing known of itself, and not demanded of an accepted move") {
            $0.rules.itself.demand = .withoutPerson
            $0.rules.itself.approvedBuild = nil
            $0.itself = GuardItself()
        }
        t.accepts("the same in automatic mode with a yes") {
            $0.rules.itself.demand = .withoutPerson
            $0.rules.itself.approvedBuild = nil
            $0.itself = GuardItself()
            $0.stand(in: .automatic)
        }
        t.denies("no approved build and no person", .buildNotApproved) {
            $0.rules.itself.demand = .withoutPerson
            $0.rules.itself.approvedBuild = nil
            $0.goAutomatic()
        }
        t.denies("no approved build, and bound by the envelope", .buildNotApproved) {
            $0.rules.itself.demand = .withoutPerson
            $0.rules.itself.approvedBuild = nil
            $0.boundByEnvelope = true
        }
        t.denies("no self-test and no person", .selfTestMissing) {
            $0.rules.itself.demand = .withoutPerson
            $0.itself.selfTest = nil
            $0.goAutomatic()
        }
        t.denies("latch not known and backing off", .failsafeUnknown) {
            $0.rules.itself.demand = .withoutPerson
            $0.itself.failsafeLatched = nil
            $0.backOff()
        }
        t.denies("own build not known", .buildUnknown) { $0.itself.build = nil }
        t.denies("another build", .otherBuild) { $0.itself.build = "other" }
        t.denies("no self-test", .selfTestMissing) { $0.itself.selfTest = nil }
        t.denies("self-test failed", .selfTestFailed(question: "x")) {
            $0.itself.selfTest = test(-1, ["x"])
        }
        t.denies("nothing asked", .selfTestFailed(question: "no question was asked")) {
            $0.itself.selfTest = test(-1, [], 0)
        }
        t.needs(.selfTestAge, [nil, .nan, .infinity]) { $0.rules.itself.selfTestAge = $1 }
        t.denies("self-test to come", .fromTheFuture(what: "self-test")) {
            $0.itself.selfTest = test(1)
        }
        t.accepts("self-test now") { $0.itself.selfTest = test(0) }
        t.accepts("self-test an hour old") { $0.itself.selfTest = test(-3_600_000_000_000) }
        t.denies(
            "self-test older",
            .tooOld(
                what: "self-test", seconds: Double(3_600_000_000_001) * 1e-9, allowed: 3_600)
        ) { $0.itself.selfTest = test(-3_600_000_000_001) }
        t.denies(
            "self-test ages ago",
            .tooOld(what: "self-test", seconds: 0x1p63 * 1e-9, allowed: 3_600)
        ) { $0.itself.selfTest = test(.min) }
        t.denies("latch not known", .failsafeUnknown) { $0.itself.failsafeLatched = nil }
        t.denies("latch set", .failsafeLatched) { $0.itself.failsafeLatched = true }
        return t
    }()

    static let authority: ConditionTable = {
        var t = ConditionTable(.authority)
        for mode in Mode.allCases where !mode.maySend {
            t.denies("a decision in \(mode.rawValue)", .modeForbids(mode: mode)) {
                $0.stand(in: mode)
            }
        }
        for mode in Mode.allCases where mode != .backoff {
            t.denies("backing off in \(mode.rawValue)", .modeForbids(mode: mode)) {
                $0.backOff()
                $0.stand(in: mode)
            }
        }
        t.accepts("backing off") { $0.backOff() }
        t.accepts("automatic with a yes") { $0.stand(in: .automatic) }
        t.accepts("automatic without") { $0.goAutomatic() }
        t.denies("supervisory without", .notAccepted) { $0.hasAcceptance = false }
        t.denies("automatic without a block", .blockMissing) {
            $0.goAutomatic()
            $0.rules.ownership.block = .notDeclared
        }
        t.accepts("backing off without a block") {
            $0.backOff()
            $0.rules.ownership = OwnershipRules()
            $0.ownership = Ownership()
        }
        for duty in Duty.allCases where duty != .operator && duty != .supervisor {
            t.denies("a yes by \(duty.rawValue)", .dutyForbids(duty: duty)) { $0.duty = duty }
        }
        t.denies("a wrong yes in automatic", .dutyForbids(duty: .viewer)) {
            $0.stand(in: .automatic)
            $0.duty = .viewer
        }
        t.accepts("a yes by the supervisor") { $0.duty = .supervisor }
        t.denies("no token", .tokenMissing) { $0.token = "" }
        t.denies("a spent token", .tokenSpent) {
            $0.ledger.spend(token: $0.token, until: $0.expiresAt, now: $0.now)
        }
        t.denies("another decision", .acceptedAnotherDecision(accepted: DecisionID(13))) {
            $0.acceptedID = DecisionID(13)
        }
        t.denies("another content", .acceptedOtherContent) {
            $0.acceptedDigest = DecisionDigest(text: "")
        }
        t.accepts("a yes as the card was made") { $0.acceptedAt = $0.madeAt }
        t.denies("a yes before the card", .fromTheFuture(what: "acceptance")) {
            $0.acceptedAt = $0.madeAt.earlier(by: World.nanosecond)
        }
        t.accepts("a yes now") { $0.acceptedAt = $0.now }
        t.denies("a yes to come", .fromTheFuture(what: "acceptance")) {
            $0.acceptedAt = $0.now.later(by: World.nanosecond)
        }
        t.accepts("a yes that expires now") { $0.acceptanceExpiresAt = $0.now }
        t.denies("an expired yes", .acceptanceExpired) {
            $0.acceptanceExpiresAt = $0.now.earlier(by: World.nanosecond)
        }
        t.denies("a yes to an expired card", .acceptanceExpired, also: [.time]) {
            $0.expiresAt = $0.now.earlier(by: World.nanosecond)
        }
        addOwnership(&t)
        return t
    }()

    private static func addOwnership(_ t: inout ConditionTable) {
        @Sendable func left(_ nanoseconds: Int64) -> @Sendable (inout World) -> Void {
            { $0.ownership.leaseUntil = MonotonicInstant(nanoseconds: nanoseconds) }
        }
        t.denies("no lease", .leaseUnknown) { $0.ownership.leaseUntil = nil }
        t.accepts("no lease and no block") {
            $0.ownership.leaseUntil = nil
            $0.rules.ownership = OwnershipRules()
        }
        t.needs(.writeTimeout, [nil, 0, -1, .nan]) { $0.rules.ownership.writeTimeout = $1 }
        t.needs(.writeTimeout, [1e308]) { w, value in
            w.rules.ownership.writeTimeout = value
            w.rules.ownership.leaseTimeouts = 10
        }
        for timeouts in [0, -1, .nan] as [Double] {
            t.denies("lease of \(timeouts) timeouts", .limitMissing(.writeTimeout)) {
                $0.rules.ownership.leaseTimeouts = timeouts
            }
        }
        t.accepts("a lease of two write timeouts", left(4_000_000_000))
        t.denies(
            "a shorter lease", .leaseTooShort(seconds: Double(3_999_999_999) * 1e-9, needed: 4),
            left(3_999_999_999))
        t.denies("a short lease without a block", .leaseTooShort(seconds: 3, needed: 4)) {
            $0.rules.ownership.block = .notDeclared
            $0.ownership.leaseUntil = MonotonicInstant(nanoseconds: 3_000_000_000)
        }
        t.denies("a lease from the beginning of time", .leaseUnknown) {
            $0.ownership.leaseUntil = MonotonicInstant(nanoseconds: .min)
            $0.wall = MonotonicInstant(nanoseconds: 1)
        }
        t.denies("own epoch not known", .epochUnknown, also: [.final]) { $0.ownership.epoch = nil }
        t.denies("epoch of the block not known", .epochUnknown) { $0.live.blockEpoch = nil }
        t.denies("another epoch", .epochLost(ours: 7, block: 8)) { $0.live.blockEpoch = 8 }
        t.accepts("no block, no epoch") {
            $0.rules.ownership.block = .notDeclared
            $0.ownership.epoch = nil
            $0.live.blockEpoch = nil
            $0.reread?.blockEpoch = nil
        }
    }

    static let standing: ConditionTable = {
        var t = ConditionTable(.model)
        t.denies("not said", .modelUnknown) { $0.certificate.model = nil }
        t.accepts("not said, and not demanded of an accepted move") {
            $0.certificate.model = nil
            $0.rules.model.demand = .withoutPerson
        }
        t.denies("not said, and no person", .modelUnknown) {
            $0.certificate.model = nil
            $0.rules.model.demand = .withoutPerson
            $0.goAutomatic()
        }
        t.denies("outside every region", .regionUnknown) { $0.certificate.model?.region = nil }
        t.denies("a region that is not approved", .regionNotApproved(region: "empty")) {
            $0.certificate.model?.region = "empty"
        }
        t.accepts("any region where none are listed") {
            $0.certificate.model?.region = "empty"
            $0.rules.model.regions = nil
        }
        for gate in [QualityGate.amber, .red] {
            t.denies("quality \(gate.rawValue)", .gateNotGreen(gate: gate)) {
                $0.certificate.model?.gate = gate
            }
        }
        t.needs(.gateAge, [nil, .nan]) { $0.rules.model.gateAge = $1 }
        t.accepts("quality as old as allowed") {
            $0.certificate.model?.judgedAt = $0.now.earlier(by: 4_096)
        }
        t.denies("older", .tooOld(what: "model quality", seconds: 4_097, allowed: 4_096)) {
            $0.certificate.model?.judgedAt = $0.now.earlier(by: 4_097)
        }
        t.denies("judged later than now", .fromTheFuture(what: "model quality")) {
            $0.certificate.model?.judgedAt = $0.now.later(by: World.nanosecond)
        }
        addRegions(&t)
        return t
    }()

    /// The region as readings alone tell it; the bench claims "full load", which is approved.
    private static func addRegions(_ t: inout ConditionTable) {
        @Sendable func read(
            _ states: [(String, Bool?)]
        ) -> @Sendable (inout World) -> Void {
            { $0.live.regions = states.map { LiveRegion($0, holds: $1) } }
        }
        t.accepts("read as claimed", read([("full load", true)]))
        t.accepts(
            "read as claimed after one that is not", read([("x", false), ("full load", true)]))
        t.accepts("not told by readings", read([("full load", nil)]))
        t.accepts("one before it is not known", read([("x", nil), ("full load", true)]))
        t.denies("read as one that is not approved", .regionNotApproved(region: "x")) {
            $0.live.regions = [LiveRegion("x", holds: true), LiveRegion("full load", holds: true)]
        }
        t.denies(
            "read as another one", .regionDisagrees(claimed: "full load", read: "x")
        ) {
            $0.rules.model.regions = nil
            $0.live.regions = [LiveRegion("x", holds: true), LiveRegion("full load", holds: true)]
        }
        t.denies(
            "claimed and read as false, another not told",
            .regionDisagrees(claimed: "full load", read: nil),
            read([("x", nil), ("full load", false)]))
        t.denies("read as none", .regionUnknown, read([("full load", false)]))
        t.denies(
            "read as none where all are approved",
            .regionDisagrees(claimed: "full load", read: nil)
        ) {
            $0.rules.model.regions = nil
            $0.live.regions = [LiveRegion("full load", holds: false)]
        }
        t.denies("read as none, and no person", .regionUnknown) {
            $0.goAutomatic()
            $0.rules.model.regions = nil
            $0.live.regions = [LiveRegion("full load", holds: false)]
        }
        t.denies("read as not approved, and nothing claimed", .regionNotApproved(region: "x")) {
            $0.certificate.model = nil
            $0.rules.model.demand = .withoutPerson
            $0.live.regions = [LiveRegion("x", holds: true)]
        }
        t.accepts("read as none, nothing claimed and none approved") {
            $0.certificate.model = nil
            $0.rules.model.demand = .withoutPerson
            $0.rules.model.regions = nil
            $0.live.regions = [LiveRegion("full load", holds: false)]
        }
    }
}
