import Determinism
package import Tags

/// A plant's shift, as a part of the day that repeats.
package struct Shift: Hashable, Codable, Sendable {
    /// [s]; between a second and a week.
    package let length: Double
    /// Start of any one shift, after 1970-01-01T00:00Z [s]; between 0 and the length.
    package let offset: Double

    package init(length: Double, offset: Double) {
        self.length = length
        self.offset = offset
    }

    /// When the shift began that is running; nil if the figures make no shift.
    func start(at now: PlantTime) -> PlantTime? {
        guard length >= 1 && length <= 604_800 && offset >= 0 && offset <= length else {
            return nil
        }
        let period = Int64(length * 1e9)
        let (since, early) = now.nanoseconds.subtractingReportingOverflow(Int64(offset * 1e9))
        let into = since % period
        let (start, overflow) = now.nanoseconds.subtractingReportingOverflow(
            into < 0 ? into + period : into)
        return early || overflow ? nil : PlantTime(nanoseconds: start)
    }
}

/// How far a setpoint may be taken from where the operator left it, within one shift.
package enum DriftLimit: Hashable, Codable, Sendable {
    /// The approved file says that drift is not limited.
    case notLimited
    /// In the tag's SI unit, either way; zero or more.
    case most(Double, shift: Shift)
}

/// What is done with a handle when the twin backs off. There is no default.
package enum RecoveryAction: Hashable, Codable, Sendable {
    /// The setpoint stays where it is.
    case keep
    /// To this value, in the tag's SI unit, at most so fast [unit/s].
    case rampToSafe(value: Double, rate: Double)
    /// To where the operator left it, or where it was at the start of the shift [unit/s].
    case returnToBaseline(rate: Double)
    /// The loop goes back to its local setpoint. What follows is the control system's: the
    /// setpoint counts as kept.
    case returnToLocal
}

/// How one variable answers a step of one setpoint, as approved: S(t), per unit of the step.
package struct StepResponse: Hashable, Codable, Sendable {
    package var handle: TagName
    package var variable: TagName
    /// Seconds after the step, rising from 0 [s]; straight lines in between.
    package var times: [Double]
    /// As many as times [unit of the variable / unit of the handle].
    package var values: [Double]
    /// The true response lies within this of S(t) at every time; zero or more, in the same unit.
    package var error: Double?

    package init(
        handle: TagName, variable: TagName, times: [Double], values: [Double], error: Double?
    ) {
        self.handle = handle
        self.variable = variable
        self.times = times
        self.values = values
        self.error = error
    }
}

/// How recovery is followed from a predicted state (check 9).
package struct RecoverabilityRules: Hashable, Codable, Sendable {
    /// Recovery moves are so far apart [s]; positive.
    package var cycle: Double?
    /// How long after now backing off may begin [s]; each is tried.
    package var starts: [Double] = [0]
    /// How far it is followed from its start [s]; zero or more.
    package var horizon: Double?

    package init() {}
}
