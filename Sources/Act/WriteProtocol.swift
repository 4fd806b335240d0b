package import Determinism
package import Guard
package import Tags

/// Takes one accepted decision to the plant: intent → judgement → permit → write → read back →
/// outcome, each on record before the next (`docs/safety.md`).
///
/// A pure state machine: it is told what happened and says what to do next, one thing at a time.
/// Each instruction carries a ticket; an answer to any other ticket is late and changes nothing.
/// A write is sent at most once, whatever comes back; what became of it is found out by reading.
package struct WriteProtocol: Sendable {
    package let proposal: Proposal
    package let acceptance: Acceptance?
    /// Moves of the declared recovery: nobody accepts them, and the guard judges them as such.
    package let isRecovery: Bool
    private let mode: AskedMode?
    private let chain: GuardChain
    /// Pauses before the readings of a written setpoint, on the wall [s].
    private let pauses: [Double]
    /// Readings stop this long after the write, on the wall [s].
    private let patience: Double

    private var state = State.idle
    private var ticket = 0
    private var moves: [MoveOutcome]
    private var stopAsked = false

    /// - Parameter mode: in which it is begun, for the record.
    package init(
        _ proposal: Proposal, acceptedBy acceptance: Acceptance?, in mode: AskedMode? = nil,
        chain: GuardChain, pauses: [Double] = [0.2, 2, 5], patience: Double = 10
    ) {
        self.mode = mode
        self.proposal = proposal
        self.acceptance = acceptance
        isRecovery = false
        self.chain = chain
        self.pauses = pauses
        self.patience = patience
        moves = proposal.moves.map {
            MoveOutcome(tag: $0.tag, from: $0.from, to: $0.to, result: .notSent, seen: nil)
        }
    }

    /// Carries out what the declared recoveries ask for now.
    package init(
        recovery moves: [ProposedMove], as id: DecisionID, madeAt: PlantTime,
        in mode: AskedMode? = nil, chain: GuardChain, pauses: [Double] = [0.2, 2, 5],
        patience: Double = 10
    ) {
        self.mode = mode
        proposal = .recovery(as: id, moves, madeAt: madeAt)
        acceptance = nil
        isRecovery = true
        self.chain = chain
        self.pauses = pauses
        self.patience = patience
        self.moves = moves.map {
            MoveOutcome(tag: $0.tag, from: $0.from, to: $0.to, result: .notSent, seen: nil)
        }
    }

    /// What to read.
    package enum Reading: Hashable, Sendable {
        /// Everything a judgement needs, freshly from the plant.
        case circumstances
        /// Loops and interlocks once more.
        case plant
        /// The live setpoint and mode of one loop, from the loop itself.
        case setpoint(TagName)
    }

    /// The one thing to do next.
    package enum Effect: Hashable, Sendable {
        /// Append and make durable; then `.recorded` or `.recordFailed`.
        case record(JournalEntry)
        case read(Reading)
        case write(ReleasedMove)
        /// On the wall [s].
        case wait(seconds: Double)
        /// The end. `durable` is false if the outcome could not be recorded: then the decision is
        /// open and is settled at the next start.
        case done(Outcome, durable: Bool)
    }

    package struct Instruction: Hashable, Sendable {
        package let ticket: Int
        package let effect: Effect
    }

    /// The answer to an instruction.
    package enum Event: Hashable, Sendable {
        case recorded, recordFailed
        case circumstances(Circumstances)
        case plant(LivePlant)
        /// Nil if it could not be read.
        case setpoint(LiveHandle?)
        case readFailed
        case answered(WriteStatus)
        case waited
    }

    package struct Clocks: Hashable, Sendable {
        package let plant: PlantTime
        package let wall: MonotonicInstant

        package init(plant: PlantTime, wall: MonotonicInstant) {
            self.plant = plant
            self.wall = wall
        }
    }

    /// Where one written move stands.
    private struct Flight: Sendable {
        let release: Release
        let index: Int
        let sentAt: MonotonicInstant
        var status = WriteStatus.noAnswer
        var poll = 0

        var move: ReleasedMove { release.moves[index] }
    }

    private enum State: Sendable {
        case idle
        case recordingIntent, readingCircumstances
        case rereading(Circumstances)
        case recordingVerdict(Judgement)
        case recordingPermit(Release)
        case writing(Flight), recordingStatus(Flight)
        case waiting(Flight), readingBack(Flight)
        case recordingReadback(Flight, MoveResult?)
        case recordingOutcome(Outcome)
        case finished
    }

    package var isFinished: Bool {
        if case .finished = state { return true }
        return false
    }

    /// Whether `stop` was said.
    package var isStopped: Bool { stopAsked }

    /// Moves that are still to be sent after others of the decision were; none before the first.
    package var unsent: [ProposedMove] {
        guard moves.contains(where: { $0.result != .notSent }) else { return [] }
        return zip(proposal.moves, moves).filter { $1.result == .notSent }.map(\.0)
    }

    /// No further write is sent; one under way is still read back and recorded.
    package mutating func stop() { stopAsked = true }

    /// Starts: the intent goes on record.
    package mutating func begin() -> Instruction {
        guard case .idle = state else { preconditionFailure("\(proposal.id) was begun twice") }
        let intent = Intent(proposal, by: acceptance?.person, in: mode)
        return next(.recordingIntent, .record(.intent(intent)))
    }

    /// Takes the answer to the instruction with `ticket`. Nil if the answer is late or all is done.
    package mutating func handle(
        _ event: Event, for ticket: Int, ledger: inout GuardLedger, standing: Standing? = nil,
        at clocks: Clocks
    ) -> Instruction? {
        guard ticket == self.ticket, !isFinished else { return nil }
        switch (state, event) {
        case (_, .recordFailed): return journalFailed()
        case (.recordingIntent, .recorded):
            return next(.readingCircumstances, .read(.circumstances))
        case (.readingCircumstances, .circumstances(let circumstances)):
            return next(.rereading(circumstances), .read(.plant))
        case (.readingCircumstances, .readFailed), (.rereading, .readFailed):
            return conclude(.plantNotRead)
        case (.rereading(let circumstances), .plant(let reread)):
            let judgement = judge(circumstances, reread, standing, &ledger, at: clocks)
            return next(
                .recordingVerdict(judgement), .record(.verdict(Judged(judgement.verdict))))
        case (.recordingVerdict(let judgement), .recorded):
            guard let release = judgement.release else { return conclude(denied: true) }
            return next(.recordingPermit(release), .record(.permit(PermitGiven(release))))
        case (.recordingPermit(let release), .recorded):
            return send(release, 0, at: clocks)
        case (.writing(var flight), .answered(let status)):
            flight.status = status
            let answer = WriteAnswered(
                decision: proposal.id, tag: flight.move.tag, to: flight.move.to.value,
                status: status)
            return next(.recordingStatus(flight), .record(.writeStatus(answer)))
        case (.recordingStatus(let flight), .recorded): return afterStatus(flight, at: clocks)
        case (.waiting(let flight), .waited):
            return next(.readingBack(flight), .read(.setpoint(flight.move.tag)))
        case (.readingBack(let flight), .setpoint(let handle)): return judge(handle, flight)
        case (.readingBack(let flight), .readFailed): return judge(nil, flight)
        case (.recordingReadback(let flight, let result), .recorded):
            return afterReadback(flight, result, at: clocks)
        case (.recordingOutcome(let outcome), .recorded):
            return next(.finished, .done(outcome, durable: true))
        default: preconditionFailure("\(proposal.id): \(event) does not answer its instruction")
        }
    }

    private func judge(
        _ circumstances: Circumstances, _ reread: LivePlant, _ standing: Standing?,
        _ ledger: inout GuardLedger, at clocks: Clocks
    ) -> Judgement {
        if isRecovery {
            return chain.judgeRecovery(
                proposal.moves, as: proposal.id, madeAt: proposal.madeAt, given: circumstances,
                reread: reread, standing: standing, ledger: &ledger, at: clocks.plant,
                monotonic: clocks.wall)
        }
        return chain.judge(
            proposal, acceptedBy: acceptance, given: circumstances, reread: reread,
            standing: standing, ledger: &ledger, at: clocks.plant, monotonic: clocks.wall)
    }

    private mutating func next(_ state: State, _ effect: Effect) -> Instruction {
        self.state = state
        ticket += 1
        return Instruction(ticket: ticket, effect: effect)
    }
}

