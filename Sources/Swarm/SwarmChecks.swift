import Guard
import Seal
import Tags

/// Watches every write against what the plant, the disk and the people know, with bookkeeping of
/// its own: nothing here asks the guard.
struct SwarmChecks: Sendable {
    /// What one reading delivered of a tag, and whether it was true.
    struct Delivered: Sendable {
        let value: Double?
        /// When it was valid at the source [s].
        let at: Double
        /// The value of the plant, delivered as it is.
        let isTrue: Bool
    }

    let seed: UInt64
    private let asset: RehearsedAsset
    private(set) var violations: [SwarmViolation] = []
    /// The last reading, by tag.
    private var read: [TagName: Delivered] = [:]
    private var readAt = -Double.infinity
    /// The reading that a decision is judged by.
    private var judged: [UInt64: [TagName: Delivered]] = [:]
    /// Inputs that a decision rests on.
    private var used: [UInt64: [TagName]] = [:]
    /// True setpoints as they were read, oldest first.
    private var seen: [[(at: Double, value: Double)]]
    /// Whether the process that runs has read the setpoint yet.
    private var hasSeen: [Bool]
    private var takenUntil: [Double]
    /// How often a person gave a loop back.
    private(set) var handBacks = 0
    /// Where measurements stand frozen, and since when this process has read them so.
    private var frozen: [TagName: (value: Double, since: Double)] = [:]
    private var sent: Set<String> = []
    private(set) var leaseUntil = 0.0
    private var isLeaseLost = false
    var failsafeAt: Double?
    /// Whether the plant runs where the model is judged, as the loop knew when it last turned.
    var isInRegion = true
    /// Targets that were sent, newest last, by loop.
    private var targets: [[Double]]

    init(seed: UInt64, _ asset: RehearsedAsset) {
        self.seed = seed
        self.asset = asset
        let count = asset.loops.count
        seen = Array(repeating: [], count: count)
        hasSeen = Array(repeating: false, count: count)
        takenUntil = Array(repeating: -.infinity, count: count)
        targets = Array(repeating: [], count: count)
    }

    mutating func report(_ property: SwarmProperty, _ what: String, at now: Double) {
        // The first says all; a broken run breaks many.
        guard violations.count < 20 else { return }
        violations.append(
            SwarmViolation(seed: seed, at: now, property: property, what: what))
    }

    // MARK: What happens

    /// A new process has begun: it holds the lease, and knows setpoints from the record only.
    mutating func started(at now: Double) {
        for i in hasSeen.indices { hasSeen[i] = false }
        frozen = [:]
        isLeaseLost = false
        leaseUntil = now + asset.twin.wall.lease
        judged = [:]
        read = [:]
    }

    mutating func pulsed(at now: Double) {
        if now > leaseUntil { isLeaseLost = true }
        if !isLeaseLost { leaseUntil = now + asset.twin.wall.lease }
    }

    /// A person asks to write while nothing can be written.
    mutating func asked(at now: Double) {
        guard isLeaseLost || now > leaseUntil else { return }
        isLeaseLost = false
        leaseUntil = now + asset.twin.wall.lease
    }

    mutating func rearmed(at now: Double) {
        isLeaseLost = false
        leaseUntil = now + asset.twin.wall.lease
        failsafeAt = nil
    }

    /// A person has given a loop back, and the guard took it.
    mutating func handedBack(_ loop: Int) {
        takenUntil[loop] = -.infinity
        handBacks += 1
    }

    mutating func offered(_ decision: DecisionID, _ inputs: [TagName]) {
        used[decision.number] = inputs
    }

    /// One reading was delivered to the guard's side.
    ///
    /// - Parameter byOperator: loops whose setpoint the operator was the last to move.
    mutating func delivered(
        _ reading: [TagName: Delivered], at now: Double, byOperator: [Bool],
        frozen values: [TagName: Double], witness: inout JournalWitness
    ) {
        guard !reading.isEmpty else { return }
        read = reading
        readAt = now
        for decision in witness.begun { judged[decision] = reading }
        witness.begun = []
        for (i, loop) in asset.loops.enumerated() {
            for tag in loop.values where frozen[tag]?.value != values[tag] {
                frozen[tag] = values[tag].map { ($0, now) }
            }
            guard let sample = reading[loop.setpoint], sample.isTrue, let value = sample.value
            else { continue }
            note(value, of: i, at: now, byOperator: byOperator[i])
        }
    }

    private mutating func note(_ value: Double, of i: Int, at now: Double, byOperator: Bool) {
        let isOurs = targets[i].contains { abs($0 - value) <= asset.loops[i].tolerance + 1e-9 }
        if hasSeen[i], let last = seen[i].last, byOperator, !isOurs,
            abs(last.value - value) > asset.loops[i].tolerance + 1e-9
        {
            takenUntil[i] = now + asset.handsOff
        }
        hasSeen[i] = true
        if let last = seen[i].last, last.at >= now { return }
        seen[i].append((now, value))
        while seen[i].count > 2, now - seen[i][1].at > 4000 { seen[i].removeFirst() }
    }

    // MARK: The write

