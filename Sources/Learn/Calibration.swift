package import LinearAlgebra
import Modeling

/// What a calibration found, with how sure it is.
package struct Calibration: Sendable {
    /// One estimated unknown.
    package struct Estimate: Hashable, Sendable {
        /// The parameter's name, or "initial" and the state's.
        package let name: String
        package let start: Double
        package let value: Double
        /// With the residuals' autocorrelation taken into account; nil where held at a bound.
        package let standardError: Double?
        /// Standard error over the value's size.
        package let relativeError: Double?
        package let isAtBound: Bool
    }

    /// An unknown that the data do not identify. It keeps its start value.
    package struct Unidentified: Hashable, Sendable {
        package let name: String
        package let reason: Reason
    }

    /// Why an unknown is not identified.
    package enum Reason: Hashable, Sendable {
        /// No output reacts to it in these data.
        case noEffect
        /// A change of it is undone by changes of these others.
        case flatDirection(with: [String])
        /// Its estimate moves with this other one.
        case tradeOff(with: String, correlation: Double)
        /// Its standard error is this share of its size.
        case uncertain(relativeError: Double)
    }

    /// Two estimates whose errors go together.
    package struct TradeOff: Hashable, Sendable {
        package let first: String
        package let second: String
        package let correlation: Double
    }

    package let status: LeastSquares.Status
    /// What the starts of the search came to.
    package let startOutcome: StartOutcome
    package let estimates: [Estimate]
    /// Correlations of the estimates that are not at a bound, in the order of `correlated`.
    package let correlations: Matrix
    package let correlated: [String]
    package let tradeOffs: [TradeOff]
    package let unidentified: [Unidentified]
    /// All parameters of the model, the unidentified at their start.
    package let parameters: [Double]
    /// Model outputs of the free run, one row a time, for each record.
    package let predictions: [[[Double]]]
    /// Measures of the free run, for each record one an output; nil where too little was measured.
    package let fits: [[FitMeasures?]]
    /// Samples that counted, and what they are worth as independent ones.
    package let samples: Int
    package let effectiveSamples: Double
    package let evaluations: Int
}

/// One set of values that a calibration tried.
package struct CalibrationTrial: Hashable, Sendable {
    /// How many unknowns are being fitted.
    package let unknowns: Int
    /// Which search it belongs to, from 1, and of how many.
    package let search: Int
    package let searches: Int
    /// Of the weighted residuals; nil where the model could not be run.
    package let sumOfSquares: Double?
}

extension CalibrationProblem {
    /// Fits the unknowns from every start of the plan and keeps the best fit. Those that the data
    /// do not identify go back to their given start, one by one, the worst first, and the others
    /// are fitted again without them, from their given start and from the best fit.
    ///
    /// Nil if the model cannot be run from any start.
    ///
    /// - Parameter report: told of every set of values tried.
    package func calibrate(
        report: @escaping (CalibrationTrial) -> Void = { _ in }
    ) -> Calibration? {
        let all =
            parameters.map { CalibrationUnknown.parameter($0) }
            + records.indices.flatMap { record in
                freeInitialStates.map { .initialState($0, record: record) }
            }
        let residuals = CalibrationResiduals(self)
        let starts = residuals.starts(of: all)
        var active = all
        var dropped: [Calibration.Unidentified] = []
        var evaluations = 0
        var best = starts
        var startOutcome: StartOutcome?
        while true {
            let begin = active.map { unknown in starts[position(of: unknown, in: all)] }
            var points = [begin]
            if startOutcome == nil {
                points = self.points(begin, active)
            } else if self.starts.count > 1 {
                points.append(active.map { best[position(of: $0, in: all)] })
            }
            let solutions = points.indices.map { k in
                search(
                    residuals, all, starts, active, as: (k + 1, points.count), report
                ).solve(from: points[k], options: leastSquares)
            }
            evaluations += solutions.reduce(0) { $0 + $1.evaluations }
            guard let winner = winner(of: solutions) else { return nil }
            let solution = solutions[winner]
            let outcome =
                startOutcome
                ?? StartOutcome(
                    solutions, best: winner, names: active.map { $0.name(in: self) },
                    sizes: sizes(solution, active))
            startOutcome = outcome
            for (unknown, value) in zip(active, solution.unknowns) {
                best[position(of: unknown, in: all)] = value
            }
            let uncertainty = Uncertainty(self, solution, active)
            if let worst = uncertainty.worst {
                dropped.append(
                    .init(name: active[worst.position].name(in: self), reason: worst.reason))
                active.remove(at: worst.position)
                if !active.isEmpty { continue }
            }
            let assignment = Assignment(
                self, all: all, starts: starts, unknowns: active,
                values: active.isEmpty ? [] : solution.unknowns)
            guard let predictions = residuals.simulate(assignment) else { return nil }
            return Calibration(
                status: solution.status, startOutcome: outcome,
                estimates: active.isEmpty ? [] : uncertainty.estimates(startingFrom: begin),
                correlations: uncertainty.correlations, correlated: uncertainty.correlated,
                tradeOffs: uncertainty.tradeOffs, unidentified: dropped,
                parameters: assignment.parameters, predictions: predictions,
                fits: fits(of: predictions), samples: solution.residuals.count,
                effectiveSamples: uncertainty.effectiveSamples, evaluations: evaluations)
        }
    }

