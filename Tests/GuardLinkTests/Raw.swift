import Dispatch
import Wire

@testable import GuardLink

/// A client that sends what it likes.
struct Raw: Sendable {
    let socket: Descriptor

    init(to site: Site) throws { socket = try UnixSocket.connect(to: site.path) }

    func send(_ bytes: [UInt8]) {
        var count = 0
        while count < bytes.count {
            switch UnixSocket.send(socket, bytes, from: count) {
            case .bytes(let more): count += more
            case .later: _ = UnixSocket.wait(for: [(socket.number, .writing)], atMost: 60)
            case .gone: return
            }
        }
    }

    /// All that comes until the guard ends the connection, or nothing more within a minute.
    func rest() async -> [UInt8] { await receive(untilTheEnd: true) }

    /// What comes first.
    func some() async -> [UInt8] { await receive(untilTheEnd: false) }

    private func receive(untilTheEnd: Bool) async -> [UInt8] {
        // Waiting on a shared thread would hold up other tests.
        await withCheckedContinuation { done in
            DispatchQueue(label: "raw client").async {
                done.resume(returning: receiveHere(untilTheEnd))
            }
        }
    }

    private func receiveHere(_ untilTheEnd: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            switch UnixSocket.receive(socket, into: &buffer, 0..<buffer.count) {
            case .bytes(let count):
                bytes += buffer[..<count]
                if !untilTheEnd { return bytes }
            case .gone: return bytes
            case .later:
                let came = UnixSocket.wait(for: [(socket.number, .reading)], atMost: 60)
                if came[0].isEmpty { return bytes + [0xFF] }
            }
        }
    }

    /// Why the guard ended the connection; nil if it did not say, or did not end it.
    func refusal() async -> LinkRefusal? {
        do throws(WireError) {
            let frame = try WireFrame(await rest(), of: GuardDialect.frames)
            let reply = try wireValue(GuardReply.self, from: frame.content)
            if case .refused(let refusal) = reply { return refusal }
        } catch { print("no refusal:", error) }
        return nil
    }
}
