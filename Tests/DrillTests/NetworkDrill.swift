import Act
import Foundation
import RunBench
import Tags
import Testing

/// The plant's server hangs, or the network to it goes bad, in the middle of a decision.
@Suite struct NetworkDrill {
    /// How long it lasts [s]: longer than the twin's patience with a value.
    private static let outage = 9.0

    @Test(arguments: LossyLine.Fault.allCases)
    func `nothing is queued: what was not sent in time is not sent when the line is back`(
        fault: LossyLine.Fault
    ) async throws {
        let requests = try await Unharmed.requests()
        let report = DrillReport("network: \(fault.rawValue)")
        // Also from before the first request on.
        let points = [0] + Drill.points(of: requests, few: 1)
        try await Drill.forEach(points, report) { point in
            let plant = Line()
            let stand = try Stand(
                report, "after \(point) requests", behind: { try plant.lay(to: $0) })
            defer {
                plant.line?.close()
                stand.end()
            }
            guard let line = plant.line else { return stand.check(false, "no line") }
            let run = try stand.start()
            defer { run.end() }
            guard stand.raise(run) else { return }
            line.begin(fault, after: point)
            stand.accept(run)
            pause(Self.outage)
            let fallen = try stand.awaitFall()
            report.saw("mode \(fallen?.actual.rawValue ?? "none")")
            stand.check(line.isFaulty, "the fault did not begin")
            stand.awaitAnswer(run)
            let before = stand.plant.written
            line.heal()
            stand.awaitReading(run)
            pause(3)
            stand.check(stand.plant.written == before, "replayed: \(stand.plant.written)")
            stand.stop(run)
            for outcome in try stand.outcomes() { report.saw(outcome.result.rawValue) }
            try stand.judgeRestart()
        }
        report.conclude()
    }

    @Test func `a plant's server that hangs and comes back finds at most the request it had`()
        async throws
    {
        let whole = try await Unharmed.plant.value
        let report = DrillReport("plant's server hangs")
        let orders = Drill.points(of: whole.count, few: 2).map {
            FaultShim.Order("flyball-plant", .stop, at: $0)
        }
        try await Drill.forEach(orders, report) { order in
            let stand = try Stand(report, "stop at \(order.at)", plantFault: order)
            defer { stand.end() }
            let run = try stand.start()
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            let process = stand.plant.process
            guard stand.bench.await(within: 60, { stand.isStopped(process.pid) }) else {
                return stand.check(false, "it was not stopped")
            }
            pause(Self.outage)
            report.saw("mode \(try stand.awaitFall()?.actual.rawValue ?? "none")")
            let sent = try stand.permits()
            process.signal(SIGCONT)
            stand.awaitAnswer(run)
            stand.awaitReading(run)
            pause(3)
            stand.check(stand.plant.written.count <= sent, "\(stand.plant.written)")
            stand.stop(run)
            for outcome in try stand.outcomes() { report.saw(outcome.result.rawValue) }
            try stand.judgeRestart()
        }
        report.conclude()
    }
}

/// Holds a line that is laid while a stand is set up.
private final class Line {
    private(set) var line: LossyLine?

    func lay(to port: Int) throws -> Int {
        let made = try LossyLine(to: port)
        line = made
        return made.port
    }
}
