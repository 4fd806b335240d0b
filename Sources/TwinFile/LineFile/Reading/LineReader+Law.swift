import Line
import Quantities

/// Times and counts that may be left to chance.
extension LineReader {
    /// The law behind a key: of times, or of numbers of parts where the dimension is one. Nil if
    /// the key is absent.
    func law(_ section: Section, _ key: String, _ dimension: Dimension = .time) -> Law? {
        section[key].map { law($0.value, section.what(key), dimension) }
    }

    /// A law; where it cannot be read it is refused, and a harmless one is given.
    func law(
        _ entry: Entry, _ what: String, _ dimension: Dimension = .time, example: String? = nil
    ) -> Law {
        let example = example ?? (dimension == .time ? "4.2 min" : "500 pcs")
        guard case .map(let pairs) = entry.shape else {
            return value(entry, what, dimension, example).map(Law.constant) ?? .harmless
        }
        guard
            let section = Section(entry, LineKeys.lawTable, what, at: entry.place, in: reading),
            pairs.allSatisfy({ LineKeys.lawTable[$0.key] != nil })
        else { return .harmless }
        guard pairs.count == 1, let pair = pairs.first else {
            let kinds = LineKeys.lawTable.keys.map(\.name).joined(separator: ", ")
            reading.refuse(
                entry.place, "\(what) is a section of \(pairs.count) keys",
                note: "a law has one: \(kinds)",
                mend: "such as \"\(key(of: what)): {exponential: \(example)}\"")
            return .harmless
        }
        let figures = LawFigures(
            reader: self, dimension: dimension, example: example, name: pair.key,
            what: section.what(pair.key))
        return figures.law(pair) ?? .harmless
    }

    private func key(of what: String) -> String {
        what.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? what
    }
}

extension Law {
    /// Stands where a law could not be read.
    static let harmless = Law.constant(1)
}

/// Reads the figures of one law.
private struct LawFigures {
    let reader: LineReader
    let dimension: Dimension
    let example: String
    /// The kind of law.
    let name: String
    let what: String

    private var reading: Reading { reader.reading }

    /// Nil if it was refused.
    func law(_ pair: Pair) -> Law? {
        switch name {
        case "exponential":
            guard case .map = pair.value.shape else {
                return value(pair.value).map { .exponential(mean: $0) }
            }
            return section(pair, LineKeys.meanOnly).flatMap { value($0, "mean") }
                .map { .exponential(mean: $0) }
        case "uniform":
            return several(pair, LineKeys.ends, ["low", "high"]).map {
                .uniform(low: $0[0], high: $0[1])
            }
        case "triangular":
            return several(pair, LineKeys.corners, ["low", "mode", "high"]).map {
                .triangular(low: $0[0], mode: $0[1], high: $0[2])
            }
        case "normal":
            return several(pair, LineKeys.bell, ["mean", "deviation"]).map {
                .truncatedNormal(mean: $0[0], deviation: $0[1])
            }
        case "lognormal": return section(pair, LineKeys.spread).flatMap(lognormal)
        case "erlang":
            guard let section = section(pair, LineKeys.stages),
                let stages = reader.count(section, "stages"), let mean = value(section, "mean")
            else { return nil }
            return .erlang(stages: stages, mean: mean)
        case "weibull": return section(pair, LineKeys.wear).flatMap(weibull)
        case "values": return values(pair)
        case "samples": return samples(pair)
        default: return section(pair, LineKeys.fitted).flatMap(fitted)
        }
    }

    private func section(_ pair: Pair, _ table: Table) -> Section? {
        Section(pair.value, table, what, at: pair.keyPlace, in: reading)
    }

    private func value(_ entry: Entry) -> Double? { reader.value(entry, what, dimension, example) }

    private func value(_ section: Section, _ key: String) -> Double? {
        reader.quantity(section, key, dimension, example)
    }

