import Foundation
package import Signing

/// A person's private key on disk: readable by its owner alone.
package enum KeyFile {
    /// Why a key file cannot be read or written. The person sees and mends it.
    package enum Problem: Error, Hashable, Sendable {
        case unreadable(String)
        case notText(String)
        case exists(String)
        case unwritable(String, String)

        package var text: String {
            switch self {
            case .unreadable(let path): "there is no readable key file at \(path)"
            case .notText(let path): "\(path) is no text"
            case .exists(let path): "\(path) is there already; a key file is never written over"
            case .unwritable(let path, let why): "\(path) cannot be written: \(why)"
            }
        }
    }

    package static func read(_ path: String) throws -> LockedKey {
        guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 16 else {
            throw Problem.unreadable(path)
        }
        guard let text = String(data: data, encoding: .utf8) else { throw Problem.notText(path) }
        return try LockedKey(text: text)
    }

    /// Writes a new key file, mode 0600; never over another.
    package static func write(_ key: LockedKey, to path: String) throws {
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { throw Problem.exists(path) }
            throw Problem.unwritable(path, unsafe String(cString: strerror(errno)))
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(key.text.utf8))
            try handle.synchronize()
        } catch { throw Problem.unwritable(path, "\(error.localizedDescription)") }
    }

    /// Whether others than its owner may read the file.
    package static func isExposed(_ path: String) -> Bool {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else { return false }
        return info.st_mode & 0o077 != 0
    }
}
