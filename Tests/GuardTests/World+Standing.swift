import Determinism
import Guard
import Tags

/// What kind of plant and move a case has.
enum Scenario: CaseIterable {
    /// A person's yes, and nothing else is known: no block, no approved build, no responses.
    case plain
    /// A person's yes, with all that a sealed twin has.
    case sealed
    /// Nobody's yes.
    case automatic
    /// Moves that back off.
    case recovery
}

extension World {
    /// A world in which the proposal is acceptable, of one kind.
    init(sound chance: inout RandomStream, as scenario: Scenario) {
        self.init(sound: &chance)
        if scenario == .plain { return }
        addItself(&chance)
        addOwnership(&chance)
        addSoftStart(&chance)
        for i in rules.handles.indices {
            addDrift(i, &chance)
            addRecovery(i, &chance)
        }
        addResponses(&chance)
        rules.safetyTags = [TagName("SIS-1.TRIP")]
        addHandleHold(&chance)
        addRegions(&chance)
        rules.model.regions = chance.happens(with: 0.7) ? ["full load", "half load"] : nil
        rules.model.gateAge = 86_400
        certificate.model = ModelStanding(
            region: "full load", gate: .green, judgedAt: now.earlier(by: chance.uniform(10, 80_000))
        )
        switch scenario {
        case .plain, .sealed: mode = .supervisory
        case .automatic:
            mode = .automatic
            hasAcceptance = chance.happens(with: 0.2)
            boundByEnvelope = chance.happens(with: 0.5)
            for i in rules.handles.indices {
                rules.handles[i].envelope = rules.handles[i].engineering
            }
        case .recovery: backOff(&chance)
        }
        standing = Standing(mode: mode, failsafeLatched: false)
    }

    /// A permit that stops one handle, and is down.
    private mutating func addHandleHold(_ chance: inout RandomStream) {
        guard chance.happens(with: 0.6) else { return }
        let stopped = rules.handles[Int(chance.next() % UInt64(rules.handles.count))].tag
        rules.holds.append(HoldFlag("burner permit", .workPermit, stopping: [stopped]))
        live.interlocks.append(LiveInterlock("burner permit", active: false))
        reread?.interlocks.append(LiveInterlock("burner permit", active: false))
    }

    /// Regions as readings tell them, some of which rest on what is not measured.
    private mutating func addRegions(_ chance: inout RandomStream) {
        guard chance.happens(with: 0.6) else { return }
        let before: Bool? = chance.happens(with: 0.7) ? false : nil
        let own: Bool? = chance.happens(with: 0.6) ? true : nil
        live.regions = [
            LiveRegion("half load", holds: before), LiveRegion("full load", holds: own),
            LiveRegion("empty", holds: chance.happens(with: 0.5)),
        ]
    }

    private mutating func addItself(_ chance: inout RandomStream) {
        rules.itself.approvedBuild = "5d41402a"
        rules.itself.demand = chance.happens(with: 0.5) ? .always : .withoutPerson
        itself.build = "5d41402a"
        let age = Int64(chance.uniform(0, 3_500) * 1e9)
        itself.selfTest = SelfTestResult(
            at: MonotonicInstant(nanoseconds: wall.nanoseconds - age), failures: [], questions: 3)
        itself.failsafeLatched = false
    }

    private mutating func addOwnership(_ chance: inout RandomStream) {
        rules.ownership.block = .declared
        rules.ownership.writeTimeout = chance.uniform(0.5, 2)
        ownership.epoch = UInt32(chance.next() % 1_000)
        live.blockEpoch = ownership.epoch
        reread?.blockEpoch = ownership.epoch
        let left = Int64(chance.uniform(4.1, 15) * 1e9)
        ownership.leaseUntil = MonotonicInstant(nanoseconds: wall.nanoseconds + left)
    }

    private mutating func addSoftStart(_ chance: inout RandomStream) {
        guard chance.happens(with: 0.7) else { return }
        rules.softStart = SoftStart()
        cyclesSinceClimb = chance.happens(with: 0.2) ? nil : Int(chance.next() % 6)
        guard (cyclesSinceClimb ?? 0) < 3 else { return }
        for i in rules.handles.indices {
            rules.handles[i].largestStep = rules.handles[i].largestStep.map { $0 * 4 }
        }
    }

