import Act
import CompanionBlock
import ConnectModbusWriting
import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Seal
import Tags

// The operator's hand, and FAILSAFE.
extension DrillRun {
    var handStep: DrillStep {
        DrillStep(
            "the operator's hand", did: "waited for a setpoint to be moved by hand",
            expected: "put on record as his; no write and no further move of that loop is let "
                + "through")
    }
    var failsafeStep: DrillStep {
        DrillStep(
            "FAILSAFE", did: "pressed it at the guard",
            expected: "the block is asked to shed within 2 s; every loop in local, and its "
                + "setpoint does what is declared")
    }

    func handSteps() async throws {
        let wait = asked.isThere ? options.patience : options.handPatience
        guard wait > 0 else {
            return note(
                handStep.notDone("nobody is there to move a setpoint; see --wait-for-hand"))
        }
        asked.ask(
            "move one setpoint by hand at the control system, in local or in remote"
                + (asked.isThere ? "; Enter leaves this step out" : ""))
        var taken: TagName?
        let waited = try await turn(for: wait) { look in
            taken = look.overrides.last?.tag
            return taken != nil || asked.hasAnswered
        }
        guard let tag = taken else {
            return note(
                handStep.notDone(
                    waited == nil ? "nobody moved a setpoint in \(Int(wait)) s" : "left out"))
        }
        moved.insert(tag)
        let written = lines.flatMap(\.writes).count
        let look = try await turn()
        let denied = try await deniedMove(of: tag, look)
        let mode = await desk.mode
        let beats = lines.flatMap(\.writes).count - written
        note(
            handStep.ended(
                denied != nil,
                "\(tag) moved to "
                    + words.value(look.circumstances.live.handle(tag)?.setpoint, tag)
                    + "; mode now \(mode.rawValue)",
                figures: [.init("writing requests since, beats", Double(beats), "")],
                details: [denied ?? "a further move was not denied for it"]))
    }

    /// What the guard says to a further move of a handle that the operator has; nil if it would let
    /// it through, or denies it for something else only.
    private func deniedMove(of tag: TagName, _ look: GuardLook) async throws -> String? {
        guard let from = look.circumstances.live.handle(tag)?.setpoint,
            let smallest = twin.rules.handle(tag)?.smallestMove
        else { return nil }
        let move = ProposedMove(tag: tag, from: from, to: from - 1.02 * smallest)
        let verdict = try await desk.offer(proposal([move], seeing: look))
        await desk.withdrawCard()
        let finding = verdict?.findings.first { finding in
            if case .takenByOperator = finding.denial { return finding.about == tag.text }
            return false
        }
        return finding.map(words.text)
    }

    /// - Parameter asides: what kept setpoints from being away from where they return to.
    func failsafeSteps(asides: [String]) async throws {
        let before = await bench?.status()
        let mode = await desk.mode
        guard mode.rung != nil else {
            let why = "the asset is shed already: \(mode.rawValue)"
            return leaveOut([failsafeStep, lateStep], why)
        }
        let start = PlantClock.monotonic
        try await desk.failsafe(by: options.person, why: "the drill of the plant's side")
        let took = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
        let after = await desk.mode
        guard let bench, let before, before.asset.isOwned else {
            note(
                failsafeStep.ended(
                    after == .shed && bench == nil,
                    "\(mode.rawValue) → \(after.rawValue)"
                        + (bench == nil
                            ? "; no block: the loops stay in remote" : "; the asset was not owned"),
                    figures: [.init("returned after", took, "s", asked: "at most 2 s")]))
            return note(lateStep.notDone("the asset was not owned"))
        }
        let watch = await bench.watchDrop(
            since: start, before: before, watchdog: 0, settling: 60)
        let action = shedAction(watch, bench)
        var wrong: [String] = []
        if after != .shed { wrong.append("the mode is \(after.rawValue)") }
        if !(watch.shedAfter.map { $0 <= 2 } ?? false) {
            wrong.append("the block did not shed within 2 s")
        }
        if !watch.haveAllLeft { wrong.append("not every loop left remote") }
        wrong += action.wrong
        var figures = [DrillStep.Figure("guard back after", took, "s", asked: "at most 1 s")]
        if let shed = watch.shedAfter {
            figures.append(.init("the block shed after", shed, "s", asked: "at most 2 s"))
        }
        note(
            failsafeStep.ended(
                wrong.isEmpty && took <= 2,
                wrong.isEmpty ? "\(mode.rawValue) → shed" : wrong.joined(separator: "; "),
                figures: figures, details: action.lines + asides))
        await lateSteps()
    }
}
