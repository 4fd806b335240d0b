import Determinism
import Guard
import Tags

extension World {
    static let standingChanges: [Change] = [
        { w, r in w.rules.itself.approvedBuild = [nil, "", "other"][Int(r.next() % 3)] },
        { w, r in w.itself.build = r.happens(with: 0.5) ? nil : "other" },
        { w, r in
            let at = MonotonicInstant(
                nanoseconds: w.wall.nanoseconds - Int64(r.uniform(-100, 5_000) * 1e9))
            switch r.next() % 5 {
            case 0: w.itself.selfTest = nil
            case 1: w.itself.selfTest = SelfTestResult(at: at, failures: ["rate"], questions: 3)
            case 2: w.itself.selfTest = SelfTestResult(at: at, failures: [], questions: 0)
            case 3:
                w.itself.selfTest = SelfTestResult(
                    at: MonotonicInstant(nanoseconds: .min), failures: [], questions: 1)
            default: w.itself.selfTest = SelfTestResult(at: at, failures: [], questions: 3)
            }
        },
        { w, r in w.rules.itself.selfTestAge = r.happens(with: 0.4) ? nil : wild(&r) },
        { w, r in w.rules.itself.demand = r.happens(with: 0.5) ? .always : .withoutPerson },
        { w, r in w.itself.failsafeLatched = r.happens(with: 0.5) ? nil : true },
        { w, r in w.rules.ownership.block = r.happens(with: 0.5) ? .declared : .notDeclared },
        { w, r in
            w.ownership.leaseUntil =
                r.happens(with: 0.3)
                ? nil
                : MonotonicInstant(nanoseconds: w.wall.nanoseconds + Int64(r.uniform(-2e9, 8e9)))
        },
        { w, r in
            let value = r.happens(with: 0.3) ? nil : wild(&r)
            if r.happens(with: 0.5) {
                w.rules.ownership.writeTimeout = value
            } else {
                w.rules.ownership.leaseTimeouts = value ?? 0
            }
        },
        { w, r in w.ownership.epoch = r.happens(with: 0.5) ? nil : UInt32(r.next() % 1_000) },
        { w, r in w.live.blockEpoch = r.happens(with: 0.5) ? nil : UInt32(r.next() % 1_000) },
        { w, r in w.reread?.blockEpoch = r.happens(with: 0.5) ? nil : UInt32(r.next() % 1_000) },
        { w, r in
            let mode = Mode.allCases[Int(r.next() % 9)]
            w.standing =
                r.happens(with: 0.3)
                ? nil : Standing(mode: mode, failsafeLatched: r.happens(with: 0.2))
        },
        { w, _ in w.standing = Standing(mode: w.mode, failsafeLatched: true) },
        { w, r in
            let tag = w.rules.handles[w.anyHandle(&r)].tag
            w.rules.safetyTags.append(tag)
        },
        { w, r in
            let kind = HoldKind.allCases[Int(r.next() % 2)]
            w.rules.holds.append(HoldFlag(r.happens(with: 0.5) ? "fan off" : "unheard of", kind))
        },
        { w, r in
            // A flag of one handle goes up, is lost, or comes to stop another.
            guard let i = w.rules.holds.lastIndex(where: { !$0.handles.isEmpty }) else { return }
            let name = w.rules.holds[i].name
            let j = w.live.interlocks.lastIndex { $0.name == name }
            switch r.next() % 3 {
            case 0: if let j { w.live.interlocks[j].active = r.happens(with: 0.5) ? true : nil }
            case 1:
                w.rules.holds[i].handles = [w.rules.handles[w.anyHandle(&r)].tag]
                if let j { w.live.interlocks[j].active = true }
            default: w.reread?.interlocks.removeAll { $0.name == name }
            }
        },
        { w, r in
            let names = ["full load", "half load", "empty"]
            w.live.regions = (0..<Int(r.next() % 4)).map { i in
                LiveRegion(
                    names[i], holds: r.happens(with: 0.3) ? nil : r.happens(with: 0.5))
            }
        },
        { w, r in
            w.rules.softStart = SoftStart()
            w.rules.softStart?.cycles = Int(r.next() % 5) - 1
            w.rules.softStart?.share = r.happens(with: 0.3) ? wild(&r) : r.uniform(0, 1)
        },
        { w, r in w.cyclesSinceClimb = r.happens(with: 0.3) ? nil : Int(r.next() % 5) },
        { w, r in
            let length = r.happens(with: 0.3) ? wild(&r) : r.uniform(0.5, 7_200)
            let offset = r.happens(with: 0.2) ? wild(&r) : r.uniform(0, 7_200)
            let most = r.happens(with: 0.3) ? wild(&r) : r.uniform(0, 50)
            w.rules.handles[w.anyHandle(&r)].drift =
                r.happens(with: 0.1)
                ? nil : .most(most, shift: Shift(length: length, offset: offset))
        },
        { w, r in
            let i = w.anyHandle(&r)
            guard let at = w.live.handles[i].setpoint, let value = Finite(at + r.uniform(-20, 20))
            else { return }
            w.ledger.noteOperator(
                left: w.rules.handles[i].tag, at: value,
                since: w.now.earlier(by: r.uniform(-10, 7_200)))
        },
        { w, r in
            let share = r.happens(with: 0.4) ? wild(&r) : r.uniform(0, 0.01)
            w.rules.handles[w.anyHandle(&r)].toleranceShare = share
        },
        { w, r in
            switch r.next() % 4 {
            case 0: w.certificate.model = nil
            case 1: w.certificate.model?.region = r.happens(with: 0.5) ? nil : "empty"
            case 2:
                w.certificate.model?.gate = QualityGate.allCases[Int(r.next() % 3)]
            default:
                w.certificate.model?.judgedAt = w.now.later(by: r.uniform(-100_000, 10))
            }
        },
        { w, r in
            switch r.next() % 3 {
            case 0: w.rules.model.regions = r.happens(with: 0.5) ? nil : []
            case 1: w.rules.model.gateAge = r.happens(with: 0.5) ? nil : wild(&r)
            default: w.rules.model.demand = r.happens(with: 0.5) ? .always : .withoutPerson
            }
        },
    ]

