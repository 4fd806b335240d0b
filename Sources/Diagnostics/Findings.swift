/// All findings of one reading, several a run; thrown where they refuse what was read.
package struct Findings: Error, Hashable, Sendable {
    /// At most so many are kept; a file with more errors is not read by anybody.
    package static let most = 100

    /// In the order found; at most `most`.
    package private(set) var all: [Diagnostic] = []
    /// How many more there were.
    package private(set) var dropped = 0

    package init(_ all: [Diagnostic] = []) {
        for diagnostic in all { add(diagnostic) }
    }

    /// Adds a finding once.
    package mutating func add(_ diagnostic: Diagnostic) {
        guard !all.contains(diagnostic) else { return }
        if all.count < Self.most { all.append(diagnostic) } else { dropped += 1 }
    }

    package mutating func add(_ others: Findings) {
        for diagnostic in others.all { add(diagnostic) }
        dropped += others.dropped
    }

    /// True if something was refused.
    package var hasErrors: Bool { dropped > 0 || all.contains { $0.severity == .error } }

    package var isEmpty: Bool { all.isEmpty }

    /// All findings in reading order, each with its source line where the source is given.
    package func text(in sources: [SourceText] = []) -> String {
        var result = ""
        for diagnostic in all.sorted() {
            result += diagnostic.text(in: sources.first { $0.file == diagnostic.file })
        }
        if dropped > 0 { result += "and \(dropped) more\n" }
        return result
    }
}