    /// Figures by name, or in this order as a list.
    private func several(_ pair: Pair, _ table: Table, _ keys: [String]) -> [Double]? {
        let figures: [Double]
        if case .list(let items) = pair.value.shape {
            guard items.count == keys.count else {
                reading.refuse(
                    pair.value.place, "\(what) is a list of \(items.count)",
                    note: "expected [\(keys.joined(separator: ", "))]")
                return nil
            }
            figures = items.compactMap(value)
        } else {
            guard let section = section(pair, table) else { return nil }
            figures = keys.compactMap { value(section, $0) }
        }
        return figures.count == keys.count ? figures : nil
    }

    private func lognormal(_ section: Section) -> Law? {
        guard oneOf(section, "deviation", "variation"), let mean = value(section, "mean") else {
            return nil
        }
        if section["variation"] != nil {
            return reader.quantity(section, "variation", .one, "75 %").map {
                .lognormal(mean: mean, squaredVariation: $0 * $0)
            }
        }
        return value(section, "deviation").map { Law.lognormal(mean: mean, deviation: $0) }
    }

    private func weibull(_ section: Section) -> Law? {
        guard oneOf(section, "scale", "mean"), let pair = section["shape"],
            let shape = reading.number(pair.value, section.what("shape"))
        else { return nil }
        guard shape > 0 else {
            section.refuse("shape", "shape is \(pair.value.shown)", note: "must be above zero")
            return nil
        }
        if let mean = value(section, "mean") { return .weibull(mean: mean, shape: shape) }
        return value(section, "scale").map { .weibull(scale: $0, shape: shape) }
    }

    /// Whether one of two keys is there, and not both.
    private func oneOf(_ section: Section, _ a: String, _ b: String) -> Bool {
        if (section[a] == nil) != (section[b] == nil) { return true }
        reading.refuse(
            section.place, "\(section.name): one of \"\(a)\" and \"\(b)\" is needed, not both",
            mend: "write \"\(a): \(section.table[a]?.example ?? "…")\"")
        return false
    }

    private func values(_ pair: Pair) -> Law? {
        let items = reading.list(pair.value, what)
        let outcomes = items.compactMap { item -> Law.Outcome? in
            guard case .list(let figures) = item.shape, figures.count == 2 else {
                reading.refuse(
                    item.place, "\(what): \(item.shown)",
                    note: "a value and its probability, such as [\(example), 20 %]")
                return nil
            }
            let share = reader.share(figures[1], "\(what): a probability", "20 %")
            guard let value = value(figures[0]), let share else { return nil }
            return Law.Outcome(value, probability: share)
        }
        return outcomes.count == items.count ? .empirical(outcomes) : nil
    }

    private func samples(_ pair: Pair) -> Law? {
        if case .text(let file, _) = pair.value.shape {
            return reader.column(
                of: file, named: nil, unit: nil, dimension, what, at: pair.value.place
            ).map(Law.empirical)
        }
        guard let section = section(pair, LineKeys.samples), let file = section.text("file") else {
            return nil
        }
        return column(file, section, "file").map(Law.empirical)
    }

    private func fitted(_ section: Section) -> Law? {
        guard let file = section.text("to"), let pair = section["law"],
            let word = reading.text(pair.value, section.what("law")),
            let values = column(file, section, "to")
        else { return nil }
        guard LineKeys.fittedLaws.contains(word) else {
            section.refuse(
                "law", "law is \"\(word)\"",
                note: "one of " + LineKeys.fittedLaws.joined(separator: ", "))
            return nil
        }
        do throws(LawFit.Obstacle) {
            guard let family = LawFit.Family(rawValue: word) else {
                return try LawFit.best(for: values).law
            }
            return try LawFit(family, to: values).law
        } catch {
            section.refuse("to", "no law can be fitted to \(file): \(error.words)")
            return nil
        }
    }

    private func column(_ file: String, _ section: Section, _ key: String) -> [Double]? {
        reader.column(
            of: file, named: section.text("column"), unit: section.text("in"), dimension, what,
            at: section[key]?.value.place ?? section.place)
    }
}

extension LawFit.Obstacle {
    fileprivate var words: String {
        switch self {
        case .tooFew(let count): "it has \(count) values, three are the least"
        case .allAlike: "all values are the same; write that one"
        case .notPositive(let value): "it has the value \(value); all must be above zero"
        }
    }
}
