import Diagnostics
import Expressions
import Quantities

/// One reading of one file: its text, and what was found so far. Not shared between tasks.
final class Reading {
    let source: SourceText
    /// A file may say which money it is in, and is read with other units from then on.
    var units: any UnitReader
    var findings = Findings()

    init(source: SourceText, units: any UnitReader) {
        self.source = source
        self.units = units
    }

    func refuse(_ place: Place, _ message: String, note: String? = nil, mend: String? = nil) {
        findings.add(
            Diagnostic(
                file: source.file, line: place.line, column: place.column, length: place.length,
                message: message, note: note, mend: mend))
    }

    // MARK: scalars

    /// A text that is not empty.
    func text(_ entry: Entry, _ what: String) -> String? {
        guard case .text(let text, _) = entry.shape else {
            refuse(entry.place, "\(what) is \(entry.shown)", note: "expected a text")
            return nil
        }
        guard !text.isEmpty else {
            refuse(entry.place, "\(what) has no value")
            return nil
        }
        return text
    }

    /// One of the words of an enumeration.
    func word<Word: RawRepresentable & CaseIterable>(
        _ entry: Entry, _ what: String, among words: [Word] = Array(Word.allCases)
    ) -> Word? where Word.RawValue == String {
        guard let text = text(entry, what) else { return nil }
        if let word = words.first(where: { $0.rawValue == text }) { return word }
        let allowed = words.map(\.rawValue)
        refuse(
            entry.place, "\(what) is \(entry.shown)",
            note: "one of " + allowed.joined(separator: ", "),
            mend: nearestName(to: text, among: allowed).map { "did you mean \($0)?" })
        return nil
    }

    func truth(_ entry: Entry, _ what: String) -> Bool? {
        if case .text(let text, true) = entry.shape {
            if text == "true" { return true }
            if text == "false" { return false }
        }
        refuse(entry.place, "\(what) is \(entry.shown)", note: "true or false")
        return nil
    }

    /// A finite number without a unit.
    func number(_ entry: Entry, _ what: String) -> Double? {
        guard let text = text(entry, what) else { return nil }
        return number(text, entry.place, what)
    }

