import Act
import Determinism
import Guard
import Tags

/// Looks at what was written, without asking the guard: limits and ramps, from the plant's own
/// readings.
struct MoveChecker {
    private let rules: GuardRules
    private var readings: [TagName: [(at: PlantTime, value: Double)]] = [:]
    private var live: LivePlant?

    init(rules: GuardRules) { self.rules = rules }

    /// Notes where the setpoints are.
    mutating func watch(_ live: LivePlant) {
        self.live = live
        for handle in live.handles {
            guard let setpoint = handle.setpoint else { continue }
            readings[handle.tag, default: []].append((live.readAt, setpoint))
        }
    }

    /// What a finished decision broke, in words; empty if nothing.
    func judge(_ outcome: Outcome?, at now: PlantTime) -> [String] {
        guard let outcome else { return [] }
        return outcome.moves.filter { $0.result == .verified }.flatMap { move -> [String] in
            guard let rule = rules.handle(move.tag) else {
                return ["\(outcome.decision) wrote \(move.tag), which is not on the list"]
            }
            return limits(move, rule, outcome.decision) + ramps(move, rule, outcome.decision, now)
        }
    }

    private func limits(
        _ move: MoveOutcome, _ rule: HandleRules, _ decision: DecisionID
    ) -> [String] {
        var breaches: [String] = []
        if let band = rule.engineering, !(move.to >= band.low && move.to <= band.high) {
            breaches.append("\(decision) put \(move.tag) outside its engineering limits")
        }
        if let seen = live?.handle(move.tag), let low = seen.operatorLow,
            let high = seen.operatorHigh, !(move.to >= low && move.to <= high)
        {
            breaches.append("\(decision) put \(move.tag) outside the operator's limits")
        }
        return breaches
    }

    private func ramps(
        _ move: MoveOutcome, _ rule: HandleRules, _ decision: DecisionID, _ now: PlantTime
    ) -> [String] {
        let past = readings[move.tag] ?? []  // a handle never read was never written either
        return rule.ramps.compactMap { ramp in
            let recent = past.filter { now.seconds(since: $0.at) <= ramp.window }.map(\.value)
            let values = recent + [move.to]
            guard let low = values.min(), let high = values.max(),
                high - low > ramp.reach * (1 + 1e-9)
            else { return nil }
            return "\(decision) moved \(move.tag) by \(high - low) within \(ramp.window) s"
        }
    }
}
