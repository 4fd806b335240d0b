import Determinism
import Tags

@testable import Guard

extension ConditionTable {
    /// Changes the one prediction.
    private static func course(
        _ change: @escaping @Sendable (inout PredictedTrajectory) -> Void
    ) -> @Sendable (inout World) -> Void {
        { change(&$0.certificate.trajectories[0]) }
    }

    /// Changes the one hard limit.
    private static func limit(
        _ change: @escaping @Sendable (inout HardLimit) -> Void
    ) -> @Sendable (inout World) -> Void {
        { change(&$0.rules.hardLimits[0]) }
    }

    static let prediction: ConditionTable = {
        var t = ConditionTable(.consequence)
        t.denies("none", .noPrediction) { $0.certificate.trajectories = [] }
        t.denies("two", .predictionMalformed) {
            $0.certificate.trajectories += $0.certificate.trajectories
        }
        let malformed: [(String, @Sendable (inout PredictedTrajectory) -> Void)] = [
            ("empty", { ($0.times, $0.means, $0.deviations) = ([], [], []) }),
            ("from before", { $0.times[0] = -1 }), ("a mean too few", { $0.means.removeLast() }),
            ("a deviation too few", { $0.deviations.removeLast() }),
            ("a time that is none", { $0.times[3] = .infinity }),
            ("a mean that is none", { $0.means[3] = .nan }),
            ("a deviation that is none", { $0.deviations[3] = .nan }),
            ("a negative deviation", { $0.deviations[0] = -1 }),
            ("a time twice", { $0.times[2] = 600 }),
        ]
        for (name, change) in malformed {
            t.denies(name, .predictionMalformed, course(change))
        }
        t.denies("a band that is open above", .predictionMalformed) {
            $0.rules.hardLimits[0].high = nil
            $0.certificate.trajectories[0].means[3] = 1.5e308
            $0.certificate.trajectories[0].deviations[3] = 0.5e308
        }
        t.denies("a band that is open below", .predictionMalformed) {
            $0.rules.hardLimits[0].low = nil
            $0.certificate.trajectories[0].means[3] = -1.5e308
            $0.certificate.trajectories[0].deviations[3] = 0.5e308
        }
        t.accepts("no deviation", course { $0.deviations = [0, 0, 0, 0] })
        t.denies("no side", .limitMissing(.hardLimit), limit { ($0.low, $0.high) = (nil, nil) })
        t.denies("low NaN", .limitMissing(.hardLimit), limit { $0.low = .nan })
        t.denies("high open", .limitMissing(.hardLimit), limit { $0.high = .infinity })
        t.accepts("the low side only", limit { $0.high = nil })
        t.accepts("the high side only", limit { $0.low = nil })
        t.denies("horizon absent", .limitMissing(.horizon), limit { $0.horizon = nil })
        t.denies("spacing absent", .limitMissing(.spacing), limit { $0.spacing = .nan })
        t.denies("coverage absent", .limitMissing(.coverage), limit { $0.coverage = nil })
        t.denies("coverage -1", .limitMissing(.coverage), limit { $0.coverage = -1 })
        t.accepts("coverage 0", limit { $0.coverage = 0 })
        t.denies("acts after NaN", .limitMissing(.coverage), limit { $0.actsAfter = .nan })
        t.accepts("as far as asked", limit { $0.horizon = 1_800 })
        t.denies(
            "not as far", .predictionTooShort(seconds: 1_800, needed: 1_801),
            limit { $0.horizon = 1_801 })
        t.accepts("as far as we act", limit { $0.actsAfter = 1_800 })
        t.denies(
            "not as far as we act", .predictionTooShort(seconds: 1_800, needed: 1_801),
            limit { $0.actsAfter = 1_801 })
        t.denies(
            "too coarse", .predictionTooCoarse(seconds: 600, allowed: 599),
            limit { $0.spacing = 599 })
        t.denies(
            "too late a beginning", .predictionTooCoarse(seconds: 601, allowed: 600),
            course { $0.times = [601, 1_200, 1_500, 1_800] })
        t.accepts("at the high limit", limit { $0.high = 1_028 })
        t.denies(
            "above it", .predictedAbove(value: 1_028, limit: 1_028.0.nextDown, after: 1_200),
            limit { $0.high = 1_028.0.nextDown })
        t.accepts("at the low limit") {
            $0.withH1 { $0.recovery = .keep }
            $0.rules.hardLimits[0].low = 998
        }
        t.denies("below it", .predictedBelow(value: 998, limit: 998.0.nextUp, after: 0)) {
            $0.withH1 { $0.recovery = .keep }
            $0.rules.hardLimits[0].low = 998.0.nextUp
        }
        t.denies(
            "outside at once", .predictedAbove(value: 2_002, limit: 1_100, after: 0),
            course { $0.means[0] = 2_000 })
        t.accepts("outside before we act") {
            $0.certificate.trajectories[0].means[1] = 2_000
            $0.rules.hardLimits[0].actsAfter = 600.0.nextUp
        }
        t.denies(
            "outside as we act", .predictedAbove(value: 2_004, limit: 1_100, after: 600)
        ) {
            $0.certificate.trajectories[0].means[1] = 2_000
            $0.rules.hardLimits[0].actsAfter = 600
        }
        t.denies(
            "a band that is no number", .predictionMalformed, course { $0.deviations[3] = 1e308 })
        return t
    }()

