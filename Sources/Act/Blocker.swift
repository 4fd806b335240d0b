/// One thing that stands against a mode, and who can clear it.
package struct Blocker: Hashable, Codable, Sendable {
    /// In plant words.
    package let what: String
    /// Such as "operator" or "instrument shop"; nil if it clears by itself within seconds.
    package let clearedBy: String?

    package init(_ what: String, clearedBy: String?) {
        self.what = what
        self.clearedBy = clearedBy
    }
}
