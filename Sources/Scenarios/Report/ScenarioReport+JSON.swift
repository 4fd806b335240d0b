import Line

extension ScenarioReport {
    /// The report as JSON: numbers as they are, not rounded; what is infinite or unknown is null.
    package var json: String {
        JSON.object([
            ("line", .text(line)), ("currency", .text(currency)),
            ("recommendation", JSON(recommendation)),
            ("is_ranked", .bool(result != nil)),
            ("plant", identification.map(\.json) ?? .null),
            ("result", result.map(\.json) ?? .null),
            ("would_change", JSON(wouldChange)),
            ("assumptions", .object(assumptions.map { ($0.name, .text($0.value)) })),
            ("reproducibility", .object(reproducibility.map { ($0.name, .text($0.value)) })),
        ]).written + "\n"
    }
}

extension Identification {
    fileprivate var json: JSON {
        var verdict: [(String, JSON)] = []
        switch self.verdict {
        case .believes(let index, _):
            verdict = [("believes", .text(candidates[index].name))]
        case .asks(let among, let bring):
            verdict = [
                ("asks_among", JSON(among.map { candidates[$0].name })),
                (
                    "bring",
                    .list(
                        bring.map {
                            .object([
                                ("station", .text($0.station)), ("state", .text($0.state.words)),
                                ("shares", .list($0.shares.map { .number($0) })),
                            ])
                        })
                ),
            ]
        case .noneFits(let nearest, _):
            verdict = [("none_fits_nearest", .text(candidates[nearest].name))]
        }
        let compared = candidates.map { candidate in
            JSON.object([
                ("name", .text(candidate.name)), ("fits", .bool(candidate.fits)),
                (
                    "facts",
                    .list(
                        candidate.comparisons.map {
                            .object([
                                ("station", .text($0.station)), ("state", .text($0.state.words)),
                                ("measured", .number($0.measured)), ("model", .number($0.model)),
                                ("room", .number($0.room)),
                            ])
                        })
                ),
            ])
        }
        return .object(verdict + [("candidates", .list(compared))])
    }
}

extension ScenarioReport.Result {
    fileprivate var json: JSON {
        .object([
            ("replications", .number(Double(replications))), ("draws", .number(Double(draws))),
            ("replications_per_draw", .number(Double(replicationsPerDraw))),
            ("years", .number(Double(years))), ("confidence", .number(confidence)),
            ("is_precise", .bool(isPrecise)),
            ("base", .object(base.map { ($0.measure.rawValue, JSON($0.interval)) })),
            ("options", .list(options.map(\.json))),
            ("combinations", .list(combinations.map(\.json))),
            (
                "interactions",
                .list(
                    interactions.map {
                        .object([
                            ("options", JSON($0.options)), ("good_per_hour", JSON($0.interval)),
                        ])
                    })
            ),
            ("most_good_parts", JSON(mostGood)),
            ("bottleneck", bottleneck.map(\.json) ?? .null),
            ("quality_margins", .list(margins.map(\.json))),
        ])
    }
}

extension ScenarioReport.Row {
    fileprivate var json: JSON {
        let gates = returns.gates.map { gate in
            JSON.object([
                ("gate", .text(gate.gate.words)), ("mean", JSON(gate.mean)),
                ("probability", JSON(gate.probability)),
                ("verdict", .text(gate.verdict.rawValue)),
            ])
        }
        let changed = changes.map { change in
            (
                change.measure.rawValue,
                JSON.object([
                    ("difference", JSON(change.interval)), ("chance_of_none", JSON(change.chance)),
                ])
            )
        }
        return .object([
            ("name", .text(name)), ("rank", JSON(rank.map(Double.init))),
            ("changes", .object(changed)),
            ("return", JSON(returns.returnSpread)),
            ("net_present_value", JSON(returns.valueSpread)),
            ("payback_months", JSON(returns.paybackSpread)),
            ("chance_of_loss", .number(returns.chanceOfLoss)),
            ("chance_of_best", JSON(chanceOfBest)),
            ("yearly_gain", .number(returns.yearlyGain)),
            ("cash_flow", .list(returns.likely.netWithin.map { .number($0) })),
            ("gates", .list(gates)), ("facts", facts.json),
            ("tornado", .list(tornado.map(\.json))),
            ("break_even", .list(breakEvens.map { .text($0.words) })),
        ])
    }
}

extension JSON {
    fileprivate init(_ spread: Returns.Spread?) {
        guard let spread else {
            self = .null
            return
        }
        self = .object([
            ("p5", .number(spread.p5)), ("p50", .number(spread.p50)), ("p95", .number(spread.p95)),
        ])
    }
}

extension ScenarioReport.Facts {
    fileprivate var json: JSON {
        .object([
            ("changes", .number(Double(changes))), ("stations_touched", JSON(stationsTouched)),
            ("stations", .number(Double(stations))),
            ("crew_people", .number(Double(crewPeople))),
            ("effort_people", .number(effortPeople)), ("effort_hours", .number(effortHours)),
            ("lost_hours", .number(lostHours)), ("lost_days", .number(lostDays)),
            ("lead_weeks", .number(leadWeeks)), ("at_risk", .number(atRisk)),
            ("risks", JSON(risks)),
        ])
    }
}

extension Swing {
    fileprivate var json: JSON {
        .object([
            ("figure", .text(doubt.words)), ("p10", .number(low)), ("p90", .number(high)),
            ("return_at_p10", .number(returnAtLow)), ("return_at_p90", .number(returnAtHigh)),
        ])
    }
}

extension QualityMargin {
    fileprivate var json: JSON {
        .object([
            ("station", .text(station)), ("share_of_parts", .number(share)),
            ("present_defect_rate", .number(present)), ("highest", .number(highest)),
            ("highest_with_probability", .number(highestWithProbability)),
            ("gate", .text(gate.words)),
        ])
    }
}

extension Bottleneck {
    fileprivate var json: JSON {
        .object([
            ("verdict", .text(verdict.words)),
            (
                "stations",
                .list(
                    stations.map { station in
                        .object([
                            ("name", .text(station.name)),
                            (
                                "shares",
                                .object(
                                    StationState.allCases.map { ($0.words, JSON(station[$0])) })
                            ),
                            ("active", JSON(station.active)),
                            ("sensitivity", JSON(station.sensitivity)),
                        ])
                    })
            ),
            (
                "arrows",
                .list(
                    arrows.map {
                        .object([
                            ("from", .text($0.from)), ("to", .text($0.to)),
                            ("difference", JSON($0.difference)),
                            ("direction", .text($0.direction.rawValue)),
                        ])
                    })
            ),
            (
                "methods", .object(findings.map { ($0.method.rawValue, JSON($0.stations)) })
            ),
        ])
    }
}