    static let recoverability: ConditionTable = {
        var t = ConditionTable(.consequence)
        @Sendable func declared(
            _ recovery: RecoveryAction?, cycle: Double = 60
        ) -> @Sendable (inout World) -> Void {
            {
                $0.withH1 { $0.recovery = recovery }
                $0.rules.recoverability.cycle = cycle
            }
        }
        t.accepts("not asked for") {
            $0.rules.stepResponses = []
            $0.rules.recoverability = RecoverabilityRules()
        }
        t.denies("asked for without a person", .limitMissing(.recoverability)) {
            $0.goAutomatic()
            $0.rules.stepResponses = []
            $0.rules.recoverability = RecoverabilityRules()
        }
        t.needs(.recoverability, [nil, -1, .nan, .infinity]) {
            $0.rules.recoverability.horizon = $1
        }
        t.accepts("no time to follow") { $0.rules.recoverability.horizon = 0 }
        for starts in [[], [-1], [0, .nan], [.infinity]] as [[Double]] {
            t.denies("starts \(starts)", .limitMissing(.recoverability)) {
                $0.rules.recoverability.starts = starts
            }
        }
        for cycle in [nil, 0, -1, .nan] as [Double?] {
            t.denies("cycle \(cycle ?? 9)", .limitMissing(.recoverability)) {
                $0.rules.recoverability.cycle = cycle
            }
        }
        t.denies("not declared", .recoveryNotDeclared, declared(nil))
        t.denies("to NaN", .recoveryMalformed, declared(.rampToSafe(value: .nan, rate: 1)))
        for rate in [0, -1, .nan, .infinity] as [Double] {
            t.denies(
                "at \(rate)", .recoveryMalformed, declared(.rampToSafe(value: 480, rate: rate)))
        }
        // 2⁻¹⁰ a step.
        t.accepts(
            "ten thousand steps",
            declared(.rampToSafe(value: 510 - 10_000 * 0x1p-10, rate: 0x1p-16), cycle: 64))
        t.denies(
            "one more", .recoveryMalformed,
            declared(.rampToSafe(value: 510 - 10_001 * 0x1p-10, rate: 0x1p-16), cycle: 64))
        t.accepts("back to where he left it", declared(.returnToBaseline(rate: 0.125)))
        t.denies("back to nowhere", .baselineUnknown) {
            declared(.returnToBaseline(rate: 0.125))(&$0)
            $0.withH1 { $0.drift = .notLimited }
            $0.ledger = $0.ledger.without(World.h1)
        }
        for kept in [RecoveryAction.keep, .returnToLocal] {
            t.accepts("\(kept) needs no answer") {
                declared(kept)(&$0)
                $0.rules.stepResponses[0].handle = World.h2
            }
        }
        t.accepts("at its goal, and needs no answer") {
            declared(.rampToSafe(value: 510, rate: 1))(&$0)
            $0.rules.stepResponses[0].handle = World.h2
        }
        addOthers(&t)
        addEnds(&t)
        return t
    }()

