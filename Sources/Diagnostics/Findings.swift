/// All findings of one reading, several a run; thrown where they refuse what was read.
package struct Findings: Error, Hashable, Sendable {
    /// At most so many are kept, errors before warnings; nobody reads more.
    package static let most = 100

    /// In the order found; at most `most`.
    package private(set) var all: [Diagnostic] = []
    /// How many more there were.
    package private(set) var dropped = 0

    package init(_ all: [Diagnostic] = []) {
        for diagnostic in all { add(diagnostic) }
    }

    /// Adds a finding once. Where no more are kept, an error takes the place of a warning.
    package mutating func add(_ diagnostic: Diagnostic) {
        guard !all.contains(diagnostic) else { return }
        guard all.count >= Self.most else {
            all.append(diagnostic)
            return
        }
        dropped += 1
        guard diagnostic.severity == .error,
            let warning = all.lastIndex(where: { $0.severity == .warning })
        else { return }
        all.remove(at: warning)
        all.append(diagnostic)
    }

    package mutating func add(_ others: Findings) {
        for diagnostic in others.all { add(diagnostic) }
        dropped += others.dropped
    }

    /// True if something was refused; an error is never among the dropped alone.
    package var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// The same with every warning an error.
    package var asErrors: Findings {
        var errors = Findings(
            all.map {
                Diagnostic(
                    .error, file: $0.file, line: $0.line, column: $0.column, length: $0.length,
                    message: $0.message, note: $0.note, mend: $0.mend)
            })
        errors.dropped = dropped
        return errors
    }

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
