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
        var handle = HandleRules(TagName("TIC-1.SP"))
        (handle.engineering, handle.resolution) = (Band(0, 1000), 0.5)
        (handle.envelope, handle.recovery) = (Band(290, 310), .keep)
        rules.handles = [handle]
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
        let back = desk.take(handBack(.operator), seeing: live(.remote, 301), at: now)
        #expect(back.blockers.isEmpty && back.records.count == 1)
        #expect(desk.watch.isFree(TagName("TIC-1.SP"), at: now))
    }

    private func live(_ loop: LoopMode?, _ setpoint: Double?) -> LivePlant {
        LivePlant(
            readAt: now,
            handles: [LiveHandle(tag: TagName("TIC-1.SP"), setpoint: setpoint, loop: loop)],
            interlocks: [], plantMode: .normal)
    }

    private func handBack(_ duty: Duty, _ tag: String = "TIC-1.SP") -> HandBack {
        HandBack(TagName(tag), by: person(duty), because: .causeMended, why: "valve freed")
    }

    @Test func `what was shed stays shed over a restart and the operator's hand`() throws {
        var desk = deskWithCard(.supervisory)
        let records = desk.finish(outcome(.mismatch), of: proposal(1), durable: true, at: now)
        guard case .overridden(let shed)? = records.first, records.count == 1 else {
            Issue.record("\(records)")
            return
        }
        #expect(shed.isShed && shed.decision == DecisionID(1))
        var recap = Recap()
        for record in records { recap.take(record, at: now) }
        var watch = recap.overrideWatch()
        let far = now.later(by: 1e8)
        #expect(!watch.isFree(shed.tag, at: far))
        // The operator's touch must not end it after his half hour.
        _ = watch.observe(shed.tag, try #require(Finite(320)), tolerance: 1, at: now)
        _ = watch.observe(shed.tag, try #require(Finite(330)), tolerance: 1, at: now)
        #expect(!watch.isFree(shed.tag, at: far))
    }

    @Test func `a handle handed back says by whom and why, and is free after a restart`() {
        var desk = finished(.mismatch)
        let back = desk.take(handBack(.supervisor), seeing: live(.remote, 301), at: now)
        guard case .overridden(let record)? = back.records.first else {
            Issue.record("\(back)")
            return
        }
        #expect(record.handedBackBy?.duty == .supervisor)
        #expect(record.reason == .causeMended && record.why == "valve freed")
        var recap = Recap()
        let shed = Override(
            tag: record.tag, expected: 301, seen: 301, until: Override.untilHandedBack,
            decision: DecisionID(1), handedBackBy: nil)
        for entry in [JournalEntry.overridden(shed), .overridden(record)] {
            recap.take(entry, at: now)
        }
        #expect(recap.overrideWatch().isFree(record.tag, at: now))
    }

    @Test(arguments: [
        (Duty.operator, LoopMode?.some(.local), Double?.some(301)), (.operator, .manual, 301),
        (.operator, nil, 301), (.operator, .remote, nil), (.operator, .remote, .nan),
        (.engineer, .remote, 301), (.viewer, .remote, 301),
    ])
    func `a handle is not taken back out of local, unseen, or from anybody`(
        duty: Duty, loop: LoopMode?, setpoint: Double?
    ) {
        var desk = finished(.mismatch)
        let back = desk.take(handBack(duty), seeing: live(loop, setpoint), at: now)
        #expect(back.blockers.count == 1 && back.records.isEmpty)
        #expect(!desk.watch.isFree(TagName("TIC-1.SP"), at: now))
    }

    @Test func `a handle that is moved just now, or not read, is not taken back`() {
        var desk = deskWithCard(.supervisory)
        _ = desk.observe(Snapshot(at: now, samples: []), live(.remote, 301))
        _ = desk.finish(outcome(.mismatch), of: proposal(1), durable: true, at: now)
        #expect(
            desk.take(handBack(.operator), seeing: live(.remote, 305), at: now).blockers.count == 1)
        #expect(!desk.take(handBack(.operator), seeing: nil, at: now).blockers.isEmpty)
        #expect(
            desk.take(handBack(.operator), seeing: live(.remote, 301), at: now).blockers.isEmpty)
    }

    @Test func `only what somebody has can be handed back`() {
        var desk = deskWithCard(.supervisory)
        let free = desk.take(handBack(.operator), seeing: live(.remote, 301), at: now)
        #expect(free.blockers.count == 1 && free.records.isEmpty)
        let strange = desk.take(
            handBack(.operator, "TIC-9.SP"), seeing: live(.remote, 301), at: now)
        #expect(strange.blockers.map(\.clearedBy) == ["engineer"])
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
