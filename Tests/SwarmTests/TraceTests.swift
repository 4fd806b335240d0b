import Foundation
import Swarm
import Testing

struct TraceTests {
    @Test func `trace`() async throws {
        guard let text = ProcessInfo.processInfo.environment["SWARM_SEED"], let seed = UInt64(text)
        else { return }
        let result = await SwarmRun.result(seed: seed, hours: 8)
        try Data(result.journal).write(to: URL(fileURLWithPath: "/tmp/swarm-trace.jsonl"))
        print(result.violations)
    }
}
