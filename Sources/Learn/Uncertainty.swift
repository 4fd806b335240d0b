import LinearAlgebra
import Modeling

/// Standard errors, correlations and identifiability at a solution.
///
/// The covariance is the sandwich (JᵀJ)⁻¹ M (JᵀJ)⁻¹ with the long-run covariance M of the scores
/// Jᵀr by Bartlett weights (Newey, West, Econometrica 55, 1987), never below the one for
/// independent residuals: residuals of a free run are autocorrelated, and the textbook formula is
/// then far too sure.
struct Uncertainty {
    private let problem: CalibrationProblem
    private let solution: LeastSquares.Solution
    private let unknowns: [CalibrationUnknown]
    private let names: [String]
    /// Positions of the unknowns that are not at a bound.
    private let free: [Int]
    /// Of the free unknowns; empty if the Jacobian has dead or flat directions.
    private var covariance = Matrix(rows: 0, columns: 0)
    private var defect: (position: Int, reason: Calibration.Reason)?
    private(set) var effectiveSamples: Double

    init(
        _ problem: CalibrationProblem, _ solution: LeastSquares.Solution,
        _ unknowns: [CalibrationUnknown]
    ) {
        self.problem = problem
        self.solution = solution
        self.unknowns = unknowns
        names = unknowns.map { $0.name(in: problem) }
        let variables = unknowns.map { $0.variable(in: problem.model) }
        free = unknowns.indices.filter {
            solution.unknowns[$0] > variables[$0].minimum
                && solution.unknowns[$0] < variables[$0].maximum
        }
        let series = problem.residualSeries()
        let span = Self.correlationTime(solution.residuals, series)
        effectiveSamples = Double(solution.residuals.count) / span
        examine(series, span)
    }

    /// Typical size of an unknown: its value, or a twentieth of its declared range if that is
    /// larger.
    private func size(_ j: Int) -> Double {
        let variable = unknowns[j].variable(in: problem.model)
        let range = variable.maximum - variable.minimum
        return max(abs(solution.unknowns[j]), range.isFinite ? range / 20 : 0)
    }

    private mutating func examine(_ series: [[Int]], _ span: Double) {
        let rows = Array(solution.residuals.indices)
        guard !free.isEmpty, rows.count > free.count else {
            if let first = free.first { defect = (first, .noEffect) }
            return
        }
        var scaled = solution.jacobian.taking(rows: rows, columns: free)
        for (k, j) in free.enumerated() {
            let size = size(j) > 0 ? size(j) : 1
            for i in rows { scaled[i, k] *= size }
        }
        let lengths = free.indices.map { norm(scaled.column($0)) }
        let longest = lengths.reduce(0, max)
        if let dead = free.indices.first(where: {
            !(lengths[$0] > problem.limits.flatness * longest)
        }) {
            defect = (free[dead], .noEffect)
            return
        }
        let svd = SingularValueDecomposition(scaled)
        if let last = svd.values.last, !(last > problem.limits.flatness * svd.values[0]) {
            defect = flat(svd.right.column(free.count - 1))
            return
        }
        covariance = sandwich(scaled, svd, series, span)
    }

    private func flat(_ direction: [Double]) -> (position: Int, reason: Calibration.Reason) {
        let order = direction.indices.sorted { abs(direction[$0]) > abs(direction[$1]) }
        let others = order.dropFirst().filter { abs(direction[$0]) > 0.1 }
        return (free[order[0]], .flatDirection(with: others.map { names[free[$0]] }))
    }

    /// The covariance of the free unknowns in their own units.
    private func sandwich(
        _ scaled: Matrix, _ svd: SingularValueDecomposition, _ series: [[Int]], _ span: Double
    ) -> Matrix {
        let (m, n) = (scaled.rows, free.count)
        let inverse = svd.right.congruence(
            of: Matrix(diagonal: svd.values.map { 1 / ($0 * $0) }))
        let correction = Double(m) / Double(m - n)
        let variance = solution.sumOfSquares / Double(m - n)
        var result = inverse.congruence(of: correction * longRun(scaled, series, span))
        let independent = variance * inverse
        // Never surer than for independent residuals.
        let growth = (0..<n).map { max(1, (independent[$0, $0] / result[$0, $0]).squareRoot()) }
        for j in 0..<n {
            for i in 0..<n {
                let sizes = [i, j].map { k in size(free[k]) > 0 ? size(free[k]) : 1 }
                result[i, j] *= growth[i] * growth[j] * sizes[0] * sizes[1]
            }
        }
        return result
    }

