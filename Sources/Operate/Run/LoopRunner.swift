package import Determinism
import Guard
import GuardLink
package import GuardRoom
import GuardSide
import Journal
package import Learn
package import Loop
import Optimize
package import Tags

/// Turns the loop of one twin against a real connection until it is told to stop.
package actor LoopRunner {
    private let thread = SolveThread()
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe thread.asUnownedSerialExecutor()
    }

    private let desk: any GuardSeat
    /// The mode in force, as last heard.
    private var mode: Mode
    private let recorder: RunRecorder
    private let book: AdviceBook
    /// Of the last turn's solve.
    private var deadline: SolveDeadline?
    private let clock: PlantClock
    private let seat: any OperatorSeat
    private let person: Person
    /// Share of the optimizer's cycle that a solve may take on the wall.
    private let solverShare: Double
    private let watch: @Sendable (RunEvent) -> Void
    private var cycle: LoopCycle
    private var latest: CycleOutcome?
    private var shown: (card: ShownCard, advice: CycleOutcome.Advice, at: PlantTime)?
    /// Read while the last turn was thinking.
    private var readBeside: [RawSample] = []
    private var qualities: [TagName: Quality] = [:]
    /// What gives trouble now: tags and connections, each told once.
    private var troubled: [Substring] = []
    /// Whether the plant runs where the model is judged, at the last recommendation.
    private var isInRegion: Bool?
    /// What keeps the loop from estimating, as last told.
    private var obstacle: Obstacle?

    package init(
        _ settings: LoopSettings, desk: any GuardSeat, in mode: Mode, recorder: RunRecorder,
        book: AdviceBook,
        clock: PlantClock,
        seat: any OperatorSeat, person: Person, continuing track: ForecastTrack = ForecastTrack(),
        solverShare: Double = 0.25, watch: @escaping @Sendable (RunEvent) -> Void
    ) {
        precondition(solverShare > 0 && solverShare < 1, "solver share \(solverShare)")
        self.solverShare = solverShare
        cycle = LoopCycle(settings, continuing: track)
        self.desk = desk
        self.mode = mode
        self.recorder = recorder
        self.book = book
        self.clock = clock
        self.seat = seat
        self.person = person
        self.watch = watch
    }

    /// How the forecasts did so far.
    package var lessons: PredictionLedger { cycle.learner }

    /// Runs until `shouldStop` says so or the plant's clock passes `end`.
    ///
    /// - Throws: `PlantNeverRead` if nothing at all can be read at the start.
    package func run(until end: PlantTime?, shouldStop: @Sendable () -> Bool) async throws {
        if let never = try await reach(shouldStop) {
            try await desk.leave(why: "the plant was never read")
            await recorder.close()
            throw never
        }
        var next = clock.now
        while !shouldStop(), end.map({ clock.now < $0 }) ?? true {
            try await turn()
            // Missed turns are skipped, not made up.
            while next <= clock.now { next = next.later(by: cycle.settings.senseEvery) }
            await rest(until: next, shouldStop)
        }
        try await desk.leave(why: "stopped")
        await recorder.close()
        watch(.closed(clock.now))
    }

    /// Rests in short naps, so that a stop need not wait for the next turn.
    private func rest(until next: PlantTime, _ shouldStop: @Sendable () -> Bool) async {
        while !shouldStop() {
            let left = clock.wallSeconds(until: next)
            guard left > 0 else { return }
            // Cancelled or not, the loop looks at `shouldStop` and the time itself.
            try? await Task.sleep(for: .seconds(min(left, 0.25)))
        }
    }

    /// Waits for the first value of any tag, for as long as a plant may take to be switched on.
    /// Returns why, if none came.
    private func reach(_ shouldStop: @Sendable () -> Bool) async throws -> PlantNeverRead? {
        let start = PlantClock.monotonic
        var first: String?
        while !shouldStop() {
            let look = try await self.look()
            if look.samples.contains(where: { $0.value != nil }) { return nil }
            // The first reason says more than those that follow it.
            if first == nil { first = look.trouble.first }
            let waited = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
            if waited >= PlantNeverRead.patience {
                return PlantNeverRead(why: first ?? "no tag has a source")
            }
            // Cancelled or not, the loop looks at `shouldStop` and the time itself.
            try? await Task.sleep(for: .seconds(0.5))
        }
        return nil
    }

    /// Has the guard's side read the plant, and tells what is news.
    private func look() async throws -> GuardLook {
        let look = try await desk.look()
        tell(look)
        return look
    }

    private func tell(_ look: GuardLook) {
        note(look.trouble)
        // What it refuses is counted there and told by the recorder.
        recorder.take(look.circumstances.snapshot)
        for override in look.overrides {
            watch(.overridden(override, at: look.circumstances.snapshot.at))
        }
    }

    /// One turn: read, think, show, listen, record.
    private func turn() async throws {
        var stages = StageWatch()
        let look = try await self.look()
        stages.end("read")
        for settled in try await desk.settleIfReadable() { watch(.settled(settled, at: clock.now)) }
        let outcome = try await think(on: look.samples)
        stages.end("think")
        latest = outcome
        noteQualities(of: outcome.snapshot)
        await noteObstacle(at: outcome.snapshot.at)
        watch(.sensed(outcome))
        if let advice = outcome.advice { try await show(advice, at: outcome.snapshot.at) }
        stages.end("show")
        try await listen()
        await report(
            recorder.record(outcome, mode: mode, durations: stages.durations))
    }

    /// Turns the loop, and goes on reading beside it, since a solve may outlast a sense period.
    /// What is read meanwhile is on record, and for the next turn to think on.
    private func think(on samples: [RawSample]) async throws -> CycleOutcome {
        let view = try await desk.view()
        if view.mode != mode {
            watch(.mode(view.mode, blockers: [], by: nil, at: clock.now))
        }
        mode = view.mode
        let heard = readBeside + samples
        let (outcome, looks) = try await readingBeside(
            every: cycle.settings.senseEvery, by: clock
        ) { [desk] in
            try await desk.look()
        } while: {
            cycle.turn(on: heard, at: clock.now, seeing: view, solving: newDeadline())
        }
        for look in looks { tell(look) }
        isInRegion = outcome.isInRegion ?? isInRegion
        try await desk.note(
            CycleReport(
                at: outcome.snapshot.at,
                isInRegion: outcome.believed == nil ? nil : isInRegion, model: outcome.model))
        readBeside = looks.flatMap(\.samples)
        return outcome
    }

    /// A solve may take a share of the optimizer's cycle on the wall, and no more.
    private func newDeadline() -> SolverOptions {
        let deadline = SolveDeadline(
            after: cycle.settings.optimizeEvery / clock.speed * solverShare)
        self.deadline = deadline
        return deadline.options
    }

    // MARK: Cards

    private func show(_ advice: CycleOutcome.Advice, at now: PlantTime) async throws {
        let sentences = advice.explanation.sentences
        // Solving took its time: the preview goes by what the plant shows now.
        _ = try await self.look()
        guard let proposal = advice.proposal, mode.showsAdvice,
            let preview = try await offer(proposal, of: advice)
        else {
            try await desk.withdrawCard()
            shown = nil
            await seat.show(nil)
            watch(.noMove(sentences, at: now))
            return
        }
        let card = ShownCard(
            decision: proposal.id, moves: proposal.moves, sentences: sentences,
            standIns: proposal.certificate.standIns, preview: preview, age: 0)
        shown = (card, advice, now)
        await seat.show(card)
        watch(.card(card, at: now))
        if mode == .automatic, preview.isAccepted { try await act(on: proposal.id) }
    }

    /// In automatic nobody is asked; the guard has the last word all the same.
    private func act(on decision: DecisionID) async throws {
        do {
            let result = try await desk.act(on: decision)
            shown = nil
            watch(.outcome(result.outcome, result.verdict, at: clock.now))
            // Where the setpoints are now belongs on record, also if the run ends here.
            _ = try await self.look()
        } catch let refusal as Desk.Refusal { refuse(refusal) }
    }

    /// Lays a proposal before the guard's side, its grounds and inputs on record.
    private func offer(
        _ proposal: Proposal, of advice: CycleOutcome.Advice
    ) async throws -> Verdict? {
        let (grounds, trouble) = await book.grounds(
            of: advice, requested: mode, stoppedAfter: deadline?.stoppedAfter)
        report(trouble)
        return try await desk.offer(proposal, on: grounds)
    }

    /// Hears what the operator said and does it.
    private func listen() async throws {
        for answer in await seat.answers(to: cardInPlay()) {
            switch answer {
            case .mode(let mode, let why):
                let answer = try await desk.request(ModeRequest(mode, by: person, why: why))
                self.mode = answer.mode
                watch(.mode(answer.mode, blockers: answer.blockers, by: person, at: clock.now))
            case .reject(let decision, let reason, let text):
                do {
                    try await desk.reject(decision, by: person, because: reason, text: text)
                    shown = nil
                    watch(.rejected(decision, reason, by: person, at: clock.now))
                } catch let refusal as Desk.Refusal { refuse(refusal) }
            case .accept(let decision): try await accept(decision)
            }
        }
    }

    private func accept(_ decision: DecisionID) async throws {
        var renewed: Certificate?
        if let shown, let latest, let proposal = shown.advice.proposal {
            renewed = cycle.renewed(
                proposal.certificate, of: shown.advice, in: latest,
                seeing: try await desk.view())
        }
        do {
            watch(.accepted(decision, by: person, at: clock.now))
            let result = try await desk.accept(decision, by: person, renewed: renewed)
            shown = nil
            watch(.outcome(result.outcome, result.verdict, at: clock.now))
            // Where the setpoints are now belongs on record, also if the run ends here.
            _ = try await self.look()
        } catch let refusal as Desk.Refusal { refuse(refusal) }
    }

    private func refuse(_ refusal: Desk.Refusal) {
        watch(.refused(refusal.text, at: clock.now))
    }

    private func cardInPlay() -> ShownCard? {
        guard let shown else { return nil }
        var card = shown.card
        card.age = clock.now.seconds(since: shown.at)
        card.mode = mode
        return card
    }

    // MARK: Telling

    /// Tells each trouble when it is new, and when all are over. Its subject stands before the
    /// colon.
    private func note(_ trouble: [String]) {
        let now = clock.now
        let subjects = trouble.map { $0.prefix { $0 != ":" } }
        for (text, subject) in zip(trouble, subjects) where !troubled.contains(subject) {
            watch(.trouble(text, since: now))
        }
        if subjects.isEmpty, !troubled.isEmpty { watch(.recovered(now)) }
        troubled = subjects
    }

    private func noteQualities(of snapshot: Snapshot) {
        for sample in snapshot.samples {
            let before = qualities[sample.tag]
            qualities[sample.tag] = sample.quality
            // At the start everything is missing once; only changes are news.
            guard let before, before != sample.quality, before != .bad(.missing) else { continue }
            watch(.quality(sample.tag, sample.quality, at: snapshot.at))
        }
    }

    /// Tells and records what keeps the loop from estimating, when it is new and when it is over.
    private func noteObstacle(at now: PlantTime) async {
        guard cycle.obstacle != obstacle else { return }
        obstacle = cycle.obstacle
        watch(.obstacle(obstacle?.text, at: now))
        await report(recorder.record(obstacle: obstacle?.text, at: now))
    }

    private func report(_ trouble: String?) {
        if let trouble { watch(.recordTrouble(trouble)) }
    }
}

extension Desk.Refusal {
    /// As an operator reads it.
    package var text: String {
        switch self {
        case .noCard: "there is no card to answer"
        case .otherCard(let decision): "the card on the table is \(decision) now"
        case .expired(let decision): "\(decision) is too old: the plant has moved on"
        case .notPredicted(let decision):
            "\(decision): what it would do cannot be predicted from what is known now"
        case .modeForbids(let mode): "the twin does not write in mode \(mode.rawValue)"
        case .unsettled(let decision): "\(decision) is not settled: its setpoint was not read yet"
        case .duty(let duty): "\(duty.rawValue) may not accept"
        }
    }
}
