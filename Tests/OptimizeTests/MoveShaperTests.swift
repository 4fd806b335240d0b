import Determinism
import Quantities
import Tags
import Testing

@testable import Optimize

@Suite struct MoveShaperTests {
    /// The rule written out anew: travel within a window, values held until the next reading.
    func keepsAll(_ value: Double, _ situation: HandleSituation) -> Bool {
        for limit in situation.limits
        where !(value >= limit.bounds.low && value <= limit.bounds.high) { return false }
        for ramp in situation.ramps {
            var highest = max(value, situation.live)
            var lowest = min(value, situation.live)
            let before = situation.readbacks.filter { $0.age >= ramp.window }.map(\.age).min()
            for readback in situation.readbacks
            where readback.age < ramp.window || readback.age == before {
                highest = max(highest, readback.value)
                lowest = min(lowest, readback.value)
            }
            if !(highest - lowest <= ramp.reach) { return false }
        }
        return true
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `what is shaped keeps every limit and ramp to the last bit`(seed: UInt64) {
        var chance = RandomStream(seed: seed, purpose: "shaper")
        var moved = 0
        for _ in 0..<5000 {
            let live = chance.uniform(-50, 1500)
            var handle = Handle(tag: TagName("T"), input: 0, unit: .one)
            handle.smallestMove = [0, 0.3, 1][Int(chance.next() % 3)]
            handle.resolution = [0, 0.1, 0.25, 1][Int(chance.next() % 4)]
            let low = live - chance.uniform(-0.5, 30)
            let high = live + chance.uniform(-0.5, 30)
            var situation = HandleSituation(
                live: live, limits: [NamedLimit("limit", Bounds(low, high))],
                ramps: [
                    TravelWindow(window: 60, reach: chance.uniform(0.1, 5)),
                    TravelWindow(window: 600, reach: chance.uniform(1, 20)),
                ])
            var value = live
            for k in 0..<6 {
                situation.readbacks.append(
                    Readback(age: Double(k) * chance.uniform(5, 300), value: value))
                value += chance.uniform(-2, 2)
            }
            let edges = [low, high, low.nextDown, high.nextUp, .nan, .infinity, live.nextUp]
            let wanted =
                chance.happens(with: 0.2)
                ? edges[Int(chance.next() % 7)] : live + chance.uniform(-40, 40)
            let shaped = MoveShaper.shape(wanted, of: handle, given: situation)
            if shaped == live { continue }
            moved += 1
            #expect(keepsAll(shaped, situation), "seed \(seed): \(wanted) became \(shaped)")
            #expect(abs(shaped - live) >= handle.smallestMove)
            if handle.resolution > 0 {
                let steps = shaped / handle.resolution
                #expect(abs(steps - steps.rounded()) < 1e-6)
            }
        }
        #expect(moved > 1000)
    }

    @Test func `a solver's answer a little beyond the limit lands on it`() {
        let handle = Handle(tag: TagName("T"), input: 0, unit: .one)
        let situation = HandleSituation(
            live: 9, limits: [NamedLimit("limit", Bounds(0, 10))])
        #expect(MoveShaper.shape(10 + 1e-7, of: handle, given: situation) == 10)
    }

    @Test func `a move below the smallest is not made`() {
        var handle = Handle(tag: TagName("T"), input: 0, unit: .one)
        handle.smallestMove = 1
        let situation = HandleSituation(
            live: 5, limits: [NamedLimit("limit", Bounds(0, 10))])
        #expect(MoveShaper.shape(5.99, of: handle, given: situation) == 5)
        #expect(MoveShaper.shape(6.0, of: handle, given: situation) == 6)
    }
}
