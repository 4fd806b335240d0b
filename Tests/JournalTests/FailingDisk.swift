import Journal

/// A disk in memory that fails on purpose, and that forgets what was not synced when the power
/// goes: of the bytes appended since the last sync it keeps as many as the test says.
final class FailingDisk: JournalStorage {
    enum Trouble: Equatable {
        case none
        /// The N-th operation that changes or syncs fails, counted from 1.
        case once(at: Int)
        /// It and all later ones.
        case forever(from: Int)
    }

    private(set) var bytes: [UInt8] = []
    private(set) var durable: [UInt8] = []
    /// Operations so far, reading apart.
    private(set) var operations = 0
    private let trouble: Trouble
    /// Of a failed append this share of the bytes is in the file [0, 1].
    private let kept: Double

    init(_ bytes: [UInt8] = [], trouble: Trouble = .none, keptOfFailedAppend: Double = 0) {
        self.bytes = bytes
        durable = bytes
        self.trouble = trouble
        kept = keptOfFailedAppend
    }

    /// What the next start finds: everything durable, and `share` of what was not.
    func afterPowerLoss(keeping share: Double) -> [UInt8] {
        guard bytes.count > durable.count else { return share < 0.5 ? durable : bytes }
        let extra = Int((Double(bytes.count - durable.count) * share).rounded())
        return Array(bytes.prefix(durable.count + extra))
    }

    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        Array(bytes.dropFirst(offset).prefix(count))
    }

    func append(_ added: [UInt8]) throws(StorageFailure) {
        if fails() {
            bytes += added.prefix(Int(Double(added.count) * kept))
            throw StorageFailure(.append, code: 28)
        }
        if let capacity, bytes.count + added.count > capacity {
            bytes += added.prefix(capacity - bytes.count)
            throw StorageFailure(.append, code: 28)
        }
        bytes += added
    }

    func truncate(to size: Int) throws(StorageFailure) {
        if fails() { throw StorageFailure(.truncate, code: 5) }
        bytes = Array(bytes.prefix(size))
    }

    func sync() throws(StorageFailure) {
        if fails() { throw StorageFailure(.sync, code: 5) }
        durable = bytes
    }

    /// What the disk says of its room, and how many bytes fit; nil for no end.
    var room: DiskRoom? = DiskRoom(freeBytes: 90, totalBytes: 100, hasReserve: true)
    var capacity: Int?
    /// Bytes that giving back the reserve adds to the capacity.
    var reserve = 0

    func releaseReserve() -> Bool {
        guard reserve > 0, let full = capacity else { return false }
        capacity = full + reserve
        reserve = 0
        return true
    }

    func syncDirectory() throws(StorageFailure) {
        if fails() { throw StorageFailure(.syncDirectory, code: 5) }
    }

    private func fails() -> Bool {
        operations += 1
        return switch trouble {
        case .none: false
        case .once(let n): operations == n
        case .forever(let n): operations >= n
        }
    }
}
