package import Act
package import Determinism
package import Tags
import CSodium

/// One sound record, as it stands in the file.
package struct JournalRecord: Hashable, Sendable {
    /// From 1, without a hole.
    package let sequence: UInt64
    package let kind: RecordKind
    package let decision: DecisionID?
    package let plantTime: PlantTime
    /// Nanoseconds since 1970-01-01 UTC by the wall clock, as the caller gave it.
    package let wallNanoseconds: Int64
    /// The entry alone, as JSON with its keys in alphabetical order.
    package let json: String
    /// 64 hexadecimal digits.
    package let previousHash: String
    package let hash: String

    /// The entry as a value.
    package func entry() throws(JournalError) -> JournalEntry {
        do { return try decodeEntry(kind, json) } catch {
            throw .notUnderstood(sequence: sequence, why: "\(error)")
        }
    }
}

/// The line of one record (`docs/journal.md`):
/// `{"sequence":…,"plant":…,"wall":…,"kind":"…","decision":…,"entry":{…},"previous":"…",`
/// `"hash":"…"}` and a line end. The hash is SHA-256 over the bytes before `,"hash"`.
enum JournalLine {
    /// What the first record continues.
    static let origin = String(repeating: "0", count: 64)
    /// Longest line, its end included.
    static let longest = 8 << 20
    /// `,"previous":"` + 64 + `"`
    private static let previousLength = 13 + 64 + 1
    /// `,"hash":"` + 64 + `"}`
    private static let hashLength = 9 + 64 + 2

    static func bytes(
        sequence: UInt64, _ entry: JournalEntry, json: String, plant: PlantTime,
        wallNanoseconds: Int64, previous: String
    ) -> (bytes: [UInt8], hash: String) {
        let decision = entry.decision.map { String($0.number) } ?? "null"
        let head =
            #"{"sequence":\#(sequence),"plant":\#(plant.nanoseconds),"wall":\#(wallNanoseconds)"#
            + #","kind":"\#(entry.kind.rawValue)","decision":\#(decision),"entry":\#(json)"#
            + #","previous":"\#(previous)""#
        let hash = sha256(Array(head.utf8)[...])
        return (Array((head + #","hash":"\#(hash)"}"# + "\n").utf8), hash)
    }

    /// Reads one line, its end excluded. Says what is wrong with it otherwise.
    static func parse(
        _ line: ArraySlice<UInt8>, expecting sequence: UInt64, after previous: String
    ) -> Result<JournalRecord, LineFault> {
        guard line.count > previousLength + hashLength else { return .failure(.init(.form)) }
        let head = line.dropLast(hashLength)
        let tail = String(decoding: line.suffix(hashLength), as: UTF8.self)
        let hash = String(tail.dropFirst(9).dropLast(2))
        guard tail == #","hash":"\#(hash)"}"#, hash.count == 64 else {
            return .failure(.init(.form))
        }
        guard sha256(head) == hash else { return .failure(.init(.hash)) }
        let link = String(decoding: head.suffix(previousLength), as: UTF8.self)
        guard link == #","previous":"\#(previous)""# else { return .failure(.init(.chain)) }
        var fields = FieldScanner(String(decoding: head.dropLast(previousLength), as: UTF8.self))
        guard let number = fields.field(#"{"sequence":"#).flatMap({ UInt64($0) }),
            let plant = fields.field(#","plant":"#).flatMap({ Int64($0) }),
            let wall = fields.field(#","wall":"#).flatMap({ Int64($0) }),
            let kindText = fields.field(#","kind":""#, until: "\""),
            let kind = RecordKind(rawValue: kindText),
            let decision = fields.field(#"","decision":"#),
            let json = fields.rest(#","entry":"#)
        else { return .failure(.init(.form)) }
        guard number == sequence else { return .failure(.init(.sequence)) }
        return .success(
            JournalRecord(
                sequence: number, kind: kind, decision: UInt64(decision).map { DecisionID($0) },
                plantTime: PlantTime(nanoseconds: plant), wallNanoseconds: wall, json: json,
                previousHash: previous, hash: hash))
    }
}

struct LineFault: Error {
    let what: Damage.What

    init(_ what: Damage.What) { self.what = what }
}

/// Takes the fixed fields off the front of a line.
private struct FieldScanner {
    private var text: Substring

    init(_ text: String) { self.text = text[...] }

    /// The text between `key` and the next `end`, which stays.
    mutating func field(_ key: String, until end: Character = ",") -> String? {
        guard text.hasPrefix(key) else { return nil }
        let body = text.dropFirst(key.count)
        guard let stop = body.firstIndex(of: end) else { return nil }
        text = body[stop...]
        return String(body[..<stop])
    }

    func rest(_ key: String) -> String? {
        text.hasPrefix(key) ? String(text.dropFirst(key.count)) : nil
    }
}

/// SHA-256 of bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: ArraySlice<UInt8>) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe crypto_hash_sha256(&digest, input.baseAddress, UInt64(input.count))
    }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(64)
    for byte in digest {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
