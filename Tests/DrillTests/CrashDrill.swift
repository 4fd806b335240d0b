import Foundation
import RunBench
import Testing

/// kill -9 of each process at every operation of one decision.
@Suite struct CrashDrill {
    /// Which operations one decision takes in a program, by the order in which it does them.
    static func rehearse(
        _ order: FaultShim.Order, ofPlant: Bool = false
    ) async throws -> [FaultShim.Operation] {
        let report = DrillReport("no fault in \(order.program)")
        let found = try await Drill.once {
            report.tried()
            let stand = try Stand(report, "unharmed", plantFault: ofPlant ? order : nil)
            defer { stand.end() }
            let run = try stand.start(ofPlant ? nil : order)
            defer { run.signal(SIGKILL) }
            guard stand.raise(run) else { return [FaultShim.Operation]() }
            stand.accept(run)
            let outcome = run.line("OUTCOME", "verified", within: 60)
            stand.check(outcome != nil, "\(run.lines.suffix(9))")
            let found = ofPlant ? stand.plantOperations : stand.operations
            run.signal(SIGTERM)
            stand.check(run.end(within: 60) == .exit(0), "\(run.talk)")
            stand.check(stand.plant.written.count == 1, "written: \(stand.plant.written)")
            try stand.judgeRestart()
            for operation in found { report.saw(operation.place) }
            return found
        }
        report.conclude()
        return found
    }

    /// Only what a write of which the half can be done.
    private static let halves = ["write", "pwrite", "writev", "send", "send-3", "send-4", "send-16"]

    @Test func `the guard is killed at any operation: nothing undurable, nothing twice`()
        async throws
    {
        let whole = try await Self.rehearse(.init("flyball-guard"))
        var orders = Drill.points(of: whole.count, few: 7).map {
            FaultShim.Order("flyball-guard", .killBefore, at: $0)
        }
        let torn = whole.count { Self.halves.contains($0.name) }
        orders += Drill.points(of: torn, few: 3).map {
            var order = FaultShim.Order("flyball-guard", .killHalf, at: $0)
            order.only = Self.halves
            return order
        }
        let report = DrillReport("kill -9 of flyball-guard")
        try await Drill.forEach(orders, report) { order in
            let stand = try Stand(report, "\(order.deed) \(order.at)")
            defer { stand.end() }
            let run = try stand.start(order)
            defer { run.signal(SIGKILL) }
            guard stand.raise(run) else { return }
            stand.accept(run)
            stand.check(run.end(within: 60) == .exit(1), "the run: \(run.talk)")
            stand.check(run.talk.contains { $0.contains("guard") }, "it says: \(run.talk)")
            let last = stand.operations.last
            report.saw("at \(last?.place ?? "nothing")")
            stand.check(stand.plant.written.count <= 1, "\(stand.plant.written)")
            try stand.judgeRestart()
        }
        report.conclude()
    }
}
