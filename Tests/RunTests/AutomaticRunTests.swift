import Act
import CompanionBlock
import Foundation
import Guard
import GuardRoom
import Journal
import RunBench
import Tags
import Testing

/// `flyball run` in automatic mode: real processes, the companion block in the plant, approved
/// programs, and a record that was earned under the guard's own key.
@Suite(.serialized) struct AutomaticRunTests {
    /// Colder than this the twin does not go by itself; it begins at 80 °C.
    private static let envelope = 75.0

    /// A kettle that may write by itself once ten forecasts were judged: the hour in supervisory
    /// and the ten cards are on record already.
    private func withRun(
        _ body: @escaping @Sendable (FlyballRun, Workbench, Kettle) throws -> Void
    ) async throws {
        let kettle = try Kettle()
        kettle.change { $0.block = KettleBlock() }
        let loop = try #require(ProgramHash.of(file: try FlyballRun.program))
        let guardian = try #require(
            ProgramHash.of(file: try FlyballRun.program(named: "flyball-guard")))
        try await withSealedRun(
            kettle, at: 500, accepting: 10,
            changing: { text in
                guard text.hasPrefix("#") else { return text }
                return (text + KettleBlock.section)
                    .replacingOccurrences(
                        of: "guard: {",
                        with: "guard: {programs: {guard: \"\(guardian)\", loop: \"\(loop)\"}, "
                            + "recovery horizon: 30 min, "
                    )
                    .replacingOccurrences(
                        of: "supervisory],",
                        with: "supervisory, automatic], automatic: {time: 1 h, decisions: 10, "
                            + "bias: 3, coverage: [0 %, 100 %]},"
                    )
                    .replacingOccurrences(
                        of: "envelope: [20, 100]",
                        with: "envelope: [\(Self.envelope), 100]\n      drift: not limited")
            }, prepare: { try $0.passDropTest() }, body)
    }

    /// Up to automatic, as two people ask for it, once the forecasts are there.
    private func climb(_ run: FlyballRun, _ bench: Workbench, _ kettle: Kettle) throws {
        try run.supervise(bench, kettle)
        var answer: [String] = []
        let isGranted = bench.await(within: 90) {
            pause(1)
            // A guard that is busy just then is asked again.
            let asked = try? bench.call(
                "mode", bench.folder, "automatic", "--records", bench.records, "--person", "Ada",
                "--with", "Grace:supervisor")
            answer = asked?.lines ?? []  // for the message below alone
            return asked?.ending == .exit(0)
        }
        try #require(isGranted, "\(answer) \(run.lines.suffix(9))")
        try #require(run.line("MODE    automatic", within: 20) != nil, "\(run.lines.suffix(9))")
    }

    @Test func `automatic writes without a click, and asks a person before it leaves the envelope`()
        async throws
    {
        try await withRun { run, bench, kettle in
            try climb(run, bench, kettle)
            #expect(run.line("OUTCOME", "verified", within: 30) != nil, "\(run.lines.suffix(9))")
            let start = run.lines.firstIndex { $0.contains("MODE    automatic") } ?? 0
            #expect(
                run.line("MODE    supervisory", from: start, within: 90) != nil,
                "\(run.lines.suffix(9))")
            #expect(!run.lines.contains { $0.contains("ACCEPT") })
            // The card that would leave it lies there for a person.
            #expect(run.line("would accept", from: start, within: 30) != nil)
            let block = try #require(kettle.registers.block)
            #expect(!block.applied.isEmpty && kettle.registers.arrived == 0)
            #expect(block.applied.allSatisfy { $0.epoch == 2 && $0.value >= Float(Self.envelope) })
            let written = block.applied.count
            pause(2)
            #expect(kettle.registers.block?.applied.count == written)
            run.signal(SIGTERM)
            #expect(run.end(within: 20) == .exit(0))
            let intents = try bench.onRecord().compactMap { record -> Intent? in
                if case .intent(let intent) = try record.entry() { intent } else { nil }
            }
            #expect(intents.contains { $0.mode?.actual == .automatic && $0.by == nil })
            #expect(intents.allSatisfy { $0.by == nil })
            print("automatic: \(written) writes, down to \(kettle.registers.setpoint) °C")
        }
    }

    @Test func `FAILSAFE ends automatic, and the block takes its loop back`() async throws {
        try await withRun { run, bench, kettle in
            try climb(run, bench, kettle)
            #expect(run.line("OUTCOME", "verified", within: 30) != nil, "\(run.lines.suffix(9))")
            let (ending, lines) = try bench.call("failsafe", bench.folder)
            #expect(ending == .exit(0), "\(lines)")
            #expect(run.line("MODE    shed", within: 10) != nil, "\(run.lines.suffix(9))")
            #expect(bench.await(within: 5) { kettle.registers.block?.isRemote == false })
            let block = try #require(kettle.registers.block)
            #expect(block.status.shedCause == .asked)
            // Declared is the return to where the operator had it.
            #expect(bench.await(within: 10) { kettle.registers.setpoint == 80 })
            pause(4)
            #expect(kettle.registers.block?.applied.count == block.applied.count)
            #expect(run.line("MODE    automatic", from: run.lines.count - 1, within: 0) == nil)
        }
    }
}
