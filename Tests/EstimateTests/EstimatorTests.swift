import Determinism
import Estimate
import LinearAlgebra
import Modeling
import Tags
import Tape
import Testing

@Suite struct EstimatorTests {
    let plant = LinearPlant.tanks

    func settings(_ variables: [String] = ["y"], deviation: Double = 0.5) -> EstimatorSettings {
        var settings = EstimatorSettings(
            driftPerHour: [2, 3], initialDeviation: [5, 5],
            measurements: variables.map {
                Measurement(tag: TagName("T-\($0)"), variable: $0, deviation: deviation)
            })
        settings.propagationTolerance = 1e-10
        return settings
    }

    func estimator(
        _ disturbances: [Disturbance] = [], _ variables: [String] = ["y"],
        deviation: Double = 0.5
    ) throws -> Estimator {
        try Estimator(
            model: plant.model, disturbances: disturbances,
            settings: settings(variables, deviation: deviation), inputs: [0], at: .seconds(0))
    }

    func drift(_ name: String, _ place: Disturbance.Place) -> Disturbance {
        Disturbance(name: name, place: place, driftPerHour: 5, initialDeviation: 3)
    }

    @Test func `on a linear plant it is the Kalman filter, written out as in a textbook`() throws {
        var estimator = try estimator()
        let (f, g) = plant.exact(over: 10)
        var x = [0.0, 0.0]
        var p = Matrix(diagonal: [25, 25])
        let q = Matrix(diagonal: [4.0 / 360, 9.0 / 360])
        var chance = RandomStream(seed: 4, purpose: "readings")
        for k in 0..<200 {
            let u = k % 50 < 25 ? 10.0 : 4.0
            let reading = k % 7 == 3 ? nil : chance.normal(mean: 3, deviation: 2)
            let estimate = estimator.update(inputs: [u], measurements: [reading], over: 10)
            x = zip(f * x, g * [u]).map { $0 + $1 }
            p = f * p * f.transposed + q
            if let reading {
                let spread = p[0, 0] + 0.25
                let gain = [p[0, 0] / spread, p[1, 0] / spread]
                let rest = reading - x[0]
                x = [x[0] + gain[0] * rest, x[1] + gain[1] * rest]
                p = Matrix(rows: [
                    [(1 - gain[0]) * p[0, 0], (1 - gain[0]) * p[0, 1]],
                    [p[1, 0] - gain[1] * p[0, 0], p[1, 1] - gain[1] * p[0, 1]],
                ])
            }
            for i in 0..<2 {
                #expect(abs(estimate.mean[i] - x[i]) < 1e-7)
                for j in 0..<2 { #expect(abs(estimate.covariance[i, j] - p[i, j]) < 1e-7) }
            }
        }
    }

    @Test(arguments: [
        Disturbance.Place.input("u0"), .derivative("x1"), .derivative("x0"), .output("y"),
    ]) func `a lasting difference is learned wherever it enters`(place: Disturbance.Place) throws {
        var estimator = try estimator([drift("d", place)])
        let truth = try AugmentedModel(plant.model, disturbances: [drift("d", place)])
        let size = place == .derivative("x1") || place == .derivative("x0") ? 0.02 : 2.0
        // The steady state of the disturbed plant under u = 10, by its own equations.
        var x = [0.0, 0.0]
        switch place {
        case .input: x = [12, 12]
        case .derivative("x1"): x = [10 + 0.8, 10 + 0.8]
        case .derivative: x = [12, 10]
        default: x = [10, 10]
        }
        let reading = place == .output("y") ? 12 : x[0]
        var last: StateEstimate?
        for _ in 0..<1500 {
            last = estimator.update(inputs: [10], measurements: [reading], over: 10)
        }
        let estimate = try #require(last)
        #expect(truth.model.parameters.count == 1)
        #expect(abs(estimate.disturbances[0].value - size) < 0.01 * size)
        #expect(abs(estimate.mean[0] - x[0]) < 0.01)
        #expect(abs(estimate.innovations[0].value) < 0.005)
    }

    @Test func `a value that is not finite counts as absent`() throws {
        var estimator = try estimator([], ["y", "z"])
        var other = estimator
        let one = estimator.update(inputs: [5], measurements: [.nan, 2], over: 10)
        let two = other.update(inputs: [5], measurements: [nil, 2], over: 10)
        #expect(one == two)
        #expect(one.innovations.map(\.tag.text) == ["T-z"])
        #expect(one.mean.allSatisfy { $0.isFinite })
    }

    @Test func `inputs that are not finite leave the estimate as it was and say so`() throws {
        var estimator = try estimator()
        let before = estimator.update(inputs: [5], measurements: [1], over: 10)
        let after = estimator.update(inputs: [.nan], measurements: [1], over: 10)
        #expect(after.outcome == .propagationFailed)
        #expect(after.mean == before.mean && after.covariance == before.covariance)
    }

    @Test func `without measurements the uncertainty grows and nothing else changes`() throws {
        var estimator = try estimator([drift("d", .input("u0"))])
        var last = estimator.update(inputs: [0], measurements: [0], over: 10)
        let start = last
        for _ in 0..<500 { last = estimator.update(inputs: [0], measurements: [nil], over: 10) }
        #expect(last.outcome == .predicted)
        #expect(last.disturbances[0].deviation > start.disturbances[0].deviation)
        #expect(last.disturbances[0].value == start.disturbances[0].value)
    }

    @Test func `the covariance stays symmetric and positive over ten thousand updates`() throws {
        var estimator = try estimator([drift("d", .input("u0"))], deviation: 1e-4)
        var chance = RandomStream(seed: 11, purpose: "readings")
        for k in 0..<10_000 {
            let reading = chance.happens(with: 0.2) ? nil : chance.normal(mean: 5)
            let estimate = estimator.update(
                inputs: [chance.uniform(0, 20)], measurements: [reading], over: 5)
            if k % 500 == 0 || k > 9990 {
                let p = estimate.covariance
                #expect(p == p.transposed)
                let values = SymmetricEigenvalues(p).values
                #expect(values[0] >= -1e-12 * values[values.count - 1], "update \(k)")
            }
        }
    }

    /// Innovations of a simulated plant whose noise is `factor` times what the filter assumes.
    func consistency(noise factor: Double, seed: UInt64) throws -> Consistency {
        var settings = settings(["y", "z"])
        settings.consistencyWindow = 400
        var estimator = try Estimator(
            model: plant.model, disturbances: [], settings: settings, inputs: [0],
            state: [0, 0], at: .seconds(0))
        let (f, g) = plant.exact(over: 10)
        var chance = RandomStream(seed: seed, purpose: "plant")
        var x = [chance.normal(deviation: 5), chance.normal(deviation: 5)]
        var last = estimator.latest
        for _ in 0..<400 {
            x = zip(f * x, g * [6]).map { $0 + $1 }
            x[0] += chance.normal(deviation: (4.0 / 360).squareRoot())
            x[1] += chance.normal(deviation: (9.0 / 360).squareRoot())
            let readings = x.map { $0 + chance.normal(deviation: 0.5 * factor) }
            last = estimator.update(inputs: [6], measurements: readings, over: 10)
        }
        return last.consistency
    }

    @Test func `the consistency check passes a right filter and fails a wrong one`() throws {
        var passed = 0
        for seed in 0..<40 as Range<UInt64> {
            if try consistency(noise: 1, seed: seed).joint.isConsistent == true { passed += 1 }
        }
        // 95 % expected; fewer than 33 of 40 has a chance below 0.1 %.
        #expect(passed >= 33)
        #expect(try consistency(noise: 2, seed: 1).joint.isConsistent == false)
        #expect(try consistency(noise: 0.4, seed: 1).joint.isConsistent == false)
        #expect(try consistency(noise: 2, seed: 1).measurements[0].isConsistent == false)
    }

    @Test func `more disturbances than measurements are refused by name`() {
        #expect(
            throws: EstimatorError.tooManyDisturbances(["a", "b"], measurements: ["T-y"])
        ) { try estimator([drift("a", .input("u0")), drift("b", .output("y"))]) }
    }

