package import Diagnostics
import Expressions
package import Line
package import Quantities

/// A `line.yaml` that was read, and what its author should look at.
package struct ReadLine: Sendable {
    package let model: LineModel
    /// None of them refuses the file.
    package let warnings: Findings
}

extension LineModel {
    /// Reads a `line.yaml` strictly: any unknown key, wrong unit, undeclared name or impossible
    /// figure refuses the file.
    ///
    /// - Parameters:
    ///   - text: the file's whole text.
    ///   - file: its name for messages, as the user gave it.
    ///   - contents: gives the text of another file of the folder, by its name; nil if there is
    ///     none.
    /// - Throws: all findings of the reading, with places, causes and mends.
    package static func read(
        _ text: String, file: String, units: any UnitReader,
        contents: (_ file: String) -> String? = { _ in nil }
    ) throws(Findings) -> ReadLine {
        let reading = Reading(source: SourceText(file: file, text: text), units: units)
        guard let root = reading.compose(),
            let section = Section(
                root, LineKeys.line, "the file", at: Place(line: 1, column: 1), in: reading)
        else { throw reading.findings }
        let model = withoutActuallyEscaping(contents) { contents in
            LineReader(reading: reading, root: section, contents: contents).model()
        }
        let places = LinePlaces(root: root, refused: reading.findings)
        // Where something could not be read, what follows from the whole cannot be judged.
        let found = reading.findings.hasErrors ? model.localComplaints : model.complaints
        for complaint in found {
            places.report(complaint, .error, to: reading)
        }
        guard !reading.findings.hasErrors else { throw reading.findings }
        for warning in model.warnings { places.report(warning, .warning, to: reading) }
        return ReadLine(model: model, warnings: reading.findings)
    }
}

/// Reads the sections of one file. What cannot be read is refused and stands in the model as
/// something harmless, so that the rest can be judged.
final class LineReader {
    let reading: Reading
    let root: Section
    let contents: (String) -> String?
    /// Columns of files that were read already, by file, column and unit.
    var columns: [String: [Double]] = [:]

    init(reading: Reading, root: Section, contents: @escaping (String) -> String?) {
        self.reading = reading
        self.root = root
        self.contents = contents
    }

    func model() -> LineModel {
        let economySection = root.section("economy", LineKeys.economy)
        let currency = readCurrency(economySection)
        reading.units = MoneyUnits(currency: currency, plain: reading.units)
        var model = LineModel(root.text("line") ?? "")
        model.economy = readEconomy(economySection, currency)
        model.run = readRun()
        model.calendars = readCalendars()
        model.crews = readCrews()
        model.stocks = readStocks()
        model.stations = sections("stations", LineKeys.station).map(readStation)
        model.products = sections("products", LineKeys.product).map(readProduct)
        model.campaigns = readCampaigns()
        if let pair = root["transport speed"] {
            model.transportSpeed = reading.positive(
                pair.value, "transport speed", .length / .time, example: "1.2 m/s")
        }
        return model
    }

    /// The sections behind names the user chose, in file order; what is no section is refused.
    func sections(_ key: String, _ table: Table) -> [(name: String, section: Section)] {
        guard let pair = root[key] else { return [] }
        return sections(pair.value, key, table)
    }

    func sections(
        _ entry: Entry, _ what: String, _ table: Table
    ) -> [(name: String, section: Section)] {
        reading.named(entry, what).compactMap { pair in
            Section(pair.value, table, pair.key, at: pair.keyPlace, in: reading).map {
                (pair.key, $0)
            }
        }
    }

    private func readCampaigns() -> [LineModel.Campaign] {
        root["campaigns"].map(campaigns) ?? []
    }

    func campaigns(_ pair: Pair) -> [LineModel.Campaign] {
        let entries: [Entry]
        if case .list(let items) = pair.value.shape {
            entries = items
        } else {
            entries = [pair.value]
        }
        return entries.flatMap { entry in
            reading.named(entry, "campaigns").compactMap { pair in
                reading.whole(pair.value, "campaigns: \(pair.key)", 1...LineKeys.mostParts).map {
                    LineModel.Campaign(of: pair.key, parts: $0)
                }
            }
        }
    }

    // MARK: money and runs

    private func readCurrency(_ section: Section?) -> String {
        guard let section, let text = section.text("currency") else { return "EUR" }
        if MoneyUnits.isCurrency(text) { return text }
        section.refuse(
            "currency", "\"\(text)\" is no currency", note: "three capital letters, such as USD")
        return "EUR"
    }