    /// Handles that are not moved, but recover too.
    private static func addOthers(_ t: inout ConditionTable) {
        let ramp: @Sendable (inout World) -> Void = {
            $0.rules.handles[1].recovery = .rampToSafe(value: 40, rate: 1)
        }
        t.denies("the other handle's answer is missing", .responseMissing(handle: World.h2), ramp)
        t.accepts("the operator has the other handle") {
            ramp(&$0)
            $0.ledger.taken[World.h2] = $0.now.later(by: World.nanosecond)
        }
        t.denies(
            "the operator had the other handle", .responseMissing(handle: World.h2)
        ) {
            ramp(&$0)
            $0.ledger.taken[World.h2] = $0.now
        }
        t.accepts("the other loop is in local") {
            ramp(&$0)
            $0.live.handles[1].loop = .local
        }
        t.accepts("a permit keeps the other handle where it is") {
            ramp(&$0)
            $0.rules.holds.append(HoldFlag("burner", .workPermit, stopping: [World.h2]))
            $0.live.interlocks.append(LiveInterlock("burner", active: true))
        }
        t.denies("the other setpoint is not known", .setpointUnknown, also: [.group]) {
            ramp(&$0)
            $0.live.handles[1].setpoint = nil
        }
    }

    private static func addEnds(_ t: inout ConditionTable) {
        t.accepts("prediction as long as recovery") { $0.rules.recoverability.horizon = 1_792 }
        t.denies(
            "recovery goes on longer", .predictionTooShort(seconds: 1_800, needed: 1_801)
        ) { $0.rules.recoverability.horizon = 1_793 }
        t.denies(
            "a later start goes on longer", .predictionTooShort(seconds: 1_800, needed: 1_801)
        ) { $0.rules.recoverability.starts = [0, 593] }
        let low = 979.568359375
        t.accepts("recovers at the low limit", limit { $0.low = low })
        t.denies(
            "recovers below it",
            .unrecoverableBelow(value: low, limit: low.nextUp, after: 1_800),
            limit { $0.low = low.nextUp })
        let high = 1_060.431640625
        @Sendable func up(_ high: Double) -> @Sendable (inout World) -> Void {
            {
                $0.withH1 { $0.recovery = .rampToSafe(value: 540, rate: 0.125) }
                $0.rules.hardLimits[0].high = high
            }
        }
        t.accepts("recovers at the high limit", up(high))
        t.denies(
            "recovers above it",
            .unrecoverableAbove(value: high, limit: high.nextDown, after: 1_800),
            up(high.nextDown))
        // At the very moment it begins: S(0) = 100, one step of -7.5, error 0.25 · 7.5.
        t.denies(
            "an answer at once",
            .unrecoverableBelow(value: 1_000 - 750 - (2 + 1.875), limit: 900, after: 0)
        ) {
            $0.certificate.predictedFrom = $0.now
            $0.rules.stepResponses[0].values[0] = 100
        }
        t.accepts("an answer before we act") {
            $0.certificate.predictedFrom = $0.now
            $0.rules.stepResponses[0].values[0] = 100
            $0.rules.hardLimits[0].actsAfter = 1_800
        }
    }

    static let responses: ConditionTable = {
        var t = ConditionTable(.consequence)
        @Sendable func answer(
            _ change: @escaping @Sendable (inout StepResponse) -> Void
        ) -> @Sendable (inout World) -> Void {
            { change(&$0.rules.stepResponses[0]) }
        }
        t.denies(
            "of another variable", .responseMissing(handle: World.h1),
            answer { $0.variable = TagName("C-2") })
        t.denies(
            "to another handle", .responseMissing(handle: World.h1), answer { $0.handle = World.h2 }
        )
        t.denies("none, and no person", .responseMissing(handle: World.h1)) {
            $0.goAutomatic()
            $0.rules.stepResponses = []
        }
        t.denies("two answers", .responseMalformed(handle: World.h1)) {
            $0.rules.stepResponses += $0.rules.stepResponses
        }
        let malformed: [(String, @Sendable (inout StepResponse) -> Void)] = [
            ("error absent", { $0.error = nil }), ("error -1", { $0.error = -1 }),
            ("error NaN", { $0.error = .nan }), ("a value too few", { $0.values.removeLast() }),
            ("empty", { ($0.times, $0.values) = ([], []) }), ("late", { $0.times[0] = 1 }),
            ("a time that is none", { $0.times[2] = .infinity }),
            ("a value that is none", { $0.values[2] = .nan }),
            ("a time twice", { $0.times[2] = 1_024 }),
        ]
        for (name, change) in malformed {
            t.denies("an answer: \(name)", .responseMalformed(handle: World.h1), answer(change))
        }
        t.accepts("exactly known", answer { $0.error = 0 })
        t.accepts("as long as needed", answer { $0.times[2] = 1_792 })
        t.denies(
            "shorter", .responseTooShort(seconds: 1_791, needed: 1_792),
            answer { $0.times[2] = 1_791 })
        t.denies(
            "a bound that is no number", .predictionMalformed, answer { $0.error = 1e308 })
        return t
    }()

