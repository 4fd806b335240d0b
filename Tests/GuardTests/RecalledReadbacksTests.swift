import Determinism
import Guard
import Tags
import Testing

/// What an earlier run read of a setpoint, and how much of it counts.
@Suite struct RecalledReadbacksTests {
    private let now = PlantTime.seconds(1_750_000_000)

    /// Readings of 80, one a minute at these ages in minutes, oldest first.
    private func readings(_ ages: some Sequence<Int>) throws -> [ReadbackHistory.Reading] {
        let value = try #require(Finite(80))
        return ages.sorted(by: >).map {
            ReadbackHistory.Reading(value, at: now.earlier(by: Double($0) * 60))
        }
    }

    /// Minutes that the recalled history covers without a hole, the first live reading included,
    /// which comes `pause` seconds after now.
    private func covered(
        _ earlier: [ReadbackHistory.Reading], pause: Double = 1
    ) throws -> Int {
        var history = ReadbackHistory(recalling: earlier, until: now, gap: 90)
        let live = now.later(by: pause)
        history.note(try #require(Finite(80)), at: live)
        return (0..<100).last {
            history.covering(Double($0) * 60, until: live, gap: 600) != nil
        } ?? -1  // nothing at all
    }

    @Test func `an hour that was read without a hole counts at once`() throws {
        #expect(try covered(readings(0...60)) == 60)
    }

    @Test func `what lies beyond a hole is forgotten`() throws {
        #expect(try covered(readings(Array(0...20) + Array(22...60))) == 20)
    }

    @Test func `a pause between the runs that is too long leaves nothing`() throws {
        #expect(try covered(readings(1...60)) == 60)
        #expect(try covered(readings(2...60)) == 0)
        // Found in order at the start, and then the first reading does not come.
        #expect(try covered(readings(0...60), pause: 90) == 61)
        #expect(try covered(readings(0...60), pause: 91) == 0)
    }

    @Test func `a reading later than now, or out of order, discredits all`() throws {
        #expect(try covered(readings(-1...60), pause: 61) == 0)
        let earlier = try readings(0...60)
        #expect(try covered(earlier + [earlier[3]]) == 0)
        #expect(try covered([]) == 0)
    }
}
