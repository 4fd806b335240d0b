/// The JSON Schema of `twin.yaml`, for editors; made from the keys that the reader uses.
///
/// It says which keys there are and what stands behind each. What values mean together (limits
/// inside limits, units that agree, names that are declared) only `flyball check` can say.
package enum TwinSchema {
    /// The schema as text (JSON Schema, draft 2020-12).
    package static var json: String { json(of: TwinKeys.twin, title: "Flyball twin.yaml") }

    /// The same for another file, from the keys of the whole and the shapes they share.
    static func json(of root: Table, title: String, sharing shared: [KeyShape] = []) -> String {
        var pairs: [(String, Json)] = [
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text(title)),
        ]
        if case .object(let body) = schema(of: .section(root)) { pairs += body }
        let definitions = shared.compactMap { shape -> (String, Json)? in
            guard case .defined(let name, let inner) = shape else { return nil }
            return (name, schema(of: inner))
        }
        if !definitions.isEmpty { pairs.append(("$defs", .object(definitions))) }
        return Json.object(pairs).text() + "\n"
    }

    /// A decimal number, spaces, a unit.
    private static let quantityPattern =
        "^[+-]?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)? +([^ 0-9][^ ]*|1(/[^ ]+)?)$"

    private static func schema(of shape: KeyShape) -> Json {
        switch shape {
        case .text, .formula: .object([("type", .text("string"))])
        case .number: .object([("type", .text("number"))])
        case .numberWithin(let range):
            .object([
                ("type", .text("number")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .truth: .object([("type", .text("boolean"))])
        case .whole(let range):
            .object([
                ("type", .text("integer")), ("minimum", .whole(range.lowerBound)),
                ("maximum", .whole(range.upperBound)),
            ])
        case .quantity:
            .object([
                ("type", .text("string")),
                ("pattern", .text(quantityPattern)),
            ])
        case .quantityOrNumber: schema(of: .either([.number, .quantity]))
        case .words(let words): .object([("enum", .list(words.map(Json.text)))])
        case .list(let item): .object([("type", .text("array")), ("items", schema(of: item))])
        case .named(let value):
            .object([("type", .text("object")), ("additionalProperties", schema(of: value))])
        case .either(let shapes): .object([("anyOf", .list(shapes.map(schema)))])
        case .section(let table): schema(of: table)
        case .defined(let name, _): .object([("$ref", .text("#/$defs/\(name)"))])
        }
    }

    private static func schema(of table: Table) -> Json {
        var pairs: [(String, Json)] = [("type", .text("object"))]
        let required = table.keys.filter(\.isRequired).map { Json.text($0.name) }
        if !required.isEmpty { pairs.append(("required", .list(required))) }
        pairs.append(("properties", .object(table.keys.map { ($0.name, described($0)) })))
        if let open = table.open {
            pairs.append(
                ("patternProperties", .object([("^\(open.name) ", described(open))])))
        }
        pairs.append(
            ("additionalProperties", table.others.map(schema) ?? .truth(false)))
        return .object(pairs)
    }

    private static func described(_ key: Key) -> Json {
        guard case .object(let pairs) = schema(of: key.shape) else { return .truth(true) }
        return .object([("description", .text(key.meaning))] + pairs)
    }
}
