import Determinism
import Expressions
import Foundation
import Guard
import GuardSide
import Signing
import Tags
import Testing

@testable import Seal

/// The bytes of `twin.sealed`: what they hold, and that no change of them passes.
@Suite struct SealFileTests {
    let small: SmallSeal

    init() throws { small = try SmallSeal() }

    /// Whether these bytes would be acted upon.
    private func passes(_ bytes: [UInt8]) -> Bool {
        do {
            let file = try SealFile(bytes)
            _ = try small.approvers.judge(file)
            _ = try SealedTwin(body: file.body)
            return true
        } catch { return false }
    }

    @Test func `a seal comes back as it was written`() throws {
        let seal = try small.seal(serial: 7, previous: Digest(of: [1, 2]))
        let read = try SealFile(seal.bytes)
        #expect(read == seal && read.hash == seal.hash && read.serial == 7)
        #expect(try SealedTwin(body: read.body) == SmallSeal.kiln)
        #expect(passes(seal.bytes))
    }

    @Test func `a reason of any length leaves a seal that can be read`() throws {
        let words = SealSignature.Words(
            person: "Anna Berg", duty: .engineer, at: small.later,
            why: String(repeating: "ü", count: 9000))
        let seal = SealFile(serial: 1, previous: .origin, body: try SmallSeal.kiln.body())
            .signed(by: small.anna, words)
        #expect(try SealFile(seal.bytes) == seal)
    }

    @Test func `the same twin gives the same bytes, another twin another hash`() throws {
        let body = try SmallSeal.kiln.body()
        #expect(try SmallSeal.kiln.body() == body)
        var other = SmallSeal.kiln
        other.rules.handles[0].envelope = .init(1423.15, 1533.16)
        #expect(
            SealFile(serial: 1, previous: .origin, body: body).hash
                != SealFile(serial: 1, previous: .origin, body: try other.body()).hash)
    }

    /// Every byte, and of each the lowest and the highest bit.
    @Test func `a file with any byte changed is refused`() throws {
        let bytes = try small.seal().bytes
        var passed: [Int] = []
        for place in bytes.indices {
            for mask in [0x01, 0x80] as [UInt8] {
                var changed = bytes
                changed[place] ^= mask
                if passes(changed) { passed.append(place) }
            }
        }
        #expect(passed.isEmpty, "of \(bytes.count) bytes these may change: \(passed)")
    }

    @Test func `a file cut anywhere, or with something behind it, is refused`() throws {
        let bytes = try small.seal().bytes
        let passed = bytes.indices.filter { passes(Array(bytes[..<$0])) }
        #expect(passed.isEmpty, "\(passed)")
        #expect(throws: FileDamage.goesOn(byte: bytes.count)) { try SealFile(bytes + [0]) }
        #expect(throws: FileDamage.cut(byte: 0)) { try SealFile([]) }
    }

    @Test func `another version and another kind of file are named as such`() throws {
        var bytes = try small.seal().bytes
        bytes[11] = 9
        #expect(throws: FileDamage.version(9)) { try SealFile(bytes) }
        #expect(throws: FileDamage.notThisFile) { try SealFile(Array("twin: kiln\n".utf8)) }
        #expect(throws: FileDamage.notThisFile) { try SealFile(small.approvers.bytes) }
    }

    @Test func `a length beyond the file does not make it allocate`() throws {
        var bytes = Array(try small.seal().bytes.prefix(56))
        bytes.replaceSubrange(52..<56, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: FileDamage.tooLong(bytes: 0xFFFF_FFFF)) { try SealFile(bytes) }
    }

    @Test func `no damage makes it stop`() throws {
        let bytes = try small.seal().bytes
        var chance = RandomStream(seed: 11, purpose: "damage of a seal")
        for _ in 0..<2000 {
            var changed = bytes
            for _ in 0..<1 + Int(chance.next() % 6) {
                let place = Int(chance.next() % UInt64(changed.count))
                switch chance.next() % 3 {
                case 0: changed[place] = UInt8(truncatingIfNeeded: chance.next())
                case 1: changed.removeSubrange(place..<min(changed.count, place + 9))
                default: changed.insert(contentsOf: changed.prefix(9), at: place)
                }
                if changed.isEmpty { break }
            }
            #expect(!passes(changed) || changed == bytes)
        }
    }

    @Test func `content that does not fit together is not sealed`() throws {
        func check(_ change: (inout SealedTwin) -> Void, _ complaint: String) {
            var twin = SmallSeal.kiln
            change(&twin)
            #expect(throws: SealedTwinError.complaint(complaint)) { try twin.body() }
        }
        check({ $0.modes.allowed = [.hold] }, "nobody can ask for the mode hold")
        check({ $0.modes.watchdog = 10 }, "the watchdog waits for less than three beats")
        check({ $0.wall.lease = .nan }, "lease is nan s; 0.1 s to 1 h are possible")
        check(
            { $0.rules.handles[0].recovery = .rampToSafe(value: 1600, rate: 1) },
            "TIC-1.SP: the safe value lies outside the engineering limits")
        check(
            { $0.rules.handles[0].recovery = nil },
            "TIC-1.SP: no recovery is declared; there is no default")
        check(
            { $0.rules.handles[0].recovery = .returnToBaseline(rate: 0) },
            "TIC-1.SP: the speed of its recovery is 0.0")
        check({ $0.handles = [] }, "the handles are not those of the guard's rules")
        check({ $0.connections[0].writing = [] }, "what is written is not exactly the handles")
        check(
            { $0.interlocks[0].when = "STOPED" },
            "STOPED uses STOPED, which is no tag")
        check({ $0.rules.interlocks = [] }, "the interlocks are not those of the guard's rules")
        check({ $0.sense.removeLast() }, "not every tag has its one rule of belief")
        check({ $0.tags.append($0.tags[0]) }, "the tag TIC-1.SP stands twice")
    }

    @Test func `formulas are read without a database of units`() throws {
        let reading = try SmallSeal.kiln.plantReading()
        #expect(reading.interlocks.count == 1 && reading.modes.count == 1)
        let lock = try #require(reading.interlocks.first?.when)
        #expect(lock.truth { $0 == "STOPPED" ? 0 : 773 } == .yes)
        #expect(lock.truth { $0 == "STOPPED" ? 0 : 774 } == .no)
    }
}

/// What the fuzzer starts from is what this version writes; UPDATE_DOCS=1 writes it anew.
@Suite struct SealSeedTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fuzz/corpus/seal")

    @Test func `the fuzzer's seeds are read as what they are`() throws {
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            let small = try SmallSeal()
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            for (name, bytes) in [
                ("seal", try small.seal().bytes), ("approvers", small.approvers.bytes),
                ("body", try SmallSeal.kiln.body()),
            ] {
                try Data(bytes).write(to: folder.appending(path: name))
            }
        }
        func bytes(_ name: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: folder.appending(path: name)))
        }
        let list = try Approvers(bytes("approvers"))
        let seal = try SealFile(bytes("seal"))
        #expect(try list.judge(seal).author.person == "Anna Berg")
        #expect(
            try SealedTwin(body: bytes("body")) == SmallSeal.kiln,
            "run the tests once with UPDATE_DOCS=1")
    }
}
