import Foundation
import RunBench
import Testing

/// Two instances for one asset on one machine.
@Suite struct OwnerDrill {
    @Test func `a second run and a second guard are refused, and the first goes on`() async throws {
        let report = DrillReport("two instances for one asset")
        try await Drill.forEach([1], report) { _ in
            let stand = try Stand(report, "two")
            defer { stand.end() }
            let run = try stand.start()
            defer { run.end() }
            guard stand.raise(run) else { return }
            let second = try stand.bench.call(
                "run", stand.bench.folder, "--records", stand.bench.records)
            stand.check(second.ending == .exit(1), "\(String(describing: second.ending))")
            stand.check(!second.lines.isEmpty, "it does not say why")
            report.saw("second flyball run refused")
            let guardian = try FlyballRun(
                try FlyballRun.program(named: "flyball-guard"),
                [
                    stand.bench.folder, stand.bench.records, "--socket",
                    stand.bench.folder + "/other.socket", "--clock", "1:1:1",
                ])
            defer { guardian.end() }
            stand.check(guardian.end(within: 30) == .exit(1), "\(guardian.talk)")
            stand.check(
                guardian.talk.contains { $0.contains("another process has the journal") },
                "\(guardian.talk)")
            report.saw("second flyball-guard refused")
            let copy = try stand.copyOfTwin()
            // Left behind it harms nothing.
            defer { try? FileManager.default.removeItem(atPath: copy) }
            let other = try stand.bench.call("run", copy, "--records", copy + "/elsewhere")
            stand.check(other.ending == .exit(1), "\(String(describing: other.ending))")
            stand.check(
                other.lines.contains { $0.contains("another process of this machine writes") },
                "\(other.lines)")
            report.saw("copy of the twin with records of its own refused")
            guard stand.awaitCard(run) else { return }
            stand.accept(run)
            stand.check(
                run.line("OUTCOME", "verified", within: 60) != nil, "\(run.story)")
            stand.stop(run)
            stand.check(stand.plant.written.count == 1, "\(stand.plant.written)")
            try stand.judgeRestart()
        }
        report.conclude()
    }
}

extension Stand {
    /// The same sealed twin in another folder, without the records.
    fileprivate func copyOfTwin() throws -> String {
        let files = FileManager.default
        let copy = bench.folder + "-copy"
        try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: bench.folder) where name != "records" {
            try files.copyItem(atPath: bench.folder + "/" + name, toPath: copy + "/" + name)
        }
        return copy
    }
}
