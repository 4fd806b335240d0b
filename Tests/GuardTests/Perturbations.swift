import Determinism
import Guard
import Tags

/// Numbers that are no measurement, or hardly.
func wild(_ chance: inout RandomStream) -> Double {
    let all: [Double] = [
        .nan, .infinity, -.infinity, -0.0, 0, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
        1e308, -1e308, .greatestFiniteMagnitude, .signalingNaN, 1, -1,
    ]
    return all[Int(chance.next() % UInt64(all.count))]
}

extension World {
    typealias Change = @Sendable (inout World, inout RandomStream) -> Void

    /// Nothing was taken out of it yet, so that every change finds what it changes.
    private var isWhole: Bool {
        live.handles.count == rules.handles.count && live.interlocks.count == 3
            && !samples.isEmpty && !certificate.trajectories.isEmpty
            && certificate.trajectories.allSatisfy {
                $0.times.count == 7 && $0.means.count == 7 && $0.deviations.count == 7
            }
    }

    mutating func perturb(_ chance: inout RandomStream) {
        guard isWhole else { return }
        let changes = Self.changes
        changes[Int(chance.next() % UInt64(changes.count))](&self, &chance)
    }

    /// One change, by its number.
    mutating func perturb(at index: Int, _ chance: inout RandomStream) {
        guard isWhole else { return }
        Self.changes[index % Self.changes.count](&self, &chance)
    }

    func anyMove(_ chance: inout RandomStream) -> Int {
        Int(chance.next() % UInt64(max(1, moves.count)))
    }

    func anyHandle(_ chance: inout RandomStream) -> Int {
        Int(chance.next() % UInt64(rules.handles.count))
    }

    mutating func retarget(_ i: Int, from: Double? = nil, to: Double? = nil) {
        guard moves.indices.contains(i) else { return }
        moves[i] = ProposedMove(
            tag: moves[i].tag, from: from ?? moves[i].from, to: to ?? moves[i].to)
    }

    private static let changes: [Change] =
        authorityChanges + formChanges + timeChanges + standInChanges + plantChanges + limitChanges
        + rateChanges + predictionChanges + certificateChanges + lateChanges + standingChanges
        + standingChanges + recoveryChanges + recoveryChanges

    private static let authorityChanges: [Change] = [
        { w, r in w.mode = Mode.allCases[Int(r.next() % 9)] },
        { w, _ in w.hasAcceptance = false },
        { w, r in w.duty = Duty.allCases[Int(r.next() % 7)] },
        { w, _ in w.token = "" },
        { w, _ in w.ledger.spend(token: w.token, until: w.expiresAt, now: w.now) },
        { w, _ in w.acceptedID = DecisionID(13) },
        { w, _ in
            var other = w
            other.shownGain += 1
            w.acceptedDigest = other.proposal.digest
        },
        { w, r in w.acceptedAt = w.now.later(by: r.uniform(-300, 5)) },
        { w, r in w.acceptanceExpiresAt = w.now.later(by: r.uniform(-5, 5)) },
    ]

    private static let formChanges: [Change] = [
        { w, _ in w.moves = [] },
        { w, r in w.rules.mostMoves = r.happens(with: 0.3) ? nil : Int(r.next() % 3) },
        { w, _ in w.moves.append(ProposedMove(tag: TagName("SIS-1.TRIP"), from: 0, to: 1)) },
        { w, _ in if let move = w.moves.first { w.moves.append(move) } },
        { w, r in w.retarget(w.anyMove(&r), to: wild(&r)) },
        { w, r in w.retarget(w.anyMove(&r), from: wild(&r)) },
        { w, r in w.id = DecisionID(10 + r.next() % 4) },
        { w, _ in w.moves.reverse() },
        { w, r in if !w.moves.isEmpty { w.moves.remove(at: w.anyMove(&r)) } },
    ]

