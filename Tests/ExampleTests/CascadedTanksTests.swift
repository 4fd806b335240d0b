import Foundation
import Learn
import Modeling
import Simulate
import Tables
import Testing

/// The cascaded tanks of nonlinearbenchmark.org: six parameters from the estimation record, a
/// free run over the test record from an initial state that its first four samples give.
@Suite struct CascadedTanksTests {
    @Test func `the free run on the test record is as good as the published grey box`() throws {
        let model = try ExampleFiles.model("cascaded-tanks/cascaded-tanks.mo")
        let output = try #require(model.find("level"))
        var problem = try problem(model, output, "estimation", samples: nil)
        let found = try #require(problem.calibrate())
        #expect(found.status == .converged)
        var initial = try self.problem(model, output, "test", samples: 4)
        initial.parameters = []
        initial.start = found.parameters
        let first = try #require(initial.calibrate())
        problem = try self.problem(model, output, "test", samples: nil)
        let record = problem.records[0]
        let integrator = Integrator(model)
        var states = integrator.initialStates(
            inputs: record.inputs.values(at: 0), parameters: found.parameters)
        for estimate in first.estimates {
            for (i, state) in model.states.enumerated()
            where estimate.name == "initial \(state.name)" { states[i] = estimate.value }
        }
        let run = integrator.run(
            from: states, inputs: record.inputs, parameters: found.parameters,
            times: record.times)
        let free = try #require(run.series(output))
        let judged = try #require(
            FitMeasures(
                measured: record.measured[4...].map { $0[0] }, predicted: Array(free[4...])))
        if FigureLog.isWanted {
            for e in found.estimates + first.estimates { print("FIGURE", e) }
            print("FIGURE", found.unidentified, found.tradeOffs, first.unidentified)
            print("FIGURE tanks", found.fits, judged)
        }
        #expect(judged.rootMeanSquare < 0.35)
    }

    private func problem(
        _ model: Model, _ output: Model.Found, _ name: String, samples: Int?
    ) throws -> CalibrationProblem {
        let table = try ExampleFiles.table("cascaded-tanks/\(name).csv")
        let count = samples ?? table.times.count
        var problem = CalibrationProblem(
            model: model, outputs: [output], deviations: [0.05],
            records: [
                CalibrationRecord(
                    times: Array(table.times[..<count]),
                    inputs: try table.schedule("pump", course: .hold),
                    measured: try #require(table.column("level"))[..<count].map { [$0] })
            ], parameters: Array(model.parameters.indices))
        problem.freeInitialStates = [0, 1]
        problem.integration = IntegrationOptions(
            relativeTolerance: 1e-6, absoluteTolerance: 1e-7)
        problem.leastSquares.costTolerance = 1e-6
        return problem
    }
}

/// Prints measured figures when FLYBALL_FIGURES is set.
enum FigureLog {
    static var isWanted: Bool { ProcessInfo.processInfo.environment["FLYBALL_FIGURES"] != nil }
}
