import Act
import Foundation
import Historian
import Journal
import RunBench
import Tags
import Testing

/// What a run says and does when plant, map or operator misbehave. Serialized: each run wants its
/// share of the machine, since its plant time runs fast.
@Suite(.serialized) struct RunFaultTests {
    /// A run of the kettle, given to `body` once it has opened.
    private func withRun(
        of kettle: Kettle, speed: Int? = nil, changing change: (String) -> String = { $0 },
        _ body: @escaping @Sendable (FlyballRun, Workbench) throws -> Void
    ) async throws {
        let bench = try Workbench(port: kettle.port, changing: change)
        try await onThread {
            defer { bench.remove() }
            let run = try bench.start(speed: speed ?? Int(Workbench.speed))
            defer { run.signal(SIGKILL) }
            #expect(
                run.line("kettle: mode advisory", within: 20) != nil, "\(run.lines) \(run.talk)")
            try body(run, bench)
        }
    }

    /// Waits out the hour of readbacks that the guard asks for, then for a card to accept.
    private func raise(_ run: FlyballRun) -> Bool {
        run.type("mode shadow")
        pause(3700 / Workbench.speed)
        run.type("mode advisory")
        run.type("mode supervisory")
        return run.line("guard (preview): would accept", within: 30) != nil
    }

    @Test func `a plant that is never reached is named with its address and ends the run with 5`()
        async throws
    {
        let kettle = try Kettle()
        kettle.stop()
        let endpoint = "cannot reach modbus tcp 127.0.0.1:\(kettle.port) station 1: "
        try await withRun(of: kettle) { run, bench in
            let lost = run.line("LOST    connection plc: " + endpoint, within: 5)
            #expect(lost?.hasSuffix("Connection refused") == true)
            #expect(run.end(within: 20) == .exit(5))
            #expect(
                run.talk == [
                    "stopped: nothing could be read for 10 s: connection plc: \(endpoint)"
                        + "Connection refused; is the plant on, and are the addresses under "
                        + "`connections:` right?"
                ])
            let kinds = try bench.onRecord().map(\.kind)
            #expect(kinds == [.opened, .checkpoint, .closed, .checkpoint])
        }
    }

    @Test func `in shadow no card is shown, and what is accepted in advisory is not written`()
        async throws
    {
        let kettle = try Kettle()
        defer { kettle.stop() }
        try await withRun(of: kettle) { run, bench in
            run.type("mode shadow")
            #expect(run.line("SENSE", within: 10) != nil)
            let known = run.lines.count
            // Three cycles of the optimizer.
            pause(1900 / Workbench.speed)
            #expect(!run.lines.dropFirst(known).contains { $0.contains("CARD") })
            run.type("mode advisory")
            #expect(run.line("CARD", from: known, within: 20) != nil)
            run.type("accept")
            #expect(run.line("advisory", from: known, within: 10) != nil, "\(run.lines.suffix(3))")
            pause(0.5)
            #expect(kettle.registers.arrived == 0)
            let kinds = try bench.onRecord().map(\.kind)
            #expect(kinds.contains(.recommendation) && !kinds.contains(.intent))
        }
    }

    @Test func `a plant that comes within the first seconds is waited for`() async throws {
        let early = try Kettle()
        early.stop()
        try await withRun(of: early) { run, _ in
            #expect(run.line("LOST", within: 5) != nil)
            let kettle = try Kettle(port: early.port)
            defer { kettle.stop() }
            #expect(run.line("BACK    all connections answer", within: 10) != nil)
            #expect(run.line("SENSE", "TI-2.PV 80.0 degC", within: 10) != nil)
        }
    }

    @Test func `a plant lost in mid-run is told, not written to, and taken up again`() async throws
    {
        let kettle = try Kettle()
        try await withRun(of: kettle) { run, bench in
            #expect(raise(run))
            kettle.stop()
            run.type("accept")
            let lost = run.line("LOST    connection plc: lost modbus tcp 127.0.0.1:", within: 5)
            #expect(lost != nil, "\(run.lines.suffix(5))")
            #expect(run.line("SENSE", "TI-2.PV —", within: 10) != nil)
            #expect(run.line("STAY", within: 10) != nil)
            let known = run.lines.count
            let after = try Kettle(port: kettle.port, kettle.registers)
            defer { after.stop() }
            #expect(run.line("BACK    all connections answer", from: known, within: 20) != nil)
            #expect(run.line("SENSE", "TI-2.PV 80.0 degC", from: known, within: 10) != nil)
            #expect(after.registers.arrived == 0)
            let kinds = try bench.onRecord().map(\.kind)
            #expect(!kinds.contains(.permit))
            #expect(kinds.count { $0 == .intent } == kinds.count { $0 == .outcome })
        }
    }

    @Test func `a write without an answer is settled by reading when the plant is back`()
        async throws
    {
        let kettle = try Kettle()
        defer { kettle.stop() }
        try await withRun(of: kettle) { run, bench in
            #expect(raise(run))
            // It takes the value and then says nothing for longer than readings are tried.
            kettle.change { $0.writing = .takenThen { pause(14) } }
            run.type("accept")
            if run.line("OUTCOME", within: 20)?.contains("denied") == true {
                // The machine was too slow for a run whose time runs fast; the next card does.
                let known = run.lines.count
                #expect(run.line("would accept", from: known, within: 30) != nil)
                run.type("accept")
            }
            #expect(run.line("OUTCOME", "unknown", within: 20) != nil, "\(run.lines.suffix(9))")
            let settled = run.line("SETTLED", "by reading: TIC-1.SP applied", within: 20)
            #expect(settled != nil, "\(run.lines.suffix(9))")
            #expect(kettle.registers.arrived == 1)
            let kinds = try bench.onRecord().map(\.kind)
            #expect(kinds.count { $0 == .settled } == 1 && !kinds.contains(.overridden))
        }
    }

    @Test func `a register that holds no number makes its tag absent, and the loop goes on`()
        async throws
    {
        let kettle = try Kettle()
        defer { kettle.stop() }
        try await withRun(of: kettle) { run, _ in
            #expect(run.line("SENSE", "TI-2.PV 80.0 degC", within: 20) != nil)
            kettle.change { $0.batch = .nan }
            let absent = run.line(
                "SENSOR  TI-2.PV: bad, not finite; treated as absent", within: 10)
            #expect(absent != nil, "\(run.lines.suffix(5))")
            #expect(run.line("SENSE", "TI-1.PV 80.0 degC", "TI-2.PV —", within: 10) != nil)
            kettle.change { $0.batch = nil }
            #expect(run.line("SENSOR  TI-2.PV: good again", within: 10) != nil)
            #expect(run.ending == nil)
        }
    }

    @Test func `a tag whose register the device lacks fails alone, with its place`() async throws {
        let kettle = try Kettle()
        defer { kettle.stop() }
        kettle.change { $0.hasJacketRegister = false }
        try await withRun(of: kettle) { run, _ in
            let lost = run.line(
                "LOST    TI-1.PV: the device has no input register 9", within: 10)
            #expect(lost != nil, "\(run.lines.suffix(5))")
            #expect(run.line("SENSE", "TI-1.PV —", "TI-2.PV 80.0 degC", within: 20) != nil)
            #expect(!run.lines.contains { $0.contains("connection plc") })
        }
    }

    @Test func `a tag in the map that is not declared is refused with its line`() async throws {
        let bench = try Workbench(port: 1502) {
            $0.replacingOccurrences(of: "  TI-2.PV: T_batch", with: "  TI-9.PV: T_batch")
        }
        try await onThread {
            defer { bench.remove() }
            let run = try bench.start()
            #expect(run.end(within: 20) == .exit(2))
            #expect(
                run.talk.contains(
                    "twin.yaml:48:3: error: map: the tag TI-9.PV is not declared"))
            #expect(run.talk.contains("   mend: did you mean TI-1.PV?"))
        }
    }

    @Test func `a run that can estimate nothing says why and how to mend it, and records it`()
        async throws
    {
        let kettle = try Kettle()
        defer { kettle.stop() }
        let unseen: (String) -> String = {
            $0.replacingOccurrences(
                of: "estimate:\n",
                with: "estimate:\n  disturbances: {loss: {per 1 h: 5 W/K, at start: 50 W/K}}\n")
        }
        try await withRun(of: kettle, changing: unseen) { run, bench in
            let told = run.line("BLIND   no recommendations: the estimator cannot", within: 10)
            let why = try #require(told, "\(run.lines)")
            #expect(why.contains("sees them at all: loss; remove one under `estimate:"))
            // It goes on watching, and does not say it again.
            #expect(run.line("SENSOR", within: 2) == nil && run.ending == nil)
            #expect(run.lines.count { $0.contains("BLIND") } == 1)
            run.signal(SIGTERM)
            #expect(run.end(within: 10) == .exit(0))
            let troubles = try bench.troubles()
            #expect(troubles.count == 1 && why.hasSuffix(troubles.first?.text ?? "nothing"))
        }
    }

    /// What the guard says to the first card of a run that follows on an earlier one.
    private func firstPreview(
        missing hole: Range<Double>,
        _ judge: @escaping @Sendable (FlyballRun, String?, Workbench) throws -> Void
    ) async throws {
        let kettle = try Kettle()
        let bench = try Workbench(port: kettle.port)
        try await onThread {
            defer {
                kettle.stop()
                bench.remove()
            }
            try bench.recordEarlierRun(but: hole)
            // Slower than the others: the minutes of the start must not make a hole.
            let run = try bench.start(speed: 200)
            defer { run.signal(SIGKILL) }
            #expect(run.line("kettle: mode advisory", within: 20) != nil, "\(run.talk)")
            run.type("mode supervisory")
            try judge(run, run.line("guard (preview):", within: 20), bench)
        }
    }

    @Test func `after a restart the setpoints on record count as watched, and a card is accepted`()
        async throws
    {
        try await firstPreview(missing: 0..<0) { run, preview, bench in
            #expect(preview?.hasSuffix("would accept") == true, "\(run.lines)")
            run.type("accept")
            #expect(run.line("OUTCOME", "D-1: verified", within: 20) != nil, "\(run.lines)")
            run.signal(SIGTERM)
            #expect(run.end(within: 10) == .exit(0))
            // What was read is on record for the next, and how long the first cycle took.
            let (last, stages) = try bench.lastReading()
            #expect(last.map { $0.quality.isGood && ($0.value?.value ?? 400) < 353 } == true)
            #expect(stages.keys.sorted() == ["read", "show", "think"])
            #expect(stages.values.allSatisfy { $0 > 0 && $0 < 20 })
            // And what was decided can be calculated again, whatever became of the file since.
            try Data("owner: nobody\n".utf8).write(
                to: URL(fileURLWithPath: bench.folder + "/twin.yaml"))
            let (ending, lines) = try bench.replay(1)
            #expect(ending == .exit(0) && lines == ["D-1: same, bit for bit"], "\(lines)")
        }
    }

    @Test func `after a restart a hole in the record counts as not watched`() async throws {
        try await firstPreview(missing: 1200..<1900) { run, preview, _ in
            let expected = "would deny, rate: TIC-1.SP: the setpoint was not watched over the last "
            #expect(preview?.contains(expected + "3600.0 s") == true, "\(run.lines)")
        }
    }

    @Test func `no run starts in supervisory`() async throws {
        try await onThread {
            let run = try FlyballRun(
                try FlyballRun.program, ["run", "nowhere", "--mode", "supervisory"])
            #expect(run.end(within: 20) == .exit(2))
            #expect(
                run.talk.first
                    == "Error: --mode supervisory: a run starts in off, shadow or advisory")
        }
    }

    @Test func `SIGTERM drains: the record is closed and the run ends with 0`() async throws {
        let kettle = try Kettle()
        defer { kettle.stop() }
        try await withRun(of: kettle, speed: 1) { run, bench in
            // At real speed the next turn is a minute away; a stop does not wait for it.
            pause(0.5)
            run.signal(SIGTERM)
            #expect(run.end(within: 10) == .exit(0))
            #expect(run.lines.last?.hasSuffix("CLOSED") == true)
            let isClosed = try bench.isClosed()
            #expect(isClosed)
        }
    }

    @Test func `the second Ctrl-C quits with 130 while the first still drains`() async throws {
        let kettle = try Kettle()
        defer { kettle.stop() }
        let patient: (String) -> String = {
            $0.replacingOccurrences(of: "timeout: 1 s", with: "timeout: 20 s")
        }
        try await withRun(of: kettle, changing: patient) { run, bench in
            #expect(run.line("SENSE", within: 20) != nil)
            // A device that is silent holds the turn up.
            Thread.detachNewThread { kettle.change { _ in pause(4) } }
            pause(1)
            run.signal(SIGINT)
            pause(0.5)
            #expect(run.ending == nil)
            run.signal(SIGINT)
            #expect(run.end(within: 2) == .exit(130))
            let isClosed = try bench.isClosed()
            #expect(!isClosed)
        }
    }
}
