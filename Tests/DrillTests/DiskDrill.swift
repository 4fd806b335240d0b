import Act
import Foundation
import Glibc
import Journal
import RunBench
import Tags
import Testing

/// A disk that fails under the guard's journal in the middle of a decision.
@Suite struct DiskDrill {
    private struct Failing: Sendable, CustomStringConvertible {
        let description: String
        let deed: FaultShim.Deed
        let only: [String]
        /// Points of it in the short form.
        let few: Int

        func order(at point: Int) -> FaultShim.Order {
            var order = FaultShim.Order("flyball-guard", deed, at: point)
            order.only = only
            order.places = ["disk"]
            return order
        }
    }

    /// Everything that changes a file.
    private static let changing = [
        "write", "pwrite", "fdatasync", "fsync", "ftruncate", "fallocate", "open", "unlink",
        "rename",
    ]
    private static let syncing = ["fdatasync", "fsync"]

    private static let kinds = [
        Failing(description: "EIO once", deed: .failOnce(EIO), only: changing, few: 1),
        Failing(description: "EIO for ever", deed: .failFrom(EIO), only: changing, few: 2),
        Failing(description: "fsync error once", deed: .failOnce(EIO), only: syncing, few: 2),
        Failing(description: "read-only", deed: .failFrom(EROFS), only: changing, few: 1),
        Failing(
            description: "full, the reserve too", deed: .failFrom(ENOSPC), only: changing, few: 1),
    ]

    @Test(arguments: 0..<kinds.count)
    func `once the disk fails nothing more is written, and it is said why`(kind: Int) async throws {
        let failing = Self.kinds[kind]
        let whole = try await Unharmed.guardian.value
        let count = whole.count { $0.place == "disk" && failing.only.contains($0.name) }
        let report = DrillReport("disk: \(failing)")
        try await Drill.forEach(Drill.points(of: count, few: failing.few), report) { point in
            let stand = try Stand(report, "at \(point)")
            defer { stand.end() }
            let run = try stand.start(failing.order(at: point))
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            let ending = run.end(within: 60)
            stand.check(ending == .exit(1), "\(String(describing: ending)) \(run.story)")
            stand.check(
                run.talk.contains { $0.contains("journal") || $0.contains("the file cannot") },
                "it is not said why: \(run.talk)")
            stand.awaitGuardsEnd()
            report.saw("run and guard ended, saying why")
            try stand.judgeAfterFailure(at: point)
            try stand.judgeRestart()
        }
        report.conclude()
    }

    @Test func `on a full disk the reserve takes the record of the shed, and nothing is written`()
        async throws
    {
        let whole = try await Unharmed.guardian.value
        let count = whole.count { $0.place == "disk" && $0.name == "write" }
        let report = DrillReport("disk: full, the reserve is there")
        try await Drill.forEach(Drill.points(of: count, few: 2), report) { point in
            let stand = try Stand(report, "at \(point)")
            defer { stand.end() }
            var order = FaultShim.Order("flyball-guard", .full, at: point)
            order.only = ["write", "fallocate"]
            order.places = ["disk"]
            let run = try stand.start(order)
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            _ = stand.bench.await(within: 30) {
                run.ending != nil || run.lines.contains { $0.contains("MODE    shed") }
            }
            if run.ending == nil {
                report.saw("shed, on record")
                let last = try stand.modes().last
                stand.check(last?.actual == .shed, "\(String(describing: last))")
                // On the reserve no permit is taken, which is met before the next look at the disk.
                let reasons = ["the disk is full", "the journal cannot be written"]
                stand.check(last.map { reasons.contains($0.why) } == true, "\(last?.why ?? "")")
                stand.stop(run)
            } else {
                // An intent or a permit leaves the reserve alone.
                stand.awaitGuardsEnd()
                report.saw("run and guard ended, saying why")
                stand.check(run.end(within: 1) == .exit(1), "\(run.talk)")
            }
            try stand.judgeAfterFailure(at: point)
            try stand.judgeRestart()
        }
        report.conclude()
    }

    @Test(arguments: [(1, Mode.shed), (4, .advisory), (8, .supervisory)])
    func `the less room there is, the less the twin may do`(percent: Int, mode: Mode) async throws {
        let report = DrillReport("disk: \(percent) % free")
        try await Drill.forEach([1], report) { point in
            let stand = try Stand(report, "\(percent) %")
            defer { stand.end() }
            let run = try stand.start(.init("flyball-guard", .room(percent), at: point))
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            stand.awaitAnswer(run)
            // The room is looked at every 5 s.
            pause(7)
            let last = try stand.modes().last
            stand.check(last?.actual == mode, "\(String(describing: last))")
            report.saw(last?.actual.rawValue ?? "no mode")
            stand.stop(run)
            try stand.judgeRestart()
        }
        report.conclude()
    }
}

extension Stand {
    /// No setpoint left the guard after the operation that failed.
    func judgeAfterFailure(at point: Int) throws {
        guard let failed = operations.first(where: { $0.number == point }) else {
            return check(false, "nothing failed")
        }
        report.saw("at \(failed.name)")
        // Only the disk is counted, so it is told by the record: what was written had its permit
        // durable before, and a permit that failed was followed by no write.
        try judgeWrites()
        check(plant.written.count <= 1, "\(plant.written)")
    }
}
