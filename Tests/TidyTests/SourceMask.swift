/// Tells code, comments and string literals of a Swift text apart, byte by byte.
///
/// Knows nested block comments, multi-line and raw strings, interpolation (which is code again) and
/// names in backticks (blanked, since test names are sentences). Regex literals are taken as code.
struct SourceMask {
    private enum Place {
        case code
        /// Inside `\( … )` of a string; counts the parentheses that are open.
        case interpolation(depth: Int)
        case string(hashes: Int, quotes: Int)
    }

    private let bytes: [UInt8]
    private var at = 0
    private var places: [Place] = [.code]
    private var codeBytes: [UInt8]
    private var commentBytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
        let blank = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
        codeBytes = blank
        commentBytes = blank
    }

    var code: String { String(decoding: codeBytes, as: UTF8.self) }
    var comments: String { String(decoding: commentBytes, as: UTF8.self) }

    mutating func run() {
        while at < bytes.count {
            if case .string(let hashes, let quotes) = places[places.count - 1] {
                stepInString(hashes: hashes, quotes: quotes)
            } else {
                stepInCode()
            }
        }
    }

    private mutating func stepInCode() {
        if sees("//") {
            takeLineComment()
        } else if sees("/*") {
            takeBlockComment()
        } else if bytes[at] == UInt8(ascii: "`") {
            skipBackticks()
        } else if let opening = stringOpening() {
            keep(opening.hashes + opening.quotes)
            places.append(.string(hashes: opening.hashes, quotes: opening.quotes))
        } else {
            trackInterpolation()
            keep(1)
        }
    }

    /// Hash signs and quotes that open a string here, if one opens.
    private func stringOpening() -> (hashes: Int, quotes: Int)? {
        var hashes = 0
        while byte(at + hashes) == UInt8(ascii: "#") { hashes += 1 }
        guard byte(at + hashes) == UInt8(ascii: "\"") else { return nil }
        let isTriple = (0..<3).allSatisfy { byte(at + hashes + $0) == UInt8(ascii: "\"") }
        return (hashes, isTriple ? 3 : 1)
    }

    private mutating func trackInterpolation() {
        guard case .interpolation(let depth) = places[places.count - 1] else { return }
        switch bytes[at] {
        case UInt8(ascii: "("): places[places.count - 1] = .interpolation(depth: depth + 1)
        case UInt8(ascii: ")") where depth == 1: places.removeLast()
        case UInt8(ascii: ")"): places[places.count - 1] = .interpolation(depth: depth - 1)
        default: break
        }
    }

    private mutating func stepInString(hashes: Int, quotes: Int) {
        let marks = String(repeating: "#", count: hashes)
        let closing = String(repeating: "\"", count: quotes) + marks
        if sees("\\" + marks + "(") {
            at += hashes + 1
            keep(1)
            places.append(.interpolation(depth: 1))
        } else if sees("\\" + marks) {
            at += min(hashes + 2, bytes.count - at)
        } else if sees(closing) {
            keep(hashes + quotes)
            places.removeLast()
        } else if bytes[at] == UInt8(ascii: "\n"), quotes == 1 {
            places.removeLast()
        } else {
            at += 1
        }
    }

    private mutating func takeLineComment() {
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { takeComment(1) }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        repeat {
            if sees("/*") {
                depth += 1
                takeComment(2)
            } else if sees("*/") {
                depth -= 1
                takeComment(2)
            } else {
                takeComment(1)
            }
        } while depth > 0 && at < bytes.count
    }

    private mutating func skipBackticks() {
        keep(1)
        while at < bytes.count, bytes[at] != UInt8(ascii: "`"), bytes[at] != UInt8(ascii: "\n") {
            at += 1
        }
        if at < bytes.count { keep(1) }
    }

    private mutating func keep(_ count: Int) {
        for _ in 0..<count where at < bytes.count {
            codeBytes[at] = bytes[at]
            at += 1
        }
    }

    private mutating func takeComment(_ count: Int) {
        for _ in 0..<count where at < bytes.count {
            commentBytes[at] = bytes[at]
            at += 1
        }
    }

    private func byte(_ index: Int) -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private func sees(_ text: String) -> Bool {
        var index = at
        for expected in text.utf8 {
            guard byte(index) == expected else { return false }
            index += 1
        }
        return true
    }
}
