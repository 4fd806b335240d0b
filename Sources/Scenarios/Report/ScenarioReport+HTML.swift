import Line

extension ScenarioReport {
    /// The report as one page of HTML with its pictures in it: no script, nothing from elsewhere.
    package var html: String {
        var page = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8">
            <title>Scenarios of \(line.escaped)</title>
            <style>
            body{font-family:sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#111}
            table{border-collapse:collapse;font-size:.85rem;display:block;overflow-x:auto}
            th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left}
            svg{max-width:100%;height:auto}
            .advice{border-left:.4rem solid #0072B2;padding-left:1rem}
            </style></head><body>
            <h1>Scenarios of \(line.escaped)</h1>
            <div class="advice">
            \(recommendation.map { "<p>\($0.escaped)</p>" }.joined(separator: "\n"))
            </div>

            """
        if let identification {
            page += section("Which plant", list(identification.belief))
            page += identification.table
        }
        if let result { page += body(of: result) }
        if result != nil { page += section("What could change the answer", list(wouldChange)) }
        page += section(
            "Assumed", list(assumptions.map { "\($0.name): \($0.value)" }))
        page += section(
            "To do it again", list(reproducibility.map { "\($0.name): \($0.value)" }))
        return page + "</body></html>\n"
    }

    private func body(of result: Result) -> String {
        let drawn = pictures
        func picture(_ name: String) -> String { drawn.first { $0.name == name }?.svg ?? "" }
        let head = Result.head(currency)
        var text = section(
            "Options alone, by \(result.years)-year return",
            HTML.table(head, result.options.map(\.cells)) + picture("returns") + picture("cash"))
        if !result.combinations.isEmpty {
            text += section(
                "Combinations, by good parts",
                HTML.table(head, result.combinations.map(\.cells))
                    + list(
                        result.interactions.map {
                            "\($0.options.joined(separator: " and ")) together, beyond their sum: "
                                + "\(Digits.interval($0.interval)) good parts an hour"
                        }))
        }
        if let bottleneck = result.bottleneck {
            text += section(
                "Bottleneck",
                "<p>\(bottleneck.verdict.words.escaped)</p>" + picture("states")
                    + HTML.table(
                        ["station", "waits for nobody", "% good parts for 1 % off its times"],
                        bottleneck.stations.map {
                            [
                                $0.name, Digits.percent($0.active.mean, 1),
                                Digits.interval($0.sensitivity),
                            ]
                        }))
        }
        text += section(
            "What matters",
            drawn.filter { $0.name.hasPrefix("tornado") }.map(\.svg).joined()
                + list(
                    result.options.flatMap { row in
                        row.breakEvens.map { "\(row.name) breaks even: \($0.words)" }
                    }))
        text += section(
            "Complexity and risk",
            list(result.options.map { "\($0.name): \($0.facts.words(currency))" }))
        text += section(
            "The line as it is",
            HTML.table(
                ["measure", "mean"],
                result.base.map { [$0.measure.words, Digits.interval($0.interval)] }))
        return text
    }

    /// - Parameter inner: HTML.
    private func section(_ title: String, _ inner: String) -> String {
        inner.isEmpty ? "" : "<h2>\(title.escaped)</h2>\n\(inner)\n"
    }

    private func list(_ items: [String]) -> String {
        if items.isEmpty { return "" }
        return "<ul>\n" + items.map { "<li>\($0.escaped)</li>\n" }.joined() + "</ul>\n"
    }
}

extension Identification {
    fileprivate var table: String {
        guard let first = candidates.first else { return "" }
        return HTML.table(
            ["fact", "measured"] + candidates.map(\.name),
            first.comparisons.indices.map { index in
                [
                    first.comparisons[index].words,
                    Digits.percent(first.comparisons[index].measured, 1),
                ]
                    + candidates.map { candidate in
                        let fact = candidate.comparisons[index]
                        return Digits.percent(fact.model, 1) + (fact.isNear ? "" : " ✗")
                    }
            })
    }
}

/// Parts of a page; every text is escaped.
private enum HTML {
    static func table(_ head: [String], _ rows: [[String]]) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            "<tr>" + cells.map { "<\(tag)>\($0.escaped)</\(tag)>" }.joined() + "</tr>\n"
        }
        return "<table>\n" + row(head, "th") + rows.map { row($0, "td") }.joined() + "</table>\n"
    }
}
