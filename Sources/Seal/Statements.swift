import ConnectModbus
import Guard
import Quantities
import Tags

extension SealedTwin {
    /// Everything it says, one value at a time, in the order of its declaration.
    ///
    /// The values are found by reflection, so that a rule that the guard gains is shown without a
    /// word here; only its unit is then not known, and it is shown in SI.
    func statements() -> [Statement] {
        var writer = StatementWriter(self)
        writer.read(self, at: [], unit: nil)
        return writer.statements
    }
}

/// Walks through a sealed twin.
private struct StatementWriter {
    private let unitBySymbol: [String: Unit]
    /// Units of tags and held variables.
    private let unitByName: [String: Unit]
    private(set) var statements: [Statement] = []
    private var seen: [String: Int] = [:]

    init(_ twin: SealedTwin) {
        var units: [String: Unit] = [:]
        for unit in twin.units { units[unit.symbol] = unit.unit }
        unitBySymbol = units
        var names: [String: Unit] = [:]
        for tag in twin.tags { names[tag.tag.text] = units[tag.unit] }
        for hold in twin.holds { names[hold.name] = units[hold.unit] }
        unitByName = names
    }

    /// - Parameter path: labels of the fields down to the value, and names of list members.
    mutating func read(_ value: Any, at path: [String], unit: Unit?) {
        let mirror = Mirror(reflecting: value)
        if let plain = Self.plain(value) {
            note(path, plain, plain)
        } else if let number = value as? Double {
            let (text, exact) = Figure(path).texts(of: number, unit)
            note(path, text, exact)
        } else if mirror.displayStyle == .optional {
            if let child = mirror.children.first { read(child.value, at: path, unit: unit) }
        } else if mirror.displayStyle == .collection || mirror.displayStyle == .set {
            readList(mirror, at: path, unit: unit)
        } else if mirror.displayStyle == .enum {
            readCase(value, mirror, at: path, unit: unit)
        } else {
            let own = self.unit(of: value, mirror) ?? unit
            for child in mirror.children {
                read(child.value, at: path + [child.label ?? "value"], unit: own)
            }
        }
    }

    private mutating func readList(_ mirror: Mirror, at path: [String], unit: Unit?) {
        let elements = mirror.children.map(\.value)
        if elements.allSatisfy({ Self.plain($0) != nil || $0 is Double }) {
            let texts = elements.map { Self.plain($0) ?? ($0 as? Double).map(Figure.brief) ?? "" }
            let exact = elements.isEmpty ? "none" : elements.map { "\($0)" }.joined(separator: ", ")
            let isLong = texts.count > 12
            let text =
                isLong
                ? "\(texts.count) values, \(texts[0]) to \(texts[texts.count - 1])"
                : texts.joined(separator: ", ")
            // A permit that names no handle stops them all.
            let nothing =
                path.starts(with: ["rules", "holds"]) ? "the whole asset" : "none"
            note(path, texts.isEmpty ? nothing : text, exact)
            return
        }
        var names: [String] = []
        for (index, element) in elements.enumerated() {
            var name = Self.name(of: element) ?? "\(index + 1)"
            while names.contains(name) { name += " again" }
            names.append(name)
            read(element, at: path + [name], unit: unit)
        }
        if names.count > 1 {
            let text = names.joined(separator: ", ")
            let what = Self.words(path) + ": order"
            statements.append(Statement(what: what, text: text, exact: text, parts: names))
        }
    }

    /// A case, and its values, such as an operator's limit that is a tag or a number.
    private mutating func readCase(_ value: Any, _ mirror: Mirror, at path: [String], unit: Unit?) {
        let child = mirror.children.first
        let name = Self.spaced(child?.label ?? "\(value)")
        note(path, name, name)
        if let child { read(child.value, at: path + [child.label ?? "value"], unit: unit) }
    }

    private mutating func note(_ path: [String], _ text: String, _ exact: String) {
        var what = Self.words(path)
        let count = seen[what, default: 0]
        seen[what] = count + 1
        if count > 0 { what += " (\(count + 1))" }
        statements.append(Statement(what: what, text: text, exact: exact))
    }

    /// What a part of the twin is counted in.
    private func unit(of value: Any, _ mirror: Mirror) -> Unit? {
        if let joint = value as? JointLimit {
            // A sum of levels whose coefficients cancel is a difference.
            let sum = joint.terms.reduce(0) { $0 + $1.coefficient }
            let unit = joint.terms.first.flatMap { unitByName[$0.tag.text] }
            return sum == 0 ? unit?.difference : unit
        }
        if let symbol = mirror.child("unit") as? String { return unitBySymbol[symbol] }
        return (mirror.child("tag") as? TagName).flatMap { unitByName[$0.text] }
    }

    /// The text of what is a word, a name, a whole number or a truth.
    private static func plain(_ value: Any) -> String? {
        switch value {
        case let tag as TagName: tag.text
        case let text as String: text.isEmpty ? "\"\"" : text
        case let truth as Bool: truth ? "yes" : "no"
        case let number as any BinaryInteger: "\(number)"
        case let word as any RawRepresentable: word.rawValue as? String
        default: nil
        }
    }

    /// What a member of a list is told apart by.
    private static func name(of element: Any) -> String? {
        if let ramp = element as? RampLimit { return "per " + Figure.duration(ramp.window) }
        if let response = element as? StepResponse {
            return "\(response.variable) by \(response.handle)"
        }
        let mirror = Mirror(reflecting: element)
        for label in ["tag", "name", "symbol", "mode"] {
            if let found = mirror.child(label), let text = plain(found) { return text }
        }
        return nil
    }

    /// Sections that the reader of a difference does not know by name.
    private static let silent: Set<String> = ["rules", "handles", "binding"]
    private static let spellings = [
        "costs": "objective: cost", "travel": "objective: moves", "objective": "",
        "worthActingAbove": "objective: worth acting above",
        "lowerBound": "low", "upperBound": "high", "wall": "wall clock", "isSimulator": "simulator",
        ".0": "", "sense": "believed", "modelHash": "text (SHA-256)", "modelFile": "file",
        "sources": "model",
    ]

    private static func words(_ path: [String]) -> String {
        path.filter { !silent.contains($0) }.map { spellings[$0] ?? spaced($0) }
            .filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// "largestStep" as "largest step"; names of tags stay as they are.
    private static func spaced(_ label: String) -> String {
        guard let first = label.first, first.isLowercase, !label.contains(" "),
            label.allSatisfy({ $0.isLetter })
        else { return label }
        return label.reduce(into: "") { text, letter in
            text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
        }
    }
}

extension Mirror {
    fileprivate func child(_ label: String) -> Any? {
        children.first { $0.label == label }?.value
    }
}
