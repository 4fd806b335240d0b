import Act
import Determinism
import Foundation
import Guard
import Signing
import Tags
import Testing

@testable import Journal

/// The verifier in Python, which shares no code with ours, must say the same of every file.
@Suite struct VerifierTests {
    private struct Case {
        let name: String
        let bytes: [UInt8]
    }

    private let folder: String
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("scripts/verify-journal.py").path

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/verify-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    private func remove() {
        do { try FileManager.default.removeItem(atPath: folder) } catch {
            Issue.record("\(folder): \(error)")
        }
    }

    /// What Python says of files, by path, and its exit status.
    private func python(_ arguments: [String]) throws -> (said: [String], status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", Self.script] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()  // it may say nothing
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        return (text.split(separator: "\n").map(String.init), process.terminationStatus)
    }

    /// Writes the cases, asks both about all of them, and compares sentence by sentence.
    private func compare(
        _ cases: [Case], against mark: HeadMark? = nil, keys: [String] = []
    ) throws -> (sound: Int, damaged: [String: Int]) {
        defer { remove() }
        var ours: [String] = []
        var (sound, damaged) = (0, [String: Int]())
        for one in cases {
            let path = folder + "/" + one.name
            try Data(one.bytes).write(to: URL(fileURLWithPath: path))
            let report = try verifyJournal(MemoryDisk(one.bytes), against: mark, keys: keys)
            ours += report.lines.map { "\(path): \($0)" }
            if report.isSound { sound += 1 }
            if let damage = report.damage { damaged[damage.what.rawValue, default: 0] += 1 }
        }
        let options = (mark.map { ["--head", $0.text] } ?? []) + keys.flatMap { ["--key", $0] }
        let theirs = try python(options + cases.map { folder + "/" + $0.name })
        #expect(theirs.status == (sound == cases.count ? 0 : 1))
        #expect(theirs.said.count == ours.count)
        for (their, our) in zip(theirs.said, ours) where their != our {
            Issue.record("Python says: \(their)\nwe say: \(our)")
        }
        return (sound, damaged)
    }

    private func sample() throws -> [UInt8] {
        try signed(
            Array(everyday(9)) + samples.dropLast() + [JournalEntry.closed(Closed(why: "end"))])
    }

    @Test func `both say the same of more than a thousand damaged files`() throws {
        let whole = try sample()
        let parts = lines(whole)
        var chance = RandomStream(seed: 11, purpose: "damage")
        func below(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }
        var cases = [Case(name: "whole", bytes: whole), Case(name: "empty", bytes: [])]
        for i in 0..<400 {
            var bytes = whole
            bytes[below(bytes.count)] ^= UInt8(1 + below(255))
            cases.append(Case(name: "changed-\(i)", bytes: bytes))
        }
        for i in 0..<150 {
            cases.append(Case(name: "cut-\(i)", bytes: Array(whole.prefix(below(whole.count)))))
        }
        for i in 0..<150 {
            var bytes = whole
            bytes.insert(UInt8(below(256)), at: below(whole.count + 1))
            cases.append(Case(name: "added-\(i)", bytes: bytes))
        }
        for i in 0..<100 {
            var bytes = whole
            bytes.remove(at: below(whole.count))
            cases.append(Case(name: "removed-\(i)", bytes: bytes))
        }
        for i in 0..<150 {
            var lines = parts
            let n = below(lines.count - 1)
            switch i % 3 {
            case 0: lines.remove(at: n)
            case 1: lines.insert(lines[n], at: below(lines.count))
            default: lines.swapAt(n, below(lines.count))
            }
            cases.append(Case(name: "line-\(i)", bytes: Array(lines.joined())))
        }
        // Changed and hashed anew: only form, numbers and signatures are left to tell.
        for i in 0..<250 {
            var heads = parts.map(head(of:))
            let n = below(heads.count)
            heads[n][below(heads[n].count)] ^= UInt8(1 + below(255))
            cases.append(Case(name: "chained-\(i)", bytes: chained(heads)))
        }
        let (sound, damaged) = try compare(cases)
        print("journal: \(cases.count) files, \(sound) sound, \(damaged) as both verifiers say")
        #expect(cases.count > 1100 && sound < 250)
        for what in ["form", "hash", "chain", "checkpoint", "signature"] {
            #expect(damaged[what, default: 0] > 0, "no file with damage: \(what)")
        }
    }

