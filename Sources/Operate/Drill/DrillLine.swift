import Foundation
import Synchronization

/// A line between the twin and one device that the drill can slow down, hold and cut. It passes
/// on what it gets, letter by letter, and notes every request that writes.
final class DrillLine: Sendable {
    enum State: Hashable, Sendable {
        case open
        /// Each answer takes so much longer [s].
        case slow(Double)
        /// Nothing passes in either direction; it is held, and delivered once the line opens.
        case held
        /// Connections end, what was held is lost, and new ones end at once.
        case cut
    }

    /// A request that writes, as it was passed on to the device.
    struct Write: Hashable, Sendable {
        let function: UInt8
        /// On the wire, from 0.
        let address: Int
        let at: ContinuousClock.Instant
    }

    /// Why it does not stand.
    struct Failure: Error, Hashable { let text: String }

    /// Where it listens on this machine.
    let port: Int
    private let listener: LineSocket
    private let host: String
    private let devicePort: Int
    private let shared = Mutex((state: State.open, writes: [Write](), isEnded: false))

    init(to host: String, port: Int) throws(Failure) {
        guard let (listener, own) = LineSocket.listener() else {
            throw Failure(text: "no free port on this machine")
        }
        (self.listener, self.port) = (listener, own)
        (self.host, devicePort) = (host, port)
        Thread.detachNewThread { [self] in serve() }
    }

    var state: State { shared.withLock { $0.state } }
    /// Every write that reached the device since the line was laid.
    var writes: [Write] { shared.withLock { $0.writes } }

    func set(_ state: State) { shared.withLock { $0.state = state } }

    /// Ends all connections; to be called once.
    func end() { shared.withLock { $0.isEnded = true } }

    private var isEnded: Bool { shared.withLock { $0.isEnded } }

    /// How often a thread looks whether something changed [ms].
    private static let nap: Int32 = 10

    private func serve() {
        while !isEnded {
            guard LineSocket.readable([listener], within: Self.nap) == [true],
                let caller = listener.accept(), state != .cut,
                let device = LineSocket.connected(to: host, port: devicePort)
            else { continue }
            Thread.detachNewThread { [self] in carry(caller, device) }
        }
    }

    /// One connection until either end leaves.
    private func carry(_ caller: LineSocket, _ device: LineSocket) {
        var frames = ModbusFrames()
        var questions: [UInt8] = []
        var answers: [(bytes: [UInt8], at: ContinuousClock.Instant)] = []
        var hasLeft = false
        while !isEnded {
            let came = LineSocket.readable(
                hasLeft ? [device] : [device, caller], within: Self.nap)
            if came[0] {
                let bytes = device.receive()
                if bytes.isEmpty { return }
                answers.append((bytes, .now))
            }
            if came.count > 1, came[1] {
                let bytes = caller.receive()
                hasLeft = bytes.isEmpty
                questions += bytes
            }
            // What came is passed on as the line is now, not as it was before the wait.
            let state = self.state
            if state == .cut { return }
            if state == .held { continue }
            if !questions.isEmpty {
                let found = frames.writes(in: questions)
                guard device.send(questions) else { return }
                questions = []
                shared.withLock { shared in
                    shared.writes += found.map {
                        Write(function: $0.function, address: $0.address, at: .now)
                    }
                }
            }
            // Whoever left in silence has been heard out.
            if hasLeft { return }
            var delay = 0.0
            if case .slow(let seconds) = state { delay = seconds }
            while let first = answers.first, first.at + .seconds(delay) <= .now {
                guard caller.send(first.bytes) else { return }
                answers.removeFirst()
            }
        }
    }
}

/// Finds the writing requests in a stream of Modbus TCP (Modbus Messaging on TCP/IP Implementation
/// Guide V1.0b, §3.1): two octets each of transaction, protocol and length, one of the unit, then
/// function and address.
struct ModbusFrames {
    private var rest: [UInt8] = []

    mutating func writes(in bytes: [UInt8]) -> [(function: UInt8, address: Int)] {
        rest += bytes
        var found: [(UInt8, Int)] = []
        while rest.count >= 8 {
            let length = 6 + Int(rest[4]) << 8 + Int(rest[5])
            guard rest.count >= length else { break }
            if length >= 10, [5, 6, 15, 16].contains(rest[7]) {
                found.append((rest[7], Int(rest[8]) << 8 + Int(rest[9])))
            }
            rest.removeFirst(length)
        }
        return found
    }
}
