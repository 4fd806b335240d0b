import Foundation

/// A record's JSON as a tree, so that two can be compared leaf by leaf and bit by bit.
indirect enum RecordTree: Decodable, Hashable {
    case object([String: RecordTree])
    case list([RecordTree])
    case text(String)
    case whole(Int64)
    case number(Double)
    case truth(Bool)
    case nothing

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // A form that is refused is the next one's turn.
        if let object = try? value.decode([String: RecordTree].self) {
            self = .object(object)
        } else if let list = try? value.decode([RecordTree].self) {  // as above
            self = .list(list)
        } else {
            self = try Self.leaf(value)
        }
    }

    /// The last form's refusal is thrown.
    private static func leaf(_ value: any SingleValueDecodingContainer) throws -> RecordTree {
        if value.decodeNil() { return .nothing }
        // A form that is refused is the next one's turn.
        if let truth = try? value.decode(Bool.self) { return .truth(truth) }
        let number = try? value.decode(Double.self)  // as above
        let isNegativeZero = number == 0 && number?.sign == .minus
        // As above.
        if !isNegativeZero, let whole = try? value.decode(Int64.self) { return .whole(whole) }
        if let number { return .number(number) }
        return .text(try value.decode(String.self))
    }

    /// From the text of a record's entry.
    init(_ json: String) throws {
        self = try JSONDecoder().decode(RecordTree.self, from: Data(json.utf8))
    }

    /// Where two trees differ, in the order of their names.
    func differences(from other: RecordTree, at path: String = "") -> [ReplayDifference] {
        switch (self, other) {
        case (.object(let a), .object(let b)):
            return Set(a.keys).union(b.keys).sorted().flatMap { key in
                (a[key] ?? .nothing).differences(
                    from: b[key] ?? .nothing, at: path.isEmpty ? key : "\(path).\(key)")
            }
        case (.list(let a), .list(let b)) where a.count == b.count:
            return zip(a, b).enumerated().flatMap { i, pair in
                pair.0.differences(from: pair.1, at: "\(path)[\(i)]")
            }
        default:
            if self == other, bits == other.bits { return [] }
            return [ReplayDifference(path: path, then: shown, now: other.shown)]
        }
    }

    /// −0 equals 0 and is another number.
    private var bits: UInt64? {
        if case .number(let number) = self { number.bitPattern } else { nil }
    }

    private var shown: String {
        switch self {
        case .object(let object): "\(object.count) fields"
        case .list(let list): "\(list.count) entries"
        case .text(let text): text
        case .whole(let whole): "\(whole)"
        case .number(let number): "\(number)"
        case .truth(let truth): "\(truth)"
        case .nothing: "nothing"
        }
    }
}

/// One place where a recalculation gave something else.
package struct ReplayDifference: Hashable, Sendable {
    /// Such as `proposal.moves[0].to`.
    package let path: String
    package let then: String
    package let now: String
}
