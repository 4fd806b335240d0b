import Act
import CompanionBlock
import ConnectModbusWriting
import Foundation
import GuardRoom
import Operate
import RunBench
import Seal
import Tags
import Testing
import Units

/// The same stop with the companion block before the loops: what a woken guard still sends, the
/// block drops.
@Suite struct FenceDrill {
    private static let section = """

        block:
          connection: plc
          owner: 7
          control: 411
          status: 501
          loops: {TIC-201.SP: {mailbox: 421, status: 516}}
        """

    private static func change(_ text: String) -> String {
        guard text.hasPrefix("#") else { return text }
        return text.replacingOccurrences(
            of: "guard: {", with: "guard: {lease: 6 s, lease renewal: 1 s, ") + section
    }

    /// Where the guard is stopped, and what happens meanwhile.
    private struct Point: Sendable, CustomStringConvertible {
        /// Before it sends this: its command, in the last instant, or a beat.
        let request: String
        /// Another master takes the asset; otherwise the watchdog runs out.
        let isOutbid: Bool

        var description: String {
            "\(request), " + (isOutbid ? "outbid" : "watchdog")
        }
    }

    @Test func `what a guard sends that was stopped past its lease is dropped by the block`()
        async throws
    {
        let points = ["send-mail", "send-16"].flatMap {
            [Point(request: $0, isOutbid: false), Point(request: $0, isOutbid: true)]
        }
        let report = DrillReport("SIGSTOP of flyball-guard behind the block")
        try await Drill.forEach(points, report) { point in
            let stand = try Stand(
                report, "\(point)",
                plantArguments: ["--block", "on", "--watchdog", "4", "--hand-back", "1"],
                changing: Self.change)
            defer { stand.end() }
            let twin = try SealedTwin(try TwinFolder(stand.bench.folder, units: UDUnits()))
            _ = try awaited { try await DemoDropTest(twin: twin).run() }
            var order = FaultShim.Order("flyball-guard", .stop, at: 1)
            order.only = [point.request]
            order.places = ["plant"]
            let run = try stand.start(order)
            defer { run.end() }
            guard stand.raiseBehindBlock(run), let guardian = stand.bench.guardProcess else {
                return
            }
            stand.accept(run)
            guard stand.bench.await(within: 60, { stand.isStopped(guardian) }) else {
                return stand.check(false, "it was not stopped: \(run.story)")
            }
            pause(1.5)
            let written = stand.plant.written
            let block = try #require(ModbusBlock(twin, mayWrite: true))
            defer { block.close() }
            if point.isOutbid {
                let epoch = try awaited { try await block.claim() }
                stand.check(epoch == 3, "the claim has epoch \(epoch)")
                pause(6.5)
            } else {
                pause(6.5)
                let status = try awaited { await block.status() }
                stand.check(status?.asset.shedCause == .beatLost, "\(String(describing: status))")
            }
            let before = try awaited { await block.status() }
            kill(guardian, SIGCONT)
            _ = try stand.awaitFall(to: .shed)
            pause(2)
            stand.check(stand.plant.written == written, "written: \(stand.plant.written)")
            let after = try awaited { await block.status() }
            let tag = TagName("TIC-201.SP")
            if let before = before?.loops[tag], let loop = after?.loops[tag] {
                // Of another epoch it is a stray; of this one it is looked at and refused.
                let isStray = loop.strays != before.strays
                let isLooked = loop.sequence != before.sequence
                let code = isStray ? loop.strayResult : loop.result
                let isMail = point.request == "send-mail"
                stand.check((isStray || isLooked) == isMail, "\(before) \(loop)")
                stand.check(!isMail || !code.hasActed, "the block acted: \(loop)")
                stand.check(!isMail || !point.isOutbid || code == .wrongEpoch, "\(code)")
                report.saw(
                    isMail
                        ? "the late command was dropped, code \(code.rawValue)"
                        : "the beat was late")
            } else {
                stand.check(false, "the block was not read")
            }
            report.saw("nothing written after waking")
        }
        report.conclude()
    }
}

extension Stand {
    /// Up to supervisory behind the block: the first request claims, then loops go into remote, and
    /// a later one is granted.
    func raiseBehindBlock(_ run: FlyballRun) -> Bool {
        guard run.line("zone: mode advisory", within: 60) != nil else {
            check(false, "it does not open: \(run.story) \(run.talk)")
            return false
        }
        for _ in 0..<20 where run.line("MODE    supervisory", within: 3) == nil {
            run.type("mode supervisory")
        }
        guard run.line("MODE    supervisory", within: 1) != nil else {
            check(false, "supervisory is not granted: \(run.story)")
            return false
        }
        return awaitCard(run)
    }
}
