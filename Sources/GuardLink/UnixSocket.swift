import Determinism
import Glibc

// The one place where this target calls the system.

/// An open file or socket, closed when nobody holds it any more.
final class Descriptor: Sendable {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    deinit { _ = close(number) }

    /// Ends talk in both directions; who waits on it wakes up.
    func shut() { _ = shutdown(number, Int32(SHUT_RDWR)) }
}

/// The process at the other end, as the kernel tells.
struct Peer: Hashable, Sendable {
    let process: Int32
    let user: UInt32

    /// Its own user, and root.
    func isAllowed(by user: UInt32) -> Bool { self.user == user || self.user == 0 }
}

/// What came of moving bytes without waiting.
enum Moved: Hashable {
    case bytes(Int)
    /// Nothing now.
    case later
    /// The other end is gone.
    case gone
}

enum UnixSocket {
    /// This process's user.
    static var user: UInt32 { geteuid() }

    /// A socket of mode 0600 that listens at `path`; what an earlier guard left there is removed.
    static func listen(at path: String, backlog: Int32) throws(LinkError) -> Descriptor {
        try removeLeftover(at: path)
        let socket = try make()
        unsafe try withAddress(of: path) { (address, count) throws(LinkError) in
            guard unsafe bind(socket.number, address, count) == 0 else {
                throw .system(call: "bind \(path)", code: errno)
            }
        }
        // Nobody can connect before it listens.
        guard unsafe chmod(path, 0o600) == 0 else {
            throw .system(call: "chmod \(path)", code: errno)
        }
        guard Glibc.listen(socket.number, backlog) == 0 else {
            throw .system(call: "listen \(path)", code: errno)
        }
        return socket
    }

    static func connect(to path: String) throws(LinkError) -> Descriptor {
        let socket = try make()
        unsafe try withAddress(of: path) { (address, count) throws(LinkError) in
            // A full queue of callers answers EAGAIN at once.
            guard unsafe Glibc.connect(socket.number, address, count) == 0 else {
                throw .system(call: "connect \(path)", code: errno)
            }
        }
        return socket
    }

    /// The next caller; nil if none waits.
    static func accept(on listener: Descriptor) -> Descriptor? {
        let number = Glibc.accept(listener.number, nil, nil)
        guard number >= 0 else { return nil }
        let socket = Descriptor(number)
        return prepare(socket) ? socket : nil
    }

