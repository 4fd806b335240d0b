package import Act
package import Guard
package import GuardSide
package import Tags

// The guard's desk as the loop calls it, over the line. Every call throws `LinkError`; an answer to
// a card that was not taken throws `Desk.Refusal`, as the desk itself does.
extension GuardLine {
    /// How long one call may take on the wall [s].
    package enum Patience {
        /// Reading the plant, with connections that do not answer.
        package static let look = 30.0
        /// The first word: a guard that has just started still looks at its journal, and machines
        /// are busiest when programs start. Nothing is written before it.
        package static let greeting = 30.0
        /// What needs no plant.
        package static let word = 5.0
        /// A write with its readings back, of every move.
        package static let write = 120.0
    }

    package func greet(_ hello: Hello) async throws(LinkError) -> Welcome {
        guard case .welcome(let welcome) = try await ask(.hello(hello), within: Patience.greeting)
        else { throw .otherAnswer }
        return welcome
    }

    package func look() async throws(LinkError) -> GuardLook {
        guard case .look(let look) = try await ask(.look, within: Patience.look) else {
            throw .otherAnswer
        }
        return look
    }

    package func view() async throws(LinkError) -> DeskView {
        guard case .view(let view) = try await ask(.view, within: Patience.word) else {
            throw .otherAnswer
        }
        return view
    }

    package func offer(
        _ proposal: Proposal, on grounds: Grounds?
    ) async throws(LinkError) -> Verdict? {
        let request = GuardRequest.offer(proposal, on: grounds)
        guard case .preview(let verdict) = try await ask(request, within: Patience.word) else {
            throw .otherAnswer
        }
        return verdict
    }

    package func withdrawCard() async throws(LinkError) {
        try done(try await ask(.withdrawCard, within: Patience.word))
    }

    package func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        let request = GuardRequest.accept(decision, by: person, renewed: renewed)
        switch try await ask(request, within: Patience.write) {
        case .outcome(let outcome, let verdict): return (outcome, verdict)
        case .declined(let refusal): throw refusal
        default: throw LinkError.otherAnswer
        }
    }

    package func act(
        on decision: DecisionID
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        switch try await ask(.act(decision), within: Patience.write) {
        case .outcome(let outcome, let verdict): return (outcome, verdict)
        case .declined(let refusal): throw refusal
        default: throw LinkError.otherAnswer
        }
    }

    /// Returns what stands against it; empty if it was done.
    package func take(_ handBack: HandBack) async throws(LinkError) -> [Blocker] {
        guard
            case .blockers(let found, _) = try await ask(.handBack(handBack), within: Patience.look)
        else { throw .otherAnswer }
        return found
    }

    package func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String
    ) async throws {
        let request = GuardRequest.reject(decision, by: person, because: reason, text: text)
        switch try await ask(request, within: Patience.word) {
        case .declined(let refusal): throw refusal
        case let reply: try done(reply)
        }
    }

    package func request(
        _ request: ModeRequest
    ) async throws(LinkError) -> (blockers: [Blocker], mode: Mode) {
        let reply = try await ask(.mode(request), within: Patience.word)
        guard case .blockers(let blockers, let mode) = reply else { throw .otherAnswer }
        return (blockers, mode)
    }

    package func failsafe(by person: Person?, why: String) async throws(LinkError) {
        try done(try await ask(.failsafe(by: person, why: why), within: Patience.word))
    }

    package func settleIfReadable() async throws(LinkError) -> [Settled] {
        let reply = try await ask(.settleIfReadable, within: Patience.write)
        guard case .settled(let settled) = reply else { throw .otherAnswer }
        return settled
    }

    package func note(_ cycle: CycleReport) async throws(LinkError) {
        try done(try await ask(.cycled(cycle), within: Patience.word))
    }

    package func status() async throws(LinkError) -> GuardStatus {
        guard case .status(let status) = try await ask(.status, within: Patience.word) else {
            throw .otherAnswer
        }
        return status
    }

    /// The last word of the loop; the connection ends with it.
    package func leave(why: String) async throws(LinkError) {
        defer { close() }
        try done(try await ask(.close(why: why), within: Patience.word))
    }

    private func done(_ reply: GuardReply) throws(LinkError) {
        guard case .done = reply else { throw .otherAnswer }
    }
}