    private static let timeChanges: [Change] = [
        { w, r in w.snapshotAt = w.now.later(by: r.uniform(-60, 5)) },
        { w, r in w.live.readAt = w.now.later(by: r.uniform(-60, 2)) },
        { w, r in w.certificate.predictedFrom = w.now.later(by: r.uniform(-120, 5)) },
        { w, r in w.madeAt = w.now.later(by: r.uniform(-900, 5)) },
        { w, r in w.expiresAt = w.now.later(by: r.uniform(-5, 900)) },
        { w, r in
            let stamp = PlantTime(nanoseconds: r.happens(with: 0.5) ? .min : .max)
            switch r.next() % 4 {
            case 0: w.snapshotAt = stamp
            case 1: w.madeAt = stamp
            case 2: w.certificate.predictedFrom = stamp
            default: w.expiresAt = stamp
            }
        },
        { w, r in
            let wall = MonotonicInstant(nanoseconds: Int64(4_000_000_000 + r.uniform(-2, 2)))
            w.wall = wall
        },
        { w, r in w.now = w.now.earlier(by: r.uniform(0, 400)) },
        { w, _ in w.inputs = [] },
        { w, r in w.inputs.append(UsedInput(TagName("X"), 1)) },
        { w, r in
            let i = Int(r.next() % UInt64(w.samples.count))
            let reason = QualityReason.allCases[Int(r.next() % 9)]
            let old = w.samples[i]
            w.samples[i] =
                if let value = old.value, r.happens(with: 0.5) {
                    Sample(old.tag, value, .uncertain(reason), at: old.at)
                } else { Sample(old.tag, absentBecause: reason, at: old.at) }
        },
        { w, r in
            let i = Int(r.next() % UInt64(w.samples.count))
            let (old, at) = (w.samples[i], w.now.later(by: r.uniform(-60, 3)))
            if let value = old.value { w.samples[i] = Sample(old.tag, value, at: at) }
        },
        { w, r in w.samples.remove(at: Int(r.next() % UInt64(w.samples.count))) },
        { w, r in
            guard !w.inputs.isEmpty else { return }
            let i = Int(r.next() % UInt64(w.inputs.count))
            let value = r.happens(with: 0.3) ? wild(&r) : w.inputs[i].value + r.uniform(-12, 12)
            w.inputs[i] = UsedInput(w.inputs[i].tag, value)
        },
        { w, r in
            let i = Int(r.next() % UInt64(w.rules.inputs.count))
            if r.happens(with: 0.5) {
                w.rules.inputs[i].ageLimit = r.happens(with: 0.5) ? nil : wild(&r)
            } else {
                w.rules.inputs[i].deadband = r.happens(with: 0.5) ? nil : wild(&r)
            }
        },
        { w, r in
            switch r.next() % 3 {
            case 0: w.rules.snapshotAge = r.happens(with: 0.5) ? nil : wild(&r)
            case 1: w.rules.longestCardLife = r.happens(with: 0.5) ? nil : wild(&r)
            default: w.rules.certificate.age = r.happens(with: 0.5) ? nil : wild(&r)
            }
        },
    ]

    private static let standInChanges: [Change] = [
        { w, _ in w.certificate.standIns = [] },
        { w, r in
            let tag = TagName(r.happens(with: 0.5) ? "X" : "TI-301.PV")
            w.certificate.standIns.append(StandIn(tag, 700, at: w.now.earlier(by: 5)))
        },
        { w, r in w.changeStandIn(&r) },
        { w, r in w.changeStandIn(&r) },
        { w, r in
            // The guard itself read something else last, or at another time.
            guard let standIn = w.certificate.standIns.first,
                let value = Finite(standIn.value + r.uniform(-12, 12))
            else { return }
            let seen = Sample(standIn.tag, value, at: w.now.later(by: r.uniform(-60, 3)))
            w.ledger.noteInputs(w.rules.inputs, in: Snapshot(at: seen.at, samples: [seen]))
        },
        { w, r in
            let i = Int(r.next() % UInt64(w.rules.inputs.count))
            w.rules.inputs[i].needed = true
        },
        { w, r in
            let i = Int(r.next() % UInt64(w.rules.inputs.count))
            w.rules.inputs[i].critical = true
        },
    ]

