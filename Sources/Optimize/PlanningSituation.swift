package import Determinism

/// Everything that changes from cycle to cycle. All numbers in SI, money in the problem's currency.
package struct PlanningSituation: Hashable, Codable, Sendable {
    package var time: PlantTime
    /// Estimated states, in the model's order.
    package var state: [Double]
    /// Parameters, estimated disturbances included, in the model's order.
    package var parameters: [Double]
    /// Inputs as they are now, in the model's order; handles at their live setpoints.
    package var inputs: [Double]
    /// What is known of inputs to come; an input without a forecast stays as it is.
    package var forecasts: [InputForecast]
    /// One a handle.
    package var handles: [HandleSituation]
    /// One a held variable.
    package var bounds: [HeldBounds]
    /// Price of one unit of each money term.
    package var prices: [Double]

    package init(
        time: PlantTime, state: [Double], parameters: [Double], inputs: [Double],
        forecasts: [InputForecast] = [], handles: [HandleSituation], bounds: [HeldBounds],
        prices: [Double]
    ) {
        self.time = time
        self.state = state
        self.parameters = parameters
        self.inputs = inputs
        self.forecasts = forecasts
        self.handles = handles
        self.bounds = bounds
        self.prices = prices
    }

    /// The inputs `seconds` from now, handles as they are now.
    package func inputs(after seconds: Double) -> [Double] {
        var values = inputs
        for forecast in forecasts { values[forecast.input] = forecast.value(at: seconds) }
        return values
    }

    var isFinite: Bool {
        (state + parameters + inputs + prices).allSatisfy(\.isFinite)
            && forecasts.allSatisfy { $0.values.allSatisfy(\.isFinite) }
            && handles.allSatisfy { $0.live.isFinite }
    }
}

/// What is known of an input to come.
package struct InputForecast: Hashable, Codable, Sendable {
    /// Position among the model's inputs.
    package var input: Int
    /// Seconds from now, ascending, at least one; earlier ones may lie in the past.
    package var times: [Double]
    package var values: [Double]
    /// Straight lines between the knots; else each value holds until the next.
    package var isLinear = false

    package init(input: Int, times: [Double], values: [Double], isLinear: Bool = false) {
        precondition(
            !times.isEmpty && times.count == values.count
                && zip(times, times.dropFirst()).allSatisfy { $0 < $1 },
            "a forecast of input \(input) with \(times.count) times, \(values.count) values")
        self.input = input
        self.times = times
        self.values = values
        self.isLinear = isLinear
    }

    /// The first value before the first knot, the last after the last.
    package func value(at time: Double) -> Double {
        guard let i = times.lastIndex(where: { $0 <= time }) else { return values[0] }
        guard isLinear, i + 1 < times.count else { return values[i] }
        let share = (time - times[i]) / (times[i + 1] - times[i])
        return values[i] + share * (values[i + 1] - values[i])
    }

    /// The same knowledge `seconds` later.
    func later(by seconds: Double) -> InputForecast {
        InputForecast(
            input: input, times: times.map { $0 - seconds }, values: values, isLinear: isLinear)
    }
}

/// What a handle may do now.
package struct HandleSituation: Hashable, Codable, Sendable {
    /// The live setpoint.
    package var live: Double
    /// All limits in force, each by name; the tightest binds.
    package var limits: [NamedLimit]
    package var ramps: [TravelWindow]
    /// What was read of the setpoint lately, in any order.
    package var readbacks: [Readback]
    /// Largest change of the next move where a soft start makes it smaller than ramps do; plans go
    /// on as ramps allow. Zero or more.
    package var softStep: Double?
    /// Why it must stay where it is, such as "loop in local"; nil if it may move.
    package var heldBecause: String?

    package init(
        live: Double, limits: [NamedLimit], ramps: [TravelWindow] = [],
        readbacks: [Readback] = [], softStep: Double? = nil, heldBecause: String? = nil
    ) {
        self.live = live
        self.limits = limits
        self.ramps = ramps
        self.readbacks = readbacks
        self.softStep = softStep
        self.heldBecause = heldBecause
    }
}

