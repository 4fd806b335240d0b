package import Diagnostics
import Expressions
import Line
package import Quantities
package import Scenarios

/// A `study.yaml` that was read: what is to be compared, but for the options themselves.
package struct ReadStudy: Sendable {
    package var study = Study([])
    /// Folders with line.yaml, as the file names them; empty: the study's own.
    package var lines: [String] = []
}

extension Study {
    /// The folders with lines that a study names, before its money can be read, which is in their
    /// currency; empty where it names none. What is wrong with the file `read` says.
    package static func lines(of source: NamedText, units: any UnitReader) throws(Findings)
        -> [String]
    {
        let (reading, section) = try open(source, StudyKeys.study, units)
        guard let pair = section["lines"] else { return [] }
        return reading.list(pair.value, "lines").compactMap { reading.text($0, "lines") }
    }

    /// Reads a `study.yaml` strictly.
    ///
    /// - Parameter currency: the line's, which all money is written in.
    /// - Throws: all findings of the reading, with places, causes and mends.
    package static func read(
        _ source: NamedText, currency: String, units: any UnitReader
    ) throws(Findings) -> ReadStudy {
        let (reading, section) = try open(
            source, StudyKeys.study, MoneyUnits(currency: currency, plain: units))
        let reader = LineReader(reading: reading, root: section) { _ in nil }
        let read = StudyReader(
            figures: ScenarioReader(reader: reader, root: section), reader: reader, root: section
        ).study()
        guard !reading.findings.hasErrors else { throw reading.findings }
        return read
    }
}

extension Measurements {
    /// Reads a file of measured shares strictly.
    package static func read(
        _ source: NamedText, units: any UnitReader
    ) throws(Findings) -> Measurements {
        let (reading, section) = try open(source, StudyKeys.measured, units)
        let reader = LineReader(reading: reading, root: section) { _ in nil }
        let stations = reader.sections("stations", StudyKeys.station).map { name, station in
            var states: [Measurements.StateShare] = []
            for state in StationState.allCases where state != .working {
                if let share = reader.quantity(station, state.words, .one, "6 %") {
                    states.append(.init(state, share))
                }
            }
            // A missing one was refused.
            let utilization = reader.quantity(station, "utilization", .one, "85 %") ?? 0
            return Measurements.Station(name, utilization: utilization, states: states)
        }
        let measurements = Measurements(stations, length: section.duration("length"))
        guard !reading.findings.hasErrors else { throw reading.findings }
        return measurements
    }
}

private struct StudyReader {
    let figures: ScenarioReader
    let reader: LineReader
    let root: Section

    private var reading: Reading { reader.reading }

    func study() -> ReadStudy {
        var read = ReadStudy()
        read.lines = reader.texts(root, "lines")
        if let most = reader.count(root, "most combined") { read.study.mostCombined = most }
        if let value = share(root, "confidence") { read.study.confidence = value }
        if let value = share(root, "precision") { read.study.precision = value }
        if let section = root.section("assumptions", StudyKeys.assumptions) {
            read.study.assumptions = assumptions(section)
        }
        if let pair = root["gates"] {
            read.study.gates = reading.list(pair.value, "gates").enumerated().compactMap {
                index, entry in
                Section(
                    entry, StudyKeys.gate, "gate \(index + 1)", at: entry.place, in: reading
                ).flatMap(gate)
            }
        }
        return read
    }

    /// Strictly between 0 and 1.
    private func share(_ section: Section, _ key: String) -> Double? {
        guard let value = reader.quantity(section, key, .one, "95 %") else { return nil }
        if value > 0, value < 1 { return value }
        section.refuse(key, "\(key) is beyond its range", note: "above 0 %, below 100 %")
        return nil
    }

    private func assumptions(_ section: Section) -> Assumptions {
        var assumptions = Assumptions()
        if let pair = section["margins"] {
            assumptions.margins = reading.named(pair.value, section.what("margins")).map {
                .init($0.key, figures.figure($0, "margins: \($0.key)", .money, "12 EUR"))
            }
        }
        if let hours = figures.figure(section, "hours a year", .time, "4000 h") {
            assumptions.hoursPerYear = hours.scaled(by: 1.0 / 3600)
        }
        if let share = figures.figure(section, "comes true", .one, "90 %") {
            assumptions.realization = share
        }
        if let years = reader.count(section, "years") { assumptions.years = years }
        if let rate = figures.figure(section, "discount rate", .one, "8 %") {
            assumptions.discountRate = rate
        }
        if let draws = reader.count(section, "draws") { assumptions.draws = draws }
        if let count = reader.count(section, "replications a draw") {
            assumptions.replicationsPerDraw = count
        }
        assumptions.notes = reader.texts(section, "notes")
        return assumptions
    }

    private func gate(_ section: Section) -> Gate? {
        guard let name = section.text("measure") else { return nil }
        guard let measure = StudyKeys.measures.first(where: { $0.name == name })?.measure else {
            let names = StudyKeys.measures.map(\.name)
            section.refuse(
                "measure", "\"\(name)\" is no measure",
                note: "one of " + names.joined(separator: ", "),
                mend: nearestName(to: name, among: names).map { "did you mean \($0)?" })
            return nil
        }
        guard (section["below"] == nil) != (section["above"] == nil) else {
            reading.refuse(
                section.place,
                "\(section.name): one of \"below\" and \"above\" is needed, not both",
                mend: "write \"below: 2 %\"")
            return nil
        }
        let side: Gate.Side = section["below"] == nil ? .above : .below
        let (dimension, size, example) = measure.unit
        guard let limit = reader.quantity(section, side.rawValue, dimension, example) else {
            return nil
        }
        var gate = Gate(measure, side, limit / size)
        if let probability = share(section, "probability") { gate.probability = probability }
        return gate
    }
}

extension Measure {
    /// What its limits are written in, how much SI one of its own unit is, and an example.
    fileprivate var unit: (Dimension, Double, String) {
        switch self {
        case .goodPerHour: (.one / .time, 1.0 / 3600, "50 1/h")
        case .leadTime, .leadTimeMedian, .leadTimeP95: (.time, 1, "2 h")
        case .workInProcess: (.one, 1, "40 pcs")
        case .defectRate, .serviceLevel, .onTimeShare: (.one, 1, "2 %")
        case .energyPerGoodPart: (.energy, 1, "0.5 kWh")
        case .moneyPerHour: (.money / .time, 1.0 / 3600, "500 EUR/h")
        }
    }
}