    /// Lines that someone hashed anew, in forms that only a careless reader takes.
    @Test func `both take the one form of a line and no other`() throws {
        let heads = lines(try sample()).map(head(of:))
        let changes: [(String, String)] = [
            (#"{"sequence":1,"#, #"{"sequence":01,"#), (#"{"sequence":1,"#, #"{"sequence":+1,"#),
            (#"{"sequence":1,"#, #"{"sequence":2,"#), (#"{"sequence":1,"#, #"{"sequence": 1,"#),
            (#"{"sequence":1,"#, #"{"sequence":18446744073709551616,"#),
            (#"{"sequence":1,"#, #"{"sequence":\#(String(repeating: "9", count: 5000)),"#),
            (#""wall":0,"#, #""wall":-0,"#), (#""wall":0,"#, #""wall":-9223372036854775808,"#),
            (#""wall":0,"#, #""wall":-9223372036854775809,"#),
            (#""wall":0,"#, #""wall":9223372036854775808,"#), (#""wall":0,"#, #""wall":0.0,"#),
            (#""kind":"opened""#, #""kind":"Opened""#), (#""kind":"opened""#, #""kind":"""#),
            (#""kind":"opened""#, #""kind":"of later""#),
            (#""decision":null"#, #""decision":nil"#), (#""decision":null"#, #""decision":-1"#),
            (#""decision":null"#, #""decision":18446744073709551615"#),
            (#""decision":null"#, #""decision":18446744073709551616"#),
            (#""seal":"5e"#, #""seal":"5E"#), (#""seal":"5e"#, #""seal":""#),
            (#","seal":"\#(seal)""#, ""), (#","seal":"\#(seal)""#, #","seal":"""#),
            (#""entry":{"#, #""entry":[{"#), (#""entry":{"#, #""entry": {"#),
            (#""entry":{"#, #""note":1,"entry":{"#), (#""entry":{"#, #""entry":{not json"#),
        ]
        var cases: [Case] = []
        for (i, change) in changes.enumerated() {
            var changed = heads
            changed[0] = changed[0].replacing(first: change.0, by: change.1)
            #expect(!changed[0].isEmpty, "\(change.0) is not there")
            cases.append(Case(name: "form-\(i)", bytes: chained(changed)))
        }
        // A checkpoint of another record than the one before it.
        var elsewhere = heads
        elsewhere[1] = elsewhere[1].replacing(
            first: #""sequence":1,"signature""#, by: #""sequence":3,"signature""#)
        cases.append(Case(name: "elsewhere", bytes: chained(elsewhere)))
        #expect(
            try verifyJournal(MemoryDisk(chained(elsewhere))).damage?.what == .checkpoint)
        var notText = heads
        notText[0] = notText[0].replacing(first: #""entry":{"#, by: #""entry":{_"#)
        notText[0][notText[0].lastIndex(of: UInt8(ascii: "_")) ?? 0] = 0xff  // just put there
        cases.append(Case(name: "not-text", bytes: chained(notText)))
        var upper = heads
        upper[1] = Array(
            String(decoding: upper[1], as: UTF8.self)
                .replacing(/"key":"(.*?)"/) { #""key":"\#($0.1.uppercased())""# }.utf8)
        cases.append(Case(name: "upper", bytes: chained(upper)))
        cases.append(
            Case(
                name: "old",
                bytes: chained(heads.map { $0.replacing(first: #","seal":"\#(seal)""#, by: "") })))
        let (_, damaged) = try compare(cases)
        #expect(damaged["form", default: 0] >= 18 && damaged["sequence"] == 1)

    }

    @Test func `both refuse keys and signatures that only look like some`() throws {
        let heads = lines(try signed(everyday(2))).map(head(of:))
        let text = String(decoding: heads[1], as: UTF8.self)
        let order = "edd3f55c1a631258d69cf7a2def9de14" + "00000000000000000000000000000010"
        var texts = [
            // The neutral point and one of order two as keys; a y past the prime; no point at all.
            ("key", "01" + String(repeating: "0", count: 62)),
            ("key", "ec" + String(repeating: "f", count: 60) + "7f"),
            ("key", "ee" + String(repeating: "f", count: 60) + "7f"),
            ("key", "02" + String(repeating: "0", count: 62)),
            ("key", otherKey.publicText),
            // s beyond the group's order, and R of small order.
            ("signature", String(repeating: "f", count: 128)),
            ("signature", "01" + String(repeating: "0", count: 126)),
        ].map { name, digits in
            name == "key"
                ? text.replacing(/"key":"[0-9a-f]*"/, with: "\"key\":\"\(digits)\"")
                : text.replacing(/"signature":"[0-9a-f]*"/, with: "\"signature\":\"\(digits)\"")
        }
        // The same signature with the order added to s.
        if let match = text.firstMatch(of: /"signature":"([0-9a-f]{64})([0-9a-f]{64})"/),
            let s = bytes(hexadecimal: match.2), let l = bytes(hexadecimal: order)
        {
            var (sum, carry) = ([UInt8](), 0)
            for (a, b) in zip(s, l) {
                let total = Int(a) + Int(b) + carry
                sum.append(UInt8(total & 255))
                carry = total >> 8
            }
            let digits = hexadecimal(sum)
            texts.append(text.replacing(String(match.2), with: digits))
        }
        let cases = texts.enumerated().map { i, text in
            Case(name: "signed-\(i)", bytes: chained([heads[0], Array(text.utf8)]))
        }
        let (sound, damaged) = try compare(cases)
        #expect(cases.count == 8 && sound == 0 && damaged == ["signature": 8])
    }

    @Test(arguments: [(UInt64(12), true), (12, false), (900, true)])
    func `both judge a head that was seen elsewhere alike`(
        sequence: UInt64, isRight: Bool
    ) throws {
        let whole = try sample()
        var reader = JournalReader(MemoryDisk(whole))
        var digits = String(repeating: "0", count: 64)
        while let record = try reader.next() {
            if record.sequence == sequence, isRight { digits = record.hash }
        }
        let mark = try #require(HeadMark(sequence: sequence, digits: String(digits.prefix(8))))
        var damaged = whole
        damaged[whole.count / 3] ^= 1
        let cases = [Case(name: "a", bytes: whole), Case(name: "b", bytes: damaged)]
        let (sound, _) = try compare(cases, against: mark, keys: [key.publicText])
        #expect(sound == (isRight && sequence == 12 ? 1 : 0))
    }

    @Test func `both refuse a checkpoint by a key that is not expected`() throws {
        let (_, damaged) = try compare(
            [Case(name: "a", bytes: try sample()), Case(name: "b", bytes: try sample())],
            keys: [otherKey.publicText])
        #expect(damaged == ["key": 2])
    }
}
