import Line
import Scenarios

/// The reference plants of operations.md, section 6: the same working 85, 62, 78 % in all.
enum Plants {
    /// A carries the lost time: changeovers and failures.
    static let lossesAtA = plant(
        "losses at A", [(60, 300, 22, 4.2), (43.74, 600, 15, 2), (55.08, 900, 20, 2)])
    /// B carries it: many short failures.
    static let lossesAtB = plant(
        "losses at B", [(60, 900, 15, 0.5), (43.74, 5, 2.6, 2), (55.08, 900, 15, 0.5)])

    /// The first plant with customers who ask for 95 % of what it could give.
    static let demandLimited: LineModel = {
        var model = lossesAtA
        model.name = "demand-limited"
        // 50.44 good parts an hour at most; 95 % of all parts, begun one after the other.
        model.products.removeLast()
        model.campaigns = []
        model.products[0].release = .arrivals(.exponential(mean: 3600 / 48.7), parts: 1)
        return model
    }()

    /// Work [s], time until failure, repair and changeover [min].
    private static func plant(
        _ name: String, _ machines: [(work: Double, ttf: Double, ttr: Double, setup: Double)]
    ) -> LineModel {
        var model = LineModel(name)
        for (letter, machine) in zip(["A", "B", "C"], machines) {
            var station = LineModel.Station(letter)
            station.process = .constant(machine.work)
            station.breakdowns = [
                LineModel.Breakdown(
                    "failure", until: .exponential(mean: machine.ttf * 60),
                    repair: .exponential(mean: machine.ttr * 60))
            ]
            station.setups = LineModel.Setups([
                LineModel.Change(takes: .erlang(stages: 4, mean: machine.setup * 60))
            ])
            if letter != "A" { station.queue.places = 10 }
            model.stations.append(station)
        }
        for product in ["X", "Y"] {
            var steps = zip(["A", "B", "C"], [0.006, 0.005, 0.005]).map { letter, share in
                var step = LineModel.Step(letter, at: [letter])
                step.defects = .share(share)
                return step
            }
            var inspection = LineModel.Inspection()
            inspection.finds = 1
            steps[2].inspection = inspection
            var entry = LineModel.Product(product, release: .saturated, steps: steps)
            entry.margin = 12
            model.products.append(entry)
        }
        model.campaigns = [
            LineModel.Campaign(of: "X", parts: 50), LineModel.Campaign(of: "Y", parts: 50),
        ]
        model.run.length = 166 * 3600
        model.run.warmUp = 33 * 3600
        model.run.leastReplications = 40
        model.run.mostReplications = 40
        return model
    }

    static let secondB: Scenario = {
        var scenario = Scenario("second B", [.addUnits(station: "B", units: 1, defects: nil)])
        scenario.investment = Figure(.triangular(low: 142_500, mode: 150_000, high: 180_000))
        scenario.yearlyCost = Figure(.uniform(low: 14_000, high: 26_000))
        return scenario
    }()

    static let maintenance: Scenario = {
        let removed = Law.triangular(low: 0.1, mode: 0.3, high: 0.45)
        var scenario = Scenario(
            "predictive maintenance",
            [
                .removeFailures(at: .all, breakdown: nil, share: Figure(removed)),
                .time(
                    .repair(nil), at: .all,
                    by: Figure(.uniform(low: 0.7, high: 0.95), likely: 0.8)),
            ])
        scenario.yearlyCost = 75_000
        return scenario
    }()

    static let training: Scenario = {
        let factor = Law.triangular(low: 0.55, mode: 0.7, high: 0.9)
        var scenario = Scenario(
            "changeover training", [.time(.setup, at: .all, by: Figure(factor))])
        scenario.effort = Scenario.Effort(hours: 15, people: 12, rate: 35, lostProduction: 0.5)
        scenario.yearlyCost = 4000
        return scenario
    }()

    static let study: Study = {
        var study = Study([secondB, maintenance, training])
        let margin = Figure(.triangular(low: 9, mode: 12, high: 15), name: "margin")
        study.assumptions.margins = [
            Assumptions.Margin("X", margin), Assumptions.Margin("Y", margin),
        ]
        study.assumptions.hoursPerYear = Figure(.triangular(low: 3600, mode: 4000, high: 4400))
        study.assumptions.realization = Figure(.uniform(low: 0.75, high: 0.95))
        study.gates = [Gate(.defectRate, .below, 0.02)]
        return study
    }()
}

/// What was measured on the reference plants.
extension Plants {
    static let utilizations = Measurements([
        Measurements.Station("A", utilization: 0.85), Measurements.Station("B", utilization: 0.62),
        Measurements.Station("C", utilization: 0.78),
    ])
    /// Down, setup, blocked, starved, as operations.md has them.
    static let measuredAtA = measured([
        [0.062, 0.072, 0.013, 0.000], [0.014, 0.034, 0.016, 0.314], [0.016, 0.034, 0.000, 0.165],
    ])
    static let measuredAtB = measured([
        [0.011, 0.008, 0.129, 0.000], [0.320, 0.034, 0.008, 0.017], [0.013, 0.009, 0.000, 0.197],
    ])

    private static func measured(_ shares: [[Double]]) -> Measurements {
        var measurements = utilizations
        let states: [StationState] = [.down, .setup, .blocked, .starved]
        for (index, row) in shares.enumerated() {
            measurements.stations[index].states = zip(states, row).map {
                Measurements.StateShare($0, $1)
            }
        }
        return measurements
    }
}

/// Compared once for all tests: 40 replications each.
extension Plants {
    static let comparedAtA = Result { try Comparison(study, of: lossesAtA, by: PlainLine()) }
    static let comparedAtB = Result { try Comparison(study, of: lossesAtB, by: PlainLine()) }

    static func compared(_ model: LineModel) throws -> Comparison {
        if model == lossesAtA { return try comparedAtA.get() }
        if model == lossesAtB { return try comparedAtB.get() }
        return try Comparison(study, of: model, by: PlainLine())
    }
}
