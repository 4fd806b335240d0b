import Act
import Determinism
import Guard
import GuardSide
import Loop
import Tags
import Testing

/// Modes and cards: who may ask for what, and what stands against it.
@Suite struct DeskTests {
    private static let all: [Mode] = [.shadow, .advisory, .supervisory]
    private let now = PlantTime.seconds(1000)

    /// - Parameter unsettled: the number of a decision whose intent alone is on record.
    private func desk(
        _ mode: Mode, allowed: [Mode] = all, unsettled: UInt64? = nil
    ) -> Desk {
        var rules = GuardRules()
        rules.mayAccept = [.operator]
        var recap = Recap()
        if let unsettled {
            recap.take(.intent(Intent(proposal(unsettled), by: nil)), at: now)
        }
        return Desk(rules: rules, allowedModes: allowed, startingIn: mode, recap: recap)
    }

    private func person(_ duty: Duty) -> Person {
        Person(name: "Ada", duty: duty, console: "terminal")
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
    private func deskWithCard(_ mode: Mode) -> Desk {
        var desk = desk(.advisory)
        let plant = LivePlant(readAt: now, handles: [], interlocks: [], plantMode: .normal)
        let seen = Circumstances(
            snapshot: Snapshot(at: now, samples: []), live: plant, mode: .advisory)
        _ = desk.offer(proposal(1), given: seen, token: "t", at: now)
        if mode == .supervisory {
            _ = desk.request(.supervisory, by: person(.operator), why: "test")
        }
        return desk
    }

    /// Asks for a mode and expects what stands against it.
    private func check(
        _ wanted: Mode, from desk: Desk, by duty: Duty = .operator, _ blockers: [String]
    ) {
        var desk = desk
        let before = desk.mode
        #expect(desk.blockers(of: wanted, by: person(duty)) == blockers)
        let records = desk.request(wanted, by: person(duty), why: "test")
        #expect(desk.mode == (blockers.isEmpty ? wanted : before))
        let change = ModeChange(
            requested: wanted, actual: desk.mode, by: person(duty), why: "test")
        #expect(records == [.mode(change)])
    }

    @Test(arguments: Mode.allCases)
    func `whatever is asked for, a start is in advisory at most`(mode: Mode) {
        #expect(desk(mode).mode == (mode.reaches(.supervisory) ? .advisory : mode))
    }

    @Test func `a mode is raised one step at a time`() {
        check(.shadow, from: desk(.off), [])
        check(.advisory, from: desk(.shadow), [])
        check(.supervisory, from: desk(.advisory), [])
        check(.advisory, from: desk(.off), ["one step at a time: ask for shadow first"])
        check(.supervisory, from: desk(.shadow), ["one step at a time: ask for advisory first"])
    }

    @Test func `a mode that the file does not allow is refused`() {
        check(
            .supervisory, from: desk(.advisory, allowed: [.shadow, .advisory]),
            ["the twin's file does not allow supervisory; its owner can add it"])
    }

    @Test(arguments: Duty.allCases)
    func `down is granted to everybody, up to those who may`(duty: Duty) {
        check(.off, from: desk(.advisory), by: duty, [])
        let refused = ["\(duty.rawValue) may not raise the mode; an operator may"]
        let mayWrite = [.operator, .supervisor].contains(duty)
        check(.supervisory, from: desk(.advisory), by: duty, mayWrite ? [] : refused)
        let mayAdvise = mayWrite || duty == .engineer
        check(.advisory, from: desk(.shadow), by: duty, mayAdvise ? [] : refused)
    }

    @Test func `nothing is written before what is open is settled`() {
        check(
            .supervisory, from: desk(.advisory, unsettled: 7),
            ["D-7 is not settled; its setpoint must be readable"])
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
        _ = desk.request(.advisory, by: person(.viewer), why: "unsure")
        #expect(desk.mode == .advisory && desk.card == nil)
    }
}
