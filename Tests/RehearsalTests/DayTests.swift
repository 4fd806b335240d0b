import Foundation
import Testing

/// Three plant days on seeds that nobody tuned on, each in a worker process, since IPOPT solves one
/// problem at a time in one process.
@Suite struct DayTests {
    struct Run: Decodable {
        let gigajoulePerTonne: Double
        let offSpecificationShare: Double
        let slabs: Int
    }
    struct Band: Decodable {
        let tag: String
        let judged: Int
        let inside80: Double
    }
    struct Day: Decodable {
        let seed: UInt64
        let cycles, recommendations, solved, writes: Int
        let breaches: [String]
        let badSamples: [String: Int]
        let advised, practice, bestFixed: Run
        let bands: [Band]
    }

    /// How much is saved, and how many slabs are off specification, is printed and not asserted
    /// beyond its sign: the twin of this furnace does not reach what is asked of it yet
    /// (docs/furnace-twin.md).
    @Test func `three days: nothing outside limits, nothing unrecorded, fuel saved, bands honest`()
        async throws
    {
        let days = try await withThrowingTaskGroup(of: Day.self) { group in
            for seed in [61, 62, 63] as [UInt64] {
                group.addTask { try await Self.day(seed) }
            }
            return try await group.reduce(into: [Day]()) { $0.append($1) }
        }
        for day in days {
            #expect(day.breaches.isEmpty, "seed \(day.seed): \(day.breaches)")
            #expect(day.solved == day.recommendations, "seed \(day.seed)")
            #expect(day.writes >= 12, "seed \(day.seed): \(day.writes) writes")
        }
        let savings = days.map { 1 - $0.advised.gigajoulePerTonne / $0.practice.gigajoulePerTonne }
        let mean = savings.reduce(0, +) / Double(savings.count)
        #expect(mean > 0, "fuel per tonne against practice, by seed: \(savings)")
        for (tag, share) in Self.coverage(days) where tag == "TI-401.PV" || tag == "TI-305.PV" {
            #expect(share >= 0.7 && share <= 0.9, "\(tag): \(share) inside the 80 % band")
        }
        for day in days.sorted(by: { $0.seed < $1.seed }) { print(Self.line(day)) }
    }

    static func coverage(_ days: [Day]) -> [String: Double] {
        var judged: [String: Double] = [:]
        var inside: [String: Double] = [:]
        for band in days.flatMap(\.bands) {
            judged[band.tag, default: 0] += Double(band.judged)
            inside[band.tag, default: 0] += Double(band.judged) * band.inside80
        }
        return judged.mapValues { $0 }.merging(inside) { $1 / $0 }
    }

    static func line(_ day: Day) -> String {
        "seed \(day.seed): advised \(day.advised.gigajoulePerTonne) GJ/t "
            + "(off \(day.advised.offSpecificationShare)), practice "
            + "\(day.practice.gigajoulePerTonne) (off \(day.practice.offSpecificationShare)), "
            + "best fixed \(day.bestFixed.gigajoulePerTonne) "
            + "(off \(day.bestFixed.offSpecificationShare)), \(day.writes) writes"
    }

    /// One day in a process of its own.
    static func day(_ seed: UInt64) async throws -> Day {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try program())
        process.arguments = [
            "rehearse", root + "/examples/reheat-furnace", "--seed", "\(seed)", "--hours", "24",
            "--settling", "3", "--json",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try await Task.detached { try pipe.fileHandleForReading.readToEnd() }.value
        process.waitUntilExit()
        return try JSONDecoder().decode(Day.self, from: try #require(data))
    }

    static var root: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
    }

    /// The `flyball` built beside these tests.
    static func program() throws -> String {
        let tests = try #require(CommandLine.arguments.first)
        return URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/flyball"
    }
}
