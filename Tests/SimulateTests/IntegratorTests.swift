import Determinism
import LinearAlgebra
import Modeling
import Simulate
import Testing

@Suite struct IntegratorTests {
    let tight = IntegrationOptions(relativeTolerance: 1e-10, absoluteTolerance: 1e-12)

    @Test func `Robertson's kinetics agree with the tables of the CVODE examples`() {
        let model = TestModels.robertson
        let options = IntegrationOptions(relativeTolerance: 1e-8, absoluteTolerance: 1e-14)
        let run = Integrator(model, options: options).run(
            from: [1, 0, 0], inputs: .constant([]), parameters: model.parameterValues,
            times: [0, 0.4, 4, 40, 400, 4000, 4e4, 4e5, 4e6, 4e7])
        #expect(run.status == .finished)
        // Printed by cvRoberts_dns of the CVODE example programs (rtol 1e-4): y1, y2.
        let expected = [
            (1, 9.8517e-01, 3.3864e-05), (2, 9.0552e-01, 2.2405e-05), (3, 7.1583e-01, 9.1854e-06),
            (4, 4.5052e-01, 3.2229e-06), (5, 1.8320e-01, 8.9423e-07), (6, 3.8983e-02, 1.6218e-07),
            (7, 4.9389e-03, 1.9852e-08),
        ]
        for (row, y1, y2) in expected {
            #expect(abs(run.states[row][0] / y1 - 1) < 2e-3)
            #expect(abs(run.states[row][1] / y2 - 1) < 2e-3)
            #expect(abs(run.states[row].reduce(0, +) - 1) < 1e-7)
        }
    }

