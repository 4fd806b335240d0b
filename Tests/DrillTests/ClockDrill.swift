import Act
import Foundation
import RunBench
import Tags
import Testing

/// The machine's UTC is set in the middle of a decision, in the guard's process and the loop's.
@Suite struct ClockDrill {
    @Test func `a clock that jumps by more than 30 s sheds, which is on record`() async throws {
        let whole = try await Unharmed.guardian.value
        let report = DrillReport("clock jump of an hour")
        // Where it jumps hardly matters: every third operation is enough.
        let points = Drill.points(of: whole.count / 3, few: 1).map { $0 * 3 }.flatMap {
            [($0, 3600), ($0, -3600)]
        }
        try await Drill.forEach(points.map(Jump.init), report) { jump in
            let stand = try Stand(report, "\(jump)")
            defer { stand.end() }
            let run = try stand.start(jump.order)
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            let shed = run.line("MODE    shed", within: 60)
            stand.check(shed != nil, "no shed: \(run.story) \(run.talk)")
            let last = try stand.modes().last
            stand.check(last?.actual == .shed, "\(String(describing: last))")
            stand.check(last?.why.contains("clock jumped") == true, "\(last?.why ?? "")")
            report.saw("shed, on record")
            let known = stand.plant.written.count
            run.type("accept")
            pause(3)
            stand.check(stand.plant.written.count == known, "written after the shed")
            stand.stop(run)
            try stand.judgeRestart()
        }
        report.conclude()
    }

    @Test func `a clock that is corrected by seconds changes nothing`() async throws {
        let report = DrillReport("clock jump of 20 s")
        try await Drill.forEach((Drill.isFull ? [20, -20] : [20]).map { Jump((1, $0)) }, report) {
            jump in
            let stand = try Stand(report, "\(jump)")
            defer { stand.end() }
            let run = try stand.start(jump.order)
            defer { run.end() }
            guard stand.raise(run) else { return }
            stand.accept(run)
            stand.awaitAnswer(run)
            pause(6)
            let last = try stand.modes().last
            stand.check(last?.actual == .supervisory, "\(String(describing: last))")
            report.saw(last?.actual.rawValue ?? "no mode")
            stand.stop(run)
            try stand.judgeRestart()
        }
        report.conclude()
    }

    private struct Jump: Sendable, CustomStringConvertible {
        let point: Int
        let seconds: Int

        init(_ jump: (Int, Int)) { (point, seconds) = jump }

        var description: String { "\(seconds) s at \(point)" }
        var order: FaultShim.Order {
            .init("flyball,flyball-guard", .clock(seconds), at: point)
        }
    }
}
