package import Act
package import Determinism
package import FurnacePlant
package import Guard
import Quantities
import Rehearsal
package import Tags
package import TwinFile

/// The simulated furnace as a plant for rehearsals: the same points that it serves over Modbus.
package struct FurnaceStandIn: VirtualPlant {
    package private(set) var furnace: Furnace
    private let points: [(tag: TagName, point: PlantPoint, toSI: @Sendable (Double) -> Double)]
    private let zones: [TagName: (zone: Int, fromSI: @Sendable (Double) -> Double)]
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
        var zones: [TagName: (zone: Int, fromSI: @Sendable (Double) -> Double)] = [:]
        for zone in 0..<3 {
            let name = TagName("TIC-20\(zone + 1).SP")
            guard let unit = twin[name]?.unit else { continue }
            zones[name] = (zone, { unit.fromSI($0) })
        }
        self.zones = zones
    }

    package var now: PlantTime { origin.later(by: elapsed) }

    package mutating func advance(by seconds: Double) {
        furnace.advance(by: seconds)
        elapsed += seconds
    }

    package func read() -> [RawSample] {
        let measurements = furnace.measurements
        let now = now
        return points.map { tag, point, toSI in
            RawSample(tag: tag, value: toSI(point.value(measurements)), at: now)
        }
    }

    package mutating func write(_ move: ReleasedMove) -> WriteStatus {
        guard let handle = zones[move.tag] else {
            return .refused(reason: "the furnace has no \(move.tag)")
        }
        do throws(SetpointRefusal) {
            try furnace.write(setpoint: handle.fromSI(move.to.value), zone: handle.zone)
            return .good
        } catch { return .refused(reason: "\(error)") }
    }
}
