import Act
import Foundation
import RunBench
import Tags
import Testing

/// A guard that is stopped for longer than its lease, as a virtual machine's pause does it, before
/// any operation of one decision.
@Suite struct StopDrill {
    /// A lease that is short enough to wait for.
    private static let lease: @Sendable (String) -> String = {
        $0.replacingOccurrences(of: "guard: {", with: "guard: {lease: 6 s, lease renewal: 1 s, ")
    }

    @Test func `a guard that was stopped past its lease writes nothing more, and sheds`()
        async throws
    {
        let whole = try await Unharmed.guardian.value
        var orders = Drill.points(of: whole.count, few: 3).map {
            FaultShim.Order("flyball-guard", .stop, at: $0)
        }
        // The last moment: after it judged and permitted, before the request leaves.
        var last = FaultShim.Order("flyball-guard", .stop, at: 1)
        last.only = ["send-16"]
        orders.append(last)
        let report = DrillReport("SIGSTOP of flyball-guard past its lease")
        try await Drill.forEach(orders, report) { order in
            let stand = try Stand(report, "stop at \(order.at)", changing: Self.lease)
            defer { stand.end() }
            let run = try stand.start(order)
            defer { run.end() }
            guard stand.raise(run), let guardian = stand.bench.guardProcess else { return }
            stand.accept(run)
            guard stand.bench.await(within: 60, { stand.isStopped(guardian) }) else {
                return stand.check(false, "it was not stopped: \(run.story)")
            }
            // What had left before is in the plant's book a moment later.
            pause(1.5)
            let (before, at) = (stand.plant.written, stand.operations.last)
            pause(7)
            kill(guardian, SIGCONT)
            let last = try stand.awaitFall(to: .shed)
            // A loop that had no answer for 5 s has given up; then both are true.
            let reasons = ["the lease ran out", "the loop's process died"]
            stand.check(last.map { reasons.contains($0.why) } == true, "\(last?.why ?? "")")
            pause(2)
            let after = stand.plant.written.count - before.count
            if at?.name == "send-16" {
                stand.check(after <= 1, "written: \(stand.plant.written)")
                report.saw("the one request that was on its way arrived")
            } else {
                stand.check(after == 0, "at \(at?.name ?? "nothing"): \(stand.plant.written)")
                report.saw("nothing written after waking")
            }
            if run.ending == nil {
                stand.stop(run)
            } else {
                // A loop that was answered too late has given up.
                stand.check(run.end(within: 1) == .exit(1), "\(run.talk)")
                stand.awaitGuardsEnd()
            }
            try stand.judgeRestart()
        }
        report.conclude()
    }
}

extension Stand {
    /// Whether a process is stopped by a signal, as the kernel shows it.
    func isStopped(_ process: Int32) -> Bool {
        // Gone is not stopped.
        let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return text?.split(separator: ")").last?.hasPrefix(" T") == true
    }
}