    private mutating func addDrift(_ i: Int, _ chance: inout RandomStream) {
        guard chance.happens(with: 0.7) else { return }
        let tag = rules.handles[i].tag
        let shift = Shift(length: 3600, offset: chance.uniform(0, 3600))
        let known = ledger.readbacks[tag]?.readings.map(\.value) ?? []
        let most = known.map { abs(after(tag) - $0) }.max() ?? 0
        rules.handles[i].drift = .most((most + 1) * chance.uniform(1, 2), shift: shift)
        if chance.happens(with: 0.4), let value = Finite(live.handles[i].setpoint ?? 0) {
            ledger.noteOperator(
                left: tag, at: value, since: now.earlier(by: chance.uniform(-10, 7_200)))
        }
    }

    private mutating func addRecovery(_ i: Int, _ chance: inout RandomStream) {
        rules.recoverability.cycle = 60
        let handle = rules.handles[i]
        let from = after(handle.tag)
        let travel = chance.uniform(1, 20)
        let rate = travel / chance.uniform(0.5, 20) / 60
        switch chance.next() % 5 {
        case 0: rules.handles[i].recovery = .keep
        case 1: rules.handles[i].recovery = .returnToLocal
        case 2:
            if handle.drift == .notLimited, let value = Finite(from + travel) {
                ledger.noteOperator(left: handle.tag, at: value, since: now.earlier(by: 9_999))
            }
            rules.handles[i].recovery = .returnToBaseline(rate: rate * 10)
        default:
            let goal = chance.happens(with: 0.5) ? from + travel : from - travel
            rules.handles[i].recovery = .rampToSafe(value: goal, rate: rate)
        }
    }

    private mutating func addResponses(_ chance: inout RandomStream) {
        rules.recoverability.horizon = chance.uniform(0, 3_000)
        rules.recoverability.starts = chance.happens(with: 0.5) ? [0] : [0, 240]
        for handle in rules.handles {
            for limit in rules.hardLimits {
                let most = chance.uniform(-0.03, 0.03)
                rules.stepResponses.append(
                    StepResponse(
                        handle: handle.tag, variable: limit.tag,
                        times: [0, chance.uniform(60, 400), 1_000, 9_000],
                        values: [0, most * chance.uniform(-0.2, 0.8), most * 0.9, most],
                        error: chance.uniform(0, 0.003)))
            }
        }
    }

    /// Replaces the moves by the ones that the recoveries ask for.
    private mutating func backOff(_ chance: inout RandomStream) {
        isRecovery = true
        mode = .backoff
        hasAcceptance = false
        rules.groups = []
        madeAt = now.earlier(by: chance.uniform(0.1, 5))
        // Step and travel were made for the moves of a solve.
        for i in rules.handles.indices {
            let tag = rules.handles[i].tag
            rules.handles[i].largestStep = 80
            rules.handles[i].ramps = rules.handles[i].ramps.map {
                RampLimit(window: $0.window, reach: $0.reach + 80)
            }
            rules.handles[i].engineering = rules.handles[i].engineering.map {
                Band($0.low - 100, $0.high + 100)
            }
            live.handles[i].operatorLow = live.handles[i].operatorLow.map { $0 - 90 }
            live.handles[i].operatorHigh = live.handles[i].operatorHigh.map { $0 + 90 }
            if chance.happens(with: 0.3) {
                rules.handles[i].recovery = .rampToSafe(
                    value: (live.handles[i].setpoint ?? 0) + chance.uniform(-30, 30), rate: 0.2)
            }
            live.handles[i].saturation = Saturation.none
            if chance.happens(with: 0.4) {
                ledger.noteRecovery(of: [tag], at: madeAt.earlier(by: chance.uniform(5, 100)))
            }
        }
        rules.jointLimits = rules.jointLimits.map {
            var limit = $0
            limit.low = limit.low.map { $0 - 1_000 }
            limit.high = limit.high.map { $0 + 1_000 }
            return limit
        }
        reread?.handles = live.handles
        moves = GuardChain(rules: rules).dueRecovery(
            as: id, given: circumstances, remembering: ledger, at: madeAt)
        if moves.count > 1, chance.happens(with: 0.5) { rules.groups = [moves.map(\.tag)] }
    }
}
