import Foundation
import Testing

/// A pattern that code must not contain, with the reason, and a sample that breaks it.
struct Ban: CustomTestStringConvertible {
    /// The files a ban looks at.
    enum Scope {
        case everywhere, sources, core
    }

    /// The view of a file a ban looks at.
    enum View {
        case code, comments
    }

    let name: String
    let pattern: String
    let reason: String
    var scope = Scope.everywhere
    var view = View.code
    /// True if a comment on the line, or alone on the line above, may prove the exception.
    var isExcusedByComment = false
    /// Files the ban does not hold for.
    var exemptions: Set<String> = []
    /// A line that breaks the ban.
    let violation: String
    /// A line close to it that does not.
    let harmless: String

    var testDescription: String { name }

    /// Where a file breaks this ban.
    func violations(in file: SourceFile) -> [Violation] {
        guard applies(to: file) else { return [] }
        let text = view == .code ? file.code : file.comments
        return lineNumbers(of: pattern, in: text).compactMap { line in
            if isExcusedByComment, file.isExplained(line: line) { return nil }
            return Violation(path: file.path, line: line + 1, what: "\(name): \(reason)")
        }
    }

    private func applies(to file: SourceFile) -> Bool {
        guard !exemptions.contains(file.path) else { return false }
        switch scope {
        case .everywhere: return true
        case .sources: return !file.isTest
        case .core: return file.target.map(Arrows.core.contains) == true
        }
    }
}

/// One breach of a rule, printed as compilers print theirs.
struct Violation: CustomStringConvertible {
    let path: String
    /// Counted from 1.
    let line: Int
    let what: String

    var description: String { "\(path):\(line): \(what)" }
}

/// Lines, counted from 0, on which matches of a pattern begin.
func lineNumbers(of pattern: String, in text: String) -> [Int] {
    guard let expression = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
    else { preconditionFailure("\(pattern) is not a regular expression") }
    let whole = text as NSString
    let matches = expression.matches(in: text, range: NSRange(location: 0, length: whole.length))
    guard !matches.isEmpty else { return [] }
    var lines: [Int] = []
    var line = 0
    var position = 0
    for match in matches {
        while position < match.range.location {
            if whole.character(at: position) == 10 { line += 1 }
            position += 1
        }
        lines.append(line)
    }
    return lines
}
