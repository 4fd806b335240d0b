/// A key of the file: what stands behind it, and what it means. The reader, the JSON Schema and
/// the reference in docs/twin-file.md all come from these.
struct Key {
    let name: String
    let isRequired: Bool
    let shape: KeyShape
    /// One sentence for the reference and for editors.
    let meaning: String
    /// As it would be written, for the reference and for "mend".
    let example: String

    static func must(_ name: String, _ shape: KeyShape, _ example: String, _ meaning: String) -> Key
    {
        Key(name: name, isRequired: true, shape: shape, meaning: meaning, example: example)
    }

    static func may(_ name: String, _ shape: KeyShape, _ example: String, _ meaning: String) -> Key
    {
        Key(name: name, isRequired: false, shape: shape, meaning: meaning, example: example)
    }
}

/// What stands behind a key.
indirect enum KeyShape {
    case text
    case number
    /// A number without a unit, within this range.
    case numberWithin(ClosedRange<Double>)
    case whole(ClosedRange<Int>)
    case truth
    /// A number with its unit, such as "5 s".
    case quantity
    /// The same, or a number alone in the tag's unit.
    case quantityOrNumber
    case formula
    case words([String])
    case list(KeyShape)
    /// A section with fixed keys.
    case section(Table)
    /// A section whose keys are names the user chose.
    case named(KeyShape)
    case either([KeyShape])
    /// A shape that stands behind many keys, described once by this name.
    case defined(String, as: KeyShape)
}

/// The keys of one kind of section.
struct Table: Sendable {
    /// As messages name it.
    let name: String
    let keys: [Key]
    /// Keys that begin with this word and go on with a duration, such as "per 10 min".
    var open: Key?
    /// What stands behind names the user chose, beside the fixed keys.
    var others: KeyShape?

    subscript(name: String) -> Key? {
        keys.first { $0.name == name } ?? open.flatMap { name.hasPrefix($0.name + " ") ? $0 : nil }
    }
}

/// A number as a reader writes it: 6, not 6.0.
func brief(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
}

extension Key: Sendable {}
extension KeyShape: Sendable {}