// MARK: Writing and reading back

extension WriteProtocol {
    /// Sends move `index`, if the permit still holds and nobody said stop.
    private mutating func send(_ release: Release, _ index: Int, at clocks: Clocks) -> Instruction {
        guard !stopAsked else { return conclude(.stopped) }
        guard release.permit.holds(at: clocks.wall) else { return conclude(.permitExpired) }
        // From here on it may have been applied, whatever is heard.
        moves[index].result = .unknown
        let flight = Flight(release: release, index: index, sentAt: clocks.wall)
        return next(.writing(flight), .write(flight.move))
    }

    private mutating func afterStatus(_ flight: Flight, at clocks: Clocks) -> Instruction {
        if case .refused = flight.status {
            moves[flight.index].result = .rejected
            return conclude()
        }
        return poll(flight, at: clocks)
    }

    /// Waits for the next reading, or gives up when readings or patience are spent.
    private mutating func poll(_ flight: Flight, at clocks: Clocks) -> Instruction {
        let waited = clocks.wall.elapsed(since: flight.sentAt)
        guard flight.poll < pauses.count, let waited, waited <= patience else { return conclude() }
        var flight = flight
        let pause = pauses[flight.poll]
        flight.poll += 1
        return next(.waiting(flight), .wait(seconds: pause))
    }

