import Act
import Foundation
import RunBench
import Tags
import Testing

/// kill -9 of each process at every operation of one decision.
@Suite struct CrashDrill {
    /// Operations of which one half can be done.
    private static let halves = [
        "write", "pwrite", "writev", "send", "send-3", "send-4", "send-16",
    ]

    @Test func `the guard is killed at any operation: nothing undurable, nothing twice`()
        async throws
    {
        let whole = try await Unharmed.guardian.value
        var orders = Drill.points(of: whole.count, few: 6).map {
            FaultShim.Order("flyball-guard", .killBefore, at: $0)
        }
        let torn = whole.count { Self.halves.contains($0.name) }
        orders += Drill.points(of: torn, few: 2).map {
            var order = FaultShim.Order("flyball-guard", .killHalf, at: $0)
            order.only = Self.halves
            return order
        }
        let report = DrillReport("kill -9 of flyball-guard")
        try await Drill.forEach(orders, report) { order in
            let stand = try Stand(report, "\(order.deed) \(order.at)")
            defer { stand.end() }
            let run = try stand.start(order)
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            stand.check(run.end(within: 60) == .exit(1), "the run: \(run.talk)")
            stand.check(run.talk.contains { $0.contains("by signal 9") }, "it says: \(run.talk)")
            let last = stand.operations.last
            report.saw("at \(last?.place ?? "nothing")")
            stand.check(stand.plant.written.count <= 1, "\(stand.plant.written)")
            try stand.judgeRestart()
        }
        report.conclude()
    }
}

extension CrashDrill {
    @Test func `the loop is killed at any operation: the guard ends what it was asked, and sheds`()
        async throws
    {
        let whole = try await Unharmed.loop.value
        let orders = Drill.points(of: whole.count, few: 3).map {
            FaultShim.Order("flyball", .killBefore, at: $0)
        }
        let report = DrillReport("kill -9 of flyball run")
        try await Drill.forEach(orders, report) { order in
            let stand = try Stand(report, "\(order.deed) \(order.at)")
            defer { stand.end() }
            let run = try stand.start(order)
            defer { run.end() }
            guard stand.raise(run) else { return }
            // As when the terminal of the run is closed: the guard must stay to shed.
            if let guardian = stand.bench.guardProcess { kill(guardian, SIGHUP) }
            stand.accept(run)
            stand.check(run.end(within: 60) == .signal(SIGKILL), "the run: \(run.talk)")
            report.saw("at \(stand.operations.last?.place ?? "nothing")")
            stand.awaitGuardsEnd()
            let last = try stand.modes().last
            stand.check(last?.actual == .shed, "\(String(describing: last))")
            stand.check(try stand.bench.isClosed(), "the guard did not close its record")
            stand.check(stand.plant.written.count <= 1, "\(stand.plant.written)")
            for outcome in try stand.outcomes() { report.saw(outcome.result.rawValue) }
            try stand.judgeRestart()
        }
        report.conclude()
    }

    @Test func `the plant's server is killed at any operation: nothing is sent to the next one`()
        async throws
    {
        let whole = try await Unharmed.plant.value
        let orders = Drill.points(of: whole.count, few: 3).map {
            FaultShim.Order("flyball-plant", .killBefore, at: $0)
        }
        let report = DrillReport("kill -9 of flyball-plant")
        try await Drill.forEach(orders, report) { order in
            var stand = try Stand(report, "\(order.deed) \(order.at)", plantFault: order)
            defer { stand.end() }
            let run = try stand.start()
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            let ending = stand.plant.process.end(within: 60)
            stand.check(ending == .signal(SIGKILL), "the plant: \(stand.plant.process.talk)")
            report.saw("at \(stand.plantOperations.last?.place ?? "nothing")")
            stand.awaitAnswer(run)
            try stand.judgeWrites()
            try stand.restartPlant()
            stand.awaitReading(run)
            pause(2)
            stand.check(stand.plant.written == [], "replayed: \(stand.plant.written)")
            stand.check(run.ending == nil, "the run ended: \(run.talk)")
            stand.stop(run)
            for outcome in try stand.outcomes() { report.saw(outcome.result.rawValue) }
            try stand.judgeRestart()
        }
        report.conclude()
    }
}
