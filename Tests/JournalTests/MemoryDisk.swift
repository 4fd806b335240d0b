import Journal

/// A disk in memory on which nothing fails.
final class MemoryDisk: JournalStorage {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    var room: DiskRoom? { DiskRoom(freeBytes: 1, totalBytes: 1, hasReserve: true) }
    func releaseReserve() -> Bool { false }
    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        Array(bytes.dropFirst(offset).prefix(count))
    }
    func append(_ added: [UInt8]) throws(StorageFailure) { bytes += added }
    func truncate(to size: Int) throws(StorageFailure) { bytes.removeLast(bytes.count - size) }
    func sync() throws(StorageFailure) {}
    func syncDirectory() throws(StorageFailure) {}
}
