import Act
import Determinism
import Tags

/// Three loops, each with a measurement that follows its setpoint with a lag, a slow disturbance
/// and noise.
struct SmallPlant: RehearsedPlant {
    private struct Loop: Sendable {
        var setpoint = 50.0
        var low = 10.0
        var high = 90.0
        /// 3 is remote, 1 local, 0 manual.
        var mode = 3.0
        var value = 50.0
        var drift = 0.0
    }

    private var loops = Array(repeating: Loop(), count: SwarmAsset.loops.count)
    /// How many interlocks and trips are up.
    private var interlocks = 0
    private var trips = 0

    mutating func pass(_ seconds: Double, chance: inout RandomStream) {
        for i in loops.indices {
            loops[i].drift =
                loops[i].drift * 0.999 + chance.normal(deviation: 0.02 * seconds.squareRoot())
            let goal = loops[i].setpoint + loops[i].drift
            loops[i].value += (goal - loops[i].value) * seconds / (seconds + SwarmAsset.lag)
        }
    }

    mutating func show(chance: inout RandomStream) -> [(tag: TagName, value: Double)] {
        var all: [(TagName, Double)] = []
        for (loop, names) in zip(loops, SwarmAsset.loops) {
            let value = loop.value + chance.normal(deviation: 0.05)
            all.append((names.setpoint, loop.setpoint))
            all.append((names.low, loop.low))
            all.append((names.high, loop.high))
            all.append((names.mode, loop.mode))
            all.append((names.value, value))
        }
        all.append((SwarmAsset.stopped, interlocks > 0 ? 1 : 0))
        all.append((SwarmAsset.tripped, trips > 0 ? 1 : 0))
        return all
    }

    func setpoint(of loop: Int) -> Double { loops[loop].setpoint }
    func isRemote(_ loop: Int) -> Bool { loops[loop].mode == SwarmAsset.remote }

    func value(of tag: TagName) -> Double? {
        SwarmAsset.loops.firstIndex { $0.value == tag }.map { loops[$0].value }
    }

    mutating func apply(_ setpoint: Double, to loop: Int) -> WriteStatus {
        loops[loop].setpoint = setpoint
        return .good
    }

    mutating func drive(_ setpoint: Double, loop: Int) { loops[loop].setpoint = setpoint }

    mutating func put(_ loop: Int, intoRemote isRemote: Bool) {
        loops[loop].mode = isRemote ? SwarmAsset.remote : 1
    }

    func operatorLimits(of loop: Int) -> (low: Double, high: Double) {
        (loops[loop].low, loops[loop].high)
    }

    mutating func begin(_ event: SwarmEvent) {
        switch event.fault {
        case .operatorMoves, .operatorMidWrite: move(event)
        case .limitsMoved:
            let setpoint = loops[event.loop].setpoint
            loops[event.loop].low = setpoint - 6 * event.share
            loops[event.loop].high = setpoint + 6 * (1 - event.share)
        case .loopTaken:
            loops[event.loop].mode = event.share < 0.3 ? 0 : 1
            if event.share > 0.6 { move(event) }
        case .interlock: interlocks += 1
        case .trip: trips += 1
        default: break
        }
    }

    mutating func end(_ event: SwarmEvent) {
        switch event.fault {
        case .limitsMoved: (loops[event.loop].low, loops[event.loop].high) = (10, 90)
        case .loopTaken: loops[event.loop].mode = SwarmAsset.remote
        case .interlock: interlocks -= 1
        case .trip: trips -= 1
        default: break
        }
    }

    private mutating func move(_ event: SwarmEvent) {
        let up = loops[event.loop].setpoint < 50
        loops[event.loop].setpoint += up ? event.distance : -event.distance
    }
}
