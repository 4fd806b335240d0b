import Determinism
import Learn
import LinearAlgebra
import Modeling
import Simulate
import Tape
import Testing

@Suite struct CalibrationTests {
    /// ẋ = −a x + b u, y = x, z = x; c does nothing, d only as d + e.
    private func model(
        bounds: ClosedRange<Double> = 0.01...5, coupled: Bool = false
    ) -> Model {
        var g = Graph()
        let names = coupled ? ["a", "b", "d", "e"] : ["a", "b", "c"]
        let s = Slots(states: 1, inputs: 1, parameters: names.count)
        let x = g.variable(s.state(0))
        let u = g.variable(s.input(0))
        let p = names.indices.map { g.variable(s.parameter($0)) }
        let loss = g.multiply(p[0], x)
        let gain = g.multiply(p[1], u)
        var d = g.subtract(gain, loss)
        if coupled {
            let sum = g.add(p[2], p[3])
            d = g.add(d, sum)
        }
        let start = g.constant(1)
        return Model(
            name: "Lag", states: [Variable(name: "x", minimum: -10, maximum: 10)],
            inputs: [Variable(name: "u")],
            parameters: names.map {
                Variable(
                    name: $0, start: 1, minimum: bounds.lowerBound, maximum: bounds.upperBound)
            }, algebraics: [], graph: g, derivatives: [d], values: [], initialStates: [start])
    }

    /// Measurements of a = 0.4, b = 0.7 (d + e = 0.6) with noise of AR(1) persistence ρ.
    private func record(
        _ model: Model, seed: UInt64, samples: Int = 200, noise: Double = 0.02,
        persistence: Double = 0, start: Double = 1
    ) -> CalibrationRecord {
        var chance = RandomStream(seed: seed, purpose: "measurements")
        let times = (0..<samples).map { 0.5 * Double($0) }
        let schedule = InputSchedule(
            times: stride(from: 0, to: times[samples - 1], by: 5).map { $0 },
            values: stride(from: 0, to: times[samples - 1], by: 5).map { _ in
                [chance.uniform(0, 2)]
            })
        let truth = [0.4, 0.7] + (model.parameters.count == 4 ? [0.4, 0.2] : [1])
        let run = Integrator(model).run(
            from: [start], inputs: schedule, parameters: truth, times: times)
        var error = 0.0
        let kick = noise * (1 - persistence * persistence).squareRoot()
        let measured = run.states.map { states -> [Double?] in
            error = persistence * error + chance.normal(deviation: kick)
            return [states[0] + error]
        }
        return CalibrationRecord(times: times, inputs: schedule, measured: measured)
    }

    private func problem(_ model: Model, _ records: [CalibrationRecord]) -> CalibrationProblem {
        CalibrationProblem(
            model: model, outputs: [.state(0)], deviations: [0.02], records: records,
            parameters: Array(model.parameters.indices))
    }

    @Test func `a parameter without effect is named and keeps its start`() throws {
        let model = model()
        let found = try #require(problem(model, [record(model, seed: 1)]).calibrate())
        #expect(found.status == .converged)
        #expect(found.unidentified.map(\.name) == ["c"])
        #expect(found.unidentified.map(\.reason) == [.noEffect])
        #expect(found.parameters[2] == 1)
        #expect(found.estimates.map(\.name) == ["a", "b"])
        #expect(abs(found.parameters[0] - 0.4) < 0.02)
        #expect(abs(found.parameters[1] - 0.7) < 0.03)
        let fit = try #require(found.fits[0][0])
        #expect(abs(fit.rootMeanSquare - 0.02) < 0.003 && fit.fitPercent > 90)
    }

    @Test func `two parameters that only act as a sum are named, and one is held`() throws {
        let model = model(bounds: -5...5, coupled: true)
        let found = try #require(problem(model, [record(model, seed: 2)]).calibrate())
        #expect(found.unidentified.count == 1)
        guard case .flatDirection(let others)? = found.unidentified.first?.reason else {
            Issue.record("\(found.unidentified)")
            return
        }
        #expect(Set(others + [found.unidentified[0].name]) == ["d", "e"])
        #expect(abs(found.parameters[0] - 0.4) < 0.03)
    }

