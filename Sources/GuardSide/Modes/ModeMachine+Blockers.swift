package import Act
package import Determinism
import Tags

extension ModeMachine {
    /// What stands against a request, with who clears each; empty if it is granted.
    package func blockers(
        of request: ModeRequest, given facts: ModeFacts, at now: PlantTime
    ) -> [Blocker] {
        let wanted = request.wanted
        switch actual {
        case .lockout: return blockersOfRelease(request, facts)
        case .shed, .backoff:
            return wanted == actual ? [] : blockersOfRearming(request, at: now)
        case .hold:
            if wanted == .hold || Mode.advisory.reaches(wanted) { return [] }
            return blockersOfClimb(request, from: .advisory, facts, at: now)
        case .off, .shadow, .advisory, .supervisory, .automatic:
            if actual.reaches(wanted) { return [] }
            if wanted == .hold, actual.maySend { return [] }
            return blockersOfClimb(request, from: actual, facts, at: now)
        }
    }

    private func blockersOfClimb(
        _ request: ModeRequest, from rung: Mode, _ facts: ModeFacts, at now: PlantTime
    ) -> [Blocker] {
        let wanted = request.wanted
        guard wanted.rung != nil else {
            return [
                Blocker(
                    "\(wanted.rawValue) is not asked for: the twin falls into it",
                    clearedBy: "nobody")
            ]
        }
        var found: [Blocker] = []
        if !rules.allowed.contains(wanted) {
            found.append(
                Blocker("the twin's file does not allow \(wanted.rawValue)", clearedBy: "its owner")
            )
        }
        if let step = Mode.ladder.first(where: { !rung.reaches($0) }), step != wanted {
            found.append(
                Blocker("one step at a time: ask for \(step.rawValue) first", clearedBy: "operator")
            )
        }
        found += blockersByDuty(request)
        if wanted.maySend { found += blockersOfWriting(facts, at: now) }
        if wanted == .automatic { found += blockersOfAutomatic(facts) }
        return found
    }

    private func blockersByDuty(_ request: ModeRequest) -> [Blocker] {
        let wanted = request.wanted
        let mayRaise: [Duty] =
            wanted.maySend ? [.operator, .supervisor] : [.operator, .supervisor, .engineer]
        let duty = request.by.duty
        var found: [Blocker] = []
        if !mayRaise.contains(duty) {
            found.append(
                Blocker("\(duty.rawValue) may not raise the mode", clearedBy: "operator"))
        }
        if wanted == .automatic,
            request.confirmedBy?.duty != .supervisor || request.confirmedBy?.name == request.by.name
        {
            found.append(
                Blocker("automatic needs a supervisor beside the operator", clearedBy: "supervisor")
            )
        }
        return found
    }

    // MARK: Writing

    /// What stands against any write: the preconditions P of `docs/safety.md`.
    func blockersOfWriting(_ facts: ModeFacts, at now: PlantTime) -> [Blocker] {
        var found = blockersOfRecord(facts)
        if !facts.badInputs.isEmpty {
            found.append(
                Blocker("not good: \(names(facts.badInputs))", clearedBy: "instrument shop"))
        } else if !(facts.inputsGoodSince.map { hasPassed($0, now) } ?? false) {
            found.append(Blocker("critical inputs have only just come good", clearedBy: nil))
        }
        if !facts.handlesNotReady.isEmpty {
            found.append(
                Blocker("not in remote: \(names(facts.handlesNotReady))", clearedBy: "operator"))
        }
        if !facts.interlocks.isEmpty {
            found.append(
                Blocker(
                    "interlock: \(facts.interlocks.joined(separator: ", "))",
                    clearedBy: "operator"))
        }
        if !facts.plantModes.contains(facts.plantMode) {
            found.append(
                Blocker("the plant is in \(facts.plantMode.rawValue)", clearedBy: "operator"))
        }
        switch facts.isInRegion {
        case true?: break
        case false?:
            found.append(
                Blocker("the plant runs where the model was not judged", clearedBy: "engineer"))
        case nil: found.append(Blocker("the loop has yet to end a cycle", clearedBy: nil))
        }
        return found + (facts.block.map(blockersOfBlock) ?? [])
            + blockersOfPrograms(facts) + blockersOfHead(facts)
    }

    func blockersOfPrograms(_ facts: ModeFacts) -> [Blocker] {
        [(facts.guardBuild, "the guard's program"), (facts.loopBuild, "the loop's program")]
            .filter { $0.0 == .other }
            .map { Blocker("\($0.1) is not the approved one", clearedBy: "engineer") }
    }

