/// A JSON value, with its keys in the order given.
indirect enum Json {
    case text(String)
    case whole(Int)
    /// Finite.
    case number(Double)
    case truth(Bool)
    case list([Json])
    case object([(String, Json)])

    /// As text, indented by two spaces a level.
    func text(indent: Int = 0) -> String {
        let inner = String(repeating: " ", count: indent + 2)
        let outer = String(repeating: " ", count: indent)
        switch self {
        case .text(let text): return Json.quoted(text)
        case .whole(let value): return String(value)
        case .number(let value): return brief(value)
        case .truth(let value): return value ? "true" : "false"
        case .list(let items):
            return "[" + items.map { $0.text(indent: indent + 2) }.joined(separator: ", ") + "]"
        case .object(let pairs):
            if pairs.isEmpty { return "{}" }
            let lines = pairs.map {
                inner + Json.quoted($0.0) + ": " + $0.1.text(indent: indent + 2)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + outer + "}"
        }
    }

    /// A JSON string; control characters as escapes (RFC 8259 §7).
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
