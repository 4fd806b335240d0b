import Determinism
import Dispatch
import Synchronization
package import Wire

/// One connection to the guard. Calls are carried out one after the other, each within its time.
///
/// It does not connect again by itself: what the guard did meanwhile is for the caller to find out.
package final class GuardLine: Sendable {
    /// How many calls may wait, the one under way among them.
    package static let mostCalls = 16

    private let socket: Descriptor
    private let limits: WireLimits
    private let queue = DispatchQueue(label: "guard line")
    private let talk: Mutex<Talk>
    private let calls = Atomic(0)

    /// What is known between two calls.
    private struct Talk: ~Copyable {
        var number: UInt32 = 0
        var isClosed = false
        /// For answers; allocated with the connection.
        var buffer: [UInt8]
    }

    /// Connects at once or not at all.
    package init(to path: String, limits: WireLimits = WireLimits()) throws(LinkError) {
        socket = try UnixSocket.connect(to: path)
        self.limits = limits
        talk = Mutex(Talk(buffer: [UInt8](repeating: 0, count: limits.bytes)))
    }

    /// Asks and waits for the answer, on the wall at most so long [s], waiting for its turn
    /// included. A call that fails other than by `.refused`, `.guardFailed` or `.busy` ends the
    /// connection.
    package func ask(
        _ request: GuardRequest, within seconds: Double
    ) async throws(LinkError) -> GuardReply {
        let content: [UInt8]
        do throws(WireError) { content = try wireBytes(request, limits: limits) } catch {
            throw .wire(error)
        }
        let kinds = (asks: GuardDialect.Kind.request, answers: GuardDialect.Kind.reply)
        let answer = try await exchange(content, kinds, within: seconds)
        let reply: GuardReply
        do throws(WireError) {
            reply = try wireValue(GuardReply.self, from: answer, limits: limits)
        } catch {
            close()
            throw .wire(error)
        }
        switch reply {
        case .refused(let refusal): throw .refused(refusal)
        case .failed(let why): throw .guardFailed(why: why)
        default: return reply
        }
    }

    /// FAILSAFE in the form that a guard of every version takes, also beyond its number of
    /// clients. Returns what came of it, in words.
    package static func failsafe(
        to path: String, why: String, within seconds: Double = 2
    ) async throws(LinkError) -> String {
        let line = try GuardLine(to: path, limits: WireLimits(bytes: 1 << 16))
        defer { line.close() }
        // A reason too long to travel must not keep it from being done.
        let content: [UInt8]
        do throws(WireError) { content = try wireBytes(String(why.prefix(200))) } catch {
            content = []
        }
        let kinds = (
            asks: GuardDialect.Kind.failsafe, answers: GuardDialect.Kind.failsafeHeard
        )
        let answer = try await line.exchange(content, kinds, within: seconds)
        do throws(WireError) { return try wireValue(String.self, from: answer) } catch {
            throw .wire(error)
        }
    }

    /// Ends the connection; who waits for an answer hears `.closed`.
    package func close() { socket.shut() }

    // MARK: Exchange

    private func exchange(
        _ content: [UInt8], _ kinds: (asks: UInt16, answers: UInt16), within seconds: Double
    ) async throws(LinkError) -> [UInt8] {
        let waiting = calls.wrappingAdd(1, ordering: .relaxed).newValue
        defer { calls.wrappingSubtract(1, ordering: .relaxed) }
        guard waiting <= Self.mostCalls else { throw .busy }
        let deadline = UnixSocket.now.later(by: seconds)
        let result: Result<[UInt8], LinkError> = await withCheckedContinuation { done in
            queue.async {
                done.resume(
                    returning: Result { () throws(LinkError) in
                        try self.exchangeHere(content, kinds, until: deadline, seconds)
                    })
            }
        }
        return try result.get()
    }

    /// On the queue: sends a frame and waits for its answer.
    private func exchangeHere(
        _ content: [UInt8], _ kinds: (asks: UInt16, answers: UInt16),
        until deadline: MonotonicInstant, _ seconds: Double
    ) throws(LinkError) -> [UInt8] {
        try talk.withLock { talk throws(LinkError) in
            if talk.isClosed { throw .closed }
            do throws(LinkError) {
                talk.number &+= 1
                let frame: [UInt8]
                do throws(WireError) {
                    frame = try WireFrame(kind: kinds.asks, number: talk.number, content: content)
                        .bytes(of: GuardDialect.frames, limits: limits)
                } catch { throw .wire(error) }
                try send(frame, until: deadline, seconds)
                let head = try receiveHead(&talk.buffer, until: deadline, seconds)
                try receive(&talk.buffer, head.length, until: deadline, seconds)
                let answer = Array(talk.buffer[..<head.length])
                do throws(WireError) { try head.check(answer[...]) } catch { throw .wire(error) }
                // What the guard says before it cuts may come unasked, as number 0.
                guard head.number == talk.number || head.number == 0 else { throw .otherAnswer }
                if head.kind == GuardDialect.Kind.reply, kinds.answers != head.kind {
                    throw refusal(in: answer)
                }
                guard head.kind == kinds.answers else { throw .otherAnswer }
                return answer
            } catch {
                talk.isClosed = true
                socket.shut()
                throw error
            }
        }
    }

    /// An ordinary answer to a FAILSAFE can only be a refusal.
    private func refusal(in answer: [UInt8]) -> LinkError {
        do throws(WireError) {
            if case .refused(let why) = try wireValue(GuardReply.self, from: answer) {
                return .refused(why)
            }
            return .otherAnswer
        } catch { return .wire(error) }
    }

    private func send(
        _ frame: [UInt8], until deadline: MonotonicInstant, _ seconds: Double
    ) throws(LinkError) {
        var count = 0
        while count < frame.count {
            switch UnixSocket.send(socket, frame, from: count) {
            case .bytes(let more): count += more
            case .later: try wait(.writing, until: deadline, seconds)
            // What the guard said before it cut may still be read.
            case .gone: return
            }
        }
    }

    private func receiveHead(
        _ buffer: inout [UInt8], until deadline: MonotonicInstant, _ seconds: Double
    ) throws(LinkError) -> WireFrameHead {
        try receive(&buffer, WireFrameHead.count, until: deadline, seconds)
        do throws(WireError) {
            return try WireFrameHead(
                buffer[..<WireFrameHead.count], of: GuardDialect.frames, limits: limits)
        } catch { throw .wire(error) }
    }

    private func receive(
        _ buffer: inout [UInt8], _ length: Int, until deadline: MonotonicInstant,
        _ seconds: Double
    ) throws(LinkError) {
        var count = 0
        while count < length {
            switch UnixSocket.receive(socket, into: &buffer, count..<length) {
            case .bytes(let more): count += more
            case .later: try wait(.reading, until: deadline, seconds)
            case .gone: throw .closed
            }
        }
    }

    private func wait(
        _ interest: UnixSocket.Interest, until deadline: MonotonicInstant, _ seconds: Double
    ) throws(LinkError) {
        // Two stamps too far apart to tell count as too late.
        let left = deadline.elapsed(since: UnixSocket.now) ?? 0  // proven by the line above
        guard left > 0 else { throw .timedOut(seconds: seconds) }
        _ = UnixSocket.wait(for: [(socket.number, interest)], atMost: left)
    }
}