    /// Judges one write in the instant in which it leaves the guard's side.
    mutating func judge(
        _ move: ReleasedMove, to target: Double, at now: Double, witness: JournalWitness
    ) {
        guard let i = asset.index(of: move.tag) else {
            return report(.limits, "\(move.tag) is no handle", at: now)
        }
        let name = "\(move.decision) \(move.tag) to \(target)"
        let isNew = sent.insert("\(move.decision.number) \(move.tag)").inserted
        if !isNew { report(.once, "\(name) was sent before", at: now) }
        judgeRecord(move, target, name, at: now, witness)
        judgeLimits(i, target, name, at: now)
        judgeRamps(i, target, name, at: now)
        judgePlant(i, move, name, at: now)
        judgeInputs(of: move.decision, name, at: now)
        if isWithoutPerson(move.decision, witness) { judgeAlone(i, target, name, at: now) }
        if let failsafeAt, now > failsafeAt + 1 {
            report(.failsafe, "\(name), \(now - failsafeAt) s after FAILSAFE", at: now)
        }
        if isLeaseLost || now > leaseUntil {
            report(.lease, "\(name); the lease ended at \(leaseUntil) s", at: now)
        }
        targets[i].append(target)
        if targets[i].count > 20 { targets[i].removeFirst() }
    }

    private mutating func judgeRecord(
        _ move: ReleasedMove, _ target: Double, _ name: String, at now: Double,
        _ witness: JournalWitness
    ) {
        let marks = witness.decisions[move.decision.number]
        let permitted = marks?.permit.flatMap {
            JournalWitness.target(of: move.tag.text, in: $0)
        }
        if marks?.hasIntent != true { report(.durable, "\(name): no intent", at: now) }
        if marks?.isAccepted != true { report(.durable, "\(name): no verdict", at: now) }
        if permitted != target {
            let stands = permitted.map { "\($0)" } ?? "nothing"
            report(.durable, "\(name): the permit names \(stands)", at: now)
        }
        let isAllowed =
            switch (isRecovery(move.decision), witness.mode) {
            case (true, "backoff"), (false, "automatic"): true
            case (false, "supervisory"): marks?.isAcceptedByPerson == true
            default: false
            }
        guard !isAllowed else { return }
        let mode = witness.mode ?? "no mode on record"
        let yes = marks?.isAcceptedByPerson == true ? "" : ", and nobody accepted it"
        report(.mode, "\(name) in \(mode)\(yes)", at: now)
    }

    /// Nothing that it rests on was ever named: no card stands behind it.
    private func isRecovery(_ decision: DecisionID) -> Bool { used[decision.number] == nil }

    private func isWithoutPerson(_ decision: DecisionID, _ witness: JournalWitness) -> Bool {
        !isRecovery(decision)
            && witness.decisions[decision.number]?.isAcceptedByPerson != true
    }

    /// What binds a card that no person has accepted.
    private mutating func judgeAlone(_ i: Int, _ target: Double, _ name: String, at now: Double) {
        if let envelope = asset.loops[i].envelope, !envelope.contains(target) {
            report(.envelope, "\(name), allowed \(envelope)", at: now)
        }
        if !isInRegion { report(.region, name, at: now) }
    }

    private mutating func judgeLimits(_ i: Int, _ target: Double, _ name: String, at now: Double) {
        let loop = asset.loops[i]
        var (low, high) = (loop.engineering.lowerBound, loop.engineering.upperBound)
        if let live = read[loop.low], live.isTrue, let value = live.value { low = max(low, value) }
        if let live = read[loop.high], live.isTrue, let value = live.value {
            high = min(high, value)
        }
        if !(target >= low && target <= high) {
            report(.limits, "\(name), allowed \(low)...\(high)", at: now)
        }
    }

    private mutating func judgeRamps(_ i: Int, _ target: Double, _ name: String, at now: Double) {
        for ramp in asset.loops[i].ramps {
            var (low, high) = (target, target)
            for (k, reading) in seen[i].enumerated() {
                let isInside = now - reading.at <= ramp.window
                let isLastBefore = k + 1 == seen[i].count || now - seen[i][k + 1].at < ramp.window
                guard isInside || isLastBefore else { continue }
                low = min(low, reading.value)
                high = max(high, reading.value)
            }
            if !(high - low <= ramp.reach + 1e-6) {
                report(.ramp, "\(name): \(high - low) within \(ramp.window) s", at: now)
            }
        }
    }

    private mutating func judgePlant(
        _ i: Int, _ move: ReleasedMove, _ name: String, at now: Double
    ) {
        let loop = asset.loops[i]
        func known(_ tag: TagName) -> Double? { read[tag].flatMap { $0.isTrue ? $0.value : nil } }
        if now < takenUntil[i] {
            report(.overOperator, "\(name): taken until \(takenUntil[i]) s", at: now)
        }
        if let setpoint = known(loop.setpoint),
            abs(setpoint - move.from.value) > loop.tolerance + 1e-9
        {
            report(.overOperator, "\(name): read at \(setpoint) since", at: now)
        }
        if let mode = known(loop.mode), mode != loop.remote {
            report(.overOperator, "\(name): its loop was read in mode \(mode)", at: now)
        }
        for tag in asset.stops {
            if let flag = known(tag), flag != 0 {
                report(.plantState, "\(name): \(tag) was read up", at: now)
            }
        }
    }

    private mutating func judgeInputs(of decision: DecisionID, _ name: String, at now: Double) {
        guard let inputs = used[decision.number], let reading = judged[decision.number] else {
            return
        }
        for tag in inputs {
            let sample = reading[tag]
            if sample?.value?.isFinite != true {
                report(.badInput, "\(name): \(tag) was absent when it was judged", at: now)
            } else if let at = sample?.at, now - at > asset.inputAge + 60 {
                report(.badInput, "\(name): \(tag) was \(now - at) s old", at: now)
            }
            if let since = frozen[tag]?.since, now - since > 5000 {
                report(.badInput, "\(name): \(tag) froze \(now - since) s ago", at: now)
            }
        }
    }
}
