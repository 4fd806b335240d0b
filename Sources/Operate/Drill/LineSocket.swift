import Glibc

/// A TCP socket of the drill's line, closed when nobody holds it any more.
final class LineSocket: Sendable {
    let number: Int32

    private init(_ number: Int32) { self.number = number }

    deinit { _ = close(number) }

    /// Listens on a free port of the loopback interface. Nil if the system refuses.
    static func listener() -> (socket: LineSocket, port: Int)? {
        let socket = LineSocket(Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        guard socket.number >= 0 else { return nil }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { place in
            unsafe place.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                unsafe bind(socket.number, raw, size) == 0
                    && Glibc.listen(socket.number, 16) == 0
                    && getsockname(socket.number, raw, &size) == 0
            }
        }
        return isBound ? (socket, Int(UInt16(bigEndian: address.sin_port))) : nil
    }

    /// The next caller; nil if there is none.
    func accept() -> LineSocket? {
        let number = Glibc.accept(self.number, nil, nil)
        return number >= 0 ? LineSocket(number) : nil
    }

    /// Connects to a host by name or address; nil if none of its addresses answers.
    static func connected(to host: String, port: Int) -> LineSocket? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, "\(port)", &hints, &list) == 0 else { return nil }
        defer { unsafe freeaddrinfo(list) }
        var next = unsafe list
        while let entry = unsafe next {
            let info = unsafe entry.pointee
            let socket = LineSocket(
                unsafe Glibc.socket(info.ai_family, info.ai_socktype, info.ai_protocol))
            if socket.number >= 0,
                unsafe connect(socket.number, info.ai_addr, info.ai_addrlen) == 0
            {
                return socket
            }
            unsafe next = info.ai_next
        }
        return nil
    }

    /// Which of two sockets have something to say, or have ended; waits so long for one [ms].
    static func readable(_ sockets: [LineSocket], within milliseconds: Int32) -> [Bool] {
        var entries = sockets.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
        guard unsafe poll(&entries, nfds_t(entries.count), milliseconds) > 0 else {
            return sockets.map { _ in false }
        }
        return entries.map { $0.revents != 0 }
    }

    /// What came; empty at the end of the connection.
    func receive() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe recv(number, &buffer, buffer.count, 0)
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// Sends all of it. False if the other end is gone.
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = Array(bytes[sent...])
            let count = unsafe Glibc.send(number, rest, rest.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}
