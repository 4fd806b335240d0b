import Determinism

/// Instruments that can fail.
package enum FaultySensor: String, CaseIterable, Sendable {
    case zone1 = "TI-201"
    case zone2 = "TI-202"
    case zone3 = "TI-203"
    case second1 = "TI-301"
    case second2 = "TI-302"
    case second3 = "TI-303"
    case pyrometer = "TI-305"
    case millExit = "TI-401"
    case oxygen = "AI-210"
    case recuperator = "TI-220"
}

/// A fault of one instrument over a time; it touches what is transmitted, never the burners.
package struct SensorFault: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The last value stays.
        case freeze
        /// Single readings jump by up to 150 units, in about one step of twelve.
        case spike
        /// Open circuit: not a number.
        case open
    }
    package let sensor: FaultySensor
    package let kind: Kind
    /// Seconds since the start of the run.
    package let from: Double
    package let until: Double

    package init(sensor: FaultySensor, kind: Kind, from: Double, until: Double) {
        self.sensor = sensor
        self.kind = kind
        self.from = from
        self.until = until
    }
}

/// The faults of one seed, one after the other, and those ordered from outside.
struct FaultPlan: Sendable {
    private let seed: UInt64
    private let happen: Bool
    private var count = 0
    private var current: SensorFault?
    private var commanded: [SensorFault] = []

    init(seed: UInt64, happen: Bool) {
        self.seed = seed
        self.happen = happen
        if happen { current = draw(after: 0) }
    }

    /// Adds a fault to those of the seed; at most 64 are kept.
    mutating func add(_ fault: SensorFault) {
        if commanded.count < 64 { commanded.append(fault) }
    }

    /// Moves on to `time`, which never goes back.
    mutating func advance(to time: Double) {
        while let fault = current, time >= fault.until { current = draw(after: fault.until) }
    }

    /// The fault of an instrument at `time`, if any; ordered ones first.
    func fault(of sensor: FaultySensor, at time: Double) -> SensorFault.Kind? {
        for fault in commanded
        where fault.sensor == sensor && time >= fault.from && time < fault.until {
            return fault.kind
        }
        guard let current, current.sensor == sensor, time >= current.from else { return nil }
        return current.kind
    }

    /// One fault about every eight hours: a thermocouple or the pyrometer, for 5 to 40 min.
    private mutating func draw(after: Double) -> SensorFault {
        var stream = RandomStream(seed: seed, purpose: "fault", index: UInt64(count))
        count += 1
        let from = after + 1800 + stream.exponential(mean: 7.5 * 3600)
        let candidates: [FaultySensor] = [
            .zone1, .zone2, .zone3, .second1, .second2, .second3, .pyrometer,
        ]
        let sensor = candidates[Int(stream.uniform(0, Double(candidates.count)))]
        let draw = stream.uniform()
        let kind: SensorFault.Kind = draw < 0.5 ? .freeze : (draw < 0.85 ? .spike : .open)
        return SensorFault(
            sensor: sensor, kind: kind, from: from, until: from + stream.uniform(300, 2400))
    }
}
