import Guard
import Synchronization
import Wire

/// Decides who may ask what, and puts it before the guard. Only one client is the loop.
final class Reception: Sendable {
    private struct Book {
        var greeted: Set<ClientID> = []
        var loop: ClientID?
    }

    /// An answer on its way to the socket.
    struct Answer: Sendable {
        let bytes: [UInt8]
        /// The connection ends after it.
        let cutting: Bool
    }

    private let service: any GuardService
    private let settings: LinkSettings
    private let book = Mutex(Book())

    init(service: any GuardService, settings: LinkSettings) {
        self.service = service
        self.settings = settings
    }

    func isLoop(_ client: ClientID) -> Bool { book.withLock { $0.loop == client } }

    /// Its connection has ended.
    func note(lost client: ClientID, wasLoop: Bool) {
        Task { [service] in await service.lost(client, wasLoop: wasLoop) }
    }

    /// Nothing of it is under way any more: its seat is free.
    func forget(_ client: ClientID) {
        book.withLock { book in
            book.greeted.remove(client)
            if book.loop == client { book.loop = nil }
        }
    }

    // MARK: Answering

    func answer(
        kind: UInt16, number: UInt32, _ content: [UInt8], from client: ClientID
    ) async -> Answer {
        if kind == GuardDialect.Kind.failsafe {
            return await failsafe(number, content, from: client)
        }
        guard kind == GuardDialect.Kind.request else {
            return refusal(.malformed(why: "kind \(kind) is no request"), number)
        }
        let limits = isLoop(client) ? settings.limits : settings.smallLimits
        do throws(WireError) {
            let request = try wireValue(GuardRequest.self, from: content, limits: limits)
            let reply = await reply(to: request, from: client)
            return answer(reply, number, cutting: false)
        } catch {
            return refusal(.malformed(why: "\(error)"), number)
        }
    }

    private func reply(to request: GuardRequest, from client: ClientID) async -> GuardReply {
        if case .hello(let hello) = request { return await greet(client, hello, request) }
        let standing = book.withLock { book -> GuardRequest.Standing in
            if book.loop == client { return .loop }
            return book.greeted.contains(client) ? .greeted : .anybody
        }
        guard request.needs <= standing else {
            return .refused(standing == .anybody ? .notGreeted : .needsSeat)
        }
        return await service.answer(request, from: client)
    }

    private func greet(
        _ client: ClientID, _ hello: Hello, _ request: GuardRequest
    ) async -> GuardReply {
        let isFree = book.withLock { book in
            guard hello.seat == .loop else { return true }
            guard book.loop == nil || book.loop == client else { return false }
            book.loop = client
            return true
        }
        guard isFree else { return .refused(.seatTaken) }
        let reply = await service.answer(request, from: client)
        book.withLock { book in
            if case .welcome = reply {
                book.greeted.insert(client)
                // A console that was the loop has left that seat.
                if hello.seat == .console, book.loop == client { book.loop = nil }
            } else if book.loop == client {
                book.loop = nil
            }
        }
        return reply
    }

    /// FAILSAFE of any version: whatever its text is, it is done.
    private func failsafe(
        _ number: UInt32, _ content: [UInt8], from client: ClientID
    ) async -> Answer {
        let why: String
        do throws(WireError) {
            why = try wireValue(String.self, from: content, limits: settings.smallLimits)
        } catch { why = "FAILSAFE, without a readable reason" }
        let reply = await service.answer(.failsafe(by: nil, why: why), from: client)
        let text =
            switch reply {
            case .failed(let why): why
            case .refused(let refusal): "\(refusal)"
            default: "done"
            }
        return Answer(
            bytes: frame(GuardDialect.Kind.failsafeHeard, number, text), cutting: false)
    }

    // MARK: Frames

    func refusal(_ refusal: LinkRefusal, _ number: UInt32) -> Answer {
        answer(.refused(refusal), number, cutting: true)
    }

    private func answer(_ reply: GuardReply, _ number: UInt32, cutting: Bool) -> Answer {
        do throws(WireError) {
            let content = try wireBytes(reply, limits: settings.limits)
            let frame = WireFrame(
                kind: GuardDialect.Kind.reply, number: number, content: content)
            return Answer(
                bytes: try frame.bytes(of: GuardDialect.frames, limits: settings.limits),
                cutting: cutting)
        } catch {
            let why = LinkRefusal.answerTooLarge(why: "\(error)")
            return Answer(
                bytes: frame(GuardDialect.Kind.reply, number, GuardReply.refused(why)),
                cutting: cutting)
        }
    }

    /// Of something that always fits.
    private func frame(_ kind: UInt16, _ number: UInt32, _ value: some Encodable) -> [UInt8] {
        do throws(WireError) {
            let content = try wireBytes(value)
            return try WireFrame(kind: kind, number: number, content: content)
                .bytes(of: GuardDialect.frames)
        } catch { preconditionFailure("a short answer does not fit: \(error)") }
    }
}
