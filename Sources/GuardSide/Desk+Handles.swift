package import Act
package import Determinism
package import Guard
package import Tags

extension Desk {
    /// What a failed write costs: the handle, or the whole asset where it cannot do without it.
    /// Returns what goes on record.
    mutating func judgeScope(of move: MoveOutcome, in decision: DecisionID) -> [JournalEntry] {
        switch move.result {
        case .mismatch: return shed(move.tag, in: decision, because: .readbackMismatch(move.tag))
        case .rejected:
            refusals[move.tag, default: 0] += 1
            guard refusals[move.tag] == 2 else { return [] }
            return shed(move.tag, in: decision, because: .writeRejectedTwice(move.tag))
        case .verified: refusals[move.tag] = 0
        case .overridden, .unknown, .notSent: break
        }
        return []
    }

    private mutating func shed(
        _ tag: TagName, in decision: DecisionID, because trouble: Trouble
    ) -> [JournalEntry] {
        refusals[tag] = 0
        if modes.rules.criticalLoops.contains(tag) {
            fresh.append(trouble)
            return []
        }
        return [.overridden(watch.shed(tag, after: decision))]
    }

    /// What stands against giving a handle back to the twin; empty if nothing does.
    ///
    /// - Parameter live: as it was read just now; nil if it was not.
    package func blockers(of handBack: HandBack, seeing live: LivePlant?, at now: PlantTime)
        -> [Blocker]
    {
        let (tag, person) = (handBack.tag, handBack.by)
        guard chain.rules.handle(tag) != nil else {
            return [Blocker("\(tag) is not on the write list", clearedBy: "engineer")]
        }
        guard !watch.isFree(tag, at: now) else {
            return [Blocker("nobody has \(tag): the twin may move it", clearedBy: "nobody")]
        }
        var found: [Blocker] = []
        if ![.operator, .supervisor].contains(person.duty) {
            found.append(
                Blocker("\(person.duty.rawValue) may not hand it back", clearedBy: "operator"))
        }
        if let decision = open.first(where: { $0.moves.contains { $0.tag == tag } })?.decision {
            found.append(
                Blocker(
                    "\(decision) is not settled: its setpoint must be readable",
                    clearedBy: "instrument shop"))
        }
        // Bumpless: from here on the twin starts from the setpoint that was read just now.
        let handle = live?.handle(tag)
        if handle?.setpoint?.isFinite != true {
            found.append(
                Blocker("the setpoint of \(tag) is not known", clearedBy: "instrument shop"))
        } else if let known = watch.expected[tag], let seen = handle?.setpoint,
            let tolerance = chain.rules.handle(tag)?.setpointTolerance,
            !(abs(seen - known) <= tolerance)
        {
            found.append(Blocker("\(tag) is being moved just now", clearedBy: nil))
        }
        switch handle?.loop {
        case .remote?: break
        case let other?:
            found.append(
                Blocker("\(tag) is in \(other.rawValue), not in remote", clearedBy: "operator"))
        case nil:
            found.append(
                Blocker("the mode of \(tag) is not known", clearedBy: "instrument shop"))
        }
        return found
    }

    /// A person gives a handle back, what he took or what was shed, if nothing stands against it.
    package mutating func take(
        _ handBack: HandBack, seeing live: LivePlant?, at now: PlantTime
    ) -> (blockers: [Blocker], records: [JournalEntry]) {
        let found = blockers(of: handBack, seeing: live, at: now)
        guard found.isEmpty else { return (found, []) }
        let record = watch.handBack(
            handBack.tag, by: handBack.by, because: handBack.reason, why: handBack.why, at: now)
        refusals[handBack.tag] = 0
        lastTold[handBack.tag] = nil
        watch.brief(&ledger)
        return ([], [.overridden(record)])
    }
}

/// A person gives a handle back to the twin.
package struct HandBack: Hashable, Codable, Sendable {
    package let tag: TagName
    package let by: Person
    package let reason: HandBackReason
    /// In his words.
    package let why: String

    package init(_ tag: TagName, by person: Person, because reason: HandBackReason, why: String) {
        self.tag = tag
        by = person
        self.reason = reason
        self.why = why
    }
}