    /// Records one reading. `result` is nil while it settles nothing.
    private mutating func judge(_ handle: LiveHandle?, _ flight: Flight) -> Instruction {
        let move = flight.move
        let seen = handle?.setpoint.flatMap(Finite.init)?.value
        var result: MoveResult?
        if let seen {
            moves[flight.index].seen = seen
            result = verdict(on: seen, handle?.loop, flight)
        }
        let readback = Readback(
            decision: proposal.id, tag: move.tag, asked: move.to.value, seen: seen,
            loop: handle?.loop, poll: flight.poll)
        return next(.recordingReadback(flight, result), .record(.readback(readback)))
    }

    /// What a live setpoint says about our write; nil if a later reading may say more.
    private func verdict(on seen: Double, _ loop: LoopMode?, _ flight: Flight) -> MoveResult? {
        let move = flight.move
        // The guard released the move, so its tolerance is there; without it nothing is verified.
        guard let tolerance = chain.rules.handle(move.tag)?.setpointTolerance else { return nil }
        if abs(seen - move.to.value) <= tolerance { return .verified }
        let isLast = flight.poll >= pauses.count
        if let loop, loop != .remote { return .overridden }
        guard isLast else { return nil }
        let stayed = abs(seen - move.from.value) <= tolerance
        switch flight.status {
        case .noAnswer: return stayed ? .unknown : .overridden
        case .clamped: return .mismatch
        default: return stayed ? .mismatch : .overridden
        }
    }

    private mutating func afterReadback(
        _ flight: Flight, _ result: MoveResult?, at clocks: Clocks
    ) -> Instruction {
        guard let result else { return poll(flight, at: clocks) }
        moves[flight.index].result = result
        guard result == .verified else { return conclude() }
        guard flight.index + 1 < flight.release.moves.count else { return conclude() }
        return send(flight.release, flight.index + 1, at: clocks)
    }
}

// MARK: The end

extension WriteProtocol {
    private mutating func conclude(
        _ withdrawal: Outcome.Withdrawal? = nil, denied: Bool = false
    ) -> Instruction {
        let outcome = outcome(withdrawal, denied: denied)
        return next(.recordingOutcome(outcome), .record(.outcome(outcome)))
    }

    /// Nothing more is done: what was not recorded must not be acted on.
    private mutating func journalFailed() -> Instruction {
        if case .recordingOutcome(let outcome) = state {
            return next(.finished, .done(outcome, durable: false))
        }
        return next(.finished, .done(outcome(.journalFailed), durable: false))
    }

    private func outcome(_ withdrawal: Outcome.Withdrawal?, denied: Bool = false) -> Outcome {
        let failed = moves.first { $0.result != .verified && $0.result != .notSent }
        let result: Outcome.Result =
            switch failed?.result {
            case .mismatch: .mismatch
            case .unknown: .unknown
            case .rejected: .rejected
            case .overridden: .overridden
            case .verified, .notSent, .none:
                denied ? .denied : withdrawal != nil ? .withdrawn : .verified
            }
        let verified = moves.count { $0.result == .verified }
        return Outcome(
            decision: proposal.id, result: result,
            partial: verified > 0 && verified < moves.count, withdrawal: withdrawal, moves: moves)
    }
}
