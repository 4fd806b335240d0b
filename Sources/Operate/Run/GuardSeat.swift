package import Act
package import Guard
package import GuardLink
import GuardRoom
package import GuardSide
import Seal
package import Tags

/// The guard's side as the loop calls it: in this process, or at the other end of a socket.
package protocol GuardSeat: Sendable {
    /// Reads the plant, and puts on record what it shows.
    func look() async throws -> GuardLook
    /// What the loop may know.
    func view() async throws -> DeskView
    /// Lays a proposal on the table. Returns the guard's preview; nil if the plant was never read.
    func offer(_ proposal: Proposal, on grounds: Grounds?) async throws -> Verdict?
    func withdrawCard() async throws
    /// A person asks for a mode. Returns what stands against it, and the mode in force.
    func request(_ request: ModeRequest) async throws -> (blockers: [Blocker], mode: Mode)
    /// Never refused.
    func failsafe(by person: Person?, why: String) async throws
    /// Accepts a card and carries it through; throws `Desk.Refusal` if it is not taken.
    func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?
    ) async throws -> (outcome: Outcome, verdict: Verdict?)
    /// In automatic: carries a card through that nobody is asked about; throws `Desk.Refusal` if it
    /// is not taken.
    func act(on decision: DecisionID) async throws -> (outcome: Outcome, verdict: Verdict?)
    func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String
    ) async throws
    func settleIfReadable() async throws -> [Settled]
    /// A cycle of the loop has ended.
    func note(_ cycle: CycleReport) async throws
    /// The loop ends in order.
    func leave(why: String) async throws
}

extension GuardLine: GuardSeat {}

/// The guard's side within the loop's own process: for simulators, and for plants that are only
/// read.
package struct OwnGuard: GuardSeat {
    let desk: GuardDesk

    package func look() async throws -> GuardLook { try await desk.look() }
    package func view() async throws -> DeskView { await desk.view }

    package func offer(_ proposal: Proposal, on grounds: Grounds?) async throws -> Verdict? {
        try await desk.offer(proposal, on: grounds)
    }

    package func withdrawCard() async throws { await desk.withdrawCard() }

    package func request(
        _ request: ModeRequest
    ) async throws -> (blockers: [Blocker], mode: Mode) {
        (try await desk.request(request), await desk.mode)
    }

    package func failsafe(by person: Person?, why: String) async throws {
        try await desk.failsafe(by: person, why: why)
    }

    package func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        try await desk.accept(decision, by: person, renewed: renewed)
    }

    package func act(
        on decision: DecisionID
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        try await desk.act(on: decision)
    }

    package func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String
    ) async throws {
        try await desk.reject(decision, by: person, because: reason, text: text)
    }

    package func settleIfReadable() async throws -> [Settled] {
        try await desk.settleIfReadable()
    }

    package func note(_ cycle: CycleReport) async throws {
        await desk.note(
            cycleAt: cycle.at, isInRegion: cycle.isInRegion, model: cycle.model)
    }

    package func leave(why: String) async throws { try await desk.close(why: why) }

    /// Keeps the guard's own pulse until it is cancelled.
    func keepPulse() async {
        await desk.attend(true)
        while !Task.isCancelled {
            // A journal that cannot be written sheds, and is met again by whoever looks next.
            try? await desk.pulse()
            // Cancelled or not, the loop looks whether it goes on.
            try? await Task.sleep(for: .seconds(desk.charter.twin.wall.pulse))
        }
    }
}
