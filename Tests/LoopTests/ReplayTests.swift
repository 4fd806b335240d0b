import Act
import Determinism
import Estimate
import Foundation
import FurnacePlant
import Guard
import GuardSide
import Historian
import Journal
import Operate
import Optimize
import Tags
import Testing
import Units
import Wire

@testable import Loop

@Suite struct ReplayTests {
    @Test func `every decision of a morning is calculated again, bit for bit`() async throws {
        let kettle = try await RecordedKettle(seed: 1, changing: KettleLoop.withRoom)
        try await kettle.run(for: 16)
        for decision in kettle.decisions {
            let report = try await kettle.replay(decision).run()
            #expect(report.isSame && report.differences.isEmpty, "\(report.lines)")
            #expect(report.lines == ["\(decision): same, bit for bit"])
        }
        let bytes = kettle.grounds.compactMap { $0.kept?.bytes }
        print("replay: \(bytes.count) decisions, inputs of \(bytes.max() ?? 0) bytes at most")
    }

    @Test func `a solve that its deadline stopped stops at the same place again`() async throws {
        let kettle = try await RecordedKettle(seed: 3)
        // From too early for an answer to late enough for all.
        try await kettle.run(for: 8, stoppingAfter: { 1 + $0 % 24 })
        for decision in kettle.decisions {
            #expect(try await kettle.replay(decision).run().differences.isEmpty)
        }
        #expect(kettle.grounds.contains { $0.calculation.stoppedAfter != nil })
        // Those without an answer, too; and the deadline has a say.
        var changed = 0
        for (advice, stoppedAfter) in kettle.solves {
            func again(_ count: Int?) -> Recommendation {
                var recalculation = Recalculation(kettle.settings)
                let deadline = SolveDeadline(stoppingAfter: count)
                return recalculation.advise(on: advice.inputs, solving: deadline.options)
                    .recommendation
            }
            #expect(again(stoppedAfter) == advice.recommendation)
            if again(nil) != advice.recommendation { changed += 1 }
        }
        #expect(changed > 3)
        print("replay: \(kettle.solves.count) solves, \(changed) changed by their deadline")
    }

    @Test func `the smallest change of an input makes it differ, and says where`() async throws {
        let kettle = try await RecordedKettle(seed: 4)
        try await kettle.run(for: 3)
        let replay = try await kettle.replay(kettle.decisions[1])
        let old = replay.inputs
        var live = old.live
        live.handles[0].setpoint = live.handles[0].setpoint?.nextUp
        let moved = AdviceInputs(
            old.believed, live, old.snapshot, old.desk, former: old.former)
        let report = try DecisionReplay(
            recommended: replay.recommended, grounds: replay.grounds, inputs: moved,
            settings: replay.settings
        ).run()
        #expect(!report.isSame && report.isSameWorkplace)
        #expect(report.differences.contains { $0.path.hasPrefix("proposal.certificate") })
        #expect(report.lines.last?.contains("DIFFERENT in") == true)
        // So does the plan of before, by which a solve starts.
        let cold = AdviceInputs(old.believed, old.live, old.snapshot, old.desk, former: nil)
        let other = try DecisionReplay(
            recommended: replay.recommended, grounds: replay.grounds, inputs: cold,
            settings: replay.settings
        ).run()
        #expect(!other.differences.isEmpty)
    }

