import Act
import Determinism
import Guard
import GuardSide
import Tags
import Testing

/// Modes and cards: who may ask for what, and what stands against it.
@Suite struct DeskTests {
    private let now = PlantTime.seconds(1000)

    private func desk(_ mode: Mode, critical: [TagName] = []) -> Desk {
        var rules = GuardRules()
        rules.mayAccept = [.operator]
        var modes = ModeRules()
        modes.allowed = Mode.ladder
        modes.criticalLoops = critical
        return Desk(
            rules: rules, modes: modes, startingIn: mode, recap: Recap(), at: clocks(0))
    }

    private func proposal(_ number: UInt64) -> Proposal {
        Proposal(
            id: DecisionID(number), madeAt: now, expiresAt: now.later(by: 120),
            moves: [ProposedMove(tag: TagName("TIC-1.SP"), from: 300, to: 301)], shownGain: 9,
            inputs: [],
            certificate: Certificate(
                status: .optimal, predictedFrom: now, trajectories: [], bounds: [], gap: 0,
                residual: 0, gain: 9, gainDeviation: 1))
    }

    /// The prediction made anew when a card is accepted.
    private var renewed: Certificate { proposal(1).certificate }

    /// A desk with the card 1 on it.
    private func deskWithCard(_ mode: Mode, critical: [TagName] = []) -> Desk {
        var desk = desk(.advisory, critical: critical)
        let plant = LivePlant(readAt: now, handles: [], interlocks: [], plantMode: .normal)
        let seen = Circumstances(
            snapshot: Snapshot(at: now, samples: []), live: plant, mode: .advisory)
        _ = desk.offer(proposal(1), given: seen, token: "t", at: now)
        if mode == .supervisory {
            desk.standing = green(at: now)
            _ = desk.request(
                ModeRequest(.supervisory, by: person(.operator), why: "test"), at: clocks(0))
        }
        return desk
    }

    @Test func `a card is accepted in supervisory only, by whom the rules name`() throws {
        var advisory = deskWithCard(.advisory)
        #expect(throws: Desk.Refusal.modeForbids(.advisory)) {
            try advisory.accept(DecisionID(1), by: person(.operator), renewed: renewed, at: now)
        }
        var desk = deskWithCard(.supervisory)
        #expect(throws: Desk.Refusal.duty(.engineer)) {
            try desk.accept(DecisionID(1), by: person(.engineer), renewed: renewed, at: now)
        }
        let records = try desk.accept(
            DecisionID(1), by: person(.operator), renewed: renewed, at: now
        ).records
        guard case .acceptance(let acceptance)? = records.first, records.count == 1 else {
            Issue.record("\(records)")
            return
        }
        #expect(acceptance.token == "t" && acceptance.digest == proposal(1).digest)
        #expect(desk.card == nil)
        #expect(throws: Desk.Refusal.noCard) {
            try desk.accept(DecisionID(1), by: person(.operator), renewed: renewed, at: now)
        }
    }

    @Test func `another card or an expired one is not answered`() throws {
        var desk = deskWithCard(.supervisory)
        #expect(throws: Desk.Refusal.otherCard(DecisionID(1))) {
            try desk.accept(DecisionID(2), by: person(.operator), renewed: renewed, at: now)
        }
        let late = now.later(by: 120.001)
        #expect(throws: Desk.Refusal.expired(DecisionID(1))) {
            try desk.accept(DecisionID(1), by: person(.operator), renewed: renewed, at: late)
        }
        #expect(throws: Desk.Refusal.expired(DecisionID(1))) {
            try desk.reject(
                DecisionID(1), by: person(.operator), because: .other, text: "", at: late)
        }
    }

    @Test func `a rejection is recorded with its coded reason and takes the card away`() throws {
        var desk = deskWithCard(.advisory)
        let records = try desk.reject(
            DecisionID(1), by: person(.operator), because: .moveTooBig, text: "half", at: now)
        #expect(
            records == [
                .rejection(
                    Rejection(
                        decision: DecisionID(1), person: person(.operator), reason: .moveTooBig,
                        text: "half"))
            ])
        #expect(desk.card == nil)
    }

    @Test func `stepping down takes the card away`() {
        var desk = deskWithCard(.supervisory)
        #expect(desk.card != nil)
        _ = desk.request(
            ModeRequest(.advisory, by: person(.viewer), why: "unsure"), at: clocks(0))
        #expect(desk.mode == .advisory && desk.card == nil)
    }

    // MARK: What a failed write costs

    private func outcome(_ results: MoveResult...) -> Outcome {
        Outcome(
            decision: DecisionID(1), result: .mismatch, partial: false, withdrawal: nil,
            moves: results.map {
                MoveOutcome(tag: TagName("TIC-1.SP"), from: 300, to: 301, result: $0, seen: nil)
            })
    }

    private func finished(_ results: MoveResult...) -> Desk {
        var desk = deskWithCard(.supervisory)
        for result in results {
            _ = desk.finish(outcome(result), of: proposal(1), durable: true, at: now)
        }
        return desk
    }

    @Test func `a setpoint that is not where it was written costs its handle, not the asset`() {
        var desk = finished(.mismatch)
        #expect(desk.tick(at: clocks(1)).isEmpty)
        let far = now.later(by: 1e8)
        #expect(!desk.watch.isFree(TagName("TIC-1.SP"), at: far))
        _ = desk.handBack(TagName("TIC-1.SP"), by: person(.operator), at: now)
        #expect(desk.watch.isFree(TagName("TIC-1.SP"), at: now))
    }

    @Test func `a refusal costs the handle the second time in a row`() {
        let tag = TagName("TIC-1.SP")
        #expect(finished(.rejected).watch.isFree(tag, at: now))
        #expect(finished(.rejected, .verified, .rejected).watch.isFree(tag, at: now))
        #expect(!finished(.rejected, .rejected).watch.isFree(tag, at: now))
    }

    @Test(arguments: [[MoveResult.mismatch], [.rejected, .rejected]])
    func `where the asset cannot do without the loop all of it sheds`(results: [MoveResult]) {
        var desk = deskWithCard(.supervisory, critical: [TagName("TIC-1.SP")])
        for result in results {
            _ = desk.finish(outcome(result), of: proposal(1), durable: true, at: now)
        }
        _ = desk.tick(at: clocks(1))
        #expect(desk.mode == .shed && desk.card == nil)
    }

    @Test func `a critical input that goes bad leads to a back-off`() {
        var desk = deskWithCard(.supervisory)
        desk.standing.badInputs = [TagName("TI-1.PV")]
        let records = desk.tick(at: clocks(1))
        #expect(desk.mode == .backoff && records.count == 1)
    }
}
