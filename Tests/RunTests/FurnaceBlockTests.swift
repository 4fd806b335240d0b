import CompanionBlock
import ConnectModbusWriting
import Diagnostics
import Foundation
import GuardRoom
import Operate
import RunBench
import Seal
import Tags
import Testing
import Units

/// `flyball run` against the simulated furnace with its block, each zone with another shed action.
@Suite struct FurnaceBlockTests {
    /// The furnace's twin behind the block, in a folder of its own, sealed.
    private struct Site {
        let folder: String
        let twin: SealedTwin
        var records: String { folder + "/records" }

        init(port: Int) throws {
            folder = NSTemporaryDirectory() + "flyball-site-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let example =
                URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path
                + "/examples/reheat-furnace"
            let blocked = try TwinFolder(example, units: UDUnits())
                .behindFurnaceBlock(units: UDUnits())
            for source in blocked.sources {
                // Beats every second, for a watchdog that a test can wait for.
                let text = source.lines.joined(separator: "\n")
                    .replacingOccurrences(of: ":1502", with: ":\(port)")
                    .replacingOccurrences(
                        of: "\nmodes:", with: "\nguard: {heartbeat: 1 s}\nmodes:")
                try text.write(
                    toFile: folder + "/" + source.file, atomically: true, encoding: .utf8)
            }
            twin = try SealedTwin(try TwinFolder(folder, units: UDUnits()))
            _ = try SealFolder(folder).sealForDemonstration(twin, at: 1)
        }

        func remove() {
            // A folder left behind in the temporary place harms nothing.
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test func `a killed guard costs the furnace its remote loops, each shed as declared for it`()
        async throws
    {
        let plant = try PlantProcess(
            program: try FlyballRun.program(named: "flyball-plant"),
            arguments: [
                "serve", "--port", "0", "--speed", "150", "--seed", "2", "--calm", "--block", "on",
                "--watchdog", "6", "--shed", "keep,baseline,safe", "--hand-back", "60",
            ])
        let site = try Site(port: plant.port)
        try await onThread {
            defer {
                _ = plant.stop()
                site.remove()
            }
            let block = try #require(ModbusBlock(site.twin, mayWrite: true))
            defer { block.close() }
            let first = try #require(try awaited { await block.status() })
            print(try awaited { try await DemoDropTest(twin: site.twin).run() })
            let tested = try #require(try awaited { await block.status() })
            func travel(_ loop: Int) -> Float {
                let tag = TagName("TIC-20\(loop).SP")
                return (tested.loops[tag]?.setpoint ?? .nan) - (first.loops[tag]?.setpoint ?? .nan)
            }
            // Kept; nothing was written that it could return from; down to the safe 1180 degC.
            #expect(travel(1) == 0 && travel(2) == 0 && travel(3) < -20, "\(tested)")
            let run = try FlyballRun(
                try FlyballRun.program,
                ["run", site.folder, "--speed", "150", "--records", site.records])
            defer { run.signal(SIGKILL) }
            try #require(run.line("mode advisory", within: 30) != nil, "\(run.talk)")
            for _ in 0..<15 where run.line("MODE    supervisory", within: 3) == nil {
                run.type("mode supervisory")
            }
            try #require(run.line("MODE    supervisory", within: 1) != nil, "\(run.lines)")
            let before = try #require(try awaited { await block.status() })
            #expect(before.asset.isOwned && before.asset.epoch == 2)
            let remote = before.loops.values.count(where: { $0.isRemote })
            #expect(remote == 3)
            kill(try #require(FlyballRun.guardProcess(in: site.folder)), SIGKILL)
            let killed = PlantClock.monotonic
            let watch = try awaited {
                await block.watchDrop(since: killed, before: before, watchdog: 6, settling: 20)
            }
            let took = try #require(watch.shedAfter, "\(watch)")
            // The last beat left up to a heartbeat before.
            #expect(took >= 4 && took <= 8, "\(took) s")
            #expect(watch.haveAllLeft && watch.cause == .beatLost && watch.isAlarmed)
            let moves = watch.loops.map { $0.after - $0.before }
            #expect(watch.loops.map(\.tag.text) == ["TIC-201.SP", "TIC-202.SP", "TIC-203.SP"])
            #expect(moves[0] == 0 && moves[1] == 0)
            #expect(watch.loops[2].after == 1180, "\(watch.loops[2])")
            print("furnace: the block let go after \(took) s, setpoints moved by \(moves) K")
            #expect(run.end(within: 20) == .exit(1))
        }
    }
}
