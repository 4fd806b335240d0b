import Journal
import Synchronization

/// The journal's disk: it fails when the plan says so, and forgets at a crash what was not synced.
final class SwarmDisk: JournalStorage, Sendable {
    private struct Content: Sendable {
        var bytes: [UInt8] = []
        /// So many of them are durable.
        var durable = 0
    }

    private let content = Mutex(Content())
    private let world: SwarmWorld
    /// The process that it serves; another's hands are empty.
    private let life: Int

    init(_ bytes: [UInt8], of world: SwarmWorld, life: Int) {
        self.world = world
        self.life = life
        content.withLock {
            $0.bytes = bytes
            $0.durable = bytes.count
        }
    }

    /// What the next start finds: all that is durable, and a share of the rest.
    func afterCrash(keeping share: Double) -> [UInt8] {
        content.withLock {
            let extra = Int(Double($0.bytes.count - $0.durable) * share)
            return Array($0.bytes.prefix($0.durable + extra))
        }
    }

    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        content.withLock { content in
            let end = min(content.bytes.count, offset + count)
            return offset < end ? Array(content.bytes[offset..<end]) : []
        }
    }

    func append(_ added: [UInt8]) throws(StorageFailure) {
        switch world.disk(.append, life: life) {
        case .works: content.withLock { $0.bytes += added }
        case .fails(let code, let share):
            content.withLock { $0.bytes += added.prefix(Int(Double(added.count) * share)) }
            throw StorageFailure(.append, code: code)
        }
    }

    func truncate(to size: Int) throws(StorageFailure) {
        content.withLock {
            $0.bytes.removeLast(max(0, $0.bytes.count - size))
            $0.durable = min($0.durable, size)
        }
    }

    func sync() throws(StorageFailure) {
        if case .fails(let code, _) = world.disk(.sync, life: life) {
            throw StorageFailure(.sync, code: code)
        }
        let isLate = world.bug == .recordsAfterWrite
        let fresh = content.withLock { content -> ArraySlice<UInt8> in
            // A planted bug: says durable, and is so only after the next line.
            let end = isLate ? Self.startOfLastLine(content.bytes) : content.bytes.count
            guard end > content.durable else { return [] }
            defer { content.durable = end }
            return content.bytes[content.durable..<end]
        }
        world.durable(fresh, life: life)
    }

    private static func startOfLastLine(_ bytes: [UInt8]) -> Int {
        (bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    func syncDirectory() throws(StorageFailure) {}
    var room: DiskRoom? { world.room }
    func releaseReserve() -> Bool { false }
}

/// What the disk does next.
enum DiskAnswer: Sendable {
    case works
    /// With an `errno`, and this share of the bytes there [0, 1].
    case fails(code: Int32, share: Double)
}

enum DiskOperation: Sendable { case append, sync }
