import Determinism
import Testing

@testable import Journal

/// Ten thousand records, every byte of them changed.
@Suite struct EveryByteTests {
    private static let count = 10_000
    /// Where each line begins, and the end of all.
    private let starts: [Int]
    private let sound: [UInt8]
    /// The hash that each line continues.
    private let previous: [String]

    init() throws {
        sound = try signed(everyday(Self.count - 15), seal: "", step: 5)
        let bytes = sound
        starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
        var reader = JournalReader(MemoryDisk(bytes))
        var hashes = [JournalLine.origin]
        while let record = try reader.next() { hashes.append(record.hash) }
        previous = hashes
    }

    /// What is wrong with the file when byte `i` of line `n` is changed by `mask`, found out from
    /// that line alone: all before it is as it was, so a reader gets there, and stops there.
    private func fault(changing i: Int, of n: Int, by mask: UInt8) -> Damage.What? {
        let end = starts[n + 1]
        let isLineEnd = i == end - 1
        let isLast = n + 2 == starts.count
        // A line end that is gone makes one line of two.
        let reach = isLineEnd && !isLast ? starts[n + 2] : end
        var line = Array(sound[starts[n]..<reach])
        line[i - starts[n]] ^= mask
        if isLineEnd, isLast {
            // No line any more: what stands after the last one.
            let isRecord = judge(line.dropLast()[...], n) == nil
            return isRecord ? .form : nil
        }
        let seen = line.prefix { $0 != UInt8(ascii: "\n") }
        return judge(seen, n)
    }

    private func judge(_ line: ArraySlice<UInt8>, _ n: Int) -> Damage.What? {
        switch JournalLine.parse(line, expecting: UInt64(n + 1), after: previous[n]) {
        case .success: nil
        case .failure(let fault): fault.what
        }
    }

    @Test func `every changed byte of ten thousand records is found`() throws {
        let whole = try verifyJournal(MemoryDisk(sound))
        #expect(whole.isSound && whole.count == UInt64(Self.count) && whole.checkpoints == 14)
        var chance = RandomStream(seed: 20_260_101, purpose: "masks")
        var (tried, missed) = (0, 0)
        for n in 0..<starts.count - 1 {
            for i in starts[n]..<starts[n + 1] {
                let mask = UInt8(truncatingIfNeeded: chance.next() % 255) + 1
                tried += 1
                if fault(changing: i, of: n, by: mask) == nil { missed += 1 }
            }
        }
        #expect(missed == 0 && tried == sound.count)
        print("journal: \(tried) bytes changed one by one, \(tried - missed) found")
    }

    @Test func `looking through the whole file finds the same at the same place`() throws {
        var chance = RandomStream(seed: 7, purpose: "flips")
        for _ in 0..<300 {
            let i = Int(chance.next() % UInt64(sound.count))
            let mask = UInt8(truncatingIfNeeded: chance.next() % 255) + 1
            let n = (starts.firstIndex { $0 > i } ?? 0) - 1  // the last start is past all bytes
            var bytes = sound
            bytes[i] ^= mask
            let damage = try verifyJournal(MemoryDisk(bytes)).damage
            let expected = try #require(fault(changing: i, of: n, by: mask))
            #expect(
                damage == Damage(what: expected, record: UInt64(n + 1), byteOffset: starts[n]),
                "byte \(i) ^ \(mask)")
        }
    }

    @Test func `removed, repeated and exchanged records are found where they are`() throws {
        var chance = RandomStream(seed: 8, purpose: "records")
        for round in 0..<60 {
            let n = Int(chance.next() % UInt64(Self.count - 2))
            let line = starts[n]..<starts[n + 1]
            var bytes = sound
            var first = n + 1
            switch round % 3 {
            case 0: bytes.removeSubrange(line)
            case 1:
                bytes.insert(contentsOf: sound[line], at: starts[n + 1])
                first = n + 2
            default:
                let next = starts[n + 1]..<starts[n + 2]
                bytes.replaceSubrange(
                    line.lowerBound..<next.upperBound, with: sound[next] + sound[line])
            }
            let damage = try #require(verifyJournal(MemoryDisk(bytes)).damage)
            #expect(damage.what == .chain && damage.record == UInt64(first))
        }
    }
}
