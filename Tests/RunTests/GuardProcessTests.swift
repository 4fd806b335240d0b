import Act
import Foundation
import Journal
import RunBench
import Tags
import Testing

/// The guard in its own process, under a seal: who dies, who is stopped, who changes the file.
@Suite(.serialized) struct GuardProcessTests {
    /// Up to supervisory, with a card that would be accepted.
    private func raise(_ run: FlyballRun) {
        #expect(run.line("kettle: mode advisory", within: 30) != nil, "\(run.talk) \(run.lines)")
        run.type("mode supervisory")
        #expect(run.line("MODE    supervisory", within: 30) != nil, "\(run.lines)")
        #expect(run.line("would accept", within: 30) != nil, "\(run.lines)")
    }

    private func modes(_ bench: Workbench) throws -> [Mode] {
        try bench.onRecord().compactMap { record in
            if case .mode(let change) = try record.entry() { change.actual } else { nil }
        }
    }

    @Test func `a card is written by the guard's process, and both end in order`() async throws {
        try await withSealedRun(try Kettle()) { run, bench, kettle in
            raise(run)
            run.type("accept")
            #expect(run.line("OUTCOME", "verified", within: 20) != nil, "\(run.lines)")
            #expect(kettle.registers.arrived == 1)
            run.signal(SIGTERM)
            #expect(run.end(within: 20) == .exit(0))
            #expect(bench.guardProcess == nil)
            let (ending, lines) = try bench.verify()
            #expect(ending == .exit(0), "\(lines)")
        }
    }

    @Test func `FAILSAFE sheds within two seconds, and only a person with a reason comes back`()
        async throws
    {
        try await withSealedRun(try Kettle()) { run, bench, _ in
            raise(run)
            let start = ContinuousClock.now
            let (ending, lines) = try bench.call("failsafe", bench.folder)
            #expect(ending == .exit(0), "\(lines)")
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(run.line("MODE    shed", within: 10) != nil)
            let again = try bench.call("mode", bench.folder, "advisory")
            #expect(again.ending == .exit(4))
            #expect(again.lines.contains { $0.contains("no coded reason") }, "\(again.lines)")
        }
    }

    @Test func `the loop is killed: the guard sheds, writes it down and ends`() async throws {
        try await withSealedRun(
            try Kettle(),
            changing: {
                $0.replacingOccurrences(of: "modes: {", with: "guard: {watchdog: 15 s}\nmodes: {")
            }
        ) { run, bench, kettle in
            raise(run)
            run.signal(SIGKILL)
            #expect(bench.await(within: 60) { bench.guardProcess == nil })
            let (last, kinds) = (try modes(bench).last, try bench.onRecord().map(\.kind))
            #expect(last == .shed && kinds.contains(.closed))
            #expect(kettle.registers.arrived == 0)
        }
    }

    @Test func `the guard is killed: the run ends and says so, and the record is whole`()
        async throws
    {
        try await withSealedRun(try Kettle()) { run, bench, _ in
            raise(run)
            let guardian = try #require(bench.guardProcess)
            kill(guardian, SIGKILL)
            #expect(run.end(within: 20) == .exit(1))
            #expect(run.talk.contains { $0.contains("guard") }, "\(run.talk)")
            #expect(try bench.verify().ending == .exit(0))
        }
    }

    @Test func `a guard that was stopped for longer than its lease sheds and writes nothing`()
        async throws
    {
        let short: (String) -> String = {
            $0.replacingOccurrences(
                of: "modes: {", with: "guard: {lease: 2 s, lease renewal: 0.5 s}\nmodes: {")
        }
        try await withSealedRun(try Kettle(), changing: short) { run, bench, kettle in
            raise(run)
            let guardian = try #require(bench.guardProcess)
            kill(guardian, SIGSTOP)
            run.type("accept")
            pause(3)
            kill(guardian, SIGCONT)
            #expect(run.line("MODE    shed", within: 20) != nil, "\(run.lines.suffix(9))")
            #expect(kettle.registers.arrived == 0)
        }
    }

    @Test func `an edited file locks out, and the difference is shown`() async throws {
        let kettle = try Kettle()
        let bench = try Workbench(port: kettle.port)
        try await onThread {
            defer {
                kettle.stop()
                bench.remove()
            }
            try bench.seal()
            let path = bench.folder + "/twin.yaml"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacingOccurrences(
                of: "engineering: [20, 100]", with: "engineering: [20, 110]"
            )
            .write(toFile: path, atomically: true, encoding: .utf8)
            let run = try FlyballRun(
                try FlyballRun.program, ["run", bench.folder, "--records", bench.records])
            defer { run.signal(SIGKILL) }
            #expect(run.line("SEAL", "twin.yaml was changed", within: 30) != nil, "\(run.talk)")
            #expect(run.line("SEAL", "110", within: 10) != nil, "\(run.lines)")
            #expect(run.line("lockout", within: 20) != nil, "\(run.lines)")
        }
    }

    @Test func `a second run on the same records is refused`() async throws {
        try await withSealedRun(try Kettle()) { run, bench, _ in
            #expect(run.line("kettle: mode advisory", within: 30) != nil, "\(run.talk)")
            let second = try bench.call("run", bench.folder, "--records", bench.records)
            #expect(second.ending == .exit(1))
            #expect(!second.lines.isEmpty)
        }
    }

    @Test func `without a seal the plant is read and no mode that writes is granted`()
        async throws
    {
        let kettle = try Kettle()
        let bench = try Workbench(port: kettle.port)
        try await onThread {
            defer {
                kettle.stop()
                bench.remove()
            }
            let run = try FlyballRun(
                try FlyballRun.program,
                ["run", bench.folder, "--speed", "200", "--records", bench.records])
            defer { run.signal(SIGKILL) }
            #expect(run.line("SEAL", "no twin.sealed", within: 30) != nil, "\(run.talk)")
            #expect(run.line("SENSE", within: 30) != nil)
            run.type("mode supervisory")
            #expect(run.line("nothing is sealed", within: 20) != nil, "\(run.lines)")
        }
    }
}
