import Act
import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Seal
import Tags

// What is written, and by whom it is judged.
extension DrillRun {
    var actingList: [DrillStep] { blockList + writingList }
    private var writingList: [DrillStep] {
        [
            climbStep, thereStep, backStep, fenceStep, replayStep, handStep, failsafeStep,
            lateStep,
        ]
    }

    private var climbStep: DrillStep {
        DrillStep(
            "supervisory", did: "asked the guard for supervisory as an operator does",
            expected: "granted once nothing stands against it")
    }
    private var thereStep: DrillStep {
        DrillStep(
            "a step", did: "had the guard judge and write one smallest move of each handle",
            expected: "verified by reading the live setpoint back")
    }
    private var backStep: DrillStep {
        DrillStep(
            "the step back", did: "the same, to where each setpoint was",
            expected: "verified by reading the live setpoint back")
    }

    /// All that writes. What comes after a step that others rest on is left out with its reason.
    func actingSteps() async throws {
        if bench == nil {
            for step in blockList {
                note(step.notDone("twin.yaml declares no block: supervisory is the highest mode"))
            }
        } else {
            guard try await blockSteps(), try await claim(above: nil, noting: false) else {
                return leaveOut(writingList, "the asset is not owned")
            }
        }
        guard try await takeOver(noting: false) else {
            return leaveOut(writingList, "the loops are not in remote")
        }
        guard try await climb() else {
            return leaveOut(Array(writingList.dropFirst()), "supervisory was not entered")
        }
        let homes = latest?.circumstances.live.handles.reduce(into: [TagName: Double]()) {
            if let setpoint = $1.setpoint { $0[$1.tag] = setpoint }
        }
        try await write(thereStep) { self.aside($0) }
        try await fenceSteps()
        try await write(backStep) { homes?[$0.tag] }
        try await handSteps()
        try await failsafeSteps(asides: try await stepAside())
    }

    /// One step of each handle that is to return to where the operator had it, so that there is
    /// something to return from. Returns what kept it from being made.
    private func stepAside() async throws -> [String] {
        guard bench != nil else { return [] }
        var left: [String] = []
        for tag in twin.handles.map(\.tag) where !moved.contains(tag) {
            guard case .returnToBaseline = twin.rules.handle(tag)?.recovery else { continue }
            let members = twin.rules.groups.first { $0.contains(tag) } ?? [tag]
            let carried = try await carry(members) { self.aside($0) }
            if carried.outcome?.result != .verified {
                left.append("\(tag) could not be moved aside before: \(carried.why)")
            }
        }
        return left
    }

    func leaveOut(_ steps: [DrillStep], _ why: String) {
        for step in steps { note(step.notDone(why)) }
    }

    private func climb() async throws -> Bool {
        var blockers: [Blocker] = []
        var asked = -Double.infinity
        let start = PlantClock.monotonic
        let took = try await turn(for: options.patience) { _ in
            if await desk.mode == .supervisory { return true }
            let now = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
            if now - asked >= 10 {
                asked = now
                blockers = try await ask(.supervisory)
            }
            return Self.areFinal(blockers)
        }
        let isGranted = await desk.mode == .supervisory
        let why = blockers.filter { $0.clearedBy != nil }.map(\.words)
        note(
            climbStep.ended(
                isGranted,
                isGranted ? "granted" : "not granted: " + why.joined(separator: "; "),
                figures: [.init("after", took ?? options.patience, "s")]))
        return isGranted
    }

    /// Whether one of them is mended by nobody's waiting, such as a mode that the file forbids.
    static func areFinal(_ blockers: [Blocker]) -> Bool {
        blockers.contains { blocker in
            guard let clearer = blocker.clearedBy, !blocker.what.contains("drop test") else {
                return false
            }
            return ["engineer", "approver", "admin", "its owner"].contains(clearer)
        }
    }

    // MARK: Moves

    /// One smallest move, upwards if there is room below every limit, else downwards.
    private func aside(_ handle: LiveHandle) -> Double? {
        guard let from = handle.setpoint, let rules = twin.rules.handle(handle.tag),
            let smallest = rules.smallestMove
        else { return nil }
        let highest = [rules.engineering?.high, rules.envelope?.high, handle.operatorHigh]
            .compactMap(\.self).min()
        // A little more than the smallest: the setpoint travels in single precision. Without a
        // tolerance the guard denies it.
        let step = max(1.02 * smallest, 4 * (rules.setpointTolerance ?? 0))
        let isRoom = highest.map { from + step <= $0 } ?? false
        return from + (isRoom ? step : -step)
    }