    static let recoveryChanges: [Change] = [
        { w, r in
            let i = w.anyHandle(&r)
            let rate = r.happens(with: 0.3) ? wild(&r) : r.uniform(0.001, 1)
            let value = r.happens(with: 0.2) ? wild(&r) : w.after(w.rules.handles[i].tag) + 40
            w.rules.handles[i].recovery =
                switch r.next() % 5 {
                case 0: nil
                case 1: .keep
                case 2: .returnToBaseline(rate: rate)
                default: .rampToSafe(value: value, rate: rate)
                }
        },
        { w, r in
            switch r.next() % 4 {
            case 0:
                w.rules.recoverability.cycle = r.happens(with: 0.3) ? nil : r.uniform(0, 300)
            case 1: w.rules.recoverability.horizon = r.happens(with: 0.3) ? nil : wild(&r)
            case 2:
                w.rules.recoverability.starts = r.happens(with: 0.3) ? [] : [wild(&r), 240]
            default: w.rules.recoverability.cycle = wild(&r)
            }
        },
        { w, r in
            guard !w.rules.stepResponses.isEmpty else { return }
            let i = Int(r.next() % UInt64(w.rules.stepResponses.count))
            // An earlier change may have cut its points.
            let points = min(
                w.rules.stepResponses[i].times.count, w.rules.stepResponses[i].values.count)
            guard points > 2 else { return }
            switch r.next() % 7 {
            case 0: w.rules.stepResponses.remove(at: i)
            case 1: w.rules.stepResponses.append(w.rules.stepResponses[i])
            case 2: w.rules.stepResponses[i].error = r.happens(with: 0.4) ? nil : wild(&r)
            case 3: w.rules.stepResponses[i].times[Int(r.next() % UInt64(points))] = wild(&r)
            case 4: w.rules.stepResponses[i].values[Int(r.next() % UInt64(points))] = wild(&r)
            case 5: w.rules.stepResponses[i].values[points - 1] = r.uniform(-4, 4)
            default:
                w.rules.stepResponses[i].times.removeLast(2)
                if r.happens(with: 0.7) { w.rules.stepResponses[i].values.removeLast(2) }
            }
        },
        { w, _ in w.rules.stepResponses = [] },
        { w, r in
            guard !w.rules.stepResponses.isEmpty else { return }
            let i = Int(r.next() % UInt64(w.rules.stepResponses.count))
            w.rules.stepResponses[i].error = r.uniform(0, 2)
        },
        { w, r in
            guard w.isRecovery, let move = w.moves.first else { return }
            w.retarget(0, to: r.happens(with: 0.5) ? move.to.nextUp : move.to + r.uniform(-9, 9))
        },
        { w, r in
            let tag = w.rules.handles[w.anyHandle(&r)].tag
            w.ledger.noteRecovery(of: [tag], at: w.now.later(by: r.uniform(-100, 5)))
        },
        { w, r in if w.isRecovery { w.madeAt = w.now.later(by: r.uniform(-60, 5)) } },
        { w, r in
            // A decision that came through the wrong door.
            w.isRecovery.toggle()
            if r.happens(with: 0.5) { w.mode = w.isRecovery ? .backoff : .automatic }
        },
    ]
}
