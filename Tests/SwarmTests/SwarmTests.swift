import Swarm
import Testing

struct SwarmTests {
    @Test func `every property holds for many seeds`() async {
        let clock = ContinuousClock()
        let start = clock.now
        let report = await SwarmReport.run(seeds: 1...60, hours: 8)
        let wall = start.duration(to: clock.now) / .seconds(1)
        print(report.text(wallSeconds: wall))
        #expect(report.violations.isEmpty)
    }
}