    private func readEconomy(_ section: Section?, _ currency: String) -> LineModel.Economy {
        var economy = LineModel.Economy()
        economy.currency = currency
        guard let section else { return economy }
        economy.energyPrice = money(section, "energy", per: .energy, "0.2 \(currency)/kWh")
        economy.lateness = money(section, "lateness", per: .time, "5 \(currency)/h")
        economy.scrap = money(section, "scrap", per: .one, "1.5 \(currency)")
        economy.escape = money(section, "escape", per: .one, "80 \(currency)")
        economy.yearlyTime = section.duration("yearly time")
        return economy
    }

    /// Money per something, in SI; 0 if the key is absent, as the reference of keys says.
    func money(
        _ section: Section, _ key: String, per dimension: Dimension, _ example: String
    ) -> Double {
        quantity(section, key, .money / dimension, example) ?? 0  // absent: nothing
    }

    /// A number of this dimension, in SI; nil if the key is absent or was refused.
    func quantity(
        _ section: Section, _ key: String, _ dimension: Dimension, _ example: String
    ) -> Double? {
        section[key].flatMap { value($0.value, section.what(key), dimension, example) }
    }

    /// The same, of an entry.
    func value(
        _ entry: Entry, _ what: String, _ dimension: Dimension, _ example: String
    ) -> Double? {
        dimension == .one
            ? share(entry, what, example)
            : reading.quantity(entry, what, dimension, example: example)
    }

    /// A plain number with its unit, mostly %. 95 % is 0.95 to the last bit; 95 × 0.01 is not.
    func share(_ entry: Entry, _ what: String, _ example: String) -> Double? {
        guard let measured = reading.measured(entry, what) else { return nil }
        guard measured.unit.dimension == .one, measured.unit.scale == 0.01 else {
            return reading.si(measured, what, .one, .difference, example: example)
        }
        return measured.value / 100
    }

    private func readRun() -> LineModel.RunSettings {
        var run = LineModel.RunSettings()
        guard let section = root.section("run", LineKeys.run) else { return run }
        if let pair = section["kind"],
            let kind: LineModel.RunSettings.Kind = reading.word(pair.value, section.what("kind"))
        {
            run.kind = kind
        }
        if let length = section.duration("length") { run.length = length }
        run.warmUp = quantity(section, "warm-up", .time, "2 d")
        if let precision = quantity(section, "precision", .one, "0.5 %") {
            run.precision = precision
        }
        if let pair = section["replications"] {
            let bounds = reading.list(pair.value, section.what("replications")).compactMap {
                reading.whole($0, section.what("replications"), 2...1_000_000)
            }
            if bounds.count == 2 {
                (run.leastReplications, run.mostReplications) = (bounds[0], bounds[1])
            } else {
                section.refuse(
                    "replications", "replications is \(pair.value.shown)",
                    note: "at least and at most", mend: "such as [16, 4096]")
            }
        }
        if let pair = section["seed"],
            let seed = reading.whole(pair.value, section.what("seed"), 0...Int.max)
        {
            run.seed = UInt64(seed)
        }
        return run
    }

    // MARK: people and stocks

    private func readCrews() -> [LineModel.Crew] {
        sections("crews", LineKeys.crew).map(crew)
    }

    func crew(_ name: String, _ section: Section) -> LineModel.Crew {
        var crew = LineModel.Crew(
            name, people: count(section, "people") ?? 1, skills: texts(section, "skills"))
        crew.calendar = section.text("calendar")
        crew.costPerHour = 3600 * money(section, "cost", per: .time, "38 EUR/h")
        return crew
    }

    /// A whole number as the table of keys allows it; nil if the key is absent or was refused.
    func count(_ section: Section, _ key: String) -> Int? {
        guard let pair = section[key], let range = section.table[key]?.shape.wholeRange else {
            return nil
        }
        return reading.whole(pair.value, section.what(key), range)
    }

    /// A list of texts; empty if the key is absent.
    func texts(_ section: Section, _ key: String) -> [String] {
        guard let pair = section[key] else { return [] }
        return reading.list(pair.value, section.what(key)).compactMap {
            reading.text($0, section.what(key))
        }
    }

    func truth(_ section: Section, _ key: String) -> Bool? {
        section[key].flatMap { reading.truth($0.value, section.what(key)) }
    }
}

extension KeyShape {
    /// The range of a whole number, also where something else may stand instead.
    var wholeRange: ClosedRange<Int>? {
        switch self {
        case .whole(let range): range
        case .either(let shapes): shapes.lazy.compactMap(\.wholeRange).first
        default: nil
        }
    }
}

extension Dimension {
    static let energy = Dimension(length: 2, mass: 1, time: -2)
    static let power = Dimension(length: 2, mass: 1, time: -3)
}
