import Foundation
import GuardRoom
import Operate
import Synchronization
import Testing

/// Serialized, since each holds a thread.
@Suite(.serialized) struct ReadingBesideTests {
    /// Plant time runs 100 times as fast, so that a period of 2 s is 20 ms on the wall.
    private let clock = PlantClock(speed: 100)

    /// Blocks this thread, as a solve does, until `count` readings were begun; other tests may keep
    /// the second thread for a while.
    private func hold(until count: borrowing Atomic<Int>, reaches enough: Int) {
        let start = ContinuousClock.now
        while count.load(ordering: .relaxed) < enough, ContinuousClock.now - start < .seconds(600) {
            // The thread must be held, not given back.
            Thread.sleep(forTimeInterval: 0.005)
        }
    }

    @Test func `readings go on while work blocks its thread, and end with it`() async throws {
        let count = Atomic(0)
        let (result, readings) = try await readingBeside(every: 2, by: clock) {
            count.add(1, ordering: .relaxed).newValue
        } while: {
            hold(until: count, reaches: 3)
            return "solved"
        }
        #expect(result == "solved")
        #expect(readings.count >= 3 && readings == Array(1...readings.count))
        #expect(count.load(ordering: .relaxed) == readings.count)
    }

    @Test func `work shorter than a period is not read beside`() async throws {
        let (_, readings) = try await readingBeside(every: 1e6, by: clock) {
            1
        } while: {
        }
        #expect(readings.isEmpty)
    }

    @Test func `a reading that fails is the caller's to know`() async {
        struct Refused: Error {}
        let count = Atomic(0)
        await #expect(throws: Refused.self) {
            _ = try await readingBeside(every: 1, by: clock) {
                count.add(1, ordering: .relaxed)
                throw Refused()
            } while: {
                hold(until: count, reaches: 1)
            }
        }
    }
}
