package import Act
package import Determinism
import Guard
package import Tags

extension Desk {
    /// The mode in force.
    package var mode: Mode { modes.actual }

    /// What modes go by, as far as it is known now.
    package var facts: ModeFacts {
        var facts = standing
        facts.unsettled = open.map(\.decision)
        facts.troubles += fresh + standing.badInputs.map { .criticalInputLost($0) }
        return facts
    }

    /// What stands against a mode; empty if nothing does.
    package func blockers(of request: ModeRequest, at now: PlantTime) -> [Blocker] {
        modes.blockers(of: request, given: facts, at: now)
    }

    /// A person asks for a mode.
    package mutating func request(
        _ request: ModeRequest, at clocks: WriteProtocol.Clocks
    ) -> [JournalEntry] {
        let before = mode
        let change = modes.request(request, given: facts, at: clocks)
        dropCardIfUnfit(since: before)
        return [.mode(change)]
    }

    /// FAILSAFE: never refused.
    package mutating func failsafe(
        by person: Person?, why: String, at clocks: WriteProtocol.Clocks
    ) -> [JournalEntry] {
        let before = mode
        let change = modes.failsafe(by: person, why: why, at: clocks)
        dropCardIfUnfit(since: before)
        return [.mode(change)]
    }

    /// Looks once a cycle whether a mode must be left or may be entered.
    package mutating func tick(at clocks: WriteProtocol.Clocks) -> [JournalEntry] {
        let before = mode
        let changes = modes.tick(facts, at: clocks)
        fresh = []
        if !changes.isEmpty { dropCardIfUnfit(since: before) }
        return changes.map { .mode($0) }
    }

    /// The loop has ended a cycle.
    package mutating func noteCycle(at time: PlantTime) { modes.noteCycle(at: time) }

    /// Takes from one reading what modes go by.
    mutating func noteStanding(_ snapshot: Snapshot, _ live: LivePlant) {
        let critical = chain.rules.inputs.filter(\.critical).map(\.tag)
        standing.badInputs = critical.filter { snapshot[$0]?.quality.isGood != true }
        standing.inputsGoodSince =
            standing.badInputs.isEmpty ? standing.inputsGoodSince ?? snapshot.at : nil
        let handles = chain.rules.handles.map { ($0.tag, live.handle($0.tag)) }
        // A loop the operator has taken out of remote is his; the others go on.
        let isAnyRemote = handles.contains { $0.1?.loop == .remote }
        standing.handlesNotReady = handles.filter { _, handle in
            !isAnyRemote || handle?.loop == nil || handle?.setpoint?.isFinite != true
        }.map(\.0)
        // A hold of some handles leaves the others to be moved.
        let stopping =
            chain.rules.interlocks + chain.rules.holds.filter(\.handles.isEmpty).map(\.name)
        standing.interlocks = stopping.filter { name in
            live.interlocks.first { $0.name == name }?.active != false
        }
        standing.plantMode = live.plantMode
    }

    /// Takes the card away after a fall, and after a climb if it asks for more than a soft start.
    private mutating func dropCardIfUnfit(since before: Mode) {
        guard mode.maySend else { return withdrawCard() }
        guard mode != before, modes.isStartingSoftly, let card, let seen else { return }
        if !chain.isSoft(card.proposal.moves, at: seen) { withdrawCard() }
    }
}
