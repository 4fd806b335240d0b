import Act
import Determinism
import Foundation
import Guard
import Tags
import Testing

@testable import Journal

@Suite struct DiskRoomTests {
    /// Free bytes of a thousand, and what follows.
    @Test(
        arguments: [
            (1000, .none), (100, .none), (99, .warn), (50, .warn), (49, .advisory), (20, .advisory),
            (19, .shed), (0, .shed),
        ] as [(UInt64, DiskRoom.Consequence)])
    func `below ten, five and two in a hundred the twin may do less and less`(
        free: UInt64, expected: DiskRoom.Consequence
    ) {
        let room = DiskRoom(freeBytes: free, totalBytes: 1000, hasReserve: true)
        #expect(room.consequence == expected)
        let without = DiskRoom(freeBytes: free, totalBytes: 1000, hasReserve: false)
        #expect(without.consequence == max(expected, .advisory))
    }

    @Test func `a disk whose room cannot be told allows no write`() {
        #expect(DiskRoom.consequence(of: nil) == .advisory)
        let none = DiskRoom(freeBytes: 0, totalBytes: 0, hasReserve: true)
        #expect(none.consequence == .advisory)
    }

    /// The end of a run: what must still be written on a full disk.
    private let end: [JournalEntry] = [
        .mode(ModeChange(requested: .off, actual: .off, by: nil, why: "the disk is full")),
        .closed(Closed(why: "the disk is full")),
    ]

    @Test(arguments: 0..<40)
    func `on a disk that is full at any byte, the reserve takes what ends the run`(
        more: Int
    ) throws {
        let disk = FailingDisk()
        let journal = try Journal(
            disk, settings: settings, signing: .init(key: key), plant: start, wallNanoseconds: 0)
        disk.capacity = disk.bytes.count + 29 * more
        disk.reserve = 1 << 16
        for entry in end { try journal.append(entry, plant: start, wallNanoseconds: 0) }
        // The record is whole wherever the disk was full, and says that it was.
        let report = try verifyJournal(MemoryDisk(disk.durable))
        #expect(report.isSound && report.count == 5 && report.tornBytes == 0)
        #expect(journal.isOnReserve == (disk.reserve == 0))
        #expect(journal.diskConsequence == (journal.isOnReserve ? .shed : .none))
    }

    @Test func `on the reserve nothing is recorded that leads to a write`() throws {
        let disk = FailingDisk()
        let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 0)
        disk.capacity = disk.bytes.count + 10
        disk.reserve = 1 << 16
        try journal.append(end[0], plant: start, wallNanoseconds: 0)
        #expect(journal.isOnReserve)
        let intent = JournalEntry.intent(Intent(proposal(7, to: 1), by: ada))
        #expect(throws: JournalError.onReserve) {
            try journal.append(intent, plant: start, wallNanoseconds: 0)
        }
        try journal.append(end[1], plant: start, wallNanoseconds: 0)
    }

    @Test func `an intent that meets a full disk fails and leaves the reserve alone`() throws {
        let disk = FailingDisk()
        let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 0)
        disk.capacity = disk.bytes.count + 10
        disk.reserve = 1 << 16
        let intent = JournalEntry.intent(Intent(proposal(7, to: 1), by: ada))
        #expect(throws: JournalError.storage(StorageFailure(.append, code: 28))) {
            try journal.append(intent, plant: start, wallNanoseconds: 0)
        }
        #expect(disk.reserve > 0 && journal.isRefusing)
    }

    @Test func `without a reserve a full disk ends the record`() throws {
        let disk = FailingDisk()
        let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 0)
        disk.capacity = disk.bytes.count + 10
        #expect(throws: JournalError.storage(StorageFailure(.append, code: 28))) {
            try journal.append(end[0], plant: start, wallNanoseconds: 0)
        }
        #expect(journal.isRefusing)
    }

    @Test func `a reserve lies beside the journal on disk and goes when it is used`() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/room-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try files.removeItem(atPath: folder) } catch { Issue.record("\(error)") }
        }
        let path = folder + "/guard.journal"
        let disk = try DiskStorage(path: path, for: .writing, reserveBytes: 1 << 20)
        let size = try files.attributesOfItem(atPath: path + ".reserve")[.size] as? Int
        #expect(size == 1 << 20)
        let room = try #require(disk.room)
        #expect(room.hasReserve && room.totalBytes > room.freeBytes && room.freeBytes > 0)
        #expect(disk.releaseReserve())
        #expect(!files.fileExists(atPath: path + ".reserve"))
        #expect(!disk.releaseReserve() && disk.room?.hasReserve == false)
    }
}
