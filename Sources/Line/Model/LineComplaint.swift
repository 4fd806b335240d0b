/// What is wrong with a model, and where: the reader of `line.yaml` adds line and column.
package struct LineComplaint: Error, Hashable, Sendable {
    /// Keys and names from the top, as in the file: ["stations", "B", "queue", "places"].
    package var path: [String]
    /// What was found, what is allowed.
    package var message: String
    /// How to mend it, if that can be said.
    package var mend: String?
    /// Where within a formula it is, in Unicode scalars from its start; nil: the whole.
    package var within: Range<Int>?

    package init(
        _ path: [String], _ message: String, mend: String? = nil, within: Range<Int>? = nil
    ) {
        (self.path, self.message, self.mend, self.within) = (path, message, mend, within)
    }
}
