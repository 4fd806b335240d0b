import Swarm
import Testing

struct PlantedBugTests {
    /// Seeds that are tried until one shows the bug.
    private static let most: UInt64 = 40

    @Test(arguments: SwarmBug.ofSmallPlant)
    func `a bug planted between the guard and its world is found by its checker`(
        bug: SwarmBug
    ) async {
        for seed in 1...Self.most {
            let result = await swarmResult(seed: seed, hours: 8, bug: bug)
            if result.violations.contains(where: { $0.property == bug.breaks }) {
                print("\(bug.rawValue): found at seed \(seed)")
                return
            }
        }
        Issue.record("\(bug.rawValue) was not found in \(Self.most) seeds")
    }
}