    /// Σ over lags of Bartlett-weighted products of the scores, series by series.
    private func longRun(_ scaled: Matrix, _ series: [[Int]], _ span: Double) -> Matrix {
        let n = scaled.columns
        var total = Matrix(rows: n, columns: n)
        for rows in series where !rows.isEmpty {
            let scores = rows.map { row in
                (0..<n).map { scaled[row, $0] * solution.residuals[row] }
            }
            let lags = max(1, min(rows.count / 4, Int((4 * span).rounded(.up))))
            for lag in 0..<lags {
                let weight = 1 - Double(lag) / Double(lags)
                for k in lag..<rows.count {
                    let (now, before) = (scores[k], scores[k - lag])
                    for j in 0..<n {
                        for i in 0..<n {
                            let product =
                                lag == 0
                                ? now[i] * now[j] : now[i] * before[j] + before[i] * now[j]
                            total[i, j] += weight * product
                        }
                    }
                }
            }
        }
        return total
    }

    /// 1 + 2 Σ ρ of the residuals up to where ρ first falls below 0.05, mean over the series,
    /// weighted by their length; 1 for independent residuals.
    private static func correlationTime(_ residuals: [Double], _ series: [[Int]]) -> Double {
        var (total, weight) = (0.0, 0.0)
        for rows in series where rows.count > 2 {
            let values = rows.map { residuals[$0] }
            let square = dot(values, values)
            guard square > 0 else { continue }
            var span = 1.0
            for lag in 1..<max(2, rows.count / 4) {
                var product = 0.0
                for k in lag..<values.count { product += values[k] * values[k - lag] }
                let correlation = product / square
                if !(correlation > 0.05) { break }
                span += 2 * correlation
            }
            total += span * Double(rows.count)
            weight += Double(rows.count)
        }
        return weight > 0 ? total / weight : 1
    }

    // What comes of it

    private func standardError(_ j: Int) -> Double? {
        guard let k = free.firstIndex(of: j), covariance.rows > 0 else { return nil }
        return covariance[k, k].squareRoot()
    }

    private func relativeError(_ j: Int) -> Double? {
        standardError(j).map { size(j) > 0 ? $0 / size(j) : .infinity }
    }

    var correlated: [String] { covariance.rows > 0 ? free.map { names[$0] } : [] }

    var correlations: Matrix {
        var result = covariance
        let errors = covariance.diagonal.map { $0.squareRoot() }
        for j in 0..<result.columns {
            for i in 0..<result.rows { result[i, j] /= errors[i] * errors[j] }
        }
        return result
    }

    var tradeOffs: [Calibration.TradeOff] {
        let correlations = self.correlations
        var found: [Calibration.TradeOff] = []
        for j in 0..<correlations.columns {
            for i in 0..<j where abs(correlations[i, j]) > problem.limits.correlation {
                found.append(
                    .init(
                        first: names[free[i]], second: names[free[j]],
                        correlation: correlations[i, j]))
            }
        }
        return found
    }

    /// The unknown that should go first, if any should.
    var worst: (position: Int, reason: Calibration.Reason)? {
        if let defect { return defect }
        guard covariance.rows > 0 else { return nil }
        let errors = free.map { relativeError($0) ?? .infinity }
        let order = free.indices.sorted { (-errors[$0], $0) < (-errors[$1], $1) }
        let tradeOffs = self.tradeOffs
        for k in order {
            let name = names[free[k]]
            let partner = tradeOffs.first { [$0.first, $0.second].contains(name) }
            if let partner, !(errors[k] <= problem.limits.tradeOffError) {
                let other = partner.first == name ? partner.second : partner.first
                return (free[k], .tradeOff(with: other, correlation: partner.correlation))
            }
            if !(errors[k] <= problem.limits.relativeError) {
                return (free[k], .uncertain(relativeError: errors[k]))
            }
        }
        return nil
    }

    func estimates(startingFrom starts: [Double]) -> [Calibration.Estimate] {
        unknowns.indices.map { j in
            .init(
                name: names[j], start: starts[j], value: solution.unknowns[j],
                standardError: standardError(j), relativeError: relativeError(j),
                isAtBound: !free.contains(j))
        }
    }
}
