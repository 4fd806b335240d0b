extension Table {
    /// Comma-separated values that `readTable` reads back to the same bits; missing values empty.
    package var csv: String {
        var text = (["time"] + columns.map(quoted)).joined(separator: ",") + "\n"
        for (time, row) in zip(times, rows) {
            let cells = row.map { $0.map { $0.isFinite ? "\($0)" : "" } ?? "" }
            text += (["\(time)"] + cells).joined(separator: ",") + "\n"
        }
        return text
    }

    /// One JSON object: "time" and each column as an array; missing values are null.
    package var json: String {
        var members = ["\"time\":[" + times.map { "\($0)" }.joined(separator: ",") + "]"]
        for (j, name) in columns.enumerated() {
            let cells = rows.map { $0[j].map { $0.isFinite ? "\($0)" : "null" } ?? "null" }
            members.append("\(jsonText(name)):[" + cells.joined(separator: ",") + "]")
        }
        return "{" + members.joined(separator: ",\n") + "}\n"
    }

    private func quoted(_ name: String) -> String {
        name.contains(",") ? "\"\(name)\"" : name
    }

    private func jsonText(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
