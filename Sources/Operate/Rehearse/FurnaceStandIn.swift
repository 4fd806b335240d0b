package import Determinism
package import FurnacePlant
import Quantities
package import Tags
package import TwinFile

/// The simulated furnace as a plant for rehearsals: the same points that it serves over Modbus.
package struct FurnaceStandIn: Sendable {
    package internal(set) var furnace: Furnace
    let points: [(tag: TagName, point: PlantPoint, toSI: @Sendable (Double) -> Double)]
    /// The setpoints of its zones, in their order.
    let handles: [Handle]
    /// Held temperatures that an instrument shows, with their bounds in SI.
    let bounds: [(tag: TagName, low: Double?, high: Double?)]
    private let origin: PlantTime
    /// Seconds that have passed; the furnace itself steps every few seconds.
    private var elapsed = 0.0

    /// - Parameter origin: what the plant's clock shows when the furnace's run starts.
    package init(_ furnace: Furnace, _ twin: Twin, origin: PlantTime) {
        self.furnace = furnace
        self.origin = origin
        points = PlantPoint.all.compactMap { point in
            let name = TagName(point.tag)
            guard let unit = twin[name]?.unit else { return nil }
            return (name, point, { unit.toSI($0) })
        }
        bounds = twin.holds.compactMap { hold in
            guard let tag = twin.map.first(where: { $0.variable == hold.variable })?.tag,
                twin[tag]?.unit.dimension == .temperature
            else { return nil }
            return (tag, hold.low, hold.high)
        }
        handles = (0..<3).compactMap { zone in
            let name = TagName("TIC-20\(zone + 1).SP")
            guard let unit = twin[name]?.unit else { return nil }
            return Handle(tag: name, toSI: { unit.toSI($0) }, fromSI: { unit.fromSI($0) })
        }
    }

    /// A zone's setpoint and its unit.
    struct Handle: Sendable {
        let tag: TagName
        let toSI: @Sendable (Double) -> Double
        let fromSI: @Sendable (Double) -> Double
    }

    /// The plant's time.
    package var now: PlantTime { origin.later(by: elapsed) }

    /// Lets the plant go on [s].
    package mutating func advance(by seconds: Double) {
        furnace.advance(by: seconds)
        elapsed += seconds
    }

    /// What a master would read now: SI units, raw.
    package func read() -> [RawSample] {
        let measurements = furnace.measurements
        let now = now
        return points.map { tag, point, toSI in
            RawSample(tag: tag, value: toSI(point.value(measurements)), at: now)
        }
    }
}
