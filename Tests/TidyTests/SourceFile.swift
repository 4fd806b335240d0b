import Foundation

/// One Swift file in three views of equal length: whole, code alone, comments alone.
struct SourceFile {
    /// Relative to the repository, such as "Sources/Guard/GuardChain.swift".
    let path: String
    let lines: [Substring]
    /// Comments and the insides of string literals are blanked; line breaks stay.
    let code: String
    let codeLines: [Substring]
    /// Everything but comments is blanked; line breaks stay.
    let comments: String
    private let commentLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        var mask = SourceMask(text)
        mask.run()
        code = mask.code
        comments = mask.comments
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
        commentLines = comments.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// "Guard" for "Sources/Guard/GuardChain.swift"; nil outside a target's folder.
    var target: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    var isTest: Bool { path.hasPrefix("Tests/") }

    /// Lines of the file; the empty piece behind the last line break does not count.
    var lineCount: Int { lines.last?.isEmpty == true ? lines.count - 1 : lines.count }

    /// True if a comment stands on the line (counted from 0) or alone on the line above.
    func isExplained(line: Int) -> Bool {
        func hasWords(_ line: Int) -> Bool {
            commentLines.indices.contains(line)
                && commentLines[line].contains { $0.isLetter }
        }
        if hasWords(line) { return true }
        return hasWords(line - 1) && codeLines[line - 1].allSatisfy(\.isWhitespace)
    }
}