    @Test func `disturbances with one and the same effect are refused by name`() {
        // Through the first tank only, z says nothing about either.
        #expect(
            throws: EstimatorError.indistinguishable(["a", "b"], measurements: ["T-y", "T-z"])
        ) { try estimator([drift("a", .derivative("x0")), drift("b", .output("y"))], ["y", "z"]) }
    }

    @Test func `a place that does not exist is refused by name`() {
        #expect(throws: EstimatorError.self) { try estimator([drift("a", .input("x0"))]) }
        #expect(throws: EstimatorError.unknownMeasurement("nothing")) {
            try estimator([], ["nothing"])
        }
    }

    @Test func `a drifting parameter is found on a nonlinear plant and kept in its range`() throws {
        // dT/dt = (u − k (T − 300)) / 1000
        var graph = Graph()
        let t = graph.variable(1)
        let u = graph.variable(2)
        let k = graph.variable(3)
        let ambient = graph.constant(300)
        let above = graph.subtract(t, ambient)
        let loss = graph.multiply(k, above)
        let net = graph.subtract(u, loss)
        let thousandth = graph.constant(0.001)
        let slope = graph.multiply(net, thousandth)
        let start = graph.constant(400)
        let model = Model(
            name: "box", states: [Variable(name: "T", start: 400, nominal: 100)],
            inputs: [Variable(name: "u", nominal: 100)],
            parameters: [Variable(name: "k", start: 2, minimum: 0.5, maximum: 3, nominal: 1)],
            algebraics: [], graph: graph, derivatives: [slope], values: [],
            initialStates: [start])
        let settings = EstimatorSettings(
            driftPerHour: [1], initialDeviation: [5],
            measurements: [Measurement(tag: TagName("TI"), variable: "T", deviation: 0.5)])
        let fouling = Disturbance(
            name: "fouling", place: .parameter("k"), driftPerHour: 0.5, initialDeviation: 0.5)
        var estimator = try Estimator(
            model: model, disturbances: [fouling], settings: settings, inputs: [200],
            at: .seconds(0))
        for _ in 0..<600 {
            _ = estimator.update(inputs: [200], measurements: [425], over: 20)
        }
        #expect(abs(estimator.latest.parameters[0] - 1.6) < 0.005)
        for _ in 0..<600 {
            _ = estimator.update(inputs: [200], measurements: [900], over: 20)
        }
        #expect(estimator.latest.parameters[0] >= 0.5)
        #expect(estimator.latest.projected == ["fouling"])
    }
}