    private mutating func changeStandIn(_ chance: inout RandomStream) {
        guard let old = certificate.standIns.first else { return }
        let value = chance.happens(with: 0.3) ? wild(&chance) : old.value + chance.uniform(-9, 9)
        let at = now.later(by: chance.uniform(-60, 3))
        certificate.standIns[0] =
            chance.happens(with: 0.5)
            ? StandIn(old.tag, value, at: old.at) : StandIn(old.tag, old.value, at: at)
    }

    private static let plantChanges: [Change] = [
        { w, r in w.live.plantMode = PlantMode.allCases[Int(r.next() % 5)] },
        { w, r in w.live.interlocks[Int(r.next() % 3)].active = r.happens(with: 0.5) ? true : nil },
        { w, r in w.live.interlocks.remove(at: Int(r.next() % 3)) },
        { w, r in w.live.handles[w.anyHandle(&r)].loop = [nil, .local, .manual][Int(r.next() % 3)]
        },
        { w, r in
            let all: [Saturation?] = [nil, Saturation.none, .high, .low, .unknownEnd]
            w.live.handles[w.anyHandle(&r)].saturation = all[Int(r.next() % 5)]
        },
        { w, r in w.live.handles[w.anyHandle(&r)].setpoint = r.happens(with: 0.3) ? nil : wild(&r)
        },
        { w, r in
            let i = w.anyHandle(&r)
            if let old = w.live.handles[i].setpoint {
                w.live.handles[i].setpoint = old + r.uniform(-1, 1)
            }
        },
        { w, r in
            let tag = w.rules.handles[w.anyHandle(&r)].tag
            w.ledger.expected[tag] = r.happens(with: 0.5) ? nil : wild(&r)
        },
        { w, r in
            let tag = w.rules.handles[w.anyHandle(&r)].tag
            w.ledger.taken[tag] = w.now.later(by: r.uniform(-5, 5))
        },
        { w, r in w.live.handles.remove(at: w.anyHandle(&r)) },
    ]

    private static let limitChanges: [Change] = [
        { w, r in
            let i = w.anyHandle(&r)
            guard let band = w.rules.handles[i].engineering else { return }
            w.rules.handles[i].engineering =
                switch r.next() % 4 {
                case 0: nil
                case 1: Band(band.high, band.low)
                case 2: Band(wild(&r), band.high)
                default: Band(band.low, wild(&r))
                }
        },
        { w, r in
            let i = w.anyHandle(&r)
            guard w.live.handles.indices.contains(i) else { return }
            let handle = w.live.handles[i]
            switch r.next() % 4 {
            case 0: w.live.handles[i].operatorLow = r.happens(with: 0.5) ? nil : wild(&r)
            case 1: w.live.handles[i].operatorHigh = r.happens(with: 0.5) ? nil : wild(&r)
            default:
                w.live.handles[i].operatorLow = handle.operatorHigh
                w.live.handles[i].operatorHigh = handle.operatorLow
            }
        },
        { w, r in
            w.boundByEnvelope = true
            if r.happens(with: 0.3) {
                let i = w.anyHandle(&r)
                w.rules.handles[i].envelope = r.happens(with: 0.5) ? nil : Band(wild(&r), wild(&r))
            }
        },
        { w, r in
            let i = w.anyMove(&r)
            if w.moves.indices.contains(i) {
                w.retarget(i, to: w.moves[i].to + r.uniform(-300, 300))
            }
        },
        { w, r in
            let old = w.rules.jointLimits[0]
            let isSwapped = r.happens(with: 0.5)
            w.rules.jointLimits[0].low = isSwapped ? old.high : wild(&r)
            w.rules.jointLimits[0].high =
                isSwapped ? old.low : (r.happens(with: 0.3) ? nil : wild(&r))
        },
        { w, _ in w.rules.groups = [w.rules.handles.map(\.tag)] },
    ]

