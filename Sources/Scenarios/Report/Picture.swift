import Line

/// Plain SVG for a report: texts escaped, colours that colour-blind readers tell apart (Okabe and
/// Ito).
struct Picture {
    private var body = ""
    private let width: Double
    private let height: Double
    private let title: String

    init(width: Double, height: Double, title: String) {
        (self.width, self.height, self.title) = (width, height, title)
    }

    static let colours = [
        "#0072B2", "#E69F00", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#BBBBBB", "#009E73",
        "#000000", "#EEEEEE",
    ]

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, anchor: String = "start", size: Int = 12
    ) {
        body += "<text x=\"\(Digits.fixed(x, 1))\" y=\"\(Digits.fixed(y, 1))\" "
        body += "text-anchor=\"\(anchor)\" font-size=\"\(size)\">\(text.escaped)</text>\n"
    }

    mutating func box(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: String,
        tip: String? = nil
    ) {
        body += "<rect x=\"\(Digits.fixed(x, 1))\" y=\"\(Digits.fixed(y, 1))\" "
        body += "width=\"\(Digits.fixed(max(0, width), 1))\" height=\"\(Digits.fixed(height, 1))\" "
        body += "fill=\"\(colour)\" stroke=\"#444\" stroke-width=\"0.3\">"
        if let tip { body += "<title>\(tip.escaped)</title>" }
        body += "</rect>\n"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ colour: String = "#444",
        wide: Double = 1
    ) {
        body += "<line x1=\"\(Digits.fixed(x1, 1))\" y1=\"\(Digits.fixed(y1, 1))\" "
        body += "x2=\"\(Digits.fixed(x2, 1))\" y2=\"\(Digits.fixed(y2, 1))\" "
        body += "stroke=\"\(colour)\" stroke-width=\"\(Digits.fixed(wide, 1))\"/>\n"
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ colour: String) {
        let list = points.map { "\(Digits.fixed($0.x, 1)),\(Digits.fixed($0.y, 1))" }
        body += "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" "
        body += "points=\"\(list.joined(separator: " "))\"/>\n"
    }

    var svg: String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
            + "aria-label=\"\(title.escaped)\" "
            + "viewBox=\"0 0 \(Digits.fixed(width, 0)) \(Digits.fixed(height, 0))\" "
            + "font-family=\"sans-serif\">\n<title>\(title.escaped)</title>\n"
            + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + body + "</svg>\n"
    }
}

extension String {
    /// Safe as text and as an attribute of HTML and SVG; control characters, which XML does not
    /// allow, become a mark.
    var escaped: String {
        var out = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default:
                let isControl =
                    (scalar.value < 0x20 && scalar != "\n" && scalar != "\t")
                    || scalar.value == 0x7F || scalar.value == 0xFFFE || scalar.value == 0xFFFF
                out.unicodeScalars.append(isControl ? "\u{FFFD}" : scalar)
            }
        }
        return out
    }
}
