package import Learn
import Quantities
import Tags
package import TwinFile

/// What a demonstration came to, in lines for a terminal.
package struct DemoSummary: Sendable {
    package let lines: [String]
    package let isPassed: Bool

    package init(
        _ twin: Twin, judgement: DemoJudgement, tally: JournalTally, sight: DemoWatch.Sight,
        lessons: PredictionLedger, advised: PlantResult, practice: PlantResult,
        bestFixed: PlantResult, records: String
    ) {
        var lines = ["", "\(Self.round(advised.hours, 2)) plant hours, the same disturbances:"]
        for (name, result) in [
            ("twin", advised), ("practice", practice), ("best fixed table", bestFixed),
        ] {
            lines.append("  " + Self.row(name, result, against: advised))
        }
        lines.append("  (out of specification: mean outside 1180…1240 °C or spread above 35 K)")
        lines.append(
            "Decisions: "
                + tally.outcomes.map { "\($0.count) \($0.name)" }.joined(separator: ", ")
                + "; a plan was found in time \(sight.plans) of \(sight.recommendations) times")
        lines.append("Forecasts against what came, all lead times:")
        lines += twin.tags(.cv).compactMap { Self.lesson($0, lessons) }.map { "  " + $0 }
        lines.append("Records: \(records)")
        lines.append("  flyball decisions list \(records)/decisions.journal")
        lines.append("  flyball decisions show \(records)/decisions.journal 1")
        lines.append("")
        lines += judgement.points.map { point in
            (point.isPassed ? "PASS  " : "FAIL  ") + "\(point.name): \(point.figure)"
        }
        self.lines = lines
        isPassed = judgement.isPassed
    }

    private static func row(
        _ name: String, _ result: PlantResult, against advised: PlantResult
    ) -> String {
        guard let energy = result.energy, let own = advised.energy, let share = result.share else {
            return "\(name): no slab"
        }
        var text =
            "\(name): \(round(energy, 3)) GJ/t, \(round(100 * share, 1)) % of \(result.slabs) "
            + "slabs out of specification"
        if result != advised {
            let saved = 100 * (1 - own / energy)
            text += "; the twin burnt \(round(abs(saved), 1)) % \(saved >= 0 ? "less" : "more")"
        }
        return text
    }

    /// How the forecasts of one variable did over all regions and lead times.
    private static func lesson(_ tag: TagDeclaration, _ lessons: PredictionLedger) -> String? {
        var (count, bias, squares, inside) = (0.0, 0.0, 0.0, 0.0)
        for key in lessons.keys where key.tag == tag.name {
            guard let found = lessons.performance(key) else { continue }
            let n = Double(found.count)
            count += n
            bias += n * found.bias
            squares += n * found.rootMeanSquare * found.rootMeanSquare
            inside += n * found.coverage
        }
        guard count > 0 else { return nil }
        func shown(_ si: Double) -> String { "\(round(tag.unit.fromSI(difference: si), 1))" }
        return "\(tag.name): bias \(shown(bias / count)), error "
            + "\(shown((squares / count).squareRoot())) \(tag.unit.difference.symbol), "
            + "\(round(100 * inside / count, 0)) % inside the 80 % band, \(Int(count)) judged"
    }

    /// A number with so many decimals, without a trailing ".0" for none.
    static func round(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "—" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return decimals == 0 ? "\(Int(rounded))" : "\(rounded)"
    }
}
