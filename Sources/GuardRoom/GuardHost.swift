package import GuardLink
import GuardSide
package import Journal
import Synchronization
import Tags

/// The guard's desk behind a socket: puts each request before the desk and its answer into a reply.
package final class GuardHost: GuardService {
    private let desk: GuardDesk
    private let program: String
    private let process: Int32
    private let people = Mutex(People())

    /// Who is connected.
    private struct People {
        var loop: ClientID?
        var consoles: Set<ClientID> = []
        /// The loop said goodbye.
        var isClosed = false
        /// The loop went without a word, and that was not told to the desk yet.
        var hasDied = false
    }

    package init(_ desk: GuardDesk, program: String, process: Int32) {
        self.desk = desk
        self.program = program
        self.process = process
    }

    /// Whether the loop has left in order.
    package var isClosed: Bool { people.withLock { $0.isClosed } }
    /// Whether a loop is there.
    package var hasLoop: Bool { people.withLock { $0.loop != nil } }

    /// One beat of the guard's own: see `GuardDesk.pulse`.
    package func pulse() async throws(JournalError) {
        let died = people.withLock { people in
            defer { people.hasDied = false }
            return people.hasDied
        }
        await desk.attend(people.withLock { $0.loop != nil || !$0.consoles.isEmpty })
        try await desk.pulse(loopDied: died)
    }

    package func lost(_ client: ClientID, wasLoop: Bool) async {
        people.withLock { people in
            people.consoles.remove(client)
            guard wasLoop else { return }
            people.loop = nil
            people.hasDied = !people.isClosed
        }
        if wasLoop { await desk.note(loopBuild: nil) }
        // What cannot be recorded is met again at the next pulse.
        if wasLoop { try? await pulse() }
    }

    package func answer(_ request: GuardRequest, from client: ClientID) async -> GuardReply {
        do {
            return try await reply(to: request, from: client)
        } catch let refusal as Desk.Refusal {
            return .declined(refusal)
        } catch let error as JournalError {
            return .failed(why: error.text)
        } catch { return .failed(why: "\(error)") }
    }

    private func reply(
        to request: GuardRequest, from client: ClientID
    ) async throws -> GuardReply {
        switch request {
        case .hello(let hello): return await greet(hello, client)
        case .look: return .look(try await desk.look())
        case .view: return .view(await desk.view)
        case .offer(let proposal, let grounds):
            return .preview(try await desk.offer(proposal, on: grounds))
        case .withdrawCard:
            await desk.withdrawCard()
            return .done
        case .accept(let decision, let person, let renewed):
            let result = try await desk.accept(decision, by: person, renewed: renewed)
            return .outcome(result.outcome, result.verdict)
        case .act(let decision):
            let result = try await desk.act(on: decision)
            return .outcome(result.outcome, result.verdict)
        case .handBack(let handBack):
            return .blockers(try await desk.take(handBack), mode: await desk.mode)
        case .reject(let decision, let person, let reason, let text):
            try await desk.reject(decision, by: person, because: reason, text: text)
            return .done
        case .mode(let request):
            let blockers = try await desk.request(request)
            return .blockers(blockers, mode: await desk.mode)
        case .failsafe(let person, let why):
            try await desk.failsafe(by: person, why: why)
            return .done
        case .settleIfReadable: return .settled(try await desk.settleIfReadable())
        case .cycled(let report):
            await desk.note(
                cycleAt: report.at, isInRegion: report.isInRegion, model: report.model)
            return .done
        case .status: return .status(await status())
        case .close:
            people.withLock { $0.isClosed = true }
            return .done
        }
    }

    private func greet(_ hello: Hello, _ client: ClientID) async -> GuardReply {
        let charter = desk.charter
        if hello.seat == .loop {
            people.withLock { $0.loop = client }
            // Not what the loop says it is, but what the kernel shows.
            await desk.note(loopBuild: ProgramHash.of(process: client.process))
            // A loop that goes by something else than what was signed is not served.
            if charter.seal == .whole, hello.seal != charter.sealHash {
                await desk.break(seal: "the loop goes by another configuration than the sealed one")
            }
        } else {
            people.withLock { _ = $0.consoles.insert(client) }
        }
        await desk.attend(true)
        return .welcome(await welcome())
    }

    private func welcome() async -> Welcome {
        let hash = desk.charter.sealHash
        return Welcome(
            program: program, seal: hash.isEmpty ? nil : hash, process: process,
            mode: await desk.mode)
    }

    private func status() async -> GuardStatus {
        await desk.status(welcome(), loop: people.withLock { $0.loop?.process })
    }
}
