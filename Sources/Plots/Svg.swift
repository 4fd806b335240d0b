/// What all pictures share.
enum Svg {
    /// Okabe and Ito's colours, told apart by colour-blind readers too.
    static let colours = [
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000",
    ]

    /// A coordinate to a tenth of a pixel.
    static func place(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0
            ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    /// The beginning of a picture, with its title.
    static func head(_ title: String, width: Double, height: Double, left: Double) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(place(width)) \(place(height))" \
        font-family="sans-serif" font-size="12">
        <rect width="100%" height="100%" fill="white"/>
        <text x="\(place(left))" y="22" font-size="16">\(escaped(title))</text>

        """
    }

    static func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String,
        title: String = ""
    ) -> String {
        let inner = title.isEmpty ? "/>" : "><title>\(escaped(title))</title></rect>"
        return "<rect x=\"\(place(x))\" y=\"\(place(y))\" width=\"\(place(width))\" "
            + "height=\"\(place(height))\" fill=\"\(fill)\"\(inner)\n"
    }

    static func text(_ x: Double, _ y: Double, _ text: String, anchor: String = "start") -> String {
        "<text x=\"\(place(x))\" y=\"\(place(y))\" text-anchor=\"\(anchor)\" "
            + "dominant-baseline=\"middle\">\(escaped(text))</text>\n"
    }
}

extension LegendEntry {
    /// Entries side by side, in rows of this width.
    static func rows(
        _ entries: [LegendEntry], left: Double, top: Double, width: Double
    ) -> (text: String, height: Double) {
        var (text, x, y) = ("", left, top)
        for entry in entries {
            let space = 34 + 7 * Double(entry.name.unicodeScalars.count)
            if x + space > left + width, x > left { (x, y) = (left, y + 20) }
            text += Svg.rectangle(x, y - 6, 12, 12, fill: entry.colour)
            text += Svg.text(x + 17, y, entry.name)
            x += space
        }
        return (text, y - top + 20)
    }
}

/// A name and its colour, such as "#0072B2".
package struct LegendEntry: Hashable, Sendable {
    package let name: String
    package let colour: String

    package init(_ name: String, colour: String) {
        self.name = name
        self.colour = colour
    }
}