    @Test func `an estimate at its bound is said to be there`() throws {
        let model = model(bounds: 0.5...5)
        var problem = problem(model, [record(model, seed: 3)])
        problem.parameters = [0, 1]
        let found = try #require(problem.calibrate())
        #expect(found.estimates[0].isAtBound && found.parameters[0] == 0.5)
        #expect(found.estimates[0].standardError == nil)
        #expect(!found.estimates[1].isAtBound && found.estimates[1].standardError != nil)
    }

    @Test func `missing measurements are skipped`() throws {
        let model = model()
        var record = record(model, seed: 4)
        for k in 0..<150 { record.measured[k] = [k % 2 == 0 ? nil : .nan] }
        var problem = problem(model, [record])
        problem.parameters = [0, 1]
        let found = try #require(problem.calibrate())
        #expect(found.samples == 50)
        #expect(abs(found.parameters[0] - 0.4) < 0.05)
    }

    @Test func `initial states are estimated for each record apart`() throws {
        let model = model()
        var problem = problem(
            model, [record(model, seed: 5, start: 3), record(model, seed: 6, start: -2)])
        problem.parameters = [0, 1]
        problem.freeInitialStates = [0]
        let found = try #require(problem.calibrate())
        #expect(
            found.estimates.map(\.name).suffix(2)
                == ["initial x of record 1", "initial x of record 2"])
        #expect(abs(found.estimates[2].value - 3) < 0.05)
        #expect(abs(found.estimates[3].value + 2) < 0.05)
    }

    /// Standard errors are honest if some 95 % intervals of ±2 SE hold the truth in most data sets.
    @Test(arguments: [0.0, 0.9])
    func `intervals hold the truth also when errors are autocorrelated`(
        persistence: Double
    ) throws {
        let model = model()
        var inside = 0
        var share = 0.0
        for seed in 0..<12 as Range<UInt64> {
            var problem = problem(
                model,
                [record(model, seed: 100 + seed, samples: 250, persistence: persistence)])
            problem.parameters = [0, 1]
            problem.integration = .init()
            let found = try #require(problem.calibrate())
            for (estimate, truth) in zip(found.estimates, [0.4, 0.7]) {
                let error = try #require(estimate.standardError)
                if abs(estimate.value - truth) <= 2 * error { inside += 1 }
            }
            share += found.effectiveSamples / Double(found.samples) / 12
        }
        #expect(inside >= 20, "\(inside) of 24 at persistence \(persistence)")
        #expect(persistence == 0 ? share > 0.8 : share < 0.2)
    }

    @Test func `a start from which the model cannot run gives nothing`() {
        let model = model()
        var problem = problem(model, [record(model, seed: 7)])
        problem.start = [.nan, 1, 1]
        #expect(problem.calibrate() == nil)
    }

    @Test func `fit measures and one-step predictions are what they say`() throws {
        let measured: [Double?] = [1, 2, nil, 4]
        let fit = try #require(FitMeasures(measured: measured, predicted: [1, 2, 9, 4]))
        #expect(fit.fitPercent == 100 && fit.count == 3)
        let mean = try #require(
            FitMeasures(measured: [0, 2], predicted: [1, 1]))
        #expect(mean.fitPercent == 0 && mean.rootMeanSquare == 1 && mean.bias == 0)
        #expect(FitMeasures(measured: [1, nil], predicted: [1, 1]) == nil)
        let run = [0.0, 0, 0, 0]
        let slow: [Double?] = [8, 4, 2, 1]
        #expect(errorPersistence(measured: slow, predicted: run) == 0.5)
        #expect(
            oneStepPredictions(measured: slow, freeRun: run, persistence: 0.5) == [0, 4, 2, 1])
    }
}