    private static let rateChanges: [Change] = [
        { w, r in
            let i = w.anyHandle(&r)
            let value = r.happens(with: 0.4) ? nil : wild(&r)
            switch r.next() % 5 {
            case 0: w.rules.handles[i].largestStep = value
            case 1: w.rules.handles[i].smallestMove = value
            case 2: w.rules.handles[i].leastApart = value
            case 3: w.rules.handles[i].resolution = value
            default: w.rules.longestReadbackGap = value
            }
        },
        { w, r in w.rules.handles[w.anyHandle(&r)].ramps = [] },
        { w, r in
            let i = w.anyHandle(&r)
            w.rules.handles[i].ramps.append(
                RampLimit(
                    window: r.happens(with: 0.4) ? wild(&r) : r.uniform(1, 4000),
                    reach: r.happens(with: 0.4) ? wild(&r) : r.uniform(0.1, 60)))
        },
        { w, r in
            w.rules.handles[w.anyHandle(&r)].reversalsPerHour =
                r.happens(with: 0.3) ? nil : Int(r.next() % 3)
        },
        { w, r in w.ledger.readbacks[w.rules.handles[w.anyHandle(&r)].tag] = nil },
        { w, r in w.rebuildHistory(w.anyHandle(&r), &r) },
        { w, r in w.rebuildHistory(w.anyHandle(&r), &r) },
        { w, r in w.rules.handles[w.anyHandle(&r)].leastApart = r.uniform(0, 2000) },
        { w, r in w.rules.longestReadbackGap = r.uniform(30, 120) },
    ]

    /// Another hour: a walk, perhaps with a hole, perhaps too short, perhaps from the future.
    private mutating func rebuildHistory(_ i: Int, _ chance: inout RandomStream) {
        let tag = rules.handles[i].tag
        guard var value = live.handle(tag)?.setpoint, value.isFinite else { return }
        let walk = chance.uniform(0, 4)
        let end = chance.happens(with: 0.1) ? -5.0 : 0
        var values: [(age: Double, value: Double)] = []
        var age = chance.uniform(1, 70)
        let reach = chance.happens(with: 0.3) ? chance.uniform(50, 3700) : 3800
        while age < reach {
            values.append((age, value))
            if chance.happens(with: 0.05) { value += chance.uniform(-walk, walk) }
            age += chance.happens(with: 0.003) ? 200 : chance.uniform(40, 89)
        }
        var history = ReadbackHistory()
        for reading in values.reversed() {
            guard let finite = Finite(reading.value) else { return }
            history.note(finite, at: now.earlier(by: reading.age + end))
        }
        if end < 0, let finite = Finite(value) { history.note(finite, at: now.later(by: 4)) }
        ledger.readbacks[tag] = history
    }

    private static let predictionChanges: [Change] = [
        { w, r in
            let i = Int(r.next() % UInt64(w.certificate.trajectories.count))
            let j = Int(r.next() % 7)
            switch r.next() % 6 {
            case 0: w.certificate.trajectories[i].means[j] = wild(&r)
            case 1: w.certificate.trajectories[i].deviations[j] = wild(&r)
            case 2: w.certificate.trajectories[i].times[j] = wild(&r)
            case 3: w.certificate.trajectories[i].means[j] += r.uniform(-40, 40)
            case 4: w.certificate.trajectories[i].deviations[j] = r.uniform(0, 30)
            default: w.certificate.trajectories[i].times[j] += r.uniform(-700, 700)
            }
        },
        { w, r in w.certificate.trajectories.removeLast() },
        { w, r in w.certificate.trajectories.append(w.certificate.trajectories[0]) },
        { w, r in w.certificate.trajectories[0].means.removeLast() },
        { w, r in
            let count = Int(r.next() % 7)
            w.certificate.trajectories[0].times.removeLast(count)
            w.certificate.trajectories[0].means.removeLast(count)
            w.certificate.trajectories[0].deviations.removeLast(count)
        },
        { w, r in
            let value = r.happens(with: 0.4) ? nil : wild(&r)
            switch r.next() % 6 {
            case 0: w.rules.hardLimits[0].low = value
            case 1: w.rules.hardLimits[0].high = value
            case 2: w.rules.hardLimits[0].horizon = value
            case 3: w.rules.hardLimits[0].spacing = value
            case 4: w.rules.hardLimits[0].coverage = value
            default: w.rules.hardLimits[0].actsAfter = value ?? 1200
            }
        },
        { w, r in
            w.certificate.trajectories[0].means[0] += 100
            w.rules.hardLimits[0].actsAfter = r.uniform(0, 4000)
        },
    ]

