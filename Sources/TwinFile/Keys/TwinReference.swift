/// The reference of all keys for docs/twin-file.md, made from the keys that the reader uses.
package enum TwinReference {
    /// One table in Markdown for each kind of section, each kind once, in the order they are met.
    package static var markdown: String { markdown(from: TwinKeys.twin) }

    /// The same for another file, from the keys of the whole.
    ///
    /// - Parameter known: a file whose tables stand elsewhere.
    static func markdown(from root: Table, without known: Table? = nil) -> String {
        var elsewhere: [Table] = []
        if let known { meet(known, &elsewhere) }
        var met = elsewhere.filter { $0.name != root.name }
        let count = met.count
        meet(root, &met)
        return met.dropFirst(count).map { markdown($0) }.joined(separator: "\n")
    }

    private static func meet(_ table: Table, _ met: inout [Table]) {
        guard !met.contains(where: { $0.name == table.name }) else { return }
        met.append(table)
        for key in table.keys { meet(key.shape, &met) }
        if let others = table.others { meet(others, &met) }
    }

    private static func meet(_ shape: KeyShape, _ met: inout [Table]) {
        switch shape {
        case .section(let table): meet(table, &met)
        case .named(let inner), .list(let inner): meet(inner, &met)
        case .either(let shapes): for inner in shapes { meet(inner, &met) }
        case .defined(_, let inner): meet(inner, &met)
        default: break
        }
    }

    private static func markdown(_ table: Table) -> String {
        var text = "### \(table.name.prefix(1).uppercased() + table.name.dropFirst())\n\n"
        text += "| key | value | example | meaning |\n|---|---|---|---|\n"
        for key in table.keys + (table.open.map { [$0] } ?? []) {
            let name = key.name == table.open?.name ? "\(key.name) …" : key.name
            text += "| `\(name)`\(key.isRequired ? " (needed)" : "") | \(words(key.shape)) "
            text += "| `\(key.example)` | \(key.meaning) |\n"
        }
        if table.others != nil {
            text += "| any other name | a section | | A cost by that name. |\n"
        }
        return text
    }

    private static func words(_ shape: KeyShape) -> String {
        switch shape {
        case .text: "a text"
        case .number: "a number"
        case .numberWithin(let range):
            "a number, \(brief(range.lowerBound)) to \(brief(range.upperBound))"
        case .truth: "true or false"
        case .whole(let range): "a whole number, \(range.lowerBound) to \(range.upperBound)"
        case .quantity: "a number and its unit"
        case .quantityOrNumber: "a number, with its unit or in the tag's"
        case .formula: "a formula"
        case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let item): "a list: \(words(item))"
        case .section(let table): "a section: \(table.name)"
        case .named(let value): "names, each with \(words(value))"
        case .either(let shapes): shapes.map(words).joined(separator: ", or ")
        case .defined(let name, _): "a \(name)"
        }
    }
}