    private func blockersOfHead(_ facts: ModeFacts) -> [Blocker] {
        switch facts.head {
        case .notKept, .agrees: []
        case .notRead:
            [
                Blocker(
                    "the journal's head in the plant was not read", clearedBy: "instrument shop")
            ]
        case .disagrees(let why): [Blocker("the journal: \(why)", clearedBy: "engineer")]
        }
    }

    private func hasPassed(_ since: PlantTime, _ now: PlantTime) -> Bool {
        now.seconds(since: since) >= rules.goodCycles * rules.cycle
    }

    private func blockersOfRecord(_ facts: ModeFacts) -> [Blocker] {
        var found: [Blocker] = []
        switch facts.seal {
        case .whole, .simulated: break
        case .none:
            found.append(Blocker("nothing is sealed: no limits are signed", clearedBy: "engineer"))
        case .broken(let why): found.append(Blocker("the seal: \(why)", clearedBy: "engineer"))
        }
        if !facts.isSelfTested {
            found.append(Blocker("the guard's self-test has not passed", clearedBy: "engineer"))
        }
        if !facts.isJournalWritable {
            found.append(Blocker("the journal cannot be written", clearedBy: "admin"))
        }
        if !facts.holdsLease { found.append(Blocker("the lease is not held", clearedBy: nil)) }
        if let first = facts.unsettled.first {
            found.append(
                Blocker(
                    "\(first) is not settled: its setpoint must be readable",
                    clearedBy: "instrument shop"))
        }
        if !facts.isOperatorPresent {
            found.append(Blocker("no operator is at the console", clearedBy: "operator"))
        }
        return found
    }

    private func blockersOfBlock(_ block: ModeFacts.Block) -> [Blocker] {
        var found: [Blocker] = []
        if !(block.watchdog > 0) {
            found.append(
                Blocker("the block's watchdog is 0: it would never shed", clearedBy: "engineer"))
        }
        if !(block.dropTestDays.map { $0 <= rules.dropTestDays } ?? false) {
            found.append(
                Blocker(
                    "no drop test within \(Int(rules.dropTestDays)) days", clearedBy: "engineer"))
        }
        if !block.ownsEpoch {
            found.append(Blocker("the block has another owner or none", clearedBy: nil))
        } else if block.answeredBeats < rules.answeredBeats {
            found.append(Blocker("the block has yet to answer the heartbeat", clearedBy: nil))
        }
        return found
    }

    // MARK: After a fall

    private func blockersOfRearming(_ request: ModeRequest, at now: PlantTime) -> [Blocker] {
        guard request.wanted == .advisory else {
            return [
                Blocker(
                    "after \(actual.rawValue) the way leads through advisory", clearedBy: "operator"
                )
            ]
        }
        var found: [Blocker] = []
        if request.rearm == nil {
            found.append(Blocker("no coded reason was given", clearedBy: "operator"))
        }
        if ![.operator, .supervisor].contains(request.by.duty) {
            found.append(
                Blocker("\(request.by.duty.rawValue) may not re-arm it", clearedBy: "operator"))
        }
        let left = rules.coolDown - now.seconds(since: entered.plant)
        if !(left <= 0) {
            found.append(
                Blocker("it cools down for \(Int(left.rounded(.up))) s more", clearedBy: "time"))
        }
        return found
    }

    private func blockersOfRelease(_ request: ModeRequest, _ facts: ModeFacts) -> [Blocker] {
        guard request.wanted == .off else {
            return [Blocker("a lockout leads to off only", clearedBy: "engineer and supervisor")]
        }
        var found: [Blocker] = []
        let people = [request.by, request.confirmedBy].compactMap(\.self)
        let isTwo = Set(people.map(\.name)).count == 2
        if !isTwo || Set(people.map(\.duty)) != [.engineer, .supervisor] {
            found.append(
                Blocker(
                    "an engineer and a supervisor must release it together",
                    clearedBy: "engineer and supervisor"))
        }
        if request.why.allSatisfy(\.isWhitespace) {
            found.append(Blocker("the cause is not written down", clearedBy: "engineer"))
        }
        if !facts.isSelfTested {
            found.append(Blocker("the guard's self-test has not passed", clearedBy: "engineer"))
        }
        if case .broken(let why) = facts.seal {
            found.append(Blocker("the seal: \(why)", clearedBy: "engineer"))
        }
        if let block = facts.block,
            !(block.dropTestDays.map { $0 <= rules.dropTestDays } ?? false)
        {
            found.append(
                Blocker(
                    "no drop test within \(Int(rules.dropTestDays)) days", clearedBy: "engineer"))
        }
        return found
    }

    func names(_ tags: [TagName]) -> String {
        tags.map(\.text).joined(separator: ", ")
    }
}
