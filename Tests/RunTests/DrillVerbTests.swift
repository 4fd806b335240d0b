import CompanionBlock
import Foundation
import Operate
import RunBench
import Seal
import Signing
import Tags
import Testing
import Units

/// `flyball drill` against a kettle: a sound block passes, and each thing that may be wrong with a
/// block is found by the step that is there for it.
@Suite struct DrillVerbTests {
    /// Drills that run at once: they wait for most of their time.
    private static let places = DispatchSemaphore(value: 3)

    /// What one drill came to.
    struct Drill: Sendable {
        let ending: FlyballRun.Ending?
        let report: DrillReport
        let text: String
        let talk: [String]

        func step(_ name: String) -> DrillStep? { report.steps.first { $0.name == name } }
        var failed: [String] { report.steps.filter { $0.result == .failed }.map(\.name) }
        var left: [String] { report.steps.filter { $0.result == .notDone }.map(\.name) }
    }

    /// Drills a sealed kettle.
    private func drill(
        _ kettle: Kettle, _ arguments: [String], patience: Int = 90,
        meanwhile: @escaping @Sendable (FlyballRun) -> Void = { _ in }
    ) async throws -> Drill {
        let hasBlock = kettle.registers.block != nil
        let bench = try Workbench(port: kettle.port) { text in
            let quick = text.replacingOccurrences(of: "timeout: 1 s", with: "timeout: 0.5 s")
            return text.hasPrefix("#") && hasBlock ? quick + KettleBlock.section : quick
        }
        return try await onThread {
            Self.places.wait()
            defer {
                bench.remove()
                Self.places.signal()
            }
            try bench.seal()
            try bench.recordEarlierRun()
            let path = bench.folder + "/report"
            let run = try FlyballRun(
                try FlyballRun.program,
                [
                    "drill", bench.folder, "--records", bench.records, "--report", path,
                    "--unattended", "--person", "Ada", "--speed", "80", "--patience", "\(patience)",
                ] + arguments)
            defer { run.signal(SIGKILL) }
            meanwhile(run)
            let ending = run.end(within: 240)
            let json = FileManager.default.contents(atPath: path + ".json")
            let report = try JSONDecoder().decode(
                DrillReport.self, from: try #require(json, "\(run.talk.suffix(5))"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return Drill(ending: ending, report: report, text: text, talk: run.talk)
        }
    }

    private func kettle(_ fault: KettleBlock.Fault?) throws -> Kettle {
        let kettle = try Kettle()
        if let fault { kettle.change { $0.block = KettleBlock(watchdog: 5000, fault: fault) } }
        return kettle
    }

    private static let writing = ["--write", "--key-coil", "2"]

    @Test func `a sound block passes every step, and the report says with what`() async throws {
        let kettle = try kettle(KettleBlock.Fault.none)
        defer { kettle.stop() }
        let drill = try await drill(kettle, Self.writing)
        #expect(drill.failed.isEmpty, "\(drill.text)")
        #expect(drill.left == ["the operator's hand"], "\(drill.text)")
        #expect(drill.ending == .exit(0))
        let subject = drill.report.subject
        #expect(subject.seal.count == 64 && subject.program.count == 64 && subject.hasBlock)
        #expect(drill.report.person == "Ada" && drill.report.steps.count == 21)
        #expect(drill.text.contains("Commissioning engineer  ____"))
        // Both ways through the guard, and one step aside; the last shed took it back.
        let block = try #require(kettle.registers.block)
        #expect(block.applied.count == 3)
        #expect(kettle.registers.setpoint == 80)
        #expect(block.status.dropTest == .passed && !block.status.isOwned)
    }

    /// What rests on the step that found it may fail after it.
    @Test(arguments: [
        (KettleBlock.Fault.ignoresEpoch, "what the block must drop"),
        (.ignoresChanges, "what the block must drop"), (.neverSheds, "drop test"),
        (.noWatchdog, "block"), (.staysRemote, "drop test"), (.otherAction, "drop test"),
        (.deafEcho, "heartbeat"),
    ])
    func `what is wrong with a block is found by the step that is there for it`(
        fault: KettleBlock.Fault, step: String
    ) async throws {
        let kettle = try kettle(fault)
        defer { kettle.stop() }
        let drill = try await drill(kettle, Self.writing, patience: 20)
        #expect(drill.failed.first == step, "\(drill.text)")
        #expect(drill.ending == .exit(1))
        print("block that \(fault.rawValue): \(drill.step(step)?.seen ?? "no such step")")
    }

    @Test func `without --write nothing is written, and what was left out is said`() async throws {
        let kettle = try kettle(KettleBlock.Fault.none)
        defer { kettle.stop() }
        let drill = try await drill(kettle, [])
        #expect(drill.ending == .exit(0) && drill.failed.isEmpty, "\(drill.text)")
        #expect(drill.report.count(.notDone) == 13)
        #expect(kettle.registers.block?.status.claimSeen == 0)
        #expect(drill.report.left == "as it was; nothing was written")
    }

    @Test func `a site without the block is drilled as far as it goes`() async throws {
        let kettle = try kettle(nil)
        defer { kettle.stop() }
        let drill = try await drill(kettle, ["--write"])
        #expect(drill.ending == .exit(0) && drill.failed.isEmpty, "\(drill.text)")
        #expect(drill.step("a step")?.result == .passed)
        #expect(drill.step("drop test")?.result == .notDone)
        #expect(kettle.registers.taken.count == 2 && kettle.registers.setpoint == 80)
    }

    @Test func `a setpoint moved by hand is his, and the drill shows it`() async throws {
        let kettle = try kettle(KettleBlock.Fault.none)
        defer { kettle.stop() }
        let drill = try await drill(kettle, Self.writing + ["--wait-for-hand", "20"]) { run in
            let start = ContinuousClock.now
            while ContinuousClock.now - start < .seconds(200), run.ending == nil {
                if run.talk.contains(where: { $0.hasPrefix("PLEASE  move one setpoint") }) {
                    pause(0.5)
                    return kettle.change { $0.move(to: 84) }
                }
                pause(0.1)
            }
        }
        #expect(drill.step("the operator's hand")?.result == .passed, "\(drill.text)")
        #expect(drill.failed.isEmpty && drill.ending == .exit(0), "\(drill.text)")
        #expect(kettle.registers.setpoint == 84)
    }

    @Test func `a plant that does not answer ends with 5, and nothing is called passed`()
        async throws
    {
        let kettle = try kettle(nil)
        kettle.stop()
        let drill = try await drill(kettle, [])
        #expect(drill.ending == .exit(5))
        #expect(drill.report.steps.filter { $0.result == .passed }.map(\.name) == ["seal"])
    }

    @Test func `a plant that is no simulator is written to only by one who states what it is`()
        async throws
    {
        let kettle = try Kettle()
        let bench = try Workbench(port: kettle.port) {
            $0.replacingOccurrences(of: ", simulator: true", with: "")
        }
        try await onThread {
            defer {
                kettle.stop()
                bench.remove()
            }
            func drill(_ arguments: [String]) throws -> FlyballRun {
                try FlyballRun(
                    try FlyballRun.program, ["drill", bench.folder, "--unattended"] + arguments)
            }
            /// Why it did not begin.
            func refusal(_ run: FlyballRun) -> String {
                #expect(run.end(within: 30) == .exit(4) && run.lines.isEmpty)
                return run.talk.joined(separator: "\n")
            }
            #expect(refusal(try drill(["--write", "--test-system"])).contains("no twin.sealed"))
            try bench.sealByTwo()
            #expect(refusal(try drill(["--write"])).contains("--test-system"))
            #expect(
                refusal(try drill(["--write", "--test-system", "--speed", "2"]))
                    .contains("simulated plants"))
            #expect(
                refusal(try drill(["--write", "--test-system", "--key-coil", "2"]))
                    .contains("simulated plants"))
            // Who only reads states nothing, and who states it is let in.
            for arguments in [[], ["--write", "--test-system"]] {
                let run = try drill(arguments)
                defer { run.signal(SIGKILL) }
                let begins = bench.await(within: 30) {
                    run.talk.contains { $0.hasPrefix("PASSED  seal") }
                }
                #expect(begins && run.ending == nil, "\(arguments): \(run.talk)")
            }
            #expect(kettle.registers.arrived == 0)
        }
    }
}

extension Workbench {
    /// Seals the twin as two people do, whatever plant it is for.
    func sealByTwo() throws {
        let (files, engineer, approver) = (SealFolder(folder), PrivateKey(), PrivateKey())
        for (name, duty, key) in [
            ("Anna", Duty.engineer, engineer), ("Bo", .approver, approver),
        ] {
            _ = try ApproverList(files).change(
                .add(person: name, duties: [duty], key: key.publicKey), at: 1, with: [key])
        }
        let control = try ChangeControl(try TwinFolder(folder, units: UDUnits()))
        _ = try control.propose(why: "test", key: engineer, at: 1)
        _ = try control.approve(why: "test", key: approver, at: 1)
    }
}
