import Determinism

/// What the furnace operator does by himself: takes a loop, or narrows the live limits.
///
/// A function of seed and time only.
package struct OperatorAct: Hashable, Sendable {
    package enum Deed: Hashable, Sendable {
        /// Takes the loop to local automatic and sets this setpoint [°C]; gives it back at the end.
        case takes(setpoint: Double)
        /// Narrows the live limits of the setpoint to these [°C].
        case narrows(low: Double, high: Double)
    }
    /// 0 preheating, 1 heating, 2 soaking.
    package let zone: Int
    package let deed: Deed
    /// Seconds since the start of the run.
    package let from: Double
    package let until: Double

    package init(zone: Int, deed: Deed, from: Double, until: Double) {
        precondition((0..<3).contains(zone), "zone \(zone) is not one of 0…2")
        self.zone = zone
        self.deed = deed
        self.from = from
        self.until = until
    }
}

/// The acts of one seed, one after the other, and those ordered from outside.
struct OperatorPlan: Sendable {
    private let seed: UInt64
    private let acts: Bool
    private var count = 0
    private var current: OperatorAct?
    private var commanded: [OperatorAct] = []

    init(seed: UInt64, acts: Bool) {
        self.seed = seed
        self.acts = acts
        if acts { current = draw(after: 0) }
    }

    /// Adds an act to those of the seed; at most 64 are kept.
    mutating func add(_ act: OperatorAct) {
        if commanded.count < 64 { commanded.append(act) }
    }

    /// The acts that hold at `time`, which never goes back.
    mutating func active(at time: Double) -> [OperatorAct] {
        while let act = current, time >= act.until { current = draw(after: act.until) }
        var result = commanded.filter { time >= $0.from && time < $0.until }
        if let act = current, time >= act.from { result.append(act) }
        return result
    }

    /// One act about every five hours, lasting 15 to 50 min.
    private mutating func draw(after: Double) -> OperatorAct {
        var stream = RandomStream(seed: seed, purpose: "operator", index: UInt64(count))
        count += 1
        let from = after + 2400 + stream.exponential(mean: 4 * 3600)
        let until = from + stream.uniform(900, 3000)
        let zone = Int(stream.uniform(0, 3))
        let limits = FurnaceSettings.operatorLimits[zone]
        let practice = SetpointTable.practice.row(.medium)[zone]
        if stream.happens(with: 0.5) {
            let setpoint = (practice + stream.uniform(-20, 20)).rounded()
            return OperatorAct(
                zone: zone, deed: .takes(setpoint: setpoint), from: from, until: until)
        }
        let high = (practice + stream.uniform(0, 15)).rounded()
        return OperatorAct(
            zone: zone, deed: .narrows(low: limits.low, high: high), from: from, until: until)
    }
}