    @Test func `inputs that were exchanged in the history are found by their hash`() async throws {
        let kettle = try await RecordedKettle(seed: 5)
        try await kettle.run(for: 2)
        let kept = try #require(kettle.grounds[0].kept)
        // Another history, in which the first decision's hash names the second one's inputs.
        let path = kettle.records + "/history.sqlite"
        let other = try #require(kettle.grounds[1].kept)
        let old = try Historian(path: path) { .seconds(0) }
        let bytes = try #require(try await old.adviceInputs(hash: other.hash))
        try await old.close()
        for end in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + end) {
            try FileManager.default.removeItem(atPath: path + end)
        }
        let new = try Historian(path: path) { .seconds(0) }
        try await new.store(
            KeptAdvice(decision: 1, at: .seconds(0), hash: kept.hash, bytes: bytes))
        try await new.close()
        await #expect(throws: ReplayObstacle.inputsExchanged(hash: kept.hash)) {
            try await kettle.replay(kettle.decisions[0])
        }
        await #expect(throws: ReplayObstacle.inputsGone(hash: other.hash)) {
            try await kettle.replay(kettle.decisions[1])
        }
    }

    @Test func `without the files of then nothing is calculated, and damage stops it`() async throws
    {
        let kettle = try await RecordedKettle(seed: 6)
        try await kettle.run(for: 1)
        let decision = kettle.decisions[0]
        await #expect(throws: ReplayObstacle.noDecision(DecisionID(99))) {
            try await kettle.replay(DecisionID(99))
        }
        let copies = kettle.records + "/kept"
        let hash = try #require(kettle.grounds[0].hashes.first { $0.name == "twin.yaml" }?.hash)
        try Data("owner: another\n".utf8).write(to: URL(fileURLWithPath: copies + "/" + hash))
        await #expect(throws: ReplayObstacle.fileGone(name: "twin.yaml", hash: hash)) {
            try await kettle.replay(decision)
        }
        let journal = URL(fileURLWithPath: kettle.records + "/decisions.journal")
        var bytes = try Data(contentsOf: journal)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: journal)
        await #expect(throws: ReplayObstacle.self) { try await kettle.replay(decision) }
    }

    @Test func `another program or machine is named, with the tolerance that then holds`()
        async throws
    {
        let kettle = try await RecordedKettle(
            seed: 7, at: Workplace(program: "an older one", machine: "another one"))
        try await kettle.run(for: 2)
        let replay = try await kettle.replay(kettle.decisions[1])
        let same = try replay.run()
        #expect(same.isSame && same.lines[0].hasPrefix("another program: then an older one"))
        #expect(same.lines[1].hasPrefix("another machine: then another one"))
        // A calculation that starts elsewhere ends close by; that is allowed there, and only there.
        let old = replay.inputs
        let cold = AdviceInputs(old.believed, old.live, old.snapshot, old.desk, former: nil)
        let close = try DecisionReplay(
            recommended: replay.recommended, grounds: replay.grounds, inputs: cold,
            settings: replay.settings
        ).run()
        #expect(!close.differences.isEmpty && close.isClose && close.isSame)
        #expect(close.lines.last?.contains("same within tolerance") == true)
        let here = try DecisionReplay(
            recommended: replay.recommended, grounds: replay.grounds, inputs: cold,
            settings: replay.settings
        ).run(at: Workplace(program: "an older one", machine: "another one"))
        #expect(!here.isSame)
    }

    @Test func `the grounds say what was used, weighed and chosen`() async throws {
        let kettle = try await RecordedKettle(seed: 8, changing: KettleLoop.withRoom)
        try await kettle.run(for: 4)
        let (grounds, advice) = (kettle.grounds[3], kettle.advice[3])
        #expect(grounds.candidates.map(\.plan) == [.nothing, .lastPlan, .chosen])
        let gain = advice.recommendation.gainPerHour
        let totals = grounds.candidates.map(\.total)
        #expect(totals[2] < totals[0] && gain > 0)
        for candidate in grounds.candidates {
            let sum = candidate.costs.map(\.price).reduce(0, +)
            #expect(abs(sum - candidate.total) <= 1e-9 * abs(candidate.total))
        }
        #expect(grounds.inputs.contains { $0.tag == TagName("TI-1.PV") && $0.quality == "good" })
        #expect(grounds.inputs.allSatisfy { ($0.value == nil) == ($0.quality == "bad") })
        #expect(grounds.estimate.allSatisfy { $0.variance >= 0 } && !grounds.estimate.isEmpty)
        #expect(grounds.sentences == advice.explanation.sentences)
        #expect(grounds.mode == .init(requested: .supervisory, actual: .advisory))
        #expect(Set(grounds.hashes.map(\.name)) == ["twin.yaml", "kettle.mo", "program"])
        #expect(grounds.prices.count == grounds.candidates[0].costs.count - 2)
    }

    /// What a plan may ask of the readings, asked of all of them and of those that are kept.
    @Test(arguments: 1...20)
    func `the readings between two equal ones change no plan`(seed: UInt64) throws {
        var chance = RandomStream(seed: seed, purpose: "readings")
        let now = PlantTime.seconds(1_750_000_000)
        let tag = TagName("TIC-1.SP")
        var history = ReadbackHistory(reach: 7200)
        var value = 353.15
        for age in stride(from: 7200.0, through: 0, by: -10) {
            if chance.happens(with: 0.03) { value += chance.normal() }
            history.note(try #require(Finite(value)), at: now.earlier(by: age))
        }
        let loop = try KettleLoop()
        let desk = DeskView(
            mode: .advisory, readbacks: [tag: history], taken: [:], nextDecision: DecisionID(1))
        let believed = Believed(
            state: try #require(estimate(loop)), inputs: [353.15], standIns: [])
        let live = LivePlant(
            readAt: now, handles: [LiveHandle(tag: tag, setpoint: value, loop: .remote)],
            interlocks: [], plantMode: .normal)
        let inputs = AdviceInputs(
            believed, live, Snapshot(at: now, samples: []), desk, former: nil)
        let kept = try #require(inputs.desk.readbacks[tag])
        #expect(kept.readings.count < history.readings.count / 2)
        for window in stride(from: 5.0, through: 7300, by: 95) {
            func extremes(_ readings: [ReadbackHistory.Reading]) -> [Double] {
                let ages = readings.map { now.seconds(since: $0.at) }
                let before = ages.filter { $0 >= window }.min()
                let inside = zip(ages, readings).filter { $0.0 < window || $0.0 == before }
                return [inside.map(\.1.value).min(), inside.map(\.1.value).max()].compactMap(\.self)
            }
            #expect(extremes(kept.readings) == extremes(history.readings))
            let limits = LoopSettings.HandleLimits(
                engineering: 0...1000, ramps: [], reversalsPerHour: 2)
            #expect(
                limits.turns(after: kept, at: now, from: value)
                    == limits.turns(after: history, at: now, from: value))
        }
    }

    /// The furnace with its real model and solver: two recommendations, each made again.
    @Test func `the furnace's recommendations are made again, bit for bit`() throws {
        let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("examples/reheat-furnace")
        let folder = try TwinFolder(examples.path, units: UDUnits())
        let settings = try LoopSettings(folder.twin, folder.model)
        var cycle = LoopCycle(settings)
        var plant = FurnaceStandIn(
            Furnace(seed: 5), folder.twin, origin: .seconds(1_750_000_000))
        let desk = DeskView(
            mode: .advisory, readbacks: [:], taken: [:], nextDecision: DecisionID(1))
        var made: [CycleOutcome.Advice] = []
        for _ in 0..<400 where made.count < 2 {
            plant.advance(by: settings.senseEvery)
            let outcome = cycle.turn(on: plant.read(), at: plant.now, seeing: desk)
            if let advice = outcome.advice { made.append(advice) }
        }
        #expect(made.count == 2 && made.allSatisfy { !$0.recommendation.setpoints.isEmpty })
        for advice in made {
            let bytes = try wireBytes(advice.inputs, limits: AdviceBook.limits)
            let inputs = try wireValue(AdviceInputs.self, from: bytes, limits: AdviceBook.limits)
            #expect(inputs == advice.inputs)
            var recalculation = Recalculation(settings)
            let again = recalculation.advise(on: inputs)
            #expect(again.recommendation == advice.recommendation)
            #expect(again.explanation == advice.explanation && again.proposal == advice.proposal)
            print("replay: inputs of the furnace take \(bytes.count) bytes")
        }
    }

    private func estimate(_ loop: KettleLoop) -> StateEstimate? {
        var loop = loop
        return loop.turn().believed?.state
    }
}
