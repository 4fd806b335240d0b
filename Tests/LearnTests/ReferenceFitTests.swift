import Determinism
import Foundation
import Learn
import LinearAlgebra
import Tape
import Testing

/// The 27 nonlinear regressions of NIST's reference data sets, from both starts.
@Suite struct ReferenceFitTests {
    @Test(arguments: ReferenceModels.all.map(\.name), [1, 2])
    func `certified parameters are met to six digits`(name: String, start: Int) throws {
        let digits = try digits(of: name, start: start)
        #expect(digits >= 6, "\(name) from start \(start): \(digits) digits")
    }

    private func digits(of name: String, start: Int) throws -> Double {
        let data = try ReferenceFile(name)
        let formula = try #require(ReferenceModels.all.first { $0.name == name }).model
        let count = data.certified.count
        let predictors = data.rows[0].count - 1
        let source = Formula.Source()
        func variable(_ slot: Int) -> Formula {
            Formula(source: source, expression: source.graph.variable(slot))
        }
        let value = formula(
            (0..<count).map(variable), (0..<predictors).map { variable(count + $0) }
        ).expression
        let slopes = source.graph.jacobian(of: [value], withRespectTo: Array(0..<count))
        let tape = Tape(
            source.graph, outputs: [value] + slopes.map(\.value), inputCount: count + predictors)
        let columns = slopes.map(\.column)
        let observed = data.rows.map { name == "Nelson" ? logarithm($0[0]) : $0[0] }
        let m = data.rows.count
        var workspace = ScalarWorkspace(for: tape)
        let problem = LeastSquares(
            lower: Array(repeating: -.infinity, count: count),
            upper: Array(repeating: .infinity, count: count)
        ) { b, _ in
            var elements = [Double](repeating: 0, count: m * count)
            let residuals = data.rows.indices.map { i in
                let out = workspace.evaluate(b + data.rows[i].dropFirst())
                for (k, j) in columns.enumerated() { elements[i + j * m] = out[1 + k] }
                return out[0] - observed[i]
            }
            return .init(
                residuals: residuals,
                jacobian: Matrix(rows: m, columns: count, elements: elements))
        }
        var options = LeastSquares.Options()
        options.costTolerance = 1e-15
        options.stepTolerance = 1e-15
        options.gradientTolerance = 1e-15
        options.evaluationLimit = 20_000
        let found = problem.solve(from: data.starts.map { $0[start - 1] }, options: options)
        return zip(found.unknowns, data.certified).map { estimate, certified in
            estimate == certified
                ? 11 : min(11, -logarithm(abs(estimate / certified - 1)) / logarithm(10))
        }.min() ?? 0
    }
}

/// One NIST file: starts, certified values, rows "y x…".
struct ReferenceFile {
    var starts: [[Double]] = []
    var certified: [Double] = []
    var rows: [[Double]] = []

    init(_ name: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let url = folder.appendingPathComponent("NIST/\(name).dat")
        var inData = false
        for line in try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
        {
            let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }.map(String.init)
            if words.count >= 6, words[0].hasPrefix("b"), words[1] == "=" {
                let numbers = words[2...].compactMap(Double.init)
                starts.append(Array(numbers[..<2]))
                certified.append(numbers[2])
            } else if words.first == "Data:" {
                inData = words.dropFirst().first == "y"
            } else if inData, !words.isEmpty {
                rows.append(words.compactMap(Double.init))
            }
        }
    }
}
