import Foundation
import Line
import Scenarios

extension LineSimulation {
    /// What the line gives, for people.
    package var text: String {
        var parts = [head, figuresText, stationsText, productsText]
        if !model.stocks.isEmpty { parts.append(stocksText) }
        if !model.crews.isEmpty { parts.append(crewsText) }
        parts.append(tiersText)
        return parts.joined(separator: "\n")
    }

    private var head: String {
        var text =
            "\(model.name): \(outcomes.count) replications of "
            + "\(spelled(seconds: model.run.length)), seed \(seed)\n"
        switch warmUp.source {
        case .declared: text += "warm-up \(spelled(seconds: warmUp.length)), as the file says\n"
        case .terminating: text += "a run from its start to its end, without warm-up\n"
        case .found(let replications, let pilot):
            text +=
                "warm-up \(spelled(seconds: warmUp.length)), found by MSER-5 in "
                + "\(replications) pilot runs of \(spelled(seconds: pilot))\n"
        case .notFound(let pilot):
            text +=
                "no warm-up was found in pilot runs of \(spelled(seconds: pilot)): the line may "
                + "have no steady state, because more comes than it can take\n"
        }
        if isPrecise == false {
            text +=
                "throughput is not known to \(per(precision)) yet: raise \"replications\" or "
                + "\"length\"\n"
        }
        return text
    }

    private var figuresText: String {
        var rows = [["figure", "mean", "95 % interval"]]
        for measure in Measure.allCases {
            guard let interval = interval(measure) else { continue }
            // Nothing is said of money, energy or service where the line has none.
            let isSaid = interval.mean != 0 || measure == .goodPerHour || measure == .defectRate
            guard isSaid else { continue }
            let (name, scale, unit) = measure.spoken(
                like: interval.mean, currency: model.economy.currency)
            rows.append([
                name, "\(brief(interval.mean / scale)) \(unit)",
                "± \(brief(interval.halfWidth / scale, digits: 2)) \(unit)",
            ])
        }
        return aligned(rows)
    }

    private var stationsText: String {
        let shown = StationState.allCases.filter { state in
            model.stations.indices.contains { shares(of: $0)[state.rawValue] > 0 }
        }
        var rows = [["station"] + shown.map(\.words) + ["OEE", "queue", "longest"]]
        for (index, station) in model.stations.enumerated() {
            let shares = shares(of: index)
            let effectiveness = mean { $0.stations[index].effectiveness.overall }
            rows.append(
                [station.units > 1 ? "\(station.name) ×\(station.units)" : station.name]
                    + shown.map { per(shares[$0.rawValue]) }
                    + [
                        effectiveness.map(per) ?? "–",
                        brief(mean { $0.stations[index].meanQueue }, digits: 3),
                        "\(longestQueue(at: index))",
                    ])
        }
        return aligned(rows)
    }

    private var productsText: String {
        var rows = [["product", "good/h", "scrapped", "reworked", "lead time", "median", "95 %"]]
        for (index, product) in model.products.enumerated() {
            let lead = leadTime(of: index)
            let ended = mean { Double($0.products[index].finished + $0.products[index].scrapped) }
            func share(_ value: Double) -> String { ended > 0 ? per(value / ended) : "–" }
            rows.append([
                product.name,
                brief(mean { Double($0.products[index].good) / $0.span * 3600 }),
                share(mean { Double($0.products[index].scrapped) }),
                share(mean { Double($0.products[index].reworked) }),
                lead.count > 0 ? spelled(seconds: lead.mean) : "–",
                lead.percentile(0.5).map { spelled(seconds: $0) } ?? "–",
                lead.percentile(0.95).map { spelled(seconds: $0) } ?? "–",
            ])
        }
        return aligned(rows)
    }

    private var stocksText: String {
        var rows = [["stock", "on hand", "backordered", "served at once", "orders"]]
        for (index, stock) in model.stocks.enumerated() {
            let demanded = mean { Double($0.stocks[index].demanded) }
            let served = mean { Double($0.stocks[index].servedAtOnce) }
            rows.append([
                stock.name, brief(mean { $0.stocks[index].onHand }),
                brief(mean { $0.stocks[index].backordered }),
                demanded > 0 ? per(served / demanded) : "–",
                brief(mean { Double($0.stocks[index].orders) }),
            ])
        }
        return aligned(rows)
    }

    private var crewsText: String {
        var rows = [["crew", "people", "busy of duty"]]
        for (index, crew) in model.crews.enumerated() {
            let duty = mean { $0.crews[index].onDuty }
            rows.append([
                crew.name, "\(crew.people)",
                duty > 0 ? per(mean { $0.crews[index].busy } / duty) : "–",
            ])
        }
        return aligned(rows)
    }

    private var tiersText: String {
        LineTier.allCases.compactMap { tier in
            let notes = tiers.filter { $0.tier == tier }
            guard !notes.isEmpty else { return nil }
            let names = notes.map(\.station).joined(separator: ", ")
            var seen: Set<String> = []
            let reasons = notes.flatMap(\.reasons).filter { seen.insert($0).inserted }
            let why = reasons.isEmpty ? "" : " (\(reasons.prefix(3).joined(separator: "; ")))"
            return "simulated by \(tier.words): \(names)\(why)\n"
        }.joined()
    }
}

extension Measure {
    /// Name, size of the unit and unit for people: times in the unit that fits, energy in kWh,
    /// shares in per cent.
    func spoken(
        like value: Double, currency: String
    ) -> (name: String, scale: Double, unit: String) {
        let time = timeUnit(for: value)
        return switch self {
        case .goodPerHour: ("good parts per hour", 1, "")
        case .leadTime: ("mean lead time", time.size, time.name)
        case .leadTimeMedian: ("median lead time", time.size, time.name)
        case .leadTimeP95: ("lead time, 95th percentile", time.size, time.name)
        case .workInProcess: ("parts on the line", 1, "")
        case .defectRate: ("defect rate", 0.01, "%")
        case .energyPerGoodPart: ("energy per good part", 3.6e6, "kWh")
        case .serviceLevel: ("service level", 0.01, "%")
        case .onTimeShare: ("on time", 0.01, "%")
        case .moneyPerHour: ("money per hour", 1, currency)
        }
    }
}

/// The unit in which a time is easily read.
private func timeUnit(for seconds: Double) -> (name: String, size: Double) {
    let units = [("d", 86_400.0), ("h", 3600), ("min", 60)]
    return units.first { seconds >= 2 * $0.1 } ?? ("s", 1)
}

/// A number in at most so many significant digits.
func brief(_ value: Double, digits: Int = 4) -> String {
    String(format: "%.\(digits)g", value)
}

/// A share in per cent with one decimal.
func per(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }

/// A time with its unit.
func spelled(seconds: Double) -> String {
    let unit = timeUnit(for: seconds)
    return "\(brief(seconds / unit.size)) \(unit.name)"
}

/// Rows of cells as lines of aligned columns, the first row their headings and the first column
/// names; all other columns stand to the right.
func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0  // no rows: no columns
    let widths = (0..<count).map { column in
        rows.reduce(0) { max($0, $1.indices.contains(column) ? $1[column].count : 0) }
    }
    return rows.map { row in
        var line = ""
        for (column, cell) in row.enumerated() {
            let padding = String(repeating: " ", count: widths[column] - cell.count)
            line += column == 0 ? cell + padding : "  " + padding + cell
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }.joined()
}
