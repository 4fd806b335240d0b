package import Diagnostics

extension Findings {
    /// What a user could not follow up: findings of another file, of a place that the file does
    /// not have, or without words. Also writes all of them out, as a user would read them.
    package func unusable(in source: SourceText) -> [Diagnostic] {
        let written = text(in: [source])
        return all.filter { finding in
            guard finding.file == source.file, source.lines.indices.contains(finding.line - 1),
                !finding.message.isEmpty, written.contains(":\(finding.line):\(finding.column): ")
            else { return true }
            // One past the end of a line is the place of what is missing there.
            let width = source.lines[finding.line - 1].unicodeScalars.count
            return !(1...width + 1).contains(finding.column)
        }
    }
}
