import Determinism
import Tags

/// Everything one judgement looks at. Frozen: the checks only read it.
struct Hearing {
    let kind: Verdict.Kind
    let proposal: Proposal
    let rules: GuardRules
    let circumstances: Circumstances
    let ledger: GuardLedger
    let now: PlantTime
    /// Nil in a preview: the checks of authority and of the last instant do not apply.
    let binding: Binding?

    struct Binding {
        let acceptance: Acceptance?
        let reread: LivePlant?
        /// Mode and latch in the last instant; nil if the caller cannot tell.
        let standing: Standing?
        let monotonic: MonotonicInstant
    }

    var live: LivePlant { circumstances.live }

    /// Whether nobody looked at this very move and said yes to it.
    var isWithoutPerson: Bool {
        if kind == .recovery || circumstances.boundByEnvelope { return true }
        return circumstances.mode == .automatic && binding?.acceptance == nil
    }

    /// The live setpoint of a handle, if it is known [SI].
    func setpoint(of tag: TagName) -> Double? { sound(live.handle(tag)?.setpoint) }
}

extension Hearing {
    /// Whether the signed envelope limits the target.
    var bindsEnvelope: Bool {
        kind != .recovery && (circumstances.boundByEnvelope || circumstances.mode == .automatic)
    }

    /// Where the operator left the handle within the running shift, or where it was at the shift's
    /// start; without a shift, where he last left it. Nil if that is not known.
    func baseline(of tag: TagName, shift: Shift?) -> Double? {
        let left = ledger.operatorLeft[tag].flatMap { $0.at <= now ? $0 : nil }
        guard let shift else { return left?.value }
        guard let start = shift.start(at: now) else { return nil }
        if let left, left.at >= start { return left.value }
        guard let window = now.elapsed(since: start), let gap = sound(rules.longestReadbackGap)
        else { return nil }
        return ledger.readbacks[tag]?.covering(window, until: now, gap: gap)?.first?.value
    }
}

/// The number, unless it is absent, NaN or infinite.
func sound(_ x: Double?) -> Double? {
    guard let x, x.isFinite else { return nil }
    return x
}

/// Judges how old something is: not from the future, and at most `limit` old [s].
func judgeAge(
    _ what: String, stamped: PlantTime, limit: Double?, missing: MissingLimit, _ check: Check,
    _ about: String? = nil, now: PlantTime
) -> Finding {
    guard let limit = sound(limit) else { return .denied(check, about, .limitMissing(missing)) }
    guard stamped <= now else { return .denied(check, about, .fromTheFuture(what: what)) }
    guard let age = now.elapsed(since: stamped) else {
        // Older than an Int64 of nanoseconds can say.
        return .denied(check, about, .tooOld(what: what, seconds: 0x1p63 * 1e-9, allowed: limit))
    }
    guard age <= limit else {
        return .denied(check, about, .tooOld(what: what, seconds: age, allowed: limit))
    }
    return .accepted(check, about, Margin(what, left: limit - age, of: limit, .seconds))
}
