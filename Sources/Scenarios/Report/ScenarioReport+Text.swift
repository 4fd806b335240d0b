import Line

extension ScenarioReport {
    /// The report as plain text.
    package var text: String {
        var lines = ["SCENARIOS OF \(line)", ""]
        lines += recommendation.map { "→ \($0)" } + [""]
        if let identification {
            lines += identification.text + [""]
        }
        if let result {
            lines += result.text(currency) + [""]
        }
        if !wouldChange.isEmpty, result != nil {
            lines += ["WHAT COULD CHANGE THE ANSWER"] + wouldChange.map { "- \($0)" } + [""]
        }
        if !assumptions.isEmpty {
            lines += ["ASSUMED"] + assumptions.map { "- \($0.name): \($0.value)" } + [""]
        }
        lines += ["TO DO IT AGAIN"] + reproducibility.map { "  \($0.name): \($0.value)" }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Identification {
    fileprivate var text: [String] {
        var lines = ["WHICH PLANT"] + belief.map { "- \($0)" }
        for candidate in candidates {
            let missed = candidate.comparisons.filter { !$0.isNear }.count
            lines.append(
                "  \(candidate.name): \(candidate.comparisons.count - missed) of "
                    + "\(candidate.comparisons.count) measured shares fit")
        }
        return lines
    }
}

extension ScenarioReport.Result {
    fileprivate func text(_ currency: String) -> [String] {
        var lines = ["THE LINE AS IT IS (\(replications) replications)"]
        lines += base.map { "  \($0.measure.words): \(Digits.interval($0.interval))" }
        lines += ["", "OPTIONS ALONE, BY \(years)-YEAR RETURN (\(draws) draws of what is unsure)"]
        lines += Columns.text(ScenarioReport.Result.head(currency), options.map(\.cells))
        if !combinations.isEmpty {
            lines += ["", "COMBINATIONS, BY GOOD PARTS"]
            lines += Columns.text(ScenarioReport.Result.head(currency), combinations.map(\.cells))
            for interaction in interactions {
                lines.append(
                    "  \(interaction.options.joined(separator: " and ")) together, beyond "
                        + "their sum: "
                        + "\(Digits.interval(interaction.interval)) good parts/h"
                        + (interaction.interval.excludesZero ? "" : " (may be none)"))
            }
        }
        if let bottleneck { lines += ["", "BOTTLENECK"] + bottleneck.text }
        lines += ["", "WHAT MATTERS"]
        for row in options {
            for swing in row.tornado.prefix(4) {
                lines.append(
                    "  \(row.name), \(swing.doubt.place) from \(Digits.text(swing.low)) to "
                        + "\(Digits.text(swing.high)): return \(Digits.signed(swing.returnAtLow)) "
                        + "to \(Digits.signed(swing.returnAtHigh))")
            }
            lines += row.breakEvens.map { "  \(row.name) breaks even: \($0.words)" }
        }
        lines += ["", "COMPLEXITY AND RISK"]
        for row in options { lines += ["  \(row.name): \(row.facts.words(currency))"] }
        return lines
    }

    static func head(_ currency: String) -> [String] {
        [
            "rank", "option", "good parts/h", "defect rate", "return p5 / p50 / p95",
            "first", "loss", "payback", "NPV p50 [\(currency)]", "limits",
        ]
    }
}

extension ScenarioReport.Row {
    /// The cells of its row in the table.
    var cells: [String] {
        func change(_ measure: Measure) -> String {
            changes.first { $0.measure == measure }.map { Digits.change($0.interval) } ?? "–"
        }
        let spread = returns.returnSpread
        let gates = returns.gates.map {
            "\($0.verdict.rawValue) (\($0.probability.map { Digits.fixed($0, 3) } ?? "–"))"
        }
        return [
            rank.map { "\($0)" } ?? "–", name, change(.goodPerHour), change(.defectRate),
            spread.map {
                "\(Digits.signed($0.p5)) / \(Digits.signed($0.p50)) / \(Digits.signed($0.p95))"
            } ?? "no cost",
            Digits.percent(chanceOfBest), Digits.percent(returns.chanceOfLoss),
            returns.paybackSpread.map {
                $0.p50.isFinite ? "\(Digits.fixed($0.p50, 0)) months" : "over 10 years"
            } ?? "–",
            returns.valueSpread.map { Digits.fixed($0.p50, 0) } ?? "–",
            gates.isEmpty ? "none" : gates.joined(separator: ", "),
        ]
    }
}

extension Digits {
    /// A difference with its sign and its interval.
    static func change(_ interval: Interval) -> String {
        (interval.mean > 0 ? "+" : "") + Digits.interval(interval)
    }
}

extension Bottleneck {
    /// The evidence, in sentences and a table.
    var text: [String] {
        var lines = ["  \(verdict.words)"]
        let states = StationState.allCases.filter { state in
            stations.contains { $0[state].mean >= 0.0005 }
        }
        lines += Columns.text(
            ["station"] + states.map(\.words) + ["% good parts for 1 % off its times"],
            stations.map { station in
                [station.name] + states.map { Digits.percent(station[$0].mean, 1) } + [
                    Digits.interval(station.sensitivity)
                ]
            })
        for arrow in arrows {
            lines.append(
                "  \(arrow.from) blocked less \(arrow.to) starved: "
                    + "\(Digits.interval(arrow.difference.scaled(by: 100))) points, "
                    + arrow.direction.words)
        }
        for finding in findings {
            let what =
                finding.stations.isEmpty
                ? "says nothing here" : finding.stations.joined(separator: " or ")
            lines.append("  by \(finding.method.rawValue): \(what)")
        }
        if !findings.contains(where: { $0.method == .activePeriod }) {
            lines.append("  by active period: not looked at, no run was traced")
        }
        return lines
    }
}

extension Bottleneck.Arrow.Direction {
    fileprivate var words: String {
        switch self {
        case .downstream: "the bottleneck is downstream"
        case .upstream: "the bottleneck is upstream"
        case .unclear: "unclear"
        }
    }
}

extension Bottleneck.Verdict {
    var words: String {
        switch self {
        case .station(let name, let agreeing, let against):
            let other =
                against.isEmpty
                ? "" : "; against it: \(against.map(\.rawValue).joined(separator: ", "))"
            return "\(name) holds the line back, by "
                + "\(agreeing.map(\.rawValue).joined(separator: ", "))\(other)"
        case .several(let names):
            return "No unique bottleneck: \(names.joined(separator: ", "))"
        case .notTheStations:
            return "The stations are not the limit: demand, people or material are"
        case .unclear: return "The replications do not tell: the evidence is weak"
        }
    }
}

extension BreakEven {
    var words: String {
        switch answer {
        case .at(let value):
            "\(doubt.place) at \(Digits.text(value)) (likely \(Digits.text(likely)))"
        case .always: "whatever \(doubt.place) is"
        case .never(let most): "not by \(doubt.place) alone, up to \(Digits.text(most))"
        }
    }
}

extension ScenarioReport.Facts {
    func words(_ currency: String) -> String {
        var parts = [
            "\(changes) \(changes == 1 ? "change" : "changes") at \(stationsTouched.count) of "
                + "\(stations) stations"
                + (stationsTouched.isEmpty ? "" : " (\(stationsTouched.joined(separator: ", ")))"),
            "\(crewPeople) people of crews there",
            "\(Digits.text(effortPeople)) people for \(Digits.text(effortHours)) h",
            "\(Digits.text(lostHours)) h (\(Digits.text(lostDays)) days) of production lost",
            "works after \(Digits.text(leadWeeks)) weeks",
            "\(Digits.fixed(atRisk, 0)) \(currency) spent before anything is gained",
        ]
        parts += risks.map { "risk: \($0)" }
        return parts.joined(separator: "; ")
    }
}

/// Columns of plain text.
enum Columns {
    static func text(_ head: [String], _ rows: [[String]]) -> [String] {
        let all = [head] + rows
        let widths = head.indices.map { column in
            all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 1
        }
        return all.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