    /// What became of one handle's move.
    private struct Carried {
        var outcome: Outcome?
        var why = ""
        /// From the acceptance to the outcome, on the wall [s].
        var took = 0.0
    }

    private func write(
        _ step: DrillStep, to goal: (LiveHandle) -> Double?
    ) async throws {
        var (details, figures) = ([String](), [DrillStep.Figure]())
        var (verified, bad, asked) = (0, [String](), 0)
        var done: Set<TagName> = []
        for tag in twin.handles.map(\.tag) where !done.contains(tag) {
            let members = twin.rules.groups.first { $0.contains(tag) } ?? [tag]
            done.formUnion(members)
            asked += 1
            let carried = try await carry(members, to: goal)
            let names = members.map(\.text).joined(separator: ", ")
            guard let outcome = carried.outcome else {
                details.append("\(names): not written, \(carried.why)")
                continue
            }
            for move in outcome.moves {
                details.append(
                    "\(move.tag): \(words.value(move.from, move.tag)) → "
                        + "\(words.value(move.to, move.tag)), \(move.result.rawValue), reads "
                        + words.value(move.seen, move.tag))
            }
            if outcome.result == .verified {
                verified += 1
                figures.append(.init("\(names): accepted to verified", carried.took, "s"))
            } else {
                bad.append("\(names): \(outcome.result.rawValue)")
            }
        }
        if !bad.isEmpty {
            note(step.ended(false, bad.joined(separator: ", "), figures: figures, details: details))
        } else if verified == asked {
            note(step.ended(true, "all verified", figures: figures, details: details))
        } else {
            var left = step.notDone("the guard did not let all of it through")
            (left.figures, left.details) = (figures, details)
            note(left)
        }
    }

    /// Lays the move before the guard until it would accept or no waiting helps, and accepts.
    private func carry(
        _ tags: [TagName], to goal: (LiveHandle) -> Double?
    ) async throws -> Carried {
        var carried = Carried()
        let start = PlantClock.monotonic
        while true {
            let look = try await turn()
            guard await desk.mode == .supervisory else {
                carried.why = "the mode fell to \(await desk.mode.rawValue)"
                return carried
            }
            let live = look.circumstances.live
            let moves = tags.compactMap { tag -> ProposedMove? in
                guard let handle = live.handle(tag), let from = handle.setpoint,
                    let to = goal(handle)
                else { return nil }
                return ProposedMove(tag: tag, from: from, to: to)
            }
            var finding: Finding?
            carried.why = "the setpoint is not known"
            if moves.count == tags.count {
                do {
                    finding = try await judgeAndWrite(moves, seeing: look, into: &carried)
                    carried.why = finding.map(words.text) ?? "it was not judged"
                } catch let refusal as Desk.Refusal { carried.why = refusal.text }
                if carried.outcome != nil { return carried }
            }
            let waited = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
            guard waited < options.patience, finding?.mayPass ?? true else { return carried }
            _ = try await turn(for: 2)
        }
    }

    /// Offers and accepts. Returns what denies it, if the guard does.
    private func judgeAndWrite(
        _ moves: [ProposedMove], seeing look: GuardLook, into carried: inout Carried
    ) async throws -> Finding? {
        let proposal = await proposal(twin.rules.inWriteOrder(moves), seeing: look)
        guard let preview = try await desk.offer(proposal) else { return nil }
        if let denial = preview.denial { return denial }
        let start = PlantClock.monotonic
        let result = try await desk.accept(
            proposal.id, by: options.person,
            renewed: certificate(proposal.moves, at: clock.now))
        if result.outcome.result == .denied { return result.verdict?.denial }
        carried.outcome = result.outcome
        carried.took = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
        return nil
    }
}

extension Finding {
    /// Whether time alone may mend it: not watched for long enough, too soon after the last move.
    fileprivate var mayPass: Bool {
        switch check {
        case .time, .rate, .authority, .final: true
        default: false
        }
    }
}
