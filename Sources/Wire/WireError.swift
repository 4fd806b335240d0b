/// Why bytes are no message, or a value cannot become one.
///
/// Not retried: the same bytes are refused again. Of a received message the sender is at fault; of
/// a value to be sent, the program.
package struct WireError: Error, Hashable, Sendable {
    package enum Problem: Hashable, Sendable {
        // Form
        case endsEarly(needed: UInt64, left: Int)
        case trailing(count: Int)
        case unknownHead(byte: UInt8)
        /// A number or a length takes more bytes than it needs.
        case notShortest
        case notUTF8
        case keyIsNoText
        case keysOutOfOrder(before: String, after: String)
        case duplicateKey(String)
        // Limits
        case tooManyBytes(count: Int, allowed: Int)
        case tooDeep(allowed: Int)
        case tooManyValues(allowed: Int)
        case textTooLong(count: UInt64, allowed: Int)
        // Meaning
        case wrongKind(found: String, wanted: String)
        case numberTooLarge(wanted: String)
        case missing(key: String)
        case unexpected
        case invalid(String)
        /// The value that was read has other bytes.
        case notCanonical
        /// The order of such a collection differs from process to process.
        case unordered(type: String)
        // Frame
        case noMagic
        case otherVersion(found: UInt16, wanted: UInt16)
        case checksum(found: UInt32, computed: UInt32)
    }

    package let problem: Problem
    /// The byte where it was found, from 0; nil of a value that could not be written.
    package let offset: Int?
    /// Where in the value, such as "certificate.bounds[3].low"; empty for the whole.
    package let path: String

    package init(_ problem: Problem, at offset: Int? = nil, in path: String = "") {
        self.problem = problem
        self.offset = offset
        self.path = path
    }
}

extension WireError: CustomStringConvertible {
    package var description: String {
        let place = offset.map { " at byte \($0)" }
        let field = path.isEmpty ? "" : " in \(path)"
        return problem.description + (place ?? "") + field
    }
}

extension WireError.Problem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .endsEarly(let needed, let left):
            "ends early: \(needed) more bytes are needed and \(left) are left"
        case .trailing(let count): "\(count) bytes too many"
        case .unknownHead(let byte): "a value cannot begin with byte \(byte)"
        case .notShortest: "a number or length that takes more bytes than it needs"
        case .notUTF8: "text that is not UTF-8"
        case .keyIsNoText: "a key that is no text"
        case .keysOutOfOrder(let before, let after): "key \(after) after key \(before)"
        case .duplicateKey(let key): "key \(key) twice"
        case .tooManyBytes(let count, let allowed):
            "\(count) bytes; at most \(allowed) are allowed"
        case .tooDeep(let allowed): "more than \(allowed) levels"
        case .tooManyValues(let allowed): "more than \(allowed) values"
        case .textTooLong(let count, let allowed):
            "a text of \(count) bytes; at most \(allowed) are allowed"
        case .wrongKind(let found, let wanted): "\(found) where \(wanted) was expected"
        case .numberTooLarge(let wanted): "a number that does not fit \(wanted)"
        case .missing(let key): "\(key) is missing"
        case .unexpected: "a value that nothing asked for"
        case .invalid(let why): why
        case .notCanonical: "not the one form of its value"
        case .unordered(let type): "\(type) has no order of its own"
        case .noMagic: "not a frame of this protocol"
        case .otherVersion(let found, let wanted):
            "protocol version \(found); version \(wanted) was expected"
        case .checksum(let found, let computed):
            "checksum \(found); the bytes give \(computed)"
        }
    }
}
