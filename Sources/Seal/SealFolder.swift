#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
/// The files of change control beside a twin: `twin.sealed`, `twin.proposed`, `approvers`, and
/// every seal ever approved in `sealed/`. A file is replaced whole or not at all.
package struct SealFolder: Sendable {
    /// One operation on the disk; what a test lets fail.
    package enum Step: String, CaseIterable, Sendable {
        case lock, open, read, write, sync, rename, remove
        case makeFolder = "make folder"
        case syncFolder = "sync folder"
    }

    /// The disk refused. Not retried: the person sees why, mends it and calls again.
    package struct Failure: Error, Hashable, Sendable {
        package let step: Step
        package let path: String
        /// `errno`
        package let code: Int32

        package var text: String {
            let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
            return "\(path): \(step.rawValue): \(reason)"
        }
    }

    package static let sealed = "twin.sealed"
    package static let proposed = "twin.proposed"
    package static let approvers = "approvers"
    package static let archive = "sealed"

    package let path: String
    /// Lets an operation fail with an `errno`; for tests of what an interruption leaves behind.
    private let interrupt: @Sendable (Step) -> Int32?

    package init(
        _ path: String, interrupt: @escaping @Sendable (Step) -> Int32? = { _ in nil }
    ) {
        self.path = path
        self.interrupt = interrupt
    }

    private func failing(_ step: Step, _ path: String) throws(Failure) {
        if let code = interrupt(step) { throw Failure(step: step, path: path, code: code) }
    }

    // MARK: reading

    /// All bytes of a file of the folder; nil if there is none. Longer ones are cut after `longest`
    /// and one more, so that their reader refuses them.
    package func bytes(of name: String, longest: Int) throws(Failure) -> [UInt8]? {
        let place = path + "/" + name
        try failing(.open, place)
        let file = unsafe open(place, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT { return nil }
            throw Failure(step: .open, path: place, code: code)
        }
        defer { _ = close(file) }
        try failing(.read, place)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= longest {
            let got = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(file, $0.baseAddress, $0.count)
            }
            if got > 0 {
                bytes.append(contentsOf: buffer[..<got])
            } else if got == 0 {
                return bytes
            } else if errno != EINTR {
                throw Failure(step: .read, path: place, code: errno)
            }
        }
        return Array(bytes.prefix(longest + 1))
    }

    /// Serial numbers of the seals in the archive, smallest first.
    package func archived() throws(Failure) -> [UInt64] {
        let place = path + "/" + SealFolder.archive
        guard let folder = unsafe opendir(place) else {
            let code = errno
            if code == ENOENT { return [] }
            throw Failure(step: .open, path: place, code: code)
        }
        defer { _ = unsafe closedir(folder) }
        var serials: [UInt64] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { raw in
                unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasSuffix(".sealed"), let serial = UInt64(name.dropLast(7)), serial > 0,
                SealFolder.archiveName(serial) == SealFolder.archive + "/" + name
            else { continue }
            serials.append(serial)
        }
        return serials.sorted()
    }

    /// Such as "sealed/0007.sealed".
    package static func archiveName(_ serial: UInt64) -> String {
        let digits = String(serial)
        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(archive)/\(zeros)\(digits).sealed"
    }

    // MARK: writing

    /// Writes a file whole: beside it, durable, then in its place. Whatever fails or is killed
    /// between, the old file stays or the new one is there.
    package func replace(_ name: String, with bytes: [UInt8]) throws(Failure) {
        let place = path + "/" + name
        let beside = place + ".new"
        try failing(.open, beside)
        let file = unsafe open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw Failure(step: .open, path: beside, code: errno) }
        do throws(Failure) {
            defer { _ = close(file) }
            try write(bytes, to: file, beside)
            try failing(.sync, beside)
            guard fsync(file) == 0 else { throw Failure(step: .sync, path: beside, code: errno) }
        } catch {
            _ = unsafe unlink(beside)
            throw error
        }
        try failing(.rename, place)
        guard unsafe rename(beside, place) == 0 else {
            throw Failure(step: .rename, path: place, code: errno)
        }
        try syncFolder(of: place)
    }

    private func write(_ bytes: [UInt8], to file: Int32, _ place: String) throws(Failure) {
        try failing(.write, place)
        var written = 0
        while written < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Self.systemWrite(
                    file, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if sent > 0 {
                written += sent
            } else if !(sent < 0 && errno == EINTR) {
                throw Failure(step: .write, path: place, code: sent == 0 ? EIO : errno)
            }
        }
    }

    private static func systemWrite(
        _ file: Int32, _ start: UnsafeRawPointer?, _ count: Int
    ) -> Int {
        #if canImport(Glibc)
            unsafe Glibc.write(file, start, count)
        #else
            unsafe Musl.write(file, start, count)
        #endif
    }

    /// Makes the name of a file durable, too.
    private func syncFolder(of place: String) throws(Failure) {
        try failing(.syncFolder, place)
        let parent = place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "."
        let folder = unsafe open(parent.isEmpty ? "/" : parent, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { throw Failure(step: .syncFolder, path: parent, code: errno) }
        defer { _ = close(folder) }
        guard fsync(folder) == 0 else {
            throw Failure(step: .syncFolder, path: parent, code: errno)
        }
    }

    package func remove(_ name: String) throws(Failure) {
        let place = path + "/" + name
        try failing(.remove, place)
        guard unsafe unlink(place) == 0 || errno == ENOENT else {
            throw Failure(step: .remove, path: place, code: errno)
        }
        try syncFolder(of: place)
    }

    package func makeArchive() throws(Failure) {
        let place = path + "/" + SealFolder.archive
        try failing(.makeFolder, place)
        guard unsafe mkdir(place, 0o755) == 0 || errno == EEXIST else {
            throw Failure(step: .makeFolder, path: place, code: errno)
        }
    }

    /// Keeps a second change of the same twin out until `body` is done; the kernel lets go when the
    /// process dies.
    @discardableResult
    package func locked<Result>(
        _ body: () throws -> Result
    ) throws -> Result {
        let place = path + "/.change.lock"
        try failing(.lock, place)
        let lock = unsafe open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard lock >= 0 else { throw Failure(step: .lock, path: place, code: errno) }
        defer { _ = close(lock) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw Failure(step: .lock, path: place, code: errno)
        }
        return try body()
    }
}
