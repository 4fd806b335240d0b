import Act
import Foundation
import Journal
import RunBench
import Tags
import Testing

/// `flyball mode` at a running guard: what the twin has shown, and handles that are given back.
@Suite(.serialized) struct HandBackTests {
    @Test func `a handle the operator took is the twin's again when somebody says so`()
        async throws
    {
        try await withSealedRun(try Kettle()) { run, bench, kettle in
            try #require(run.line("kettle: mode advisory", within: 30) != nil, "\(run.talk)")
            func mode(_ words: String...) throws -> (ending: FlyballRun.Ending?, text: String) {
                let called = try FlyballRun(
                    try FlyballRun.program,
                    ["mode", bench.folder, "--records", bench.records] + words)
                let ending = called.end(within: 30)
                return (ending, (called.lines + called.talk).joined(separator: "\n"))
            }
            let back = ["--hand-back", "TIC-1.SP", "--reason"]
            #expect(try mode("--hand-back", "TIC-1.SP").ending == .exit(2))
            let free = try mode(back[0], back[1], back[2], "done")
            #expect(free.ending == .exit(4) && free.text.contains("nobody has TIC-1.SP"))
            kettle.change { $0.move(to: 81) }
            #expect(
                bench.await(within: 20) {
                    (try? mode().text.contains("not ours: TIC-1.SP")) == true
                })
            let shown = try mode()
            #expect(shown.ending == .exit(0), "\(shown.text)")
            let given = try mode(back[0], back[1], back[2], "done")
            #expect(
                given.ending == .exit(0) && given.text.contains("the twin's again"), "\(given.text)"
            )
            #expect(try !mode().text.contains("not ours"))
            let records = try bench.onRecord().compactMap { record -> Override? in
                if case .overridden(let override) = try record.entry() { override } else { nil }
            }
            #expect(records.last?.handedBackBy?.console == "command line")
            #expect(records.last?.reason == .done)
            run.type("mode supervisory")
            #expect(run.line("MODE    supervisory", within: 30) != nil, "\(run.lines.suffix(9))")
            let record = try mode().text
            #expect(record.contains("0 of 200 judged decisions in everywhere (time)"), "\(record)")
            #expect(record.contains("no program of the guard is approved (engineer)"))
        }
    }
}
