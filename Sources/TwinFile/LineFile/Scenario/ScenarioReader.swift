package import Diagnostics
package import Line
package import Quantities
package import Scenarios

/// A text and the name of the file it is from.
package struct NamedText: Sendable {
    package let file: String
    package let text: String

    package init(file: String, text: String) {
        self.file = file
        self.text = text
    }
}

extension Scenario {
    /// Reads a file of `scenarios/` strictly.
    ///
    /// - Parameters:
    ///   - models: lines that its changes must fit; all money is in the currency of the first.
    ///   - contents: gives the text of another file of the line's folder, for samples.
    /// - Throws: all findings of the reading, with places, causes and mends.
    package static func read(
        _ source: NamedText, for models: [LineModel], units: any UnitReader,
        contents: (_ file: String) -> String? = { _ in nil }
    ) throws(Findings) -> Scenario {
        let (reading, section) = try open(
            source, ScenarioKeys.scenario,
            MoneyUnits(currency: models.first?.economy.currency ?? "EUR", plain: units))
        let scenario = withoutActuallyEscaping(contents) { contents in
            let reader = LineReader(reading: reading, root: section, contents: contents)
            return ScenarioReader(reader: reader, root: section).scenario()
        }
        if !reading.findings.hasErrors, let complaint = scenario.complaint {
            reading.report(complaint, of: section)
        }
        if !reading.findings.hasErrors {
            for model in models { reading.check(scenario, fits: model, section) }
        }
        guard !reading.findings.hasErrors else { throw reading.findings }
        return scenario
    }
}

/// The whole file as a section of these keys.
func open(
    _ source: NamedText, _ table: Table, _ units: any UnitReader
) throws(Findings) -> (Reading, Section) {
    let reading = Reading(
        source: SourceText(file: source.file, text: source.text), units: units)
    guard let root = reading.compose(),
        let section = Section(root, table, "the file", at: Place(line: 1, column: 1), in: reading)
    else { throw reading.findings }
    return (reading, section)
}

extension Reading {
    /// Makes the changes, and complains of one that does not fit or leaves the line impossible.
    fileprivate func check(_ scenario: Scenario, fits model: LineModel, _ root: Section) {
        do throws(LineComplaint) {
            let changed = try scenario.apply(to: model)
            guard let left = changed.complaints.first else { return }
            refuse(
                root["changes"]?.keyPlace ?? root.place,
                "these changes leave \(model.name) with: "
                    + (left.path + [left.message]).joined(separator: ": "), mend: left.mend)
        } catch {
            report(error, of: root)
        }
    }

    /// A complaint of a scenario or study, where its last known word stands.
    func report(_ complaint: LineComplaint, of root: Section) {
        let entry = Entry(shape: .map(root.pairs), place: root.place)
        var path = complaint.path
        // What leads to the scenario itself; "changes 2" counts from 1.
        if path.first == "scenarios" { path.removeFirst(min(2, path.count)) }
        path = path.flatMap { word -> [String] in
            word.hasPrefix("changes ") ? ["changes", String(word.dropFirst(8))] : [word]
        }
        let place = LinePlaces(root: entry, refused: Findings()).place(of: path)
        refuse(
            place, (complaint.path.dropFirst(2) + [complaint.message]).joined(separator: ": "),
            mend: complaint.mend)
    }
}

/// Reads one scenario.
struct ScenarioReader {
    let reader: LineReader
    let root: Section

    private var reading: Reading { reader.reading }

    func scenario() -> Scenario {
        var scenario = Scenario(root.text("scenario") ?? "")
        if let pair = root["changes"] {
            for (index, entry) in reading.list(pair.value, "changes").enumerated() {
                let name = "change \(index + 1)"
                guard
                    let section = Section(
                        entry, ScenarioKeys.change, name, at: entry.place, in: reading)
                else { continue }
                guard section.pairs.count == 1, let pair = section.pairs.first else {
                    reading.refuse(
                        entry.place, "\(name) is a section of \(section.pairs.count) keys",
                        note: "one change each", mend: "begin each with \"- \" in a line of its own"
                    )
                    continue
                }
                if let change = change(pair, section) { scenario.changes.append(change) }
            }
            if scenario.changes.isEmpty, !reading.findings.hasErrors {
                reading.refuse(pair.value.place, "a scenario that changes nothing")
            }
        }
        scenario.investment = some(root, "investment", .money, "150 kEUR")
        scenario.yearlyCost = some(root, "yearly cost", .money, "20 kEUR")
        if root.text("payment") == "in advance" { scenario.payment = .inAdvance }
        if let pair = root["payment"], let text = reading.text(pair.value, "payment"),
            !["monthly", "in advance"].contains(text)
        {
            root.refuse("payment", "\"\(text)\"", note: "monthly, or in advance")
        }
        scenario.effort = root.section("effort", ScenarioKeys.effort).map(effort)
        scenario.leadTimeWeeks =
            some(root, "lead time", .time, "56 d").scaled(by: 1 / (7 * 86_400))
        scenario.risks = reader.texts(root, "risks")
        return scenario
    }

    private func effort(_ section: Section) -> Scenario.Effort {
        var people: Figure = 0
        if let pair = section["people"] {
            if case .text(let text, _) = pair.value.shape, Int(text) != nil {
                let count = reading.whole(pair.value, section.what("people"), 0...100_000)
                people = Figure(Double(count ?? 0))  // nil was refused
            } else {
                people = some(section, "people", .one, "12 1")
            }
        }
        return Scenario.Effort(
            hours: some(section, "hours", .time, "15 h").scaled(by: 1.0 / 3600),
            people: people,
            rate: some(section, "rate", .money / .time, "35 EUR/h").scaled(by: 3600),
            lostProduction: some(section, "lost production", .one, "50 %"))
    }

    // MARK: figures

    /// A figure that is nothing where its key is absent, as the reference of keys says.
    private func some(
        _ section: Section, _ key: String, _ dimension: Dimension, _ example: String
    ) -> Figure {
        figure(section, key, dimension, example) ?? 0  // absent: nothing
    }

    /// A number, a law, or a law with what is most likely; in SI. Nil if the key is absent.
    func figure(
        _ section: Section, _ key: String, _ dimension: Dimension, _ example: String
    ) -> Figure? {
        section[key].map { figure($0, section.what(key), dimension, example) }
    }

    func figure(
        _ pair: Pair, _ what: String, _ dimension: Dimension, _ example: String
    ) -> Figure {
        guard case .map(let pairs) = pair.value.shape else {
            return Figure(reader.value(pair.value, what, dimension, example) ?? 1)
        }
        guard pairs.contains(where: { ["law", "likely", "name"].contains($0.key) }) else {
            return Figure(reader.law(pair.value, what, dimension, example: example))
        }
        guard
            let section = Section(
                pair.value, ScenarioKeys.figureTable, what, at: pair.keyPlace, in: reading),
            let law = section["law"]
        else { return 1 }
        return Figure(
            reader.law(law.value, section.what("law"), dimension, example: example),
            likely: reader.quantity(section, "likely", dimension, example),
            name: section.text("name"))
    }
}

extension Figure {
    /// The same in another unit.
    func scaled(by factor: Double) -> Figure {
        // What is not above zero is complained of later, as it is.
        guard let law, law.complaint == nil else { return Figure(likely * factor, name: name) }
        return Figure(law.scaled(by: factor), likely: likely * factor, name: name)
    }
}
