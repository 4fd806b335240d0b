/// Who moves a zone's setpoint. The numbers are those of the mode register.
package enum LoopMode: Int, Sendable {
    /// The output stands still.
    case manual = 1
    /// The operator's or the delay strategy's setpoint.
    case local = 2
    /// The setpoint may be written from outside.
    case remote = 3
}

/// Temperature control of one zone: PID on the control thermocouple, output is fuel.
///
/// Derivative on the measurement, back-calculation against windup (Åström & Hägglund, PID
/// Controllers, 1995, §3.5). The output is limited to the burners' range and to the valve's rate.
package struct ZoneController: Sendable {
    /// Largest fuel power of the zone [W].
    package let capacity: Double
    /// Smallest, the burners' turn-down [W].
    package let least: Double
    /// Share of the capacity per kelvin [1/K].
    package var gain = 0.010
    /// Integral time [s].
    package var integralTime = 420.0
    /// Derivative time [s].
    package var derivativeTime = 30.0
    /// The valve's rate, share of the capacity [1/s].
    package var valveRate = 0.02

    /// Output, share of the capacity.
    package private(set) var output: Double
    private var integral: Double
    private var lastMeasurement: Double?

    package init(capacity: Double, turnDown: Double = 0.05, output: Double = 0.5) {
        precondition(capacity > 0 && turnDown >= 0 && turnDown < 1, "capacity \(capacity)")
        self.capacity = capacity
        least = turnDown * capacity
        self.output = output
        integral = output
    }

    /// Fuel power [W].
    package var power: Double { output * capacity }
    package var isHigh: Bool { output >= 0.999 }
    package var isLow: Bool { output <= least / capacity + 0.001 }

    /// One step of `dt` seconds towards `setpoint` [°C]; `ceiling` caps the output from outside.
    package mutating func advance(
        setpoint: Double, measured: Double, dt: Double, ceiling: Double = 1
    ) {
        let error = setpoint - measured
        let slope = lastMeasurement.map { (measured - $0) / dt } ?? 0  // none at the first step
        lastMeasurement = measured
        let wanted = integral + gain * (error - derivativeTime * slope)
        var allowed = bounded(wanted, least / capacity, ceiling)
        allowed = bounded(allowed, output - valveRate * dt, output + valveRate * dt)
        output = allowed
        // Back-calculation: the integral follows what the valve could do.
        integral += dt * (gain / integralTime * error + (allowed - wanted) / (0.5 * integralTime))
    }

    private func bounded(_ x: Double, _ low: Double, _ high: Double) -> Double {
        x < low ? low : (x > high ? high : x)
    }
}
