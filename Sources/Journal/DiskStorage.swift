#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file on disk. To write, it holds `path.lock` locked; the kernel lets go when the process dies.
package final class DiskStorage: JournalStorage {
    package enum Purpose: Sendable {
        case reading, writing
    }

    private let path: String
    private let file: Int32
    private let lock: Int32
    private var hasReserve = false

    /// - Parameter reserveBytes: size of `path.reserve`, which keeps room for the last records; it
    ///   is made when a journal is opened to write. Without room for it `room` says so.
    package init(
        path: String, for purpose: Purpose, reserveBytes: Int = 0
    ) throws(JournalError) {
        self.path = path
        switch purpose {
        case .reading:
            lock = -1
            file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        case .writing:
            lock = unsafe open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
            guard lock >= 0 else { throw .storage(StorageFailure(.lock, code: errno)) }
            guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                _ = close(lock)
                if code == EWOULDBLOCK { throw .locked(path: path) }
                throw .storage(StorageFailure(.lock, code: code))
            }
            file = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        }
        guard file >= 0 else {
            let code = errno
            if lock >= 0 { _ = close(lock) }
            throw .storage(StorageFailure(.open, code: code))
        }
        if purpose == .writing, reserveBytes > 0 { hasReserve = makeReserve(reserveBytes) }
    }

    private func makeReserve(_ bytes: Int) -> Bool {
        let reserve = unsafe open(path + ".reserve", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard reserve >= 0 else { return false }
        defer { _ = close(reserve) }
        return posix_fallocate(reserve, 0, bytes) == 0
    }

    package var room: DiskRoom? {
        var status = statvfs()
        guard unsafe fstatvfs(file, &status) == 0 else { return nil }
        let unit = UInt64(status.f_frsize)
        return DiskRoom(
            freeBytes: UInt64(status.f_bavail) * unit, totalBytes: UInt64(status.f_blocks) * unit,
            hasReserve: hasReserve)
    }

    package func releaseReserve() -> Bool {
        guard hasReserve else { return false }
        hasReserve = false
        return unsafe unlink(path + ".reserve") == 0
    }

    deinit {
        // All that matters is durable by now; closing also lets the lock go.
        if file >= 0 { _ = close(file) }
        if lock >= 0 { _ = close(lock) }
    }

    package func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            var got = 0
            repeat {
                got = unsafe pread(file, buffer.baseAddress, count, offset)
            } while got < 0
                && errno == EINTR
            if got < 0 { failure = errno }
            filled = max(0, got)
        }
        guard failure == 0 else { throw StorageFailure(.read, code: failure) }
        return bytes
    }

    package func append(_ bytes: [UInt8]) throws(StorageFailure) {
        var written = 0
        while written < bytes.count {
            let sent = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(file, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if sent > 0 {
                written += sent
            } else if !(sent < 0 && errno == EINTR) {
                throw StorageFailure(.append, code: sent == 0 ? EIO : errno)
            }
        }
    }

    package func truncate(to size: Int) throws(StorageFailure) {
        guard ftruncate(file, size) == 0 else { throw StorageFailure(.truncate, code: errno) }
    }

    package func sync() throws(StorageFailure) {
        guard fdatasync(file) == 0 else { throw StorageFailure(.sync, code: errno) }
    }

    package func syncDirectory() throws(StorageFailure) {
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let directory = unsafe open(parent.isEmpty ? "/" : parent, O_RDONLY | O_CLOEXEC)
        guard directory >= 0 else { throw StorageFailure(.syncDirectory, code: errno) }
        defer { _ = close(directory) }
        guard fsync(directory) == 0 else { throw StorageFailure(.syncDirectory, code: errno) }
    }
}
