import Act
import Journal
import Testing

@Suite struct DamageTests {
    /// Few and short records, so that every byte can be tried.
    private func small() throws -> [UInt8] {
        try written([.closed(Closed(why: "a")), .closed(Closed(why: "b")), samples[9]])
    }

    @Test func `every changed byte is found, at its record`() throws {
        let sound = try small()
        let ends = sound.indices.filter { sound[$0] == UInt8(ascii: "\n") }
        var found = 0
        for i in sound.indices {
            for mask: UInt8 in [0x01, 0xff] {
                var bytes = sound
                bytes[i] ^= mask
                let report = try verifyJournal(FailingDisk(bytes))
                let record = UInt64(ends.count { $0 < i } + 1)
                let damage = try #require(report.damage, "byte \(i) ^ \(mask)")
                #expect(damage.record == record, "byte \(i) ^ \(mask)")
                #expect(throws: JournalError.damaged(damage)) { try open(bytes) }
                found += 1
            }
        }
        print("journal: \(found) changed bytes of \(sound.count), all found")
    }

    @Test func `a file cut anywhere opens with all whole records and says what it cut`() throws {
        let sound = try small()
        let ends = sound.indices.filter { sound[$0] == UInt8(ascii: "\n") }
        for size in sound.indices {
            let cut = Array(sound.prefix(size))
            let whole = ends.count { $0 < size }
            let isLineEndMissing = ends.contains(size)
            let (journal, disk) = try open(cut)
            let kept = whole + (isLineEndMissing ? 1 : 0)
            #expect(journal.head.sequence == UInt64(kept + 1), "cut at \(size)")
            var reader = JournalReader(disk)
            var last: JournalRecord?
            while let record = try reader.next() { last = record }
            guard case .opened(let opened) = try last?.entry() else {
                Issue.record("cut at \(size): the opening is not on record")
                continue
            }
            let start = whole == 0 ? 0 : ends[whole - 1] + 1
            #expect(opened.cutBytes == (isLineEndMissing ? 0 : size - start), "cut at \(size)")
            #expect(opened.lineCompleted == isLineEndMissing, "cut at \(size)")
        }
    }

    @Test func `removed, repeated and exchanged records are found`() throws {
        let lines = String(decoding: try written(), as: UTF8.self)
            .split(separator: "\n").map { Array(($0 + "\n").utf8) }
        for i in lines.indices.dropLast() {
            var removed = lines
            removed.remove(at: i)
            #expect(try verifyJournal(FailingDisk(Array(removed.joined()))).damage != nil)
            var repeated = lines
            repeated.insert(lines[i], at: i)
            #expect(try verifyJournal(FailingDisk(Array(repeated.joined()))).damage != nil)
            var exchanged = lines
            exchanged.swapAt(i, i + 1)
            #expect(try verifyJournal(FailingDisk(Array(exchanged.joined()))).damage != nil)
        }
    }

    @Test func `damage that was hashed anew is found by the chain`() throws {
        let one = try written([.closed(Closed(why: "a")), .closed(Closed(why: "b"))])
        let other = try written([.closed(Closed(why: "A")), .closed(Closed(why: "b"))])
        func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
            bytes.split(separator: UInt8(ascii: "\n")).map { $0 + [UInt8(ascii: "\n")] }
        }
        let mixed = Array([lines(one)[0], lines(other)[1], lines(one)[2]].joined())
        let damage = try #require(try verifyJournal(FailingDisk(mixed)).damage)
        #expect(damage.what == .chain && damage.record == 3)
    }

    @Test(arguments: [0, 0.4, 1.0])
    func `whatever operation of the disk fails, what was acknowledged is there and sound`(
        kept: Double
    ) throws {
        var runs = 0
        for isForever in [false, true] {
            var n = 1
            while true {
                let trouble: FailingDisk.Trouble = isForever ? .forever(from: n) : .once(at: n)
                let disk = FailingDisk(
                    try torn(), trouble: trouble, keptOfFailedAppend: kept)
                let acknowledged = appendAll(to: disk)
                for share in [0, 0.3, 0.7, 1.0] {
                    let found = disk.afterPowerLoss(keeping: share)
                    let (again, fresh) = try open(found)
                    #expect(again.head.sequence > acknowledged, "operation \(n), \(share)")
                    #expect(try verifyJournal(fresh).isSound)
                }
                runs += 1
                if disk.operations < n { break }
                n += 1
            }
        }
        #expect(runs > 20)
    }

    /// An old journal whose last record is torn, so that opening it truncates too.
    private func torn() throws -> [UInt8] { try written().dropLast(30) }

    /// Appends until the journal refuses; returns the last acknowledged number.
    private func appendAll(to disk: FailingDisk) -> UInt64 {
        var acknowledged: UInt64 = 0
        do {
            let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 0)
            acknowledged = journal.head.sequence
            for entry in samples {
                acknowledged = try journal.append(entry, plant: start, wallNanoseconds: 0).sequence
            }
        } catch {
            // The failure under test; what was acknowledged before it is what counts.
        }
        return acknowledged
    }

    @Test func `after a failed sync the journal takes nothing more`() throws {
        let disk = FailingDisk(trouble: .once(at: 5))
        let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 0)
        #expect(throws: JournalError.storage(StorageFailure(.sync, code: 5))) {
            for entry in samples { try journal.append(entry, plant: start, wallNanoseconds: 0) }
        }
        #expect(journal.isRefusing)
        #expect(throws: JournalError.refusing) {
            try journal.append(.closed(Closed(why: "end")), plant: start, wallNanoseconds: 0)
        }
    }
}
