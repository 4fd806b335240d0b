import Determinism
import LinearAlgebra
import Modeling
import Simulate
import Testing

@Suite struct ForecastTests {
    @Test func `bands of a linear model follow the Lyapunov equation`() {
        // ẋ = −a x + w, intensity q: P(t) = P₀ e^(−2at) + q (1 − e^(−2at)) / 2a.
        let forecaster = Forecaster(TestModels.linear, outputs: [.state(0), .algebraic(0)])
        let start = ForecastStart(
            time: 10, states: [2, 1], parameters: [0.5, 0.2],
            covariance: Matrix(diagonal: [0.04, 0.01]), processNoise: Matrix(diagonal: [0.03, 0]))
        let times = (0...40).map { 10 + 0.1 * Double($0) }
        let forecast = forecaster.forecast(from: start, under: .constant([1]), at: times)
        #expect(forecast.trajectory.status == .finished)
        #expect(abs(forecast.deviations[0][0] - 0.2) < 1e-15)
        // y = x₁ x₂ at the start: variance x₂² 0.04 + x₁² 0.01.
        #expect(abs(forecast.deviations[0][1] - (0.04 + 4 * 0.01).squareRoot()) < 1e-15)
        let decay = exponential(-4)
        let variance = 0.04 * decay + 0.03 * (1 - decay)
        #expect(abs(forecast.deviations[40][0] / variance.squareRoot() - 1) < 1e-3)
        #expect(abs(forecast.means[40][0] - (2 + (2 - 2) * decay)) < 1e-5)
    }

    @Test func `an uncertain input widens the band as its gain says`() {
        let forecaster = Forecaster(
            TestModels.linear, outputs: [.state(0)],
            uncertain: Sensitivities(inputs: [0], parameters: [0]))
        let start = ForecastStart(
            time: 0, states: [0, 0], parameters: [0.5, 0.2],
            covariance: Matrix(diagonal: [0, 0, 0.01, 0]),
            processNoise: Matrix(rows: 4, columns: 4))
        let forecast = forecaster.forecast(
            from: start, under: .constant([0]), at: [0, 1, 2, 50])
        for (k, t) in [0.0, 1, 2, 50].enumerated() {
            let gain = (1 - exponential(-0.5 * t)) / 0.5
            // The last stretch is 24 time constants of a state at rest: only the sensitivities ask
            // for more than one step.
            let allowed = t < 10 ? 1e-6 : 1e-3 * 0.1 * gain
            #expect(abs(forecast.deviations[k][0] - 0.1 * gain) < allowed)
        }
    }

    @Test func `four fifths of simulated futures lie within the 80 percent band`() {
        let forecaster = Forecaster(TestModels.linear, outputs: [.state(1)])
        let (dt, n) = (0.25, 24)
        let start = ForecastStart(
            time: 0, states: [1, 0], parameters: [0.5, 0.2],
            covariance: Matrix(diagonal: [0.09, 0.01]), processNoise: Matrix(diagonal: [0.02, 0]))
        let forecast = forecaster.forecast(
            from: start, under: .constant([0.4]), at: (0...n).map { dt * Double($0) })
        let integrator = Integrator(TestModels.linear)
        var chance = RandomStream(seed: 3, purpose: "futures")
        var inside = 0
        for _ in 0..<400 {
            var x = [chance.normal(mean: 1, deviation: 0.3), chance.normal(deviation: 0.1)]
            for _ in 0..<n {
                x =
                    integrator.step(
                        from: x, inputs: [0.4], parameters: [0.5, 0.2], over: dt
                    ).states
                x[0] += chance.normal(deviation: (0.02 * dt).squareRoot())
            }
            let z = (x[1] - forecast.means[n][0]) / forecast.deviations[n][0]
            if abs(z) <= 1.2816 { inside += 1 }
        }
        #expect((300...340).contains(inside), "\(inside) of 400")
    }

    @Test func `a forecast that leaves the numbers stops there and says so`() {
        let forecaster = Forecaster(TestModels.emptyingTank, outputs: [.state(0)])
        let start = ForecastStart(
            time: 0, states: [1], parameters: [], covariance: Matrix(diagonal: [0.01]),
            processNoise: Matrix(diagonal: [0]))
        let forecast = forecaster.forecast(from: start, under: .constant([]), at: [0, 1, 5, 6])
        #expect(!forecast.trajectory.status.isFinished)
        #expect(forecast.means.count == 2 && forecast.trajectory.times == [0, 1])
    }

    @Test func `scenarios in lanes agree with the variable-step integrator`() {
        let model = TestModels.stirredTank
        var chance = RandomStream(seed: 12, purpose: "scenarios")
        let count = 45
        var batch = ScenarioBatch(model, scenarios: count)
        let exact = Integrator(
            model, options: IntegrationOptions(relativeTolerance: 1e-11, absoluteTolerance: 1e-13))
        var ends: [[Double]] = []
        for k in 0..<count {
            let x = [chance.uniform(0.5, 2), chance.uniform(0.3, 1), 120, chance.uniform(110, 130)]
            let u = [chance.uniform(5, 30), chance.uniform(-8000, 0)]
            let p = [chance.uniform(0.95, 1.05), chance.uniform(0.9, 1.1)]
            batch.set(states: x, of: k)
            batch.set(inputs: u, of: k)
            batch.set(parameters: p, of: k)
            ends.append(exact.step(from: x, inputs: u, parameters: p, over: 0.1).states)
        }
        batch.advance(by: 0.05, steps: 50)
        batch.advance(by: 0.05, steps: 50)
        #expect(abs(batch.time - 0.1) < 1e-15)
        for k in 0..<count {
            for (a, b) in zip(batch.states(of: k), ends[k]) { #expect(abs(a / b - 1) < 1e-7) }
        }
    }
}
