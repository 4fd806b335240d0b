import Journal

/// A journal that is only read any more.
final class KeptBytes: JournalStorage {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        let end = min(bytes.count, offset + count)
        return offset < end ? Array(bytes[offset..<end]) : []
    }

    var room: DiskRoom? { nil }
    func releaseReserve() -> Bool { false }
    func append(_ added: [UInt8]) throws(StorageFailure) { throw StorageFailure(.append, code: 30) }
    func truncate(to size: Int) throws(StorageFailure) { throw StorageFailure(.truncate, code: 30) }
    func sync() throws(StorageFailure) {}
    func syncDirectory() throws(StorageFailure) {}
}