    static let certificate: ConditionTable = {
        var t = ConditionTable(.model)
        for claim in SolverClaim.allCases where claim != .optimal && claim != .acceptable {
            t.denies("solver: \(claim.rawValue)", .solverFailed(claim: claim)) {
                $0.certificate.status = claim
            }
        }
        t.accepts("solver: acceptable") { $0.certificate.status = .acceptable }
        t.needs(.gap, [nil, .nan]) { $0.rules.certificate.gap = $1 }
        t.needs(.feasibility, [nil, .nan]) { $0.rules.certificate.feasibility = $1 }
        t.needs(.residual, [nil, .infinity]) { $0.rules.certificate.residual = $1 }
        t.denies("no bound", .noBounds) { $0.certificate.bounds = [] }
        @Sendable func bound(
            _ change: @escaping @Sendable (inout CertifiedBound) -> Void
        ) -> @Sendable (inout World) -> Void {
            {
                change(&$0.certificate.bounds[0])
                $0.certificate.gap = $0.recomputedGap
            }
        }
        let none = Denial.notFinite(what: "value or multiplier")
        t.denies("value NaN", none) { $0.certificate.bounds[0].value = .nan }
        t.denies("low multiplier NaN", none) { $0.certificate.bounds[0].lowMultiplier = .nan }
        t.denies("high multiplier open", none) {
            $0.certificate.bounds[0].highMultiplier = .infinity
        }
        t.denies(
            "low multiplier negative", .negativeMultiplier(value: -1),
            bound { $0.lowMultiplier = -1 })
        t.denies(
            "high multiplier negative", .negativeMultiplier(value: -2),
            bound { $0.highMultiplier = -2 })
        t.accepts("no low bound", bound { $0.low = nil })
        t.accepts("no high bound", bound { ($0.high, $0.highMultiplier) = (nil, 0) })
        t.denies("a multiplier of no low bound", .noBounds) {
            ($0.certificate.bounds[0].low, $0.certificate.bounds[0].lowMultiplier) = (nil, 1)
        }
        t.denies("a multiplier of no high bound", .noBounds) {
            $0.certificate.bounds[0].high = nil
        }
        t.denies("low bound NaN", .notFinite(what: "bound")) {
            $0.certificate.bounds[0].low = .nan
        }
        t.denies("high bound open", .notFinite(what: "bound")) {
            $0.certificate.bounds[0].high = .infinity
        }
        addSlack(&t, bound)
        addGap(&t, bound)
        return t
    }()

    private typealias BoundChange = @Sendable (inout CertifiedBound) -> Void

    private static func addSlack(
        _ t: inout ConditionTable,
        _ bound: (@escaping BoundChange) -> @Sendable (inout World) -> Void
    ) {
        // 2⁻²⁰ of 512, and of 1 where the bound is smaller.
        let slip = 512 * 0x1p-20
        t.accepts(
            "below the low bound by what is allowed",
            bound { ($0.value, $0.low) = (512 - slip, 512) })
        t.denies(
            "below by more", .outsideItsBound(by: 2 * slip, allowed: slip),
            bound { ($0.value, $0.low) = (512 - 2 * slip, 512) })
        t.accepts(
            "above the high bound by what is allowed",
            bound { ($0.value, $0.high) = (512 + slip, 512) })
        t.denies(
            "above by more", .outsideItsBound(by: 2 * slip, allowed: slip),
            bound { ($0.value, $0.high) = (512 + 2 * slip, 512) })
        t.accepts("below a small bound", bound { ($0.value, $0.low) = (-0x1p-20, 0) })
        t.denies(
            "below a small bound by more", .outsideItsBound(by: 0x1p-19, allowed: 0x1p-20),
            bound { ($0.value, $0.low) = (-0x1p-19, 0) })
        t.accepts(
            "below a negative bound",
            bound { ($0.value, $0.low, $0.highMultiplier) = (-512 - slip, -512, 0) })
    }