    private func position(of unknown: CalibrationUnknown, in all: [CalibrationUnknown]) -> Int {
        guard let i = all.firstIndex(of: unknown) else {
            preconditionFailure("\(unknown) is not among the unknowns")
        }
        return i
    }

    /// The searches' beginnings: the given one, and the plan's others.
    private func points(_ begin: [Double], _ active: [CalibrationUnknown]) -> [[Double]] {
        let variables = active.map { $0.variable(in: model) }
        return starts.points(
            around: begin, lower: variables.map(\.minimum), upper: variables.map(\.maximum))
    }

    /// The search with the least squared errors; nil if the model ran from no start.
    private func winner(of solutions: [LeastSquares.Solution]) -> Int? {
        solutions.indices.filter { solutions[$0].status != .noStart }
            .min { solutions[$0].sumOfSquares < solutions[$1].sumOfSquares }
    }

    /// What a difference of each unknown is measured against: its range, else its value.
    private func sizes(
        _ solution: LeastSquares.Solution, _ active: [CalibrationUnknown]
    ) -> [Double] {
        zip(active, solution.unknowns).map { unknown, value in
            let variable = unknown.variable(in: model)
            let range = variable.maximum - variable.minimum
            return range.isFinite && range > 0 ? range : max(abs(value), variable.nominal)
        }
    }

    private func search(
        _ residuals: CalibrationResiduals, _ all: [CalibrationUnknown], _ starts: [Double],
        _ active: [CalibrationUnknown], as place: (number: Int, count: Int),
        _ report: @escaping (CalibrationTrial) -> Void
    ) -> LeastSquares {
        let variables = active.map { $0.variable(in: model) }
        return LeastSquares(
            lower: variables.map(\.minimum), upper: variables.map(\.maximum)
        ) { values, differentiated in
            let found = residuals.evaluate(
                Assignment(self, all: all, starts: starts, unknowns: active, values: values),
                unknowns: active, differentiated: differentiated)
            report(
                CalibrationTrial(
                    unknowns: active.count, search: place.number, searches: place.count,
                    sumOfSquares: found.map { $0.residuals.reduce(0) { $0 + $1 * $1 } }))
            return found
        }
    }

    private func fits(of predictions: [[[Double]]]) -> [[FitMeasures?]] {
        records.indices.map { r in
            outputs.indices.map { output in
                FitMeasures(
                    measured: records[r].measured.map { $0[output] },
                    predicted: predictions[r].map { $0[output] })
            }
        }
    }

    /// Series of residual rows, one a record and output, in the order of time: for autocorrelation.
    func residualSeries() -> [[Int]] {
        var series = Array(repeating: [Int](), count: records.count * outputs.count)
        var row = 0
        for (r, record) in records.enumerated() {
            for measured in record.measured {
                for (output, value) in measured.enumerated() where value?.isFinite == true {
                    series[r * outputs.count + output].append(row)
                    row += 1
                }
            }
        }
        return series
    }
}

extension CalibrationUnknown {
    func name(in problem: CalibrationProblem) -> String {
        name(in: problem.model, records: problem.records.count)
    }
}
