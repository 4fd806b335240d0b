package import Modeling
import Quantities
package import Simulate
import Tags
package import TwinFile

/// How the hard-held values of a twin answer steps of its MVs, by its model, around operating
/// points of a recorded run.
///
/// From each point on, the inputs stay as they are; then one MV is a step higher, or lower. The
/// answer per unit of step, (y_stepped(t) − y_left(t)) / step, differs from point to point since
/// the plant is not linear. What is sealed lies in the middle of all answers at each time, where
/// the largest distance to any of them is least; that distance is the error. It is taken between
/// the sealed times, too, where the guard goes straight.
package struct StepStudy: Sendable {
    /// What to study.
    package struct Request: Sendable {
        /// Operating points, evenly over the record after `from`.
        package var points = 12
        /// First of them [s]; nil: a horizon after the record's beginning, when the model has
        /// forgotten how it was started.
        package var from: Double?
        /// Relative error of the integration per step; what is of interest are differences.
        package var tolerance = 1e-8

        package init() {}
    }

    /// The answers of one value to one MV.
    package struct Answer: Sendable {
        package let hold: Hold
        package let tag: TagDeclaration
        /// [s]
        package let times: [Double]
        /// In the unit of the held value by that of the MV, rounded as they will be written.
        package let values: [Double]
        /// Largest distance of any answer at any point, in the same unit.
        package let error: Double
        /// The least and the greatest answer at the end, to see how far apart the points lie.
        package let lastLow: Double
        package let lastHigh: Double
    }

    package let answers: [Answer]
    /// Times of the operating points [s].
    package let points: [Double]
    /// Such as "step-test.csv".
    package let source: String

    /// Shares of the horizon at which answers are sealed.
    static let shares: [Double] = [
        0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 30, 36,
    ].map { $0 / 36 }
    /// Between two sealed times the error is looked at so often.
    static let between = 4

    /// - Parameters:
    ///   - inputs: of the model, over the record; setpoints among them.
    ///   - times: of the record [s].
    ///   - report: told the share that is done, 0 to 1.
    package init(
        _ twin: Twin, _ model: Model, inputs: InputSchedule, times: [Double], source: String,
        _ request: Request = Request(), report: (Double) -> Void = { _ in }
    ) throws(RequestRefusal) {
        let held = try Self.held(twin, model)
        let moved = try Self.moved(twin, model)
        let points = try Self.points(times, twin.cadence.horizon, request)
        let integrator = Integrator(
            model,
            options: IntegrationOptions(
                relativeTolerance: request.tolerance, absoluteTolerance: request.tolerance / 100,
                stepLimit: 10_000_000))
        let states = try Self.states(integrator, model, inputs, from: times[0], at: points)
        let sealed = Self.shares.map { $0 * twin.cadence.horizon }
        var courses = Courses(
            integrator: integrator, parameters: model.parameterValues, outputs: held.map(\.found),
            times: Self.fine(sealed))
        // [held][moved] → one answer a point and direction.
        var answers = held.map { _ in moved.map { _ in [[Double]]() } }
        for (k, point) in points.enumerated() {
            let now = inputs.values(at: point)
            let left = try courses.run(states[k], now, at: point)
            for (j, handle) in moved.enumerated() {
                for step in [handle.step, -handle.step] {
                    var stepped = now
                    stepped[handle.input] += step
                    let other = try courses.run(states[k], stepped, at: point)
                    for i in held.indices {
                        answers[i][j].append(zip(left[i], other[i]).map { ($1 - $0) / step })
                    }
                }
            }
            report(Double(k + 1) / Double(points.count))
        }
        self.points = points
        self.source = source
        self.answers = held.indices.flatMap { i in
            moved.indices.map { j in
                Self.answer(held[i].hold, moved[j].tag, sealed, answers[i][j])
            }
        }
    }

    // MARK: What there is to study

    private static func held(
        _ twin: Twin, _ model: Model
    ) throws(RequestRefusal) -> [(hold: Hold, found: Model.Found)] {
        var held: [(hold: Hold, found: Model.Found)] = []
        for hold in twin.holds where hold.firmness == .hard {
            guard let found = model.find(hold.variable) else {
                throw RequestRefusal("\(hold.variable) is no variable of \(model.name)")
            }
            held.append((hold, found))
        }
        guard !held.isEmpty else {
            throw RequestRefusal("no value in \"hold\" is \"hard: true\": there is nothing to seal")
        }
        return held
    }

    private static func moved(
        _ twin: Twin, _ model: Model
    ) throws(RequestRefusal) -> [(tag: TagDeclaration, input: Int, step: Double)] {
        var moved: [(tag: TagDeclaration, input: Int, step: Double)] = []
        for tag in twin.tags where tag.recoveryRate != nil {
            guard let variable = twin.variable(of: tag.name),
                let input = model.inputs.firstIndex(where: { $0.name == variable }),
                let step = tag.limits?.ramps.first?.reach
            else { throw RequestRefusal("\(tag.name) is no input of \(model.name)") }
            moved.append((tag, input, step))
        }
        guard !moved.isEmpty else {
            throw RequestRefusal("no recovery moves an MV: there is nothing to seal")
        }
        return moved
    }

    private static func points(
        _ times: [Double], _ horizon: Double, _ request: Request
    ) throws(RequestRefusal) -> [Double] {
        let (first, last) = (times[0], times[times.count - 1])
        let from = request.from ?? first + horizon
        guard request.points >= 2, request.points <= 1000 else {
            throw RequestRefusal("\(request.points) operating points: 2 to 1000 are possible")
        }
        guard from >= first, from < last else {
            throw RequestRefusal(
                "the record goes from \(briefly(first, digits: 8)) s to "
                    + "\(briefly(last, digits: 8)) s, and the first operating point would be at "
                    + "\(briefly(from, digits: 8)) s")
        }
        let distance = (last - from) / Double(request.points - 1)
        return (0..<request.points).map { from + Double($0) * distance }
    }

    /// The model's states along the record at the operating points.
    private static func states(
        _ integrator: Integrator, _ model: Model, _ inputs: InputSchedule, from first: Double,
        at points: [Double]
    ) throws(RequestRefusal) -> [[Double]] {
        let parameters = model.parameterValues
        let start = integrator.initialStates(
            at: first, inputs: inputs.values(at: first), parameters: parameters)
        let isEarlier = first < points[0]
        let run = integrator.run(
            from: start, inputs: inputs, parameters: parameters,
            times: isEarlier ? [first] + points : points)
        guard run.status.isFinished else {
            throw RequestRefusal("the model fails along the record: \(run.status)")
        }
        return isEarlier ? Array(run.states.dropFirst()) : run.states
    }

    /// Every stretch between two sealed times in `between` parts.
    private static func fine(_ sealed: [Double]) -> [Double] {
        zip(sealed, sealed.dropFirst()).flatMap { a, b in
            (0..<between).map { a + (b - a) * Double($0) / Double(between) }
        } + sealed.suffix(1)
    }

    // MARK: What is sealed

    /// - Parameter answers: in SI, at the fine times.
    private static func answer(
        _ hold: Hold, _ tag: TagDeclaration, _ sealed: [Double], _ answers: [[Double]]
    ) -> Answer {
        let factor = tag.unit.scale / hold.unit.scale
        let shown = answers.map { $0.map { $0 * factor } }
        let bounds = shown[0].indices.map { i in
            let all = shown.map { $0[i] }
            // There are two operating points at least.
            return (low: all.min() ?? 0, high: all.max() ?? 0)  // never empty
        }
        let middles = sealed.indices.map { i in
            let bound = bounds[i * between]
            return rounded((bound.low + bound.high) / 2)
        }
        var error = 0.0
        for (i, bound) in bounds.enumerated() {
            let (k, part) = (i / between, Double(i % between) / Double(between))
            let next = middles[min(k + 1, middles.count - 1)]
            let value = middles[k] + part * (next - middles[k])
            error = max(error, bound.high - value, value - bound.low)
        }
        let last = bounds[bounds.count - 1]
        return Answer(
            hold: hold, tag: tag, times: sealed, values: middles, error: roundedUp(error),
            lastLow: last.low, lastHigh: last.high)
    }

    /// To four digits after the point of the scale that answers have.
    private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }

    /// Never less than it is.
    private static func roundedUp(_ value: Double) -> Double {
        (value * 1e4).rounded(.up) / 1e4
    }
}

/// Runs of the model from one point under inputs that stay.
private struct Courses {
    let integrator: Integrator
    let parameters: [Double]
    let outputs: [Model.Found]
    /// After the point [s].
    let times: [Double]

    /// One course an output, at the times.
    mutating func run(
        _ states: [Double], _ inputs: [Double], at point: Double
    ) throws(RequestRefusal) -> [[Double]] {
        let run = integrator.run(
            from: states, inputs: .constant(inputs), parameters: parameters,
            times: times.map { point + $0 })
        guard run.status.isFinished else {
            throw RequestRefusal(
                "the model fails after the operating point at \(briefly(point, digits: 8)) s: "
                    + "\(run.status)")
        }
        return outputs.map { output in
            // A parameter is never held: the reader of the file takes variables with a course.
            run.series(output) ?? run.times.map { _ in 0 }
        }
    }
}