extension HandleSituation {
    /// The lowest and highest setpoint in force within the last `window` seconds: the live one, all
    /// readings younger than the window, and the last one before, which held until the next.
    func span(within window: Double) -> (low: Double, high: Double) {
        let before = readbacks.lazy.map(\.age).filter { $0 >= window }.min()
        var (low, high) = (live, live)
        for readback in readbacks where readback.age < window || readback.age == before {
            low = min(low, readback.value)
            high = max(high, readback.value)
        }
        return (low, high)
    }
}

/// A limit and who set it.
package struct NamedLimit: Hashable, Codable, Sendable {
    /// As explanations name it, such as "operator limit".
    package var name: String
    package var bounds: Bounds

    package init(_ name: String, _ bounds: Bounds) {
        self.name = name
        self.bounds = bounds
    }
}

/// How far a setpoint may travel within a sliding window: largest minus smallest value in it.
package struct TravelWindow: Hashable, Codable, Sendable {
    /// Length [s]; positive.
    package var window: Double
    /// Travel, in SI; positive.
    package var reach: Double

    package init(window: Double, reach: Double) {
        precondition(window > 0 && reach > 0, "travel of \(reach) within \(window) s")
        self.window = window
        self.reach = reach
    }
}

/// A value a setpoint had.
package struct Readback: Hashable, Codable, Sendable {
    /// When it was read, before now [s]; zero or more.
    package var age: Double
    package var value: Double

    package init(age: Double, value: Double) {
        self.age = age
        self.value = value
    }
}

/// The bounds of a held variable now.
package struct HeldBounds: Hashable, Codable, Sendable {
    package var low: Double?
    package var high: Double?
    package var enforcement: Enforcement
    /// Points earlier than this are not held: nothing done now acts on them [s].
    package var from = 0.0
    /// How far inside the bounds the plan stays, k · σ of the forecast, by time ahead.
    package var margin: Margin?

    /// What a violation means.
    package enum Enforcement: Hashable, Codable, Sendable {
        /// Never planned, unless nothing else is possible.
        case hard
        /// Costs this much per unit and second.
        case soft(price: Double)
    }

    package init(low: Double? = nil, high: Double? = nil, enforcement: Enforcement) {
        self.low = low
        self.high = high
        self.enforcement = enforcement
    }

    /// The uncertainty of the forecast, and how much of it the plan keeps clear of the bounds.
    package struct Margin: Hashable, Codable, Sendable {
        /// Standard deviation by seconds ahead, straight between knots and flat outside.
        package var times: [Double]
        package var deviations: [Double]
        /// How many standard deviations the plan stays inside.
        package var coverage: Double

        package init(times: [Double], deviations: [Double], coverage: Double) {
            precondition(
                times.count == deviations.count && deviations.allSatisfy { $0 >= 0 }
                    && coverage >= 0, "a margin of \(deviations) × \(coverage)")
            self.times = times
            self.deviations = deviations
            self.coverage = coverage
        }

        /// The forecast's standard deviation `time` ahead.
        package func deviation(at time: Double) -> Double {
            guard !times.isEmpty else { return 0 }
            return InputForecast(input: 0, times: times, values: deviations, isLinear: true)
                .value(at: time)
        }
    }

    /// The bounds a plan keeps `seconds` ahead, back-off included; nothing before `from`.
    ///
    /// Where the back-off from both sides would cross, the plan aims at the middle.
    func bounds(at seconds: Double) -> Bounds {
        guard seconds >= from else { return Bounds() }
        // No margin was asked for: no back-off.
        let back = margin.map { $0.deviation(at: seconds) * $0.coverage } ?? 0
        var result = Bounds()
        if let low { result.low = low + back }
        if let high { result.high = high - back }
        if let low, let high, result.low > result.high {
            result = .exactly(0.5 * (low + high))
        }
        return result
    }
}