    private static let certificateChanges: [Change] = [
        { w, r in w.certificate.status = SolverClaim.allCases[Int(r.next() % 7)] },
        { w, _ in w.certificate.bounds = [] },
        { w, r in
            let i = Int(r.next() % 4)
            guard w.certificate.bounds.indices.contains(i) else { return }
            switch r.next() % 7 {
            case 0: w.certificate.bounds[i].value = wild(&r)
            case 1: w.certificate.bounds[i].low = r.happens(with: 0.5) ? nil : wild(&r)
            case 2: w.certificate.bounds[i].high = r.happens(with: 0.5) ? nil : wild(&r)
            case 3: w.certificate.bounds[i].lowMultiplier = wild(&r)
            case 4: w.certificate.bounds[i].highMultiplier = wild(&r)
            case 5: w.certificate.bounds[i].value += r.uniform(-60, 60)
            default:
                w.certificate.bounds[i].low = nil
                w.certificate.bounds[i].lowMultiplier = 0
            }
        },
        { w, r in w.certificate.gap = r.happens(with: 0.3) ? wild(&r) : r.uniform(-1, 1) },
        { w, r in w.certificate.residual = r.happens(with: 0.3) ? wild(&r) : r.uniform(-1e-6, 3e-6)
        },
        { w, r in
            let value = r.happens(with: 0.4) ? nil : wild(&r)
            switch r.next() % 3 {
            case 0: w.rules.certificate.gap = value
            case 1: w.rules.certificate.feasibility = value
            default: w.rules.certificate.residual = value
            }
        },
    ]

    private static let lateChanges: [Change] = [
        { w, r in w.certificate.gain = r.happens(with: 0.3) ? wild(&r) : r.uniform(-20, 20) },
        { w, r in w.certificate.gainDeviation = r.happens(with: 0.3) ? wild(&r) : r.uniform(0, 50)
        },
        { w, r in w.shownGain = r.happens(with: 0.5) ? wild(&r) : r.uniform(-20, 20) },
        { w, r in
            let value = r.happens(with: 0.4) ? nil : wild(&r)
            switch r.next() % 3 {
            case 0: w.rules.worth.leastGain = value
            case 1: w.rules.worth.coverage = value
            default: w.rules.worth.writesPerHour = value == nil ? nil : 3
            }
        },
        { w, r in w.ledger.noteWrites(Int(r.next() % 14), at: w.now.earlier(by: r.uniform(0, 5000)))
        },
        { w, _ in w.reread = nil },
        { w, r in w.reread?.readAt = w.now.later(by: r.uniform(-5, 1)) },
        { w, r in w.reread?.plantMode = PlantMode.allCases[Int(r.next() % 5)] },
        { w, r in w.reread?.interlocks[Int(r.next() % 3)].active = r.happens(with: 0.5) ? true : nil
        },
        { w, r in
            let i = w.anyHandle(&r)
            w.reread?.handles[i].loop = [nil, .local, .manual][Int(r.next() % 3)]
        },
        { w, r in
            let i = w.anyHandle(&r)
            if let old = w.reread?.handles[i].setpoint {
                w.reread?.handles[i].setpoint =
                    r.happens(with: 0.3) ? wild(&r) : old + r.uniform(-0.3, 0.3)
            }
        },
        { w, r in w.rules.permitSeconds = wild(&r) },
    ]
}
