package import Modeling
import Tape

/// Many scenarios of one model advanced together with fixed steps, 32 at a time in vector lanes.
///
/// Runge and Kutta's classical method of order 4. No error control: the caller chooses steps
/// short enough for the model's fastest part and checks them once against `Integrator`. For stiff
/// models use `Integrator`.
package struct ScenarioBatch: ~Copyable {
    package let scenarios: Int
    /// Common to all scenarios [s].
    package private(set) var time: Double
    private let slots: Slots
    private var lanes: LaneWorkspace
    /// Value of slot s in scenario k at `[s * scenarios + k]`.
    private var point: [Double]
    private var start: [Double]
    private var total: [Double]
    private var rates: [Double]

    package init(_ model: Model, scenarios: Int, time: Double = 0) {
        precondition(scenarios > 0, "\(scenarios) scenarios")
        self.scenarios = scenarios
        self.time = time
        slots = model.slots
        lanes = LaneWorkspace(
            for: Tape(model.graph, outputs: model.derivatives, inputCount: model.slots.count))
        point = Array(repeating: 0, count: slots.count * scenarios)
        start = Array(repeating: 0, count: slots.states * scenarios)
        total = start
        rates = start
    }

    package mutating func set(states: [Double], of scenario: Int) {
        for (i, value) in states.enumerated() { self[slots.state(i), scenario] = value }
    }

    package mutating func set(inputs: [Double], of scenario: Int) {
        for (i, value) in inputs.enumerated() { self[slots.input(i), scenario] = value }
    }

    package mutating func set(parameters: [Double], of scenario: Int) {
        for (i, value) in parameters.enumerated() { self[slots.parameter(i), scenario] = value }
    }

    /// The states of one scenario; not finite where the model left the numbers.
    package func states(of scenario: Int) -> [Double] {
        slots.allStates.map { point[$0 * scenarios + scenario] }
    }

    /// Advances all scenarios over `seconds` in `steps` equal steps with inputs held. Allocates
    /// nothing.
    package mutating func advance(by seconds: Double, steps: Int) {
        precondition(steps > 0, "\(steps) steps")
        let h = seconds / Double(steps)
        let begin = time
        for step in 0..<steps {
            let t = begin + seconds * Double(step) / Double(steps)
            copyStates()
            stage(at: t, next: 0.5 * h, weight: h / 6)
            stage(at: t + 0.5 * h, next: 0.5 * h, weight: h / 3)
            stage(at: t + 0.5 * h, next: h, weight: h / 3)
            stage(at: t + h, next: 0, weight: h / 6)
            takeTotal()
        }
        time = begin + seconds
    }

    private subscript(slot: Int, scenario: Int) -> Double {
        get { point[slot * scenarios + scenario] }
        set {
            precondition(scenario >= 0 && scenario < scenarios, "scenario \(scenario)")
            point[slot * scenarios + scenario] = newValue
        }
    }

    private mutating func copyStates() {
        let first = slots.state(0) * scenarios
        for k in start.indices {
            start[k] = point[first + k]
            total[k] = start[k]
        }
    }

    /// Rates at the present point; adds them to the total and moves the point to the next stage.
    private mutating func stage(at t: Double, next: Double, weight: Double) {
        for k in 0..<scenarios { point[slots.time * scenarios + k] = t }
        Self.evaluate(&lanes, scenarios, point, into: &rates)
        let first = slots.state(0) * scenarios
        for k in start.indices {
            total[k] += weight * rates[k]
            point[first + k] = start[k] + next * rates[k]
        }
    }

    private mutating func takeTotal() {
        let first = slots.state(0) * scenarios
        for k in total.indices { point[first + k] = total[k] }
    }

    private static func evaluate(
        _ lanes: inout LaneWorkspace, _ points: Int, _ inputs: [Double],
        into outputs: inout [Double]
    ) {
        var span = outputs.mutableSpan
        lanes.evaluate(points: points, inputs: inputs.span, into: &span)
    }
}