    /// Two ends of a pipe, to wake who waits in `wait`.
    static func pipe() throws(LinkError) -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [0, 0]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw .system(call: "pipe", code: errno) }
        let (read, write) = (Descriptor(ends[0]), Descriptor(ends[1]))
        guard prepare(read), prepare(write) else { throw .system(call: "fcntl", code: errno) }
        return (read, write)
    }

    /// Who is at the other end; nil if the kernel does not tell.
    static func peer(of socket: Descriptor) -> Peer? {
        // struct ucred: process, user, group; Glibc shows it to C with _GNU_SOURCE only.
        var credentials: [UInt32] = [0, 0, 0]
        var count = socklen_t(12)
        let status = unsafe getsockopt(
            socket.number, SOL_SOCKET, SO_PEERCRED, &credentials, &count)
        guard status == 0, count == 12 else { return nil }
        return Peer(process: Int32(bitPattern: credentials[0]), user: credentials[1])
    }

    /// Receives into `buffer[from..<to]`, without waiting.
    static func receive(
        _ socket: Descriptor, into buffer: inout [UInt8], _ range: Range<Int>
    ) -> Moved {
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(
                socket.number, bytes.baseAddress.map { unsafe $0 + range.lowerBound },
                range.count, Int32(MSG_DONTWAIT))
        }
        if count == 0 { return .gone }
        return moved(count)
    }

    /// Sends `bytes[from...]`, as much as goes without waiting.
    static func send(_ socket: Descriptor, _ bytes: [UInt8], from: Int) -> Moved {
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.send(
                socket.number, bytes.baseAddress.map { unsafe $0 + from }, bytes.count - from,
                Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
        }
        return moved(count)
    }

    private static func moved(_ count: Int) -> Moved {
        if count >= 0 { return .bytes(count) }
        return [EAGAIN, EWOULDBLOCK, EINTR].contains(errno) ? .later : .gone
    }

    /// Wakes who waits at the other end of a pipe.
    static func wake(_ pipe: Descriptor) {
        let byte: [UInt8] = [1]
        // A full pipe wakes as well.
        _ = unsafe write(pipe.number, byte, 1)
    }

    static func drain(_ pipe: Descriptor) {
        var bytes = [UInt8](repeating: 0, count: 64)
        while unsafe read(pipe.number, &bytes, bytes.count) > 0 {}
    }

    // MARK: Waiting

    /// What a descriptor is waited for, and what came.
    struct Interest: OptionSet {
        let rawValue: Int16
        static let reading = Interest(rawValue: Int16(POLLIN))
        static let writing = Interest(rawValue: Int16(POLLOUT))
        /// The other end will send no more: POLLRDHUP, shown with _GNU_SOURCE only.
        static let leaving = Interest(rawValue: 0x2000)
        /// Always told.
        static let broken = Interest(
            rawValue: Int16(POLLERR) | Int16(POLLHUP) | Int16(POLLNVAL))
    }

    /// Waits until something comes, at most so long [s]. Returns what came for each.
    static func wait(
        for descriptors: [(number: Int32, interest: Interest)], atMost seconds: Double
    ) -> [Interest] {
        var entries = descriptors.map {
            pollfd(fd: $0.number, events: $0.interest.rawValue, revents: 0)
        }
        let milliseconds = Int32((max(0, min(seconds, 3600)) * 1000).rounded(.up))
        guard unsafe poll(&entries, nfds_t(entries.count), milliseconds) > 0 else {
            return descriptors.map { _ in [] }
        }
        return entries.map { Interest(rawValue: $0.revents) }
    }

    /// Nanoseconds of a clock that nobody sets.
    static var now: MonotonicInstant {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicInstant(
            nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func remove(_ path: String) { _ = unsafe unlink(path) }

    // MARK: Making

    private static func make() throws(LinkError) -> Descriptor {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard number >= 0 else { throw .system(call: "socket", code: errno) }
        let socket = Descriptor(number)
        guard prepare(socket) else { throw .system(call: "fcntl", code: errno) }
        return socket
    }

    /// Never waits, and is not handed on to programs that are started.
    private static func prepare(_ descriptor: Descriptor) -> Bool {
        fcntl(descriptor.number, F_SETFD, FD_CLOEXEC) == 0
            && fcntl(descriptor.number, F_SETFL, O_NONBLOCK) == 0
    }

    private static func removeLeftover(at path: String) throws(LinkError) {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
        do throws(LinkError) {
            _ = try connect(to: path)
        } catch .system(_, ECONNREFUSED) {
            // Nobody listens: the guard that did is dead.
            remove(path)
            return
        } catch {}
        throw .inUse(path: path)
    }

    /// Calls with the address of a path. A path too long for one goes through its open folder.
    private static func withAddress(
        of path: String,
        _ call: (UnsafePointer<sockaddr>, socklen_t) throws(LinkError) -> Void
    ) throws(LinkError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path) - 1
        var text = path
        var folder: Descriptor?
        defer { withExtendedLifetime(folder) {} }
        if path.utf8.count > room {
            let slash = path.lastIndex(of: "/") ?? path.startIndex
            let opened = unsafe open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard opened >= 0 else { throw .system(call: "open folder of \(path)", code: errno) }
            folder = Descriptor(opened)
            text = "/proc/self/fd/\(opened)\(path[slash...])"
            guard text.utf8.count <= room else { throw .nameTooLong(String(path[slash...])) }
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            unsafe bytes.copyBytes(from: text.utf8)
        }
        let count = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                Result { () throws(LinkError) in unsafe try call(pointer, count) }
            }
        }
        try result.get()
    }
}

/// What the system says of an error number.
func systemText(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
}
