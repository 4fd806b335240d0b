import FurnacePlant
import Operate
import Rehearsal
import Testing
import Units

@Suite struct SeedTests {
    @Test func `the same seed gives the same digest, another seed another`() async throws {
        let folder = try TwinFolder(
            DayTests.root + "/examples/reheat-furnace", units: UDUnits())
        var digests: [UInt64] = []
        for seed in [5, 5, 6] as [UInt64] {
            digests.append(
                try await FurnaceRehearsal(folder, seed: seed, hours: 0.5).report.digest)
        }
        #expect(digests[0] == digests[1])
        #expect(digests[0] != digests[2])
    }
}