    func whole(_ entry: Entry, _ what: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = text(entry, what) else { return nil }
        if let value = Int(text), String(value) == text, range.contains(value) { return value }
        refuse(
            entry.place, "\(what) is \(entry.shown)",
            note: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// Decimal numbers only: no 0x10, 1_000, 010, .inf or NaN, which YAML readers take differently.
    func number(_ text: String, _ place: Place, _ what: String) -> Double? {
        let scalars = Array(text.unicodeScalars)
        let digits = scalars.drop { $0 == "-" || $0 == "+" }
        let isDecimal = scalars.allSatisfy {
            ("0"..."9").contains($0) || "+-.eE".unicodeScalars.contains($0)
        }
        let startsRight = digits.first.map { ("0"..."9").contains($0) } ?? false
        let isOctal =
            digits.first == "0"
            && (digits.dropFirst().first.map { ("0"..."9").contains($0) } ?? false)
        guard isDecimal, startsRight, !isOctal, let value = Double(text) else {
            refuse(place, "\(what) is \"\(text.prefix(40))\"", note: "expected a decimal number")
            return nil
        }
        guard value.isFinite else {
            refuse(
                place, "\(what) is too large a number: \(text.prefix(40))",
                note: "at most 1.8e308 in size")
            return nil
        }
        return value
    }

    // MARK: quantities

    /// How a number with a unit becomes SI.
    enum Sort { case level, difference }

    /// A number with its unit, read but not yet converted.
    struct Measured {
        let value: Double
        let unit: Unit
        let place: Place

        func si(_ sort: Sort) -> Double {
            sort == .level ? unit.toSI(value) : unit.toSI(difference: value)
        }
    }

    /// A number and its unit, such as `5 K`; the number alone where a default unit is given.
    func measured(_ entry: Entry, _ what: String, default unit: Unit? = nil) -> Measured? {
        guard let text = text(entry, what) else { return nil }
        let parts = text.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count <= 2, let first = parts.first else {
            refuse(
                entry.place, "\(what) is \(entry.shown)",
                note: "a number and its unit, such as \"5 K\"")
            return nil
        }
        guard let value = number(String(first), entry.place, what) else { return nil }
        guard parts.count == 2 else {
            if let unit { return Measured(value: value, unit: unit, place: entry.place) }
            refuse(
                entry.place, "\(what) is \"\(text)\" without a unit",
                note: "every number has a unit",
                mend: "write the unit after the number; 1 for a plain number")
            return nil
        }
        guard let unit = self.unit(String(parts[1]), entry.place) else { return nil }
        return Measured(value: value, unit: unit, place: entry.place)
    }

    func unit(_ text: String, _ place: Place) -> Unit? {
        do {
            return try units.unit(text)
        } catch {
            refuse(place, "\"\(text.prefix(40))\" is not a unit: \(error.reason)")
            return nil
        }
    }

    /// A number with a unit of this dimension, in SI.
    func quantity(
        _ entry: Entry, _ what: String, _ dimension: Dimension, _ sort: Sort = .difference,
        default unit: Unit? = nil, example: String
    ) -> Double? {
        guard let measured = measured(entry, what, default: unit) else { return nil }
        return si(measured, what, dimension, sort, example: example)
    }

    /// The SI value of a number whose dimension must be this.
    func si(
        _ measured: Measured, _ what: String, _ dimension: Dimension, _ sort: Sort, example: String
    ) -> Double? {
        guard measured.unit.dimension == dimension else {
            refuse(
                measured.place,
                "\(what) is in \(measured.unit.symbol) (\(measured.unit.dimension.text)), "
                    + "which does not fit \(dimension.text)",
                note: "expected a value such as \(example)")
            return nil
        }
        let value = measured.si(sort)
        guard value.isFinite else {
            refuse(measured.place, "\(what) is too large a number in SI")
            return nil
        }
        return value
    }

    /// A stretch of time in seconds, above zero.
    func duration(_ entry: Entry, _ what: String) -> Double? {
        positive(entry, what, .time, example: "5 min")
    }

    /// A difference above zero, in SI.
    func positive(
        _ entry: Entry, _ what: String, _ dimension: Dimension, default unit: Unit? = nil,
        example: String
    ) -> Double? {
        guard
            let value = quantity(
                entry, what, dimension, .difference, default: unit, example: example)
        else { return nil }
        guard value > 0 else {
            refuse(entry.place, "\(what) is \(entry.shown)", note: "must be above zero")
            return nil
        }
        return value
    }

    /// Two numbers `[low, high]`, low below high.
    func range(
        _ entry: Entry, _ what: String, _ dimension: Dimension, default unit: Unit?, example: String
    ) -> ClosedRange<Double>? {
        guard case .list(let items) = entry.shape, items.count == 2 else {
            refuse(
                entry.place, "\(what) is \(entry.shown)",
                note: "expected [low, high], such as \(example)")
            return nil
        }
        let low = quantity(items[0], what, dimension, .level, default: unit, example: example)
        let high = quantity(items[1], what, dimension, .level, default: unit, example: example)
        guard let low, let high else { return nil }
        guard low < high else {
            refuse(
                entry.place, "\(what): the low end is not below the high end",
                mend: "write [low, high]")
            return nil
        }
        return low...high
    }

    // MARK: lists, sections, formulas

    func list(_ entry: Entry, _ what: String) -> [Entry] {
        if case .list(let items) = entry.shape { return items }
        refuse(entry.place, "\(what) is \(entry.shown)", note: "expected a list: [a, b]")
        return []
    }

    /// A section whose keys are names the user chose.
    func named(_ entry: Entry, _ what: String) -> [Pair] {
        if case .map(let pairs) = entry.shape { return pairs }
        refuse(
            entry.place, "\(what) is \(entry.shown)", note: "expected names, each with its section")
        return []
    }

    /// A formula, read but not yet checked against names.
    func formula(_ entry: Entry, _ what: String) -> PlacedFormula? {
        guard let text = text(entry, what) else { return nil }
        do {
            return PlacedFormula(formula: try Formula(text, units: units), place: entry.place)
        } catch {
            report(error, in: text, entry.place)
            return nil
        }
    }

    /// Reports a formula's error at its column, where the formula stands plainly in one line.
    func report(_ error: FormulaError, in text: String, _ place: Place) {
        var at = place
        let length = text.unicodeScalars.count
        if place.length == length || place.length == length + 2 {
            at.column += error.at.lowerBound + (place.length - length) / 2
            at.length = max(1, error.at.count)
        }
        refuse(at, error.message, note: error.note, mend: error.mend)
    }
}

/// A formula with its place in the file.
struct PlacedFormula {
    let formula: Formula
    let place: Place
}
