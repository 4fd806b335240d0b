import Act
import Guard
import GuardLink
import GuardSide
import Journal
import Tags

extension GuardDesk {
    /// Takes one decision through the write protocol. Others are heard between two steps.
    func carryOut(
        _ begun: WriteProtocol
    ) async throws(JournalError) -> (outcome: Outcome, verdict: Verdict?) {
        defer { underWay = nil }
        var begun = begun
        var instruction = begun.begin()
        underWay = begun
        var verdict: Verdict?
        while true {
            if case .done(let outcome, let durable) = instruction.effect {
                let records = desk.finish(
                    outcome, of: begun.proposal, durable: durable, at: clock.now)
                try journal.append(records)
                await keepHead()
                return (outcome, verdict)
            }
            if case .record(.verdict(let judged)) = instruction.effect { verdict = judged.verdict }
            let event = await perform(instruction.effect)
            instruction = advance(with: event, after: instruction)
        }
    }

    /// No pause lies between the last look at mode and lease and the next instruction.
    private func advance(
        with event: WriteProtocol.Event, after instruction: WriteProtocol.Instruction
    ) -> WriteProtocol.Instruction {
        guard var steps = underWay else {
            preconditionFailure("an answer came and nothing is under way")
        }
        // A write with its readbacks may outlast the lease, and the pulse may be waiting for it.
        let isHeld = lease.renew(at: clock.monotonic)
        if !isHeld { found.append(.leaseLost) }
        if case .recorded = event, !isHeld || !standsAsJudged(steps.unsent) { steps.stop() }
        guard
            let next = desk.handle(event, for: instruction, in: &steps, at: clock.clocks)
        else { preconditionFailure("\(steps.proposal.id) stopped without an outcome") }
        underWay = steps
        return next
    }

    /// Whether the last reading, such as the first move's readback, leaves the plant to the moves
    /// that are still to be sent: the judgement is older than it, and the operator may have moved
    /// the next setpoint meanwhile.
    private func standsAsJudged(_ moves: [ProposedMove]) -> Bool {
        guard !moves.isEmpty else { return true }
        let rules = desk.chain.rules
        guard let live = latest?.live, rules.plantModes.contains(live.plantMode) else {
            return false
        }
        let holds = rules.holds.filter { hold in
            hold.handles.isEmpty || moves.contains { hold.stops($0.tag) }
        }
        let flags = rules.interlocks + holds.map(\.name)
        let isQuiet = flags.allSatisfy { name in
            live.interlocks.first { $0.name == name }?.active == false
        }
        return isQuiet && moves.allSatisfy { isFree($0, live, rules) }
    }

    private func isFree(_ move: ProposedMove, _ live: LivePlant, _ rules: GuardRules) -> Bool {
        guard desk.watch.isFree(move.tag, at: clock.now), let handle = rules.handle(move.tag),
            let tolerance = handle.setpointTolerance, let seen = live.handle(move.tag),
            seen.loop == .remote, let setpoint = seen.setpoint,
            abs(setpoint - move.from) <= tolerance
        else { return false }
        guard handle.operatorLimits == .live else { return true }
        guard let low = seen.operatorLow, let high = seen.operatorHigh else { return false }
        return move.to >= low && move.to <= high
    }

    private func perform(_ effect: WriteProtocol.Effect) async -> WriteProtocol.Event {
        switch effect {
        case .record(let entry):
            do throws(JournalError) {
                try journal.append([entry])
                return .recorded
            } catch {
                found.append(.journalFailed)
                return .recordFailed
            }
        case .read(let what):
            // It throws only if the journal refuses; then nothing may be acted on any more.
            guard let seen = try? await lookAround() else { return .readFailed }
            let circumstances = seen.look.circumstances
            // A command bears what was read for the judgement, and nothing newer.
            if what == .circumstances { judgedOn = seen.block }
            switch what {
            case .circumstances: return .circumstances(circumstances)
            case .plant: return .plant(circumstances.live)
            case .setpoint(let tag): return .setpoint(circumstances.live.handle(tag))
            }
        case .write(let move):
            desk.note(sent: move)
            return .answered(await send(move))
        case .wait(let seconds):
            await clock.pause(seconds)
            return .waited
        case .done: preconditionFailure("the end is taken by the caller")
        }
    }
}
