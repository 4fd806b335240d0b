import Act
import Foundation
import Guard
import Journal
import RunBench
import Tags
import Testing

/// kill -9 of a real `flyball run` against a real Modbus device, in every phase of a write.
///
/// A kill is counted for the phase that the records show afterwards, not for the one aimed at.
@Suite struct KillTests {
    /// Kills asked for in each phase.
    static let needed = 3
    /// Runs in which they must succeed; a loaded machine misses its moment now and then.
    static let mostRuns = 9
    /// Chains that run at once.
    private static let places = DispatchSemaphore(value: 4)

    @Test(
        .enabled(if: Tracer.isPermitted, "strace is missing or may not trace: nothing is killed"),
        arguments: WritePhase.allCases)
    func `a run killed in a write comes back whole, settled by reading, advisory at most`(
        phase: WritePhase
    ) async throws {
        let chain = try await onThread {
            Self.places.wait()
            defer { Self.places.signal() }
            var chain = try KillChain(aimingAt: phase)
            defer { chain.end() }
            try chain.run()
            return chain
        }
        print("killed in phase \(phase): \(chain.kills[phase] ?? 0) times in \(chain.runs) runs")
        #expect(chain.kills[phase] ?? 0 >= Self.needed, "\(chain.kills)")
        #expect(chain.findings.isEmpty)
    }
}

/// Runs of one twin with one journal, each killed in a write and taken up by the next.
struct KillChain: Sendable {
    let phase: WritePhase
    let kettle: Kettle
    let bench: Workbench
    /// Kills counted by the phase they hit.
    private(set) var kills: [WritePhase: Int] = [:]
    private(set) var runs = 0
    /// What was not as it must be.
    private(set) var findings: [String] = []
    /// What the next start has to settle.
    private var owed: Owed?
    /// Writes that must have arrived at the device so far.
    private var writes = 0

    private struct Owed: Sendable {
        let decision: DecisionID
        let result: Settled.Result?
    }

    init(aimingAt phase: WritePhase) throws {
        self.phase = phase
        kettle = try Kettle()
        bench = try Workbench(port: kettle.port)
    }

    func end() {
        kettle.stop()
        bench.remove()
    }

    mutating func run() throws {
        while kills[phase] ?? 0 < KillTests.needed, runs < KillTests.mostRuns, findings.isEmpty {
            runs += 1
            try killOnce()
        }
        let last = try bench.start()
        try takeUp(last)
        last.signal(SIGTERM)
        check(last.end(within: 10) == .exit(0), "a run that was stopped ends with \(last.talk)")
        check(try bench.isClosed(), "no closing record")
        check(kettle.registers.arrived == writes, "writes came twice: \(kettle.registers.taken)")
        check(Set(kettle.registers.taken).count == kettle.registers.taken.count, "a value twice")
    }

    private mutating func check(_ holds: Bool, _ what: String) {
        if !holds { findings.append("run \(runs): \(what)") }
    }

    // MARK: One run

    private mutating func killOnce() throws {
        let (command, arguments) = Tracer.command(
            try FlyballRun.program, bench.runArguments(), journal: bench.journal)
        let run = try FlyballRun(command, arguments)
        defer { run.signal(SIGKILL) }
        try takeUp(run)
        // No cards while the guard gathers the hour of readbacks that it asks for.
        run.type("mode shadow")
        guard run.line("MODE", "shadow", within: 10) != nil else {
            return check(false, "it does not listen: \(run.talk)")
        }
        pause(3700 / Workbench.speed)
        let known = run.lines.count
        run.type("mode advisory")
        run.type("mode supervisory")
        // A card that the guard would deny now is followed by another.
        guard run.line("guard (preview): would accept", from: known, within: 20) != nil else {
            run.signal(SIGKILL)
            _ = run.end(within: 10)
            owed = nil
            return
        }
        let before = kettle.registers
        let onRecord = try bench.onRecord().last?.sequence ?? 0  // none: all is new
        aim(at: run)
        run.type("accept")
        try strike(run, after: onRecord)
        kettle.change { $0.writing = .taken }
        check(run.end(within: 60) == .signal(SIGKILL), "it ended by itself: \(run.talk)")
        try judge(after: before, onRecord)
    }

