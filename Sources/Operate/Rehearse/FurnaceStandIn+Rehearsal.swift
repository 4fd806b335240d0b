package import Act
package import Determinism
import FurnacePlant
package import Swarm
package import Tags

/// The furnace as a plant to which things happen. It brings its own operator, faulty sensors and
/// stops of the line; what a rehearsal draws comes beside them.
extension FurnaceStandIn: RehearsedPlant {
    package mutating func pass(_ seconds: Double, chance: inout RandomStream) {
        advance(by: seconds)
    }

    package mutating func show(chance: inout RandomStream) -> [(tag: TagName, value: Double)] {
        let measurements = furnace.measurements
        return points.map { ($0.tag, $0.toSI($0.point.value(measurements))) }
    }

    /// What the mill asks of a slab, of the last one that left, and what instruments show of zones.
    package var held: [HeldValue] {
        var values = bounds.compactMap { bound in
            value(of: bound.tag).map {
                HeldValue(bound.tag.text + " [K]", $0, (bound.low, bound.high), allowance: 10)
            }
        }
        guard let slab = furnace.truth.discharged.last else { return values }
        values.append(
            HeldValue(
                "slab mean [K]", slab.mean, (FurnaceTruth.lowestMean, FurnaceTruth.highestMean),
                allowance: 4))
        values.append(
            HeldValue(
                "slab spread [K]", slab.spread, (nil, FurnaceTruth.widestSpread), allowance: 4)
        )
        return values
    }

    package mutating func passAlone(_ seconds: Double, chance: inout RandomStream) {
        furnace.practise(.practice)
        advance(by: seconds)
    }

    package func setpoint(of loop: Int) -> Double {
        handles[loop].toSI(furnace.measurements.setpoint[loop])
    }

    package func isRemote(_ loop: Int) -> Bool { furnace.measurements.mode[loop] == .remote }

    package func value(of tag: TagName) -> Double? {
        points.first { $0.tag == tag }.map { $0.toSI($0.point.value(furnace.measurements)) }
    }

    package mutating func apply(_ setpoint: Double, to loop: Int) -> WriteStatus {
        do throws(SetpointRefusal) {
            try furnace.write(setpoint: handles[loop].fromSI(setpoint), zone: loop)
            return .good
        } catch { return .refused(reason: "\(error)") }
    }

    package mutating func drive(_ setpoint: Double, loop: Int) {
        _ = furnace.drive(setpoint: handles[loop].fromSI(setpoint), zone: loop)
    }

    package mutating func put(_ loop: Int, intoRemote isRemote: Bool) {
        furnace.withdraw(!isRemote, zone: loop)
    }

    package func operatorLimits(of loop: Int) -> (low: Double, high: Double) {
        let (shown, unit) = (furnace.measurements, handles[loop].toSI)
        return (unit(shown.setpointLow[loop]), unit(shown.setpointHigh[loop]))
    }

    package mutating func begin(_ event: SwarmEvent) {
        let (zone, shown) = (event.loop, furnace.measurements)
        let setpoint = shown.setpoint[zone]
        switch event.fault {
        case .operatorMoves, .operatorMidWrite:
            // A loop that is not in remote, or limits that forbid it: then he leaves it.
            try? furnace.write(setpoint: moved(event), zone: zone)
        case .limitsMoved:
            order(
                .narrows(low: setpoint - 6 * event.share, high: setpoint + 6 * (1 - event.share)),
                event)
        case .loopTaken:
            order(.takes(setpoint: event.share > 0.6 ? moved(event) : setpoint), event)
        case .interlock: furnace.order(stopFrom: event.at, until: event.until)
        default: break
        }
    }

    package mutating func end(_ event: SwarmEvent) {}

    private mutating func order(_ deed: OperatorAct.Deed, _ event: SwarmEvent) {
        furnace.order(
            OperatorAct(zone: event.loop, deed: deed, from: event.at, until: event.until))
    }

    /// Where the operator puts a setpoint: towards the middle of its limits [°C].
    private func moved(_ event: SwarmEvent) -> Double {
        let shown = furnace.measurements
        let setpoint = shown.setpoint[event.loop]
        let middle = 0.5 * (shown.setpointLow[event.loop] + shown.setpointHigh[event.loop])
        return setpoint + (setpoint < middle ? event.distance : -event.distance)
    }
}
