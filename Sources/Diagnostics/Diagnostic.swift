/// One thing found in a file the user wrote: where, what, and how to mend it.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable {
        /// The file is refused.
        case error
        /// The file is taken; its author should look.
        case warning
    }

    package let severity: Severity
    /// The file as the user named it, such as "twin.yaml".
    package let file: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    /// How many scalars the finding covers in its line; at least 1.
    package let length: Int
    /// What was found, and against what, in one line.
    package let message: String
    /// What is expected there, shown beside the mark under the source line.
    package let note: String?
    /// How to mend it.
    package let mend: String?

    package init(
        _ severity: Severity = .error, file: String, line: Int, column: Int, length: Int = 1,
        message: String, note: String? = nil, mend: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.length = max(1, length)
        self.message = message
        self.note = note
        self.mend = mend
    }
}

extension Diagnostic: Comparable {
    /// By file, then place, so that findings print in reading order.
    package static func < (a: Diagnostic, b: Diagnostic) -> Bool {
        (a.file, a.line, a.column, a.message) < (b.file, b.line, b.column, b.message)
    }
}
