import Foundation
import Operate
import Swarm
import Testing
import Units

/// The furnace with its real model and solver under drawn faults, each seed in a process of its
/// own.
@Suite struct FurnaceSwarmTests {
    struct Violation: Decodable {
        let seed: UInt64
        let property: String
        let what: String
    }
    struct Recovered: Decodable {
        let name: String
        let led, alone: Double
    }
    struct Report: Decodable {
        let seeds, starts, records, writes: Int
        let plantHours, plantHoursPerSecond: Double
        let faults: [String: Int]
        let outcomes: [String: Int]
        let violations: [Violation]
        let recovered: [Recovered]
        let denials: [String: Int]
        let replay: [String]
    }

    @Test func `five seeds of the furnace keep every property`() throws {
        let run = try Self.rehearse(["--seeds", "5", "--hours", "8", "--json"])
        let report = try JSONDecoder().decode(Report.self, from: run.text)
        #expect(run.status == 0 && report.violations.isEmpty, "\(report.replay)")
        #expect(report.seeds == 5 && report.plantHours == 40)
        #expect(report.writes >= 20, "\(report.outcomes)")
        #expect(report.starts > 5, "no guard was killed")
        let met = report.faults.filter { $0.value > 0 }
        #expect(met.count >= 15, "\(met)")
        // What the mill asks of slabs was looked at in every seed.
        #expect(report.recovered.count { $0.name.hasPrefix("slab mean") } == 5)
        #expect(report.denials.values.reduce(0, +) > 0)
        for held in report.recovered {
            print("late: \(held.name) \(held.led) outside, without the twin \(held.alone)")
        }
        print(
            "furnace under faults: \(report.plantHoursPerSecond) plant hours a second, "
                + "\(report.starts) starts, \(report.writes) writes, \(report.outcomes), met \(met)"
        )
    }

    /// Two hours: the first, in which nothing may be written, and one with writes.
    @Test func `a bug planted before the furnace is found by its checker`() async throws {
        let folder = try TwinFolder(
            DayTests.root + "/examples/reheat-furnace", units: UDUnits())
        let result = try await FurnaceRehearsal.underFaults(
            folder, seed: 61, hours: 2, bug: .changesValue)
        #expect(result.writes > 0)
        #expect(result.violations.contains { $0.property == .durable }, "\(result.violations)")
    }

    /// Five hours: the last two and a half without faults, the last one judged.
    @Test func `a twin that lets its held values go is found once the faults have stopped`()
        async throws
    {
        let folder = try TwinFolder(
            DayTests.root + "/examples/reheat-furnace", units: UDUnits())
        let result = try await FurnaceRehearsal.underFaults(
            folder, seed: 61, hours: 5, bug: .forgetsHolds)
        print("forgets its holds: \(result.recovered)")
        #expect(result.writes > 0)
        let found = result.violations.filter { $0.property == .recovery }
        #expect(!found.isEmpty, "\(result.recovered) \(result.violations)")
    }

    /// Runs `flyball rehearse` over the furnace.
    static func rehearse(_ options: [String]) throws -> (status: Int32, text: Data) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try DayTests.program())
        process.arguments = ["rehearse", DayTests.root + "/examples/reheat-furnace"] + options
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = try pipe.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return (process.terminationStatus, try #require(text))
    }
}
