import Determinism
import Wire

/// A client as the guard's end knows it.
package struct ClientID: Hashable, Sendable, CustomStringConvertible {
    /// Counts the connections since the start, from 1.
    package let number: UInt64
    /// As the kernel tells.
    package let process: Int32
    package let user: UInt32

    package init(number: UInt64, process: Int32, user: UInt32) {
        self.number = number
        self.process = process
        self.user = user
    }

    package var description: String { "client \(number), process \(process)" }
}

/// What a client takes up, made at the start.
struct Place {
    /// For its frames; of the loop, larger ones go into a buffer of its own.
    var buffer: [UInt8]
    let thread = PlaceThread()
}

/// One connection: what of a frame has come, what of an answer has gone. Never waits.
final class ClientSlot {
    enum Phase {
        /// Bytes of a head so far; 0 between frames.
        case head(count: Int)
        case content(WireFrameHead, count: Int)
        /// Its request is being answered; nothing more is read from it.
        case working
        case sending(count: Int, cutting: Bool)
    }

    enum Received {
        case nothing
        case frame(kind: UInt16, number: UInt32, content: [UInt8])
        case malformed(WireError)
        case gone
    }

    let id: ClientID
    /// Nil once the other end is gone while its request is still being answered.
    private(set) var socket: Descriptor?
    /// Hears nothing but FAILSAFE.
    let isFailsafeOnly: Bool
    private(set) var phase = Phase.head(count: 0)
    /// When it is cut, unless it goes on; nil while nothing is expected of it.
    private(set) var deadline: (at: MonotonicInstant, seconds: Double)?
    private var head = [UInt8](repeating: 0, count: WireFrameHead.count)
    private var place: Place
    private var outgoing: [UInt8] = []
    private let settings: LinkSettings

    init(
        _ id: ClientID, _ socket: Descriptor, isFailsafeOnly: Bool, place: Place,
        settings: LinkSettings
    ) {
        self.id = id
        self.socket = socket
        self.isFailsafeOnly = isFailsafeOnly
        self.place = place
        self.settings = settings
        expect(within: isFailsafeOnly ? 1 : settings.greetingSeconds)
    }

    /// What it waits for.
    var interest: UnixSocket.Interest {
        switch phase {
        case .head, .content: [.reading, .leaving]
        case .working: .leaving
        case .sending: .writing
        }
    }

    private func expect(within seconds: Double?) {
        deadline = seconds.map { (UnixSocket.now.later(by: $0), $0) }
    }

    /// Takes what has come, into its own buffer or, of the loop, into `large`.
    func receive(isLoop: Bool, large: inout [UInt8]) -> Received {
        guard let socket else { return .gone }
        while true {
            switch phase {
            case .working, .sending: return .nothing
            case .head(let count):
                switch UnixSocket.receive(socket, into: &head, count..<head.count) {
                case .later: return .nothing
                case .gone: return .gone
                case .bytes(let more):
                    if count == 0 { expect(within: isFailsafeOnly ? 1 : settings.frameSeconds) }
                    phase = .head(count: count + more)
                    if let error = readHead(isLoop: isLoop) { return .malformed(error) }
                }
            case .content(let head, let count):
                if count == head.length { return finish(head, isLoop ? large : place.buffer) }
                let range = count..<head.length
                let moved =
                    isLoop
                    ? UnixSocket.receive(socket, into: &large, range)
                    : UnixSocket.receive(socket, into: &place.buffer, range)
                switch moved {
                case .later: return .nothing
                case .gone: return .gone
                case .bytes(let more): phase = .content(head, count: count + more)
                }
            }
        }
    }

    /// Once the head is whole.
    private func readHead(isLoop: Bool) -> WireError? {
        guard case .head(WireFrameHead.count) = phase else { return nil }
        let limits = isLoop ? settings.limits : settings.smallLimits
        do throws(WireError) {
            let read = try WireFrameHead(head, of: GuardDialect.frames, limits: limits)
            phase = .content(read, count: 0)
            return nil
        } catch { return error }
    }

    private func finish(_ head: WireFrameHead, _ bytes: [UInt8]) -> Received {
        let content = bytes[..<head.length]
        do throws(WireError) { try head.check(content) } catch { return .malformed(error) }
        phase = .working
        deadline = nil
        return .frame(kind: head.kind, number: head.number, content: Array(content))
    }

    /// Starts to send an answer; `cutting` ends the connection after it.
    func answer(_ bytes: [UInt8], cutting: Bool) {
        outgoing = bytes
        phase = .sending(count: 0, cutting: cutting)
        expect(within: cutting ? min(1, settings.frameSeconds) : settings.frameSeconds)
    }

    enum Sent { case more, all, gone }

    /// Sends what goes. After all of it the next frame may come.
    func send(isLoop: Bool) -> Sent {
        guard case .sending(var count, let cutting) = phase, let socket else { return .gone }
        while count < outgoing.count {
            switch UnixSocket.send(socket, outgoing, from: count) {
            case .bytes(let more): count += more
            case .later:
                phase = .sending(count: count, cutting: cutting)
                return .more
            case .gone: return .gone
            }
        }
        outgoing = []
        if cutting { return .gone }
        phase = .head(count: 0)
        expect(within: isLoop ? nil : settings.idleSeconds)
        return .all
    }

    /// The other end is gone while its request is being answered.
    func lose() {
        socket = nil
        deadline = nil
    }

    var isWorking: Bool {
        if case .working = phase { true } else { false }
    }

    var thread: PlaceThread { place.thread }

    /// Gives its place back; the connection has ended.
    func leave() -> Place {
        defer { place.buffer = [] }
        return place
    }
}

extension MonotonicInstant {
    func later(by seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: nanoseconds + Int64((seconds * 1e9).rounded()))
    }
}
