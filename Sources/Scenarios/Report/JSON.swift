/// A value of JSON, written with its keys in the order given (RFC 8259). What is no finite number
/// becomes null.
indirect enum JSON {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])

    init(_ value: Double?) { self = value.map { .number($0) } ?? .null }
    init(_ values: [String]) { self = .list(values.map { .text($0) }) }

    init(_ interval: Interval) {
        self = .object([
            ("mean", .number(interval.mean)), ("half_width", .number(interval.halfWidth)),
            ("confidence", .number(interval.confidence)),
            ("count", .number(Double(interval.count))),
        ])
    }

    var written: String { write(indent: "") }

    private func write(indent: String) -> String {
        let deeper = indent + "  "
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value): return JSON.digits(value)
        case .text(let text): return JSON.quoted(text)
        case .list(let values):
            if values.isEmpty { return "[]" }
            let items = values.map { deeper + $0.write(indent: deeper) }
            return "[\n" + items.joined(separator: ",\n") + "\n\(indent)]"
        case .object(let members):
            if members.isEmpty { return "{}" }
            let items = members.map {
                "\(deeper)\(JSON.quoted($0.0)): \($0.1.write(indent: deeper))"
            }
            return "{\n" + items.joined(separator: ",\n") + "\n\(indent)}"
        }
    }

    private static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "null" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
        return "\(value)"
    }

    private static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            case "\r": out += "\\r"
            default:
                if scalar.value < 0x20 {
                    let hex = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