    private static func addGap(
        _ t: inout ConditionTable,
        _ bound: (@escaping BoundChange) -> @Sendable (inout World) -> Void
    ) {
        t.accepts("as large a gap as allowed", bound { $0.highMultiplier = 0x1p-9 })
        t.denies("gap NaN", .notFinite(what: "gap")) { $0.certificate.gap = .nan }
        t.denies("gap beyond numbers", .notFinite(what: "gap")) {
            $0.certificate.bounds[0].highMultiplier = 1e308
        }
        let gap = 490 * 0x1p-10
        t.accepts("the gap allowed") { $0.rules.certificate.gap = gap }
        t.denies("a larger one", .gapTooLarge(gap: gap, allowed: gap.nextDown)) {
            $0.rules.certificate.gap = gap.nextDown
        }
        t.denies("a large negative one", .gapTooLarge(gap: -1_024, allowed: 1)) {
            $0.certificate.bounds[0] = CertifiedBound(
                name: "x", value: -0x1p-20, low: 0, high: nil, lowMultiplier: 0x1p30,
                highMultiplier: 0)
        }
        for claimed in [gap + 1, gap - 1] {
            t.accepts("a claim of \(claimed)") { $0.certificate.gap = claimed }
        }
        for claimed in [gap + 1.0009765625, gap - 1.0009765625] {
            t.denies("a claim of \(claimed)", .gapDisagrees(claimed: claimed, recomputed: gap)) {
                $0.certificate.gap = claimed
            }
        }
        t.denies("residual NaN", .notFinite(what: "residual")) { $0.certificate.residual = .nan }
        t.accepts("no residual") { $0.certificate.residual = 0 }
        t.accepts("the residual allowed") { $0.certificate.residual = 0x1p-20 }
        for residual in [0x1p-20.nextUp, -0x1p-30] {
            t.denies(
                "residual \(residual)", .residualTooLarge(claimed: residual, allowed: 0x1p-20)
            ) { $0.certificate.residual = residual }
        }
    }

    static let worth: ConditionTable = {
        var t = ConditionTable(.worth)
        t.needs(.leastGain, [nil, .nan]) { $0.rules.worth.leastGain = $1 }
        t.needs(.coverage, [nil, -1, .infinity]) { $0.rules.worth.coverage = $1 }
        t.accepts("no coverage") { $0.rules.worth.coverage = 0 }
        let none = Denial.notFinite(what: "gain")
        t.denies("gain NaN", none) { $0.certificate.gain = .nan }
        t.denies("shown NaN", none) { $0.shownGain = .nan }
        t.denies("deviation NaN", none) { $0.certificate.gainDeviation = .nan }
        t.denies("deviation -1", none) { $0.certificate.gainDeviation = -1 }
        t.accepts("no deviation") { $0.certificate.gainDeviation = 0 }
        t.accepts("just worth it") { $0.rules.worth.leastGain = 20.0.nextDown }
        t.denies("just not", .gainTooSmall(gain: 20, needed: 20)) {
            $0.rules.worth.leastGain = 20
        }
        t.accepts("just certain") { $0.certificate.gainDeviation = 80.0.nextDown }
        t.denies("just not certain", .gainUncertain(gain: 20, needed: 20)) {
            $0.certificate.gainDeviation = 80
        }
        t.accepts("some gain shown") { $0.shownGain = .leastNonzeroMagnitude }
        t.denies("no gain shown", .shownGainNotPositive(shown: 0)) { $0.shownGain = 0 }
        t.denies("budget absent", .limitMissing(.writeBudget)) {
            $0.rules.worth.writesPerHour = nil
        }
        t.accepts("the whole budget") { $0.rules.worth.writesPerHour = 3 }
        t.denies("more", .budgetSpent(used: 2, asked: 1, allowed: 2)) {
            $0.rules.worth.writesPerHour = 2
        }
        @Sendable func wrote(_ age: Double) -> @Sendable (inout World) -> Void {
            {
                $0.rules.worth.writesPerHour = 3
                $0.ledger.noteWrites(1, at: $0.now.earlier(by: age))
            }
        }
        t.accepts("a write an hour ago", wrote(3_600))
        t.denies("a younger one", .budgetSpent(used: 3, asked: 1, allowed: 3), wrote(3_599))
        t.denies("one of any age", .budgetSpent(used: 3, asked: 1, allowed: 3)) {
            $0.rules.worth.writesPerHour = 3
            $0.ledger.noteWrites(1, at: PlantTime(nanoseconds: .min))
        }
        return t
    }()
}
