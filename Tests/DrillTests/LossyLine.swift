import Foundation
import Glibc
import RunBench
import Synchronization

/// A line between the twin and its plant, over which a network can go bad: a TCP relay on the
/// loopback interface. What goes towards the plant is counted, a request each.
final class LossyLine: Sendable {
    /// What the line does with what is sent over it.
    enum Fault: String, CaseIterable, Sendable {
        /// Half-open: everything is taken and nothing arrives, in either direction.
        case silent = "half-open"
        /// Requests arrive, answers are lost.
        case deaf = "answers lost"
        /// Every answer comes 5 s late.
        case slow = "answers 5 s late"
        /// Connections are cut, and none is made.
        case cut
    }

    private struct State: Sendable {
        var fault: Fault?
        /// Requests that still pass before the fault begins.
        var left = 0
        var requests = 0
        var isOver = false
        /// Connections that were there when the fault began never recover.
        var age = 0
        var sockets: Set<Int32> = []
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let target: Int
    let port: Int

    struct NotMade: Error { let code: Int32 }

    init(to target: Int) throws {
        self.target = target
        (listener, port) = try Self.listen()
        Thread.detachNewThread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                relay(client)
            }
        }
    }

    /// A socket that listens on a free port.
    private static func listen() throws -> (listener: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw NotMade(code: errno) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let bound = unsafe bind(listener, pointer, length)
                guard bound == 0, Glibc.listen(listener, 16) == 0 else { return Int32(-1) }
                return unsafe getsockname(listener, pointer, &length)
            }
        }
        guard status == 0 else { throw NotMade(code: errno) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// Begins a fault once so many further requests have passed.
    func begin(_ fault: Fault, after requests: Int) {
        state.withLock {
            $0.fault = fault
            $0.left = requests
            $0.requests = 0
        }
    }

    /// The network is well again; what was lost is lost.
    func heal() {
        let stale = state.withLock { state in
            state.fault = nil
            state.age += 1
            return state.sockets
        }
        for socket in stale { _ = shutdown(socket, Int32(SHUT_RDWR)) }
    }

    /// Requests since the last fault was ordered, or from the start.
    var requests: Int { state.withLock { $0.requests } }
    /// Whether the fault has begun.
    var isFaulty: Bool { state.withLock { $0.fault != nil && $0.left == 0 } }

    func close() {
        heal()
        _ = shutdown(listener, Int32(SHUT_RDWR))
        _ = Glibc.close(listener)
    }

    // MARK: Relaying

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func relay(_ client: Int32) {
        let plant = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.address(port: target)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(plant, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard plant >= 0, status == 0, state.withLock({ $0.fault != .cut || $0.left > 0 }) else {
            _ = Glibc.close(client)
            if plant >= 0 { _ = Glibc.close(plant) }
            return
        }
        let age = state.withLock { state in
            state.sockets.formUnion([client, plant])
            return state.age
        }
        let ends = Ends()
        Thread.detachNewThread { [self] in
            pump(client, plant, isRequest: true, age)
            if ends.isLast() { forget([client, plant]) }
        }
        Thread.detachNewThread { [self] in
            pump(plant, client, isRequest: false, age)
            if ends.isLast() { forget([client, plant]) }
        }
    }

    private func forget(_ sockets: [Int32]) {
        state.withLock { $0.sockets.subtract(sockets) }
        for socket in sockets { _ = Glibc.close(socket) }
    }

    /// Carries bytes one way until an end closes.
    private func pump(_ from: Int32, _ to: Int32, isRequest: Bool, _ age: Int) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let got = unsafe recv(from, &buffer, buffer.count, 0)
            guard got > 0 else { break }
            let fault = meet(isRequest: isRequest)
            switch fault {
            case .silent: continue
            case .deaf: if !isRequest { continue }
            case .slow: if !isRequest { pause(5) }
            case .cut:
                _ = shutdown(from, Int32(SHUT_RDWR))
                _ = shutdown(to, Int32(SHUT_RDWR))
                return
            case nil: break
            }
            // What was on its way when the network came back is lost.
            guard state.withLock({ $0.age }) == age else { break }
            guard unsafe send(to, buffer, got, Int32(MSG_NOSIGNAL)) == got else { break }
        }
        _ = shutdown(to, Int32(SHUT_RDWR))
    }

    /// The fault in force for this piece.
    private func meet(isRequest: Bool) -> Fault? {
        state.withLock { state in
            if isRequest { state.requests += 1 }
            guard let fault = state.fault else { return nil }
            guard state.left == 0 else {
                if isRequest { state.left -= 1 }
                return nil
            }
            return fault
        }
    }
}

/// Both directions of one connection: who ends last closes.
private final class Ends: Sendable {
    private let ended = Atomic(0)

    func isLast() -> Bool { ended.add(1, ordering: .acquiringAndReleasing).newValue == 2 }
}
