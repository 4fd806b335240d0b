import ConnectModbus
import Glibc
import Seal
import Signing
package import Tags

/// Keeps two processes of one machine from writing the same setpoint, in whatever folders they keep
/// their records: for each handle a name that the kernel gives to one process at a time, and takes
/// back when that process ends.
///
/// It knows nothing of other machines, nor that two names may mean one host. Where there is a
/// companion block, its epoch decides instead.
final class HandleLocks: Sendable {
    private let sockets: [Int32]

    /// - Throws: `HandleTaken` if another process of this machine writes one of the handles.
    init(_ connections: [SealedConnection]) throws(HandleTaken) {
        var held: [Int32] = []
        for connection in connections {
            for point in connection.writing {
                let place =
                    "\(connection.settings.endpoint) \(point.area.rawValue) \(point.number)"
                guard let socket = Self.hold("\(Digest(of: Array(place.utf8)))") else {
                    for socket in held { _ = close(socket) }
                    throw HandleTaken(tag: point.tag, place: place)
                }
                held.append(socket)
            }
        }
        sockets = held
    }

    deinit {
        for socket in sockets { _ = close(socket) }
    }

    /// A socket with an abstract name, which no file stands for; nil if the name is taken.
    private static func hold(_ name: String) -> Int32? {
        // Close-on-exec: a program that is started holds nothing.
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let number = socket(AF_UNIX, type, 0)
        guard number >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The first byte stays 0.
        let bytes = Array("flyball handle \(name)".utf8)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { path in
            unsafe path[1...].copyBytes(from: bytes)
        }
        let length = MemoryLayout<sa_family_t>.size + 1 + bytes.count
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(number, pointer, socklen_t(length))
            }
        }
        guard status == 0 else {
            _ = close(number)
            return nil
        }
        return number
    }
}

/// Another process of this machine writes the same setpoint; fatal to the one that comes second.
package struct HandleTaken: Error, Hashable, Sendable {
    package let tag: TagName
    /// Connection, station and register.
    package let place: String

    /// What is wrong and what to do about it.
    package var text: String {
        "another process of this machine writes \(tag) (\(place)); two would fight over it: end "
            + "the other one first"
    }
}
