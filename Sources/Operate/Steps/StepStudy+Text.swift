import Quantities
import Tags
import TwinFile

extension StepStudy {
    /// The section for `twin.yaml`.
    package var yaml: String {
        var text = """
            # From the model, around \(points.count) operating points of \(source); each error is
            # the largest distance of any of them. The plant differs from the model: make errors
            # wider.
            step responses:

            """
        var held = ""
        for answer in answers {
            if answer.hold.variable != held {
                held = answer.hold.variable
                text += "  \(quoted(held)):\n"
            }
            text += "    \(quoted(answer.tag.name.text)):\n"
            text += "      units: \(answer.unit)\n"
            text += "      times: [\(answer.times.map(Self.time).joined(separator: ", "))]\n"
            text += "      values: [\(answer.values.map(Self.plain).joined(separator: ", "))]\n"
            text +=
                "      error: \(Self.plain(answer.error))   # after "
                + "\(Self.time(answer.times[answer.times.count - 1])) from "
                + "\(briefly(answer.lastLow)) to \(briefly(answer.lastHigh))\n"
        }
        return text
    }

    /// For scripts: the same numbers, times in seconds.
    package var json: String {
        let rows = answers.map { answer in
            let values = answer.values.map(Self.plain).joined(separator: ",")
            let times = answer.times.map(Self.plain).joined(separator: ",")
            return
                "{\"variable\":\"\(answer.hold.variable)\",\"handle\":\"\(answer.tag.name.text)\","
                + "\"units\":\"\(answer.unit)\",\"times\":[\(times)],\"values\":[\(values)],"
                + "\"error\":\(Self.plain(answer.error))}"
        }
        return "{\"points\":\(points.count),\"responses\":[\(rows.joined(separator: ","))]}\n"
    }

    /// A name with brackets or a colon needs quotes.
    private func quoted(_ name: String) -> String {
        name.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) } ? name : "\"\(name)\""
    }

    private static func time(_ seconds: Double) -> String {
        let minutes = seconds / 60
        return minutes == minutes.rounded()
            ? "\(plain(minutes)) min" : "\(plain((seconds * 1e3).rounded() / 1e3)) s"
    }

    /// 3, not 3.0, and never with an exponent that a reader stumbles over.
    private static func plain(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }
}

extension StepStudy.Answer {
    /// Such as "K/K".
    var unit: String {
        let (above, below) = (hold.unit.difference.symbol, tag.unit.difference.symbol)
        let isCompound = below.contains { "/.*".contains($0) }
        return "\(above)/\(isCompound ? "(\(below))" : below)"
    }
}
