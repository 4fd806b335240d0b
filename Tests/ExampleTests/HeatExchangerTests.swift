import Learn
import Modeling
import Simulate
import Tables
import Testing

/// The steam-heated exchanger of DaISy: first half to fit, second half to judge.
@Suite struct HeatExchangerTests {
    @Test func `the free run on the unseen half beats what ARX models reach`() throws {
        let model = try ExampleFiles.model("heat-exchanger/heat-exchanger.mo")
        let table = try ExampleFiles.table("heat-exchanger/recorded.csv")
        let output = try #require(model.find("T_out"))
        let inputs = try table.schedule("water_flow", course: .linear)
        let measured = try #require(table.column("T_out"))
        let half = table.times.count / 2
        var problem = CalibrationProblem(
            model: model, outputs: [output], deviations: [0.05],
            records: [
                CalibrationRecord(
                    times: Array(table.times[..<half]), inputs: inputs,
                    measured: measured[..<half].map { [$0] })
            ], parameters: Array(model.parameters.indices))
        problem.integration = IntegrationOptions(
            relativeTolerance: 1e-5, absoluteTolerance: 1e-6)
        problem.leastSquares.costTolerance = 1e-4
        let found = try #require(problem.calibrate())
        #expect(found.status == .converged)
        let start = Integrator(model).initialStates(
            inputs: inputs.values(at: table.times[0]), parameters: found.parameters)
        let run = Integrator(model).run(
            from: start, inputs: inputs, parameters: found.parameters, times: table.times)
        let free = try #require(run.series(output))
        let judged = try #require(
            FitMeasures(measured: Array(measured[half...]), predicted: Array(free[half...])))
        let persistence = errorPersistence(
            measured: Array(measured[..<half]), predicted: Array(free[..<half]))
        let oneStep = oneStepPredictions(
            measured: measured, freeRun: free, persistence: persistence)
        let next = try #require(
            FitMeasures(measured: Array(measured[half...]), predicted: Array(oneStep[half...])))
        if FigureLog.isWanted {
            for e in found.estimates { print("FIGURE", e) }
            print("FIGURE", found.unidentified, found.tradeOffs, found.effectiveSamples)
            print("FIGURE exchanger", found.fits, judged, next, persistence)
        }
        #expect(judged.fitPercent > 50)
        #expect(next.fitPercent > judged.fitPercent)
    }
}
