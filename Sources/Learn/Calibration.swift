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
    /// Of the weighted residuals; nil where the model could not be run.
    package let sumOfSquares: Double?
}

extension CalibrationProblem {
    /// Fits the unknowns; those that the data do not identify go back to their start, one by one,
    /// the worst first, and the others are fitted again without them.
    ///
    /// Nil if the model cannot be run from the start values.
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
        while true {
            let begin = active.map { unknown in starts[position(of: unknown, in: all)] }
            let solution = search(residuals, all, starts, active, report).solve(
                from: begin, options: leastSquares)
            evaluations += solution.evaluations
            guard solution.status != .noStart else { return nil }
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
                status: solution.status,
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

    private func search(
        _ residuals: CalibrationResiduals, _ all: [CalibrationUnknown], _ starts: [Double],
        _ active: [CalibrationUnknown], _ report: @escaping (CalibrationTrial) -> Void
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
                    unknowns: active.count,
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
