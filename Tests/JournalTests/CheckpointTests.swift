import Act
import Determinism
import Foundation
import Guard
import Tags
import Testing

@testable import Journal

@Suite struct CheckpointTests {
    private func records(_ bytes: [UInt8]) throws -> [JournalRecord] {
        var reader = JournalReader(MemoryDisk(bytes))
        var records: [JournalRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    @Test func `checkpoints stand at the opening, every hour of wall time, and at the end`() throws
    {
        // Ten minutes apart: the seventh record after the opening is the first past the hour.
        let entries = Array(everyday(14)) + [JournalEntry.closed(Closed(why: "end"))]
        let kinds = try records(try signed(entries)).map(\.kindName)
        let places = kinds.indices.filter { kinds[$0] == "checkpoint" }
        #expect(places == [1, 7, 14, 19])
        #expect(kinds[18] == "closed" && kinds.count == 20)
    }

    @Test func `a wall clock that was set back makes a checkpoint at once`() throws {
        let journal = try Journal(
            MemoryDisk(), settings: settings, signing: .init(key: key), plant: start,
            wallNanoseconds: 5_000_000_000)
        #expect(journal.head.sequence == 2)
        try journal.checkpointIfDue(plant: start, wallNanoseconds: 5_000_000_001)
        #expect(journal.head.sequence == 2)
        try journal.checkpointIfDue(plant: start, wallNanoseconds: 4_999_999_999)
        #expect(journal.head.sequence == 3)
        try journal.checkpointIfDue(plant: start, wallNanoseconds: .min)
        #expect(journal.head.sequence == 4)
    }

    @Test func `a journal without a key has no checkpoints, and its report says so`() throws {
        let report = try verifyJournal(MemoryDisk(try signed(everyday(14), by: nil)))
        #expect(report.isSound && report.checkpoints == 0 && report.count == 15)
        #expect(report.lines.contains("no checkpoints: nothing is signed"))
    }

    @Test func `every record carries the seal that is in force`() throws {
        let disk = MemoryDisk()
        let journal = try Journal(
            disk, settings: settings, signing: .init(key: key, seal: seal), plant: start,
            wallNanoseconds: 0)
        journal.seal = ""
        try journal.append(.closed(Closed(why: "x")), plant: start, wallNanoseconds: 0)
        #expect(try records(disk.bytes).map(\.seal) == [seal, seal, "", ""])
    }

    @Test func `who rewrites the journal without the key is found at the next checkpoint`() throws {
        let sound = try signed(everyday(8))
        var heads = lines(sound).map(head(of:))
        heads[4] = heads[4].replacing(first: "Ada", by: "Eve")
        let report = try verifyJournal(MemoryDisk(chained(heads)))
        // The rewritten record hashes well; the checkpoint after it names another hash.
        #expect(report.damage?.what == .checkpoint && report.damage?.record == 8)
        #expect(report.keys == [key.publicText])
    }

    @Test func `a signature by nobody is found, and so is one by a key that is not expected`()
        throws
    {
        let sound = try signed(everyday(2))
        var heads = lines(sound).map(head(of:))
        let text = String(decoding: heads[1], as: UTF8.self)
        heads[1] = Array(text.replacing(/"signature":"..../, with: #""signature":"0000"#).utf8)
        #expect(try verifyJournal(MemoryDisk(chained(heads))).damage?.what == .signature)
        let disk = MemoryDisk(sound)
        #expect(try verifyJournal(disk, keys: [key.publicText]).isSound)
        let damage = try #require(try verifyJournal(disk, keys: [otherKey.publicText]).damage)
        #expect(damage.what == .key && damage.record == 2)
    }

    @Test func `a key that was made anew goes on in the chain and is named`() throws {
        let first = try signed(everyday(3))
        let both = try signed(everyday(3), by: otherKey, after: first)
        let report = try verifyJournal(MemoryDisk(both))
        #expect(report.isSound && report.keys == [key.publicText, otherKey.publicText])
    }

    @Test func `lines without a seal, of version 1, are read and continued`() throws {
        let new = try signed(everyday(3), by: nil, seal: "")
        let old = chained(
            lines(new).map { head(of: $0).replacing(first: #""seal":"","#, by: "") })
        #expect(try records(old).allSatisfy { $0.seal == nil })
        let both = try signed(everyday(3), after: old)
        let report = try verifyJournal(MemoryDisk(both))
        #expect(report.isSound && report.count == 9)
        #expect(try records(both).map(\.seal).suffix(5).allSatisfy { $0 == seal })
    }

    @Test
    func `a sound record of a kind that is not known verifies, and is said not to be understood`()
        throws
    {
        var heads = lines(try signed(everyday(1), by: nil)).map(head(of:))
        heads[1] = heads[1].replacing(first: #""kind":"watched""#, by: #""kind":"from later""#)
        let bytes = chained(heads)
        #expect(try verifyJournal(MemoryDisk(bytes)).isSound)
        #expect(throws: JournalError.self) { try signed(everyday(1), after: bytes) }
    }

    @Test func `the key is made once, can be read by its owner only, and is refused otherwise`()
        throws
    {
        let folder = FileManager.default.temporaryDirectory.path + "/key-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do { try files.removeItem(atPath: folder) } catch { Issue.record("\(error)") }
        }
        let made = try JournalKey(folder: folder)
        #expect(try JournalKey(folder: folder).publicText == made.publicText)
        let path = folder + "/checkpoint.key"
        let rights = try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let shown = try String(contentsOfFile: folder + "/checkpoint.pub", encoding: .utf8)
        #expect(shown == made.publicText + "\n")
        try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(throws: JournalError.keyExposed(path: path)) { try JournalKey(folder: folder) }
        try Data("no key\n".utf8).write(to: URL(fileURLWithPath: path))
        try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(throws: JournalError.keyUnreadable(path: path)) { try JournalKey(folder: folder) }
    }
}

@Suite struct HeadMarkTests {
    @Test func `a head seen elsewhere tells removed and rewritten records from sound ones`() throws
    {
        let sound = try signed(everyday(9))
        let whole = try verifyJournal(MemoryDisk(sound))
        let mark = try #require(HeadMark(sequence: whole.count, digits: whole.headHash))
        #expect(try verifyJournal(MemoryDisk(sound), against: mark).outside == .found(mark))
        // All that was removed is whole records at the end: the chain alone cannot tell.
        let cut = Array(lines(sound).dropLast(2).joined())
        #expect(try verifyJournal(MemoryDisk(cut)).isSound)
        let report = try verifyJournal(MemoryDisk(cut), against: mark)
        #expect(!report.isSound && report.outside == .removed(mark))
        #expect(report.lines.contains { $0.contains("records were removed at the end") })
        var wrong = Array(whole.headHash)
        wrong[5] = wrong[5] == "0" ? "1" : "0"
        let other = try #require(HeadMark("\(whole.count):\(String(wrong))"))
        #expect(try verifyJournal(MemoryDisk(sound), against: other).outside == .other(other))
    }

    @Test func `the head in eight bytes is the number's lower half and the hash's first digits`()
        throws
    {
        let head = Journal.Receipt(
            sequence: 1 << 32 | 7, hash: "0123abcd" + String(repeating: "f", count: 56))
        let tag = HeadTag(head)
        #expect(tag.number == 0x0000_0007_0123_abcd)
        #expect(tag.registers == [0, 7, 0x0123, 0xabcd])
        #expect(tag.mark?.text == "7:0123abcd")
    }

    @Test(arguments: [
        "", "5", "5:", "5:0123456", "0:01234567", "x:01234567", "5:0123456g", "5:01:23",
    ])
    func `what is no head is not taken for one`(text: String) { #expect(HeadMark(text) == nil) }
}
