package import Act
package import Determinism
package import Tags

/// One sound record, as it stands in the file.
package struct JournalRecord: Hashable, Sendable {
    /// From 1, without a hole.
    package let sequence: UInt64
    /// As written; a kind that this version does not know is kept, too.
    package let kindName: String
    package let decision: DecisionID?
    package let plantTime: PlantTime
    /// Nanoseconds since 1970-01-01 UTC by the wall clock, as the caller gave it.
    package let wallNanoseconds: Int64
    /// Hash of the sealed configuration in force; empty if there was none, nil in old records.
    package let seal: String?
    /// The entry alone, as JSON with its keys in alphabetical order.
    package let json: String
    /// 64 hexadecimal digits.
    package let previousHash: String
    package let hash: String

    /// Nil if this version does not know it.
    package var kind: RecordKind? { RecordKind(rawValue: kindName) }

    /// The entry as a value.
    package func entry() throws(JournalError) -> JournalEntry {
        guard let kind else {
            throw .notUnderstood(sequence: sequence, why: "its kind is \"\(kindName)\"")
        }
        do { return try decodeEntry(kind, json) } catch {
            throw .notUnderstood(sequence: sequence, why: "\(error)")
        }
    }
}

/// The line of one record (`docs/journal.md`):
/// `{"sequence":…,"plant":…,"wall":…,"kind":"…","decision":…,"seal":"…","entry":{…},`
/// `"previous":"…","hash":"…"}` and a line end. The hash is SHA-256 over the bytes before
/// `,"hash"`. Lines of version 1 have no `seal`.
enum JournalLine {
    /// What the first record continues.
    static let origin = String(repeating: "0", count: 64)
    /// Longest line, its end included.
    static let longest = 8 << 20
    private static let previousKey = Array(#","previous":""#.utf8)
    private static let hashKey = Array(#","hash":""#.utf8)
    private static let hashEnd = Array(#""}"#.utf8)
    private static let previousLength = previousKey.count + 64 + 1
    private static let hashLength = hashKey.count + 64 + hashEnd.count

    /// What a new line says beside its entry.
    struct Heading {
        let sequence: UInt64
        let plant: PlantTime
        let wallNanoseconds: Int64
        let seal: String
        let previous: String
    }

    static func bytes(
        _ heading: Heading, _ entry: JournalEntry, json: String
    ) -> (bytes: [UInt8], hash: String) {
        let decision = entry.decision.map { String($0.number) } ?? "null"
        let head =
            #"{"sequence":\#(heading.sequence),"plant":\#(heading.plant.nanoseconds)"#
            + #","wall":\#(heading.wallNanoseconds),"kind":"\#(entry.kind.rawValue)""#
            + #","decision":\#(decision),"seal":"\#(heading.seal)","entry":\#(json)"#
            + #","previous":"\#(heading.previous)""#
        let hash = sha256(Array(head.utf8)[...])
        return (Array((head + #","hash":"\#(hash)"}"# + "\n").utf8), hash)
    }

    /// Reads one line, its end excluded. Says what is wrong with it otherwise: its form first, then
    /// its hash, its link to the record before, its fields, its number, its signature.
    static func parse(
        _ line: ArraySlice<UInt8>, expecting sequence: UInt64, after previous: String
    ) -> Result<JournalRecord, LineFault> {
        guard line.count > previousLength + hashLength else { return .failure(.init(.form)) }
        let head = line.dropLast(hashLength)
        let tail = line.suffix(hashLength)
        let hash = tail.dropFirst(hashKey.count).prefix(64)
        guard tail.starts(with: hashKey), tail.suffix(hashEnd.count).elementsEqual(hashEnd) else {
            return .failure(.init(.form))
        }
        guard sha256(head).utf8.elementsEqual(hash) else { return .failure(.init(.hash)) }
        let link = head.suffix(previousLength)
        guard link.starts(with: previousKey), link.last == UInt8(ascii: "\""),
            link.dropFirst(previousKey.count).dropLast().elementsEqual(previous.utf8)
        else { return .failure(.init(.chain)) }
        var fields = FieldScanner(head.dropLast(previousLength))
        guard let record = fields.record(after: previous, hash: hash) else {
            return .failure(.init(.form))
        }
        guard record.sequence == sequence else { return .failure(.init(.sequence)) }
        if record.kindName == RecordKind.checkpoint.rawValue, let fault = judgeCheckpoint(record) {
            return .failure(.init(fault))
        }
        return .success(record)
    }
}

struct LineFault: Error {
    let what: Damage.What

    init(_ what: Damage.What) { self.what = what }
}

/// Takes the fixed fields off the front of a line, each in the one form it is written in.
private struct FieldScanner {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Nil if the form is another.
    mutating func record(after previous: String, hash: ArraySlice<UInt8>) -> JournalRecord? {
        guard take(#"{"sequence":"#), let number = unsigned(), take(#","plant":"#),
            let plant = signed(), take(#","wall":"#), let wall = signed(),
            take(#","kind":""#), let kind = word(), take(#"","decision":"#)
        else { return nil }
        var decision: DecisionID?
        if !take("null") {
            guard let number = unsigned() else { return nil }
            decision = DecisionID(number)
        }
        var seal: String?
        if take(#","seal":""#) {
            let digits = rest.prefix { isHexadecimal($0) }
            guard digits.isEmpty || digits.count == 64 else { return nil }
            seal = String(decoding: digits, as: UTF8.self)
            rest = rest.dropFirst(digits.count)
            guard take("\"") else { return nil }
        }
        guard take(#","entry":"#), rest.first == UInt8(ascii: "{"), rest.last == UInt8(ascii: "}"),
            rest.count > 1, let json = String(validating: rest, as: UTF8.self)
        else { return nil }
        return JournalRecord(
            sequence: number, kindName: kind, decision: decision,
            plantTime: PlantTime(nanoseconds: plant), wallNanoseconds: wall, seal: seal, json: json,
            previousHash: previous, hash: String(decoding: hash, as: UTF8.self))
    }

    private mutating func take(_ text: StaticString) -> Bool {
        let isThere = text.withUTF8Buffer { unsafe rest.starts(with: $0) }
        if isThere { rest = rest.dropFirst(text.utf8CodeUnitCount) }
        return isThere
    }

    /// Digits without a needless zero in front.
    private mutating func unsigned() -> UInt64? {
        let digits = rest.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
            return nil
        }
        var value: UInt64 = 0
        for digit in digits {
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            if isTooLarge || isOver { return nil }
            value = sum
        }
        rest = rest.dropFirst(digits.count)
        return value
    }

    private mutating func signed() -> Int64? {
        let isNegative = take("-")
        guard let size = unsigned(), !isNegative || size > 0 else { return nil }
        if isNegative { return size <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- size) : nil }
        return Int64(exactly: size)
    }

    /// Lower-case letters and spaces, at least one.
    private mutating func word() -> String? {
        let letters = rest.prefix {
            ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")) || $0 == UInt8(ascii: " ")
        }
        guard !letters.isEmpty else { return nil }
        rest = rest.dropFirst(letters.count)
        return String(decoding: letters, as: UTF8.self)
    }
}

func isHexadecimal(_ byte: UInt8) -> Bool {
    (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
}
