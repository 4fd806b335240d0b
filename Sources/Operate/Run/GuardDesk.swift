package import Act
import Determinism
package import Guard
package import GuardSide
package import Journal
import Loop
package import Historian
import Sense
package import Tags
package import TwinFile

/// The guard's side at the edge: it reads the plant itself, owns the journal, and alone may write.
///
/// What is read goes on record from here and from nowhere else, so that the setpoints of an earlier
/// run are those which this side read.
package actor GuardDesk {
    private var desk: Desk
    private let journal: JournalBook
    private var sense: SenseStage
    private let reading: PlantReading
    private let link: PlantLink
    private let pen: PlantPen
    private let historian: Historian
    private let clock: PlantClock
    /// What was last read.
    private var latest: Circumstances?
    /// The decision that is being carried out.
    private var underWay: WriteProtocol?

    /// Opens the journal at `path`, verifies all of it and takes up what earlier runs left.
    package init(
        _ twin: Twin, spacing: Double, startingIn mode: Mode, journal path: String,
        historian: Historian, settings: [Opened.Setting], clock: PlantClock
    ) throws {
        let assembly = GuardAssembly(twin, spacing: spacing)
        journal = try JournalBook(path: path, settings: settings, clock: clock)
        desk = Desk(
            rules: assembly.rules, modes: assembly.modes, startingIn: mode,
            recap: journal.recap, at: .now(clock))
        desk.standing.seal = .simulated
        desk.standing.isJournalWritable = true
        desk.standing.holdsLease = true
        desk.standing.isOperatorPresent = true
        desk.standing.isInRegion = true
        desk.standing.isSelfTested = true
        sense = SenseStage(rules: LoopSettings.senseRules(of: twin))
        reading = assembly.reading
        link = try PlantLink(twin)
        pen = try PlantPen(twin)
        self.historian = historian
        self.clock = clock
    }

    /// What the loop may know.
    package var view: DeskView { desk.view }
    package var mode: Mode { desk.mode }
    package var card: Desk.Card? { desk.card }

    // MARK: Seeing

    /// One round of reading.
    package struct Look: Sendable {
        /// As it came, for whoever judges it anew.
        package let samples: [RawSample]
        package let circumstances: Circumstances
        /// Setpoints that someone else moved.
        package let overrides: [Override]
        /// What went wrong with connections and tags; the subject stands before the colon.
        package let trouble: [String]
    }

    /// Takes over from the record what an earlier run read of the setpoints, before anything else
    /// is read. What the record does not hold counts as not watched.
    package func recall() async throws(HistorianError) {
        for handle in desk.chain.rules.handles {
            let now = clock.now
            // A little more, so that a reading from before the longest window's start is there; and
            // what is stamped later than now, which tells that clocks disagree.
            let range = now.earlier(by: 1.5 * handle.lookBack)...PlantTime(nanoseconds: .max)
            let samples = try await historian.samples(of: handle.tag, in: range)
            let readings = samples.compactMap { sample in
                sample.quality.isGood
                    ? sample.value.map { ReadbackHistory.Reading($0, at: sample.at) } : nil
            }
            desk.recall(readings, of: handle.tag, at: now)
        }
    }

    /// Reads the plant, notes what it shows and puts it on record.
    package func look() async throws(JournalError) -> Look {
        let read = await link.read(at: clock)
        let now = clock.now
        let snapshot = sense.snapshot(of: read.samples, at: now)
        let live = reading.live(snapshot)
        let circumstances = Circumstances(snapshot: snapshot, live: live, mode: desk.mode)
        latest = circumstances
        // What it refuses is counted there and told by the recorder.
        _ = historian.intake.offer(snapshot.samples)
        let records = desk.observe(snapshot, live)
        try journal.append(records)
        try journal.append(desk.tick(at: .now(clock)))
        let overrides = records.compactMap { entry -> Override? in
            if case .overridden(let override) = entry { override } else { nil }
        }
        return Look(
            samples: read.samples, circumstances: circumstances, overrides: overrides,
            trouble: read.trouble)
    }

    /// Settles what is open once every setpoint in question can be read: what the plant's silence
    /// left unknown does not stay so until the next start.
    package func settleIfReadable() async throws(JournalError) -> [Settled] {
        guard let live = latest?.live, !desk.open.isEmpty else { return [] }
        let moves = desk.open.flatMap(\.moves)
        guard moves.allSatisfy({ live.handle($0.tag)?.setpoint != nil }) else { return [] }
        return try await settle()
    }

    /// Settles, by reading, what an earlier run left open.
    package func settle() async throws(JournalError) -> [Settled] {
        guard !desk.open.isEmpty else { return [] }
        var settlement = Settlement(desk.open, rules: desk.chain.rules)
        var effect = settlement.begin()
        while true {
            switch effect {
            case .read(let tag):
                let circumstances = try await look().circumstances
                effect = settlement.handle(.setpoint(circumstances.live.handle(tag)))
            case .wait(let seconds):
                await pause(seconds)
                effect = settlement.handle(.waited)
            case .record(let entry):
                try journal.append([entry])
                effect = settlement.handle(.recorded)
            case .done(let settled):
                desk.note(settled)
                return settled
            case .failed: return []
            }
        }
    }

    // MARK: Cards and modes

    /// Lays a proposal on the table. Returns the guard's preview, for the card.
    package func offer(
        _ proposal: Proposal, on grounds: Grounds
    ) throws(JournalError) -> Verdict? {
        guard let latest else { return nil }
        let token = CardToken.fresh()
        try journal.append(
            desk.offer(proposal, on: grounds, given: latest, token: token, at: clock.now))
        return desk.card?.preview
    }

    package func withdrawCard() { desk.withdrawCard() }

    /// A person asks for a mode. Returns what stands against it; empty if it is granted.
    package func request(_ request: ModeRequest) throws(JournalError) -> [Blocker] {
        let blockers = desk.blockers(of: request, at: clock.now)
        try journal.append(desk.request(request, at: .now(clock)))
        return blockers
    }

    /// FAILSAFE: from here on nothing more is written.
    package func failsafe(by person: Person?, why: String) throws(JournalError) {
        underWay?.stop()
        try journal.append(desk.failsafe(by: person, why: why, at: .now(clock)))
    }

    package func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String
    ) throws {
        try journal.append(
            try desk.reject(decision, by: person, because: reason, text: text, at: clock.now))
    }

    /// Accepts a card and carries it through: judge, permit, write, read back, record.
    package func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        let begun = try desk.accept(decision, by: person, renewed: renewed, at: clock.now)
        try journal.append(begun.records)
        return try await carryOut(begun.protocol)
    }

    /// Others are heard between two steps: a FAILSAFE stops what was not sent yet.
    private func carryOut(
        _ begun: WriteProtocol
    ) async throws(JournalError) -> (outcome: Outcome, verdict: Verdict?) {
        var steps = begun
        var instruction = steps.begin()
        var verdict: Verdict?
        underWay = steps
        defer { underWay = nil }
        while true {
            if case .done(let outcome, let durable) = instruction.effect {
                let records = desk.finish(
                    outcome, of: steps.proposal, durable: durable, at: clock.now)
                try journal.append(records)
                return (outcome, verdict)
            }
            if case .record(.verdict(let judged)) = instruction.effect { verdict = judged.verdict }
            let event = await perform(instruction.effect)
            if underWay?.isStopped == true { steps.stop() }
            guard
                let next = desk.handle(event, for: instruction, in: &steps, at: .now(clock))
            else { preconditionFailure("\(steps.proposal.id) stopped without an outcome") }
            instruction = next
        }
    }

    private func perform(_ effect: WriteProtocol.Effect) async -> WriteProtocol.Event {
        switch effect {
        case .record(let entry):
            do throws(JournalError) {
                try journal.append([entry])
                return .recorded
            } catch { return .recordFailed }
        case .read(let what):
            // It throws only if the journal refuses; then nothing may be acted on any more.
            guard let circumstances = try? await look().circumstances else { return .readFailed }
            switch what {
            case .circumstances: return .circumstances(circumstances)
            case .plant: return .plant(circumstances.live)
            case .setpoint(let tag): return .setpoint(circumstances.live.handle(tag))
            }
        case .write(let move):
            desk.note(sent: move)
            return .answered(await pen.write(move))
        case .wait(let seconds):
            await pause(seconds)
            return .waited
        case .done: preconditionFailure("the end is taken by the caller")
        }
    }

    private func pause(_ wallSeconds: Double) async {
        // Cancelling a run must not cut a read-back short.
        try? await Task.sleep(for: .seconds(wallSeconds))
    }

    /// The last record of this run.
    package func close(why: String) throws(JournalError) {
        try journal.append([.closed(Closed(why: why))])
        link.close()
        pen.close()
    }
}
