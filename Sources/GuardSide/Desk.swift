package import Act
package import Determinism
package import Guard
package import Tags

/// The guard's side of the twin: what it saw of the plant, which card lies open, who may act.
///
/// Pure: it is told what was read and who said what, and returns the records that must be durable
/// before anything follows. The edge owns the journal, the connection and the clock.
package struct Desk: Sendable {
    package let chain: GuardChain
    package internal(set) var ledger: GuardLedger
    package internal(set) var watch: OverrideWatch
    package internal(set) var modes: ModeMachine
    /// What only the edge knows, and what the last reading showed, of that which modes go by.
    package var standing = ModeFacts()
    /// The card that waits for an answer.
    package private(set) var card: Card?
    /// Decisions whose end is not known; nothing is written before they are settled.
    package private(set) var open: [OpenDecision]
    private var lastDecision: DecisionID
    /// When it was last put on record that somebody has a handle.
    var lastTold: [TagName: PlantTime] = [:]
    /// How often in a row the control system refused a handle.
    var refusals: [TagName: Int] = [:]
    /// The plant as last read; nil before.
    private(set) var seen: LivePlant?
    /// Found since the last tick.
    var fresh: [Trouble] = []

    /// A recommendation on the table, with the guard's preview.
    package struct Card: Sendable {
        package var proposal: Proposal
        package let preview: Verdict
        /// Single-use; made by the edge.
        package let token: String
    }

    /// Why an answer to a card was not taken.
    package enum Refusal: Error, Hashable, Codable, Sendable {
        case noCard
        /// Another card has taken its place.
        case otherCard(DecisionID)
        case expired(DecisionID)
        /// What the moves would do cannot be predicted from what is known now.
        case notPredicted(DecisionID)
        /// The twin is not in a mode that writes.
        case modeForbids(Mode)
        /// An earlier decision is not settled.
        case unsettled(DecisionID)
        case duty(Duty)
    }

    /// Starts from what the journal says of earlier runs, in advisory at most.
    package init(
        rules: GuardRules, modes: ModeRules, startingIn mode: Mode, recap: Recap,
        at clocks: WriteProtocol.Clocks
    ) {
        chain = GuardChain(rules: rules)
        ledger = recap.startingLedger()
        watch = recap.overrideWatch(rest: rules.handsOffSeconds)
        self.modes = ModeMachine(
            rules: modes, startingIn: mode, after: recap.lastMode, at: clocks)
        standing.plantModes = rules.plantModes
        standing.withoutRecovery = rules.handles.filter { $0.recovery == nil }.map(\.tag)
        standing.notRecoverable = rules.handlesNotRecoverable
        open = recap.open
        lastDecision = recap.lastDecision ?? DecisionID(0)
    }

    // MARK: Seeing

    /// Takes over what an earlier run read of a setpoint, oldest first, before anything is
    /// observed. A hole longer than the tag may be stale ends it.
    package mutating func recall(
        _ earlier: [ReadbackHistory.Reading], of tag: TagName, at now: PlantTime
    ) {
        let rules = chain.rules
        guard ledger.readbacks[tag] == nil, let handle = rules.handle(tag),
            let longest = rules.longestReadbackGap,
            let stale = rules.inputs.first(where: { $0.tag == tag })?.ageLimit
        else { return }
        ledger.readbacks[tag] = ReadbackHistory(
            recalling: earlier, until: now, gap: min(longest, stale), reach: handle.lookBack)
    }

    /// Notes one reading of the plant: good inputs, readbacks for the ramps, and setpoints someone
    /// else moved.
    package mutating func observe(_ snapshot: Snapshot, _ live: LivePlant) -> [JournalEntry] {
        seen = live
        ledger.noteInputs(chain.rules.inputs, in: snapshot)
        noteStanding(snapshot, live)
        var records: [JournalEntry] = []
        for handle in live.handles {
            guard let setpoint = handle.setpoint.flatMap(Finite.init),
                let rules = chain.rules.handle(handle.tag), let tolerance = rules.setpointTolerance
            else { continue }
            if ledger.operatorLeft[handle.tag] == nil {
                // Where the twin found it when it first came was the operator's choice.
                ledger.noteOperator(left: handle.tag, at: setpoint, since: live.readAt)
            }
            ledger.noteReadback(
                of: handle.tag, setpoint, at: live.readAt, lookBack: rules.lookBack)
            if let override = watch.observe(
                handle.tag, setpoint, tolerance: tolerance, at: live.readAt),
                isNews(override, at: live.readAt)
            {
                records.append(.overridden(override))
                ledger.noteOperator(left: handle.tag, at: setpoint, since: live.readAt)
                lastTold[handle.tag] = live.readAt
                if modes.rules.criticalLoops.contains(handle.tag) {
                    fresh.append(.criticalLoopTaken(handle.tag))
                }
            }
        }
        watch.brief(&ledger)
        standing.outsideEnvelope = handlesOutsideEnvelope(live)
        return records
    }

    /// Whoever has a handle may move it at every reading; five minutes of that are one record.
    private func isNews(_ override: Override, at now: PlantTime) -> Bool {
        guard let told = lastTold[override.tag] else { return true }
        return now.seconds(since: told) >= 300
    }

    // MARK: Cards

    /// The number that the next card will bear.
    package var nextDecision: DecisionID { DecisionID(lastDecision.number + 1) }

    /// Lays a proposal on the table with the guard's preview; an older card is withdrawn.
    ///
    /// - Parameter grounds: what it rests on, for the record; the guard does not judge it.
    package mutating func offer(
        _ proposal: Proposal, on grounds: Grounds? = nil, given circumstances: Circumstances,
        token: String, at now: PlantTime
    ) -> [JournalEntry] {
        // Its number was used meanwhile, such as by a recovery: the loop makes a new one.
        guard proposal.id == nextDecision else {
            card = nil
            return []
        }
        lastDecision = proposal.id
        let preview = chain.preview(
            of: proposal, given: circumstances, remembering: ledger, at: now)
        card = Card(proposal: proposal, preview: preview, token: token)
        noteAutomatic(proposal, preview)
        let kept = grounds.flatMap { grounds -> JournalEntry? in
            guard grounds.decision == proposal.id else { return nil }
            var grounds = grounds
            // Of its own standing the guard's word is taken, not the loop's.
            grounds.mode = askedMode
            grounds.leaseEpoch = circumstances.ownership.epoch.map(UInt64.init)
            return .grounds(grounds)
        }
        return [.recommendation(Recommended(proposal))] + [kept].compactMap(\.self)
            + [.verdict(Judged(preview))]
    }

    /// Takes the card away, for instance because a newer snapshot says that nothing is worth it.
    package mutating func withdrawCard() { card = nil }

    /// A person's yes: from here the write protocol runs. `renewed` is the certificate predicted
    /// anew from a fresh snapshot while he thought; nil if that could not be done, and then his yes
    /// is not taken, since what he read on the card may no longer hold.
    package mutating func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?, at now: PlantTime
    ) throws(Refusal) -> (records: [JournalEntry], protocol: WriteProtocol) {
        var card = try cardInPlay(decision, at: now)
        guard mode == .supervisory else { throw .modeForbids(mode) }
        guard chain.rules.mayAccept.contains(person.duty) else { throw .duty(person.duty) }
        if let unsettled = open.first { throw .unsettled(unsettled.decision) }
        guard let renewed else { throw .notPredicted(decision) }
        card.proposal.certificate = renewed
        self.card = nil
        let acceptance = Acceptance(
            person: person, token: card.token, decision: decision,
            digest: card.proposal.digest, at: now, expiresAt: card.proposal.expiresAt)
        let steps = WriteProtocol(
            card.proposal, acceptedBy: acceptance, in: askedMode, chain: chain)
        return ([.acceptance(acceptance)], steps)
    }

    /// In automatic no person is asked: from here the write protocol runs, and the guard judges
    /// the card as one that nobody has looked at.
    package mutating func act(
        on decision: DecisionID, at now: PlantTime
    ) throws(Refusal) -> WriteProtocol {
        let card = try cardInPlay(decision, at: now)
        guard mode == .automatic else { throw .modeForbids(mode) }
        if let unsettled = open.first { throw .unsettled(unsettled.decision) }
        self.card = nil
        return WriteProtocol(card.proposal, acceptedBy: nil, in: askedMode, chain: chain)
    }

    /// Which mode is in force and which was asked for, for the record.
    package var askedMode: AskedMode {
        AskedMode(requested: modes.requested, actual: mode)
    }

    /// A person's no, with its reason.
    package mutating func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String,
        at now: PlantTime
    ) throws(Refusal) -> [JournalEntry] {
        _ = try cardInPlay(decision, at: now)
        card = nil
        return [
            .rejection(
                Rejection(decision: decision, person: person, reason: reason, text: text))
        ]
    }

    private func cardInPlay(_ decision: DecisionID, at now: PlantTime) throws(Refusal) -> Card {
        guard let card else { throw .noCard }
        guard card.proposal.id == decision else { throw .otherCard(card.proposal.id) }
        guard now <= card.proposal.expiresAt else { throw .expired(decision) }
        return card
    }

    // MARK: Writing

    /// What the declared recoveries ask for now, to be carried out; nil if nothing.
    package mutating func recovery(
        given circumstances: Circumstances, at now: PlantTime
    ) -> WriteProtocol? {
        guard mode == .backoff, open.isEmpty else { return nil }
        let id = nextDecision
        let moves = chain.dueRecovery(
            as: id, given: circumstances, remembering: ledger, at: now)
        guard !moves.isEmpty else { return nil }
        lastDecision = id
        return WriteProtocol(
            recovery: moves, as: id, madeAt: now, in: askedMode, chain: chain)
    }

    /// Forwards the answer to an instruction of the write protocol.
    package mutating func handle(
        _ event: WriteProtocol.Event, for instruction: WriteProtocol.Instruction,
        in steps: inout WriteProtocol, at clocks: WriteProtocol.Clocks
    ) -> WriteProtocol.Instruction? {
        steps.handle(
            event, for: instruction.ticket, ledger: &ledger,
            standing: Standing(mode: mode, failsafeLatched: modes.isFailsafeLatched), at: clocks)
    }

    /// A move is being sent: its target is now rightful.
    package mutating func note(sent move: ReleasedMove) {
        watch.note(sent: move)
        watch.brief(&ledger)
    }

    /// The end of a write. What is unknown stays open and is settled by reading.
    package mutating func finish(
        _ outcome: Outcome, of proposal: Proposal, durable: Bool, at now: PlantTime
    ) -> [JournalEntry] {
        let overrides = watch.note(outcome, at: now)
        let sheds = outcome.moves.flatMap { judgeScope(of: $0, in: outcome.decision) }
        watch.brief(&ledger)
        if outcome.result == .unknown || !durable {
            open.append(
                OpenDecision(decision: proposal.id, moves: proposal.moves, permitted: true))
        }
        return overrides.map { .overridden($0) } + sheds
    }

    /// What a settlement found out.
    package mutating func note(_ settled: [Settled]) {
        for one in settled where one.isWhole {
            open.removeAll { $0.decision == one.decision }
            for move in one.moves {
                if let seen = move.seen {
                    watch.restore(move.tag, seen: seen, takenUntil: watch.taken[move.tag])
                }
            }
        }
        watch.brief(&ledger)
    }
}
