import Determinism
import Tags

/// Everything one judgement looks at. Frozen: the checks only read it.
struct Hearing {
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
        let monotonic: MonotonicInstant
    }

    var live: LivePlant { circumstances.live }

    /// The live setpoint of a handle, if it is known [SI].
    func setpoint(of tag: TagName) -> Double? { sound(live.handle(tag)?.setpoint) }
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
