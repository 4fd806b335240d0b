/// One thing that two sealed twins say differently, in the plant's words.
package struct SealDifference: Hashable, Codable, Sendable {
    /// Such as "TIC-201.SP: envelope: high".
    package let what: String
    /// With its unit; nil where the earlier twin does not say it.
    package let before: String?
    /// With its unit; nil where the later twin does not say it.
    package let after: String?

    package init(what: String, before: String?, after: String?) {
        self.what = what
        self.before = before
        self.after = after
    }

    /// Such as "TIC-201.SP: envelope: high: 1180 degC → 1190 degC".
    package var text: String {
        "\(what): \(before ?? "not there") → \(after ?? "not there")"
    }
}

extension SealedTwin {
    /// What the other says differently, in the order in which it says it; nothing is left out.
    ///
    /// Only the hash of the twin's file is not compared: a comment changes it.
    package func differences(to other: SealedTwin) -> [SealDifference] {
        guard comparable != other.comparable else { return [] }
        let (before, after) = (comparable.statements(), other.comparable.statements())
        let old = Dictionary(before.map { ($0.what, $0) }, uniquingKeysWith: { first, _ in first })
        let new = Dictionary(after.map { ($0.what, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [SealDifference] = []
        for statement in after {
            let earlier = old[statement.what]
            // The order of a list is of interest only where its members stayed the same.
            if statement.isOrder, earlier.map({ Set($0.parts) != Set(statement.parts) }) ?? true {
                continue
            }
            if earlier?.exact != statement.exact {
                found.append(difference(statement.what, earlier, statement))
            }
        }
        for statement in before where new[statement.what] == nil && !statement.isOrder {
            found.append(difference(statement.what, statement, nil))
        }
        if found.isEmpty {
            found = [SealDifference(what: "the sealed content", before: "one", after: "another")]
        }
        return found
    }

    private func difference(
        _ what: String, _ before: Statement?, _ after: Statement?
    ) -> SealDifference {
        // Two numbers that look the same when rounded are shown in full.
        let same = before?.text == after?.text
        return SealDifference(
            what: what, before: same ? before?.exact : before?.text,
            after: same ? after?.exact : after?.text)
    }

    private var comparable: SealedTwin {
        var twin = self
        twin.sources.twinHash = ""
        return twin
    }
}

/// One thing that a sealed twin says.
struct Statement {
    /// Its place in words; each once.
    let what: String
    /// The value as people write it, with its unit.
    let text: String
    /// The value in full.
    let exact: String
    /// Of the order of a list: its members.
    var parts: [String] = []

    var isOrder: Bool { !parts.isEmpty }
}