    @Test func `a stiff run at daily tolerance agrees with a tight one`() {
        let model = TestModels.stirredTank
        func end(_ options: IntegrationOptions) -> [Double] {
            Integrator(model, options: options).step(
                from: [0.8, 0.5, 134.14, 130], inputs: [18.83, -4495.7], parameters: [1, 1],
                over: 0.5
            ).states
        }
        let exact = end(IntegrationOptions(relativeTolerance: 1e-12, absoluteTolerance: 1e-13))
        for (a, b) in zip(end(.init()), exact) { #expect(abs(a / b - 1) < 1e-4) }
        for (a, b) in zip(end(tight), exact) { #expect(abs(a / b - 1) < 1e-8) }
    }

    @Test func `sensitivities of a linear system are its matrix exponential`() {
        let (a, b, t, u) = (0.5, 0.2, 3.0, 0.7)
        let step = Integrator(TestModels.linear, options: tight).step(
            from: [2, -1], inputs: [u], parameters: [a, b], over: t,
            sensitivities: Sensitivities(states: true, inputs: [0], parameters: [0, 1]))
        let (ea, eb) = (exponential(-a * t), exponential(-b * t))
        let cross = (eb - ea) / (a - b)
        let expected = Matrix(rows: [[ea, 0], [cross, eb]])
        #expect((step.byStates - expected).elements.allSatisfy { abs($0) < 1e-8 })
        #expect(abs(step.states[0] - (2 * ea + u / a * (1 - ea))) < 1e-8)
        #expect(abs(step.byInputs[0, 0] - (1 - ea) / a) < 1e-8)
        let byA = -2 * t * ea - u / (a * a) * (1 - ea) + u / a * t * ea
        #expect(abs(step.byParameters[0, 0] - byA) < 1e-8)
        #expect(step.byParameters[0, 1] == 0)
    }

    @Test(arguments: [Sensitivities(parameters: [0, 1]), Sensitivities(inputs: [0, 1]), .states])
    func `sensitivities agree with central differences`(asked: Sensitivities) {
        let integrator = Integrator(TestModels.stirredTank, options: tight)
        let (x, u, p) = ([0.9, 0.6, 120, 115.0], [20, -3000.0], [1.02, 0.95])
        func end(_ dx: [Double], _ du: [Double], _ dp: [Double]) -> [Double] {
            integrator.step(
                from: zip(x, dx).map { $0 + $1 }, inputs: zip(u, du).map { $0 + $1 },
                parameters: zip(p, dp).map { $0 + $1 }, over: 0.05
            ).states
        }
        let step = integrator.step(
            from: x, inputs: u, parameters: p, over: 0.05, sensitivities: asked)
        let exact =
            asked.states ? step.byStates : asked.inputs.isEmpty ? step.byParameters : step.byInputs
        for j in 0..<exact.columns {
            let size = asked.states ? x[j] : asked.inputs.isEmpty ? p[j] : u[j]
            let h = 1e-4 * abs(size)
            func shift(_ on: Bool, _ count: Int, _ by: Double) -> [Double] {
                (0..<count).map { on && $0 == j ? by : 0 }
            }
            func shifted(_ by: Double) -> [Double] {
                end(
                    shift(asked.states, 4, by), shift(!asked.inputs.isEmpty, 2, by),
                    shift(!asked.parameters.isEmpty, 2, by))
            }
            let (high, low) = (shifted(h), shifted(-h))
            for i in 0..<4 {
                let difference = (high[i] - low[i]) / (2 * h)
                let scale = max(abs(exact[i, j]), 1e-3 * x[i] / abs(size))
                #expect(abs(exact[i, j] - difference) < 1e-5 * scale, "row \(i), column \(j)")
            }
        }
    }

    @Test func `a jump of a held input is met at its very time`() {
        let schedule = InputSchedule(times: [0, 1.3, 2], values: [[1], [5], [5]])
        let run = Integrator(TestModels.linear, options: tight).run(
            from: [0, 0], inputs: schedule, parameters: [0.5, 0.2], times: [0, 1, 1.3, 3])
        func after(_ x: Double, _ u: Double, _ t: Double) -> Double {
            x * exponential(-0.5 * t) + u / 0.5 * (1 - exponential(-0.5 * t))
        }
        let middle = after(0, 1, 1.3)
        #expect(abs(run.states[2][0] - middle) < 1e-9)
        #expect(abs(run.states[3][0] - after(middle, 5, 1.7)) < 1e-8)
        #expect(run.inputs.map { $0[0] } == [1, 1, 5, 5])
        #expect(abs(run.algebraics[3][0] - run.states[3][0] * run.states[3][1]) < 1e-12)
    }

    @Test func `an input between knots runs straight when asked to`() {
        let schedule = InputSchedule(times: [1, 3], values: [[0], [4]], course: .linear)
        #expect([0, 1, 2, 3, 9].map { schedule.values(at: $0)[0] } == [0, 0, 2, 4, 4])
        let run = Integrator(TestModels.linear, options: tight).run(
            from: [0, 0], inputs: schedule, parameters: [0.5, 0.2], times: [0, 3, 5])
        // ẋ = −a x + c s with s = t − 1: x = c (s/a − (1 − e^(−a s))/a²).
        let atThree = 2 * (2 / 0.5 - (1 - exponential(-1)) / 0.25)
        #expect(abs(run.states[1][0] - atThree) < 1e-7)
        let atFive = atThree * exponential(-1) + 8 * (1 - exponential(-1))
        #expect(abs(run.states[2][0] - atFive) < 1e-7)
    }

    @Test func `a model that leaves the numbers ends with a status, and the part before it stands`()
    {
        let integrator = Integrator(TestModels.emptyingTank)
        let run = integrator.run(
            from: [1], inputs: .constant([]), parameters: [], times: [0, 1, 1.9, 3])
        #expect(!run.status.isFinished)
        #expect(run.times == [0, 1, 1.9])
        #expect(abs(run.states[1][0] - 0.25) < 1e-5)
        let negative = integrator.step(from: [-1], inputs: [], parameters: [], over: 1)
        #expect(negative.status == .notFinite(at: 0))
        let unknown = integrator.step(from: [.nan], inputs: [], parameters: [], over: 1)
        #expect(unknown.status == .notFinite(at: 0))
        let again = integrator.step(from: [1], inputs: [], parameters: [], over: 1)
        #expect(again.status == .finished)
    }

    @Test func `too few steps end with a status`() {
        let model = TestModels.robertson
        let run = Integrator(model, options: IntegrationOptions(stepLimit: 20)).run(
            from: [1, 0, 0], inputs: .constant([]), parameters: model.parameterValues,
            times: [0, 1e6])
        guard case .stepLimit(let at) = run.status else {
            Issue.record("ended with \(run.status)")
            return
        }
        #expect(at > 0 && at < 1e6)
    }

    @Test
    func `a run that stands still before a singularity ends soon, whatever steps are left`() {
        let model = TestModels.burst
        let options = IntegrationOptions(stepLimit: 100_000_000)
        let start = ContinuousClock.now
        let run = Integrator(model, options: options).run(
            from: [1], inputs: .constant([]), parameters: [], times: [0, 0.5, 10])
        #expect(ContinuousClock.now - start < .seconds(10))
        guard case .stepLimit(let at) = run.status else {
            Issue.record("ended with \(run.status)")
            return
        }
        #expect(abs(at - 1) < 1e-3 && run.times == [0, 0.5])
    }

    @Test func `results do not depend on what the integrator did before`() {
        let integrator = Integrator(TestModels.stirredTank)
        func run() -> IntegrationStep {
            integrator.step(
                from: [0.8, 0.5, 134, 130], inputs: [18, -4000], parameters: [1, 1], over: 0.1,
                sensitivities: .states)
        }
        let first = run()
        _ = integrator.step(
            from: [3, 0.1, 90, 80], inputs: [5, 0], parameters: [1, 1], over: 2,
            sensitivities: .states)
        _ = integrator.step(
            from: [.infinity, 0, 0, 0], inputs: [5, 0], parameters: [1, 1], over: 2,
            sensitivities: .states)
        let second = run()
        #expect(first.states == second.states)
        #expect(first.byStates == second.byStates)
    }

    @Test func `a model without states still gives its other variables`() {
        let linear = TestModels.linear
        let model = Model(
            name: "Gain", states: [], inputs: [Variable(name: "u")], parameters: [],
            algebraics: [], graph: linear.graph, derivatives: [], values: [], initialStates: [])
        let run = Integrator(model).run(
            from: [], inputs: .constant([3]), parameters: [], times: [0, 1])
        #expect(run.times == [0, 1])
        #expect(run.inputs == [[3], [3]])
    }

    @Test func `initial equations are evaluated with the parameters given`() {
        let integrator = Integrator(TestModels.linear)
        #expect(integrator.initialStates(inputs: [0], parameters: [0.7, 0.1]) == [0.7, 0])
    }
}