    /// Has the device itself kill the run, when the write is to be the last thing it did.
    private func aim(at run: FlyballRun) {
        guard phase == .sent else { return }
        let isLost = runs % 2 == 0
        kettle.change {
            let pull: @Sendable () -> Void = { run.signal(SIGKILL) }
            $0.writing = isLost ? .lost(pull: pull) : .takenThen(pull: pull)
        }
    }

    /// Watches the journal and kills when the record aimed at stands in the file.
    private func strike(_ run: FlyballRun, after known: UInt64) throws {
        var reader = try JournalReader(path: bench.journal)
        var seen: [JournalRecord] = []
        let start = ContinuousClock.now
        while run.ending == nil, ContinuousClock.now - start < .seconds(10) {
            while let record = try reader.next() { seen.append(record) }
            // Denied after all: there is no write to be killed in.
            if let last = seen.last, last.kind == .outcome, last.sequence > known { break }
            if phase != .sent, let accepted = seen.last(where: { $0.kind == .acceptance }),
                let decision = accepted.decision, accepted.sequence > known,
                let reached = WritePhase(seen, of: decision, reachedDevice: false),
                reached >= phase
            {
                break
            }
            pause(0.001)
        }
        run.signal(SIGKILL)
    }

    /// What the dead run left behind.
    private mutating func judge(after before: KettleBank, _ known: UInt64) throws {
        let now = kettle.registers
        let arrived = now.arrived - before.arrived
        let records = try bench.onRecord()
        let accepted = records.last { $0.kind == .acceptance && $0.sequence > known }
        guard let decision = accepted?.decision,
            let reached = WritePhase(records, of: decision, reachedDevice: arrived > 0)
        else {
            owed = nil
            return
        }
        kills[reached, default: 0] += 1
        writes += arrived
        check(arrived <= 1, "\(decision) was sent \(arrived) times")
        check(arrived == 0 || reached >= .permit, "\(decision) was written in \(reached)")
        let mode = try records.last { $0.kind == .mode }?.entry()
        if case .mode(let change) = mode, change.actual == .supervisory {
        } else {
            check(false, "it was not killed in supervisory")
        }
        let (ending, lines) = try bench.verify()
        check(ending == .exit(0) && lines.contains("the chain is whole"), "\(lines)")
        owed = Owed(
            decision: decision,
            result: reached.settlement(applied: now.taken.count > before.taken.count))
    }

    /// The next start: opened, settled, advisory.
    private mutating func takeUp(_ run: FlyballRun) throws {
        let opening = run.line("kettle: mode", within: 20)
        check(
            opening?.hasPrefix("kettle: mode advisory, records in") == true,
            "it opens with \(opening ?? "nothing"), \(run.talk)")
        let records = try bench.onRecord()
        let opened = records.lastIndex { $0.kind == .opened } ?? 0  // none: all of it is judged
        let since = records[opened...].prefix { $0.kind != .mode }
        check(!since.contains { $0.kind == .overridden }, "our own write counts as the operator's")
        let settled = try since.compactMap { record in
            if case .settled(let settled) = try record.entry() { settled } else { nil }
        }
        guard let owed, let result = owed.result else {
            return check(settled.isEmpty, "it settled \(settled), and nothing was open")
        }
        check(settled.map(\.decision) == [owed.decision], "\(owed.decision) is not settled")
        for move in settled.flatMap(\.moves) {
            check(move.result == result, "\(move.result.rawValue) instead of \(result.rawValue)")
            let live = Double(kettle.registers.setpoint) + 273.15
            check(move.seen.map { abs($0 - live) < 0.01 } ?? (result == .neverSent), "\(move)")
        }
        let told = run.line("settled \(owed.decision) by reading: ", result.rawValue, within: 2)
        check(told != nil, "the settlement is not told: \(run.lines)")
    }
}
