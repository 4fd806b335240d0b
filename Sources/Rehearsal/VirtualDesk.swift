package import Act
package import Determinism
package import Guard
package import GuardSide
package import Sense
package import Tags

/// The guard's desk as production runs it, with the journal, the connection and the clock replaced.
///
/// The state machines are the real ones; only the interpreter of their effects differs from the
/// one at the edge, which waits on sockets.
package struct VirtualDesk {
    package private(set) var desk: Desk
    private var sense: SenseStage
    private let reading: PlantReading
    /// Everything that would stand in the journal, in order, with its plant time.
    package private(set) var journal: [(at: PlantTime, entry: JournalEntry)] = []
    /// Wall seconds pass only by waiting; kept apart from plant time.
    private var wallNanoseconds: Int64 = 0

    package init(desk: Desk, sense: SenseStage, reading: PlantReading) {
        self.desk = desk
        // What stands behind a rehearsal is the rehearsal's own; only the plant speaks for itself.
        self.desk.standing.seal = .simulated
        self.desk.standing.isJournalWritable = true
        self.desk.standing.holdsLease = true
        self.desk.standing.isOperatorPresent = true
        self.desk.standing.isInRegion = true
        self.desk.standing.isSelfTested = true
        self.sense = sense
        self.reading = reading
    }

    /// The clocks of a rehearsal that begins at `origin`.
    package static func start(_ origin: PlantTime) -> WriteProtocol.Clocks {
        WriteProtocol.Clocks(plant: origin, wall: MonotonicInstant(nanoseconds: 0))
    }

    /// Reads the plant as the guard does, and notes what it saw.
    package mutating func look(at plant: some VirtualPlant) -> Circumstances {
        let snapshot = sense.snapshot(of: plant.read(), at: plant.now)
        let live = reading.live(snapshot)
        record(desk.observe(snapshot, live), at: plant.now)
        record(desk.tick(at: clocks(plant.now)), at: plant.now)
        return Circumstances(
            snapshot: snapshot, live: live, mode: desk.mode,
            cyclesSinceClimb: desk.modes.cyclesSinceClimb)
    }

    /// The loop has ended a cycle.
    package mutating func noteCycle(at now: PlantTime) { desk.noteCycle(at: now) }

    /// Lays a proposal on the table.
    package mutating func offer(_ proposal: Proposal, given: Circumstances, at now: PlantTime) {
        let token = "card \(proposal.id.number)"
        record(desk.offer(proposal, given: given, token: token, at: now), at: now)
    }

    package mutating func request(_ mode: Mode, by person: Person, why: String, at now: PlantTime) {
        let request = ModeRequest(mode, by: person, why: why)
        record(desk.request(request, at: clocks(now)), at: now)
    }

    package mutating func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason,
        at now: PlantTime
    ) throws(Desk.Refusal) {
        record(
            try desk.reject(decision, by: person, because: reason, text: "", at: now), at: now)
    }

    /// Accepts and carries a decision through to its end.
    package mutating func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?,
        on plant: inout some VirtualPlant
    ) throws(Desk.Refusal) -> Outcome? {
        let begun = try desk.accept(decision, by: person, renewed: renewed, at: plant.now)
        record(begun.records, at: plant.now)
        var steps = begun.protocol
        var instruction: WriteProtocol.Instruction? = steps.begin()
        while let step = instruction {
            if case .done(let outcome, let durable) = step.effect {
                let records = desk.finish(
                    outcome, of: steps.proposal, durable: durable, at: plant.now)
                record(records, at: plant.now)
                return outcome
            }
            let event = perform(step.effect, on: &plant)
            instruction = desk.handle(event, for: step, in: &steps, at: clocks(plant.now))
        }
        return nil
    }

    private mutating func perform(
        _ effect: WriteProtocol.Effect, on plant: inout some VirtualPlant
    ) -> WriteProtocol.Event {
        switch effect {
        case .record(let entry):
            record([entry], at: plant.now)
            return .recorded
        case .read(.circumstances): return .circumstances(look(at: plant))
        case .read(.plant): return .plant(look(at: plant).live)
        case .read(.setpoint(let tag)): return .setpoint(look(at: plant).live.handle(tag))
        case .write(let move):
            desk.note(sent: move)
            return .answered(plant.write(move))
        case .wait(let seconds):
            wallNanoseconds += Int64(seconds * 1e9)
            plant.advance(by: seconds)
            return .waited
        case .done: preconditionFailure("the end is taken by the caller")
        }
    }

    private func clocks(_ now: PlantTime) -> WriteProtocol.Clocks {
        WriteProtocol.Clocks(plant: now, wall: MonotonicInstant(nanoseconds: wallNanoseconds))
    }

    private mutating func record(_ entries: [JournalEntry], at now: PlantTime) {
        journal.append(contentsOf: entries.map { (now, $0) })
    }
}
