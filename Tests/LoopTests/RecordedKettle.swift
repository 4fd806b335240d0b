import Act
import Determinism
import Foundation
import Guard
import GuardSide
import Historian
import Journal
import Loop
import Operate
import Optimize
import Sense
import Tags
import Testing
import Units

/// A kettle whose decisions go on record on disk as in a run: journal, history, copies of files.
final class RecordedKettle {
    let records: String
    /// The kettle's own folder is gone once it was read; only the copies are left.
    let path: String
    private var loop: KettleLoop
    private var desk: Desk
    private var sense: SenseStage
    private let reading: PlantReading
    private let journal: Journal
    private let historian: Historian
    private let book: AdviceBook
    private var chance: RandomStream
    private(set) var decisions: [DecisionID] = []
    private(set) var grounds: [Grounds] = []
    private(set) var advice: [CycleOutcome.Advice] = []
    /// All solves, also those from which no decision came.
    private(set) var solves: [(advice: CycleOutcome.Advice, stoppedAfter: Int?)] = []
    var settings: LoopSettings { loop.cycle.settings }

    init(
        seed: UInt64, at workplace: Workplace = .here,
        changing change: (String) -> String = { $0 }
    ) async throws {
        records = FileManager.default.temporaryDirectory.path + "/replay-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: records, withIntermediateDirectories: true)
        loop = try KettleLoop(changing: change)
        path = loop.folder.path
        desk = loop.desk()
        sense = SenseStage(rules: LoopSettings.senseRules(of: loop.folder.twin))
        reading = GuardAssembly(loop.folder.twin, spacing: loop.cycle.settings.spacing).reading
        try KeptTexts(records: records).keep(loop.folder.sources)
        journal = try Journal(
            path: records + "/decisions.journal", settings: loop.folder.fingerprints,
            signing: .init(key: try JournalKey(folder: records)), plant: loop.now,
            wallNanoseconds: 0)
        let now = loop.now
        historian = try Historian(path: records + "/history.sqlite") { now }
        book = AdviceBook(
            historian, loop.cycle.settings, ranBy: loop.folder.fingerprints, at: workplace)
        chance = RandomStream(seed: seed, purpose: "kettle")
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: records) } catch {
            Issue.record("\(records): \(error)")
        }
    }

    /// Turns the loop until there are so many decisions on record.
    ///
    /// - Parameter stop: how often a solve may go on before its deadline, by how many were made;
    ///   nil for no deadline.
    func run(for count: Int, stoppingAfter stop: (Int) -> Int? = { _ in nil }) async throws {
        for _ in 0..<200 * count where decisions.count < count {
            disturb()
            let deadline = SolveDeadline(stoppingAfter: stop(solves.count))
            let outcome = loop.turn(seeing: desk.view, solving: deadline.options)
            let snapshot = sense.snapshot(of: loop.samples, at: loop.now)
            let live = reading.live(snapshot)
            try record(desk.observe(snapshot, live))
            if let made = outcome.advice { solves.append((made, deadline.stoppedAfter)) }
            guard let made = outcome.advice, let proposal = made.proposal else { continue }
            let (kept, trouble) = await book.grounds(
                of: made, requested: .supervisory, stoppedAfter: deadline.stoppedAfter)
            #expect(trouble == nil)
            try record(
                desk.offer(
                    proposal, on: kept,
                    given: Circumstances(snapshot: snapshot, live: live, mode: desk.mode),
                    token: "a token", at: loop.now))
            decisions.append(proposal.id)
            grounds.append(kept)
            advice.append(made)
        }
        try #require(decisions.count == count, "only \(decisions.count) decisions")
        try await historian.close()
    }

    private func record(_ entries: [JournalEntry]) throws {
        for entry in entries { try journal.append(entry, plant: loop.now, wallNanoseconds: 0) }
    }

    /// Noise, instruments that fall silent, an operator who moves the setpoint and his limits.
    private func disturb() {
        let rules = loop.cycle.settings.senseRules
        func noisy(_ tag: String, around celsius: Double, _ deviation: Double) {
            // Not every kettle has them all.
            guard rules.contains(where: { $0.tag == TagName(tag) }) else { return }
            loop.readings[TagName(tag)] = 273.15 + celsius + chance.normal(deviation: deviation)
        }
        noisy("TI-1.PV", around: 80, 0.2)
        noisy("TI-2.PV", around: 79, 0.2)
        noisy("TI-3.PV", around: 20, 0.5)
        if chance.happens(with: 0.05) { loop.readings[TagName("TI-2.PV")] = .some(nil) }
        if chance.happens(with: 0.02) {
            let celsius = 80 + chance.uniform(-1, 1)
            loop.readings[TagName("TIC-1.SP")] = 273.15 + celsius
        }
        if chance.happens(with: 0.02) {
            loop.readings[TagName("TIC-1.SP_LO")] = 273.15 + chance.uniform(20, 79)
        }
    }

    /// One decision with all that was kept of it.
    func replay(_ decision: DecisionID) async throws(ReplayObstacle) -> DecisionReplay {
        try await DecisionReplay.find(decision, of: path, records: records, units: UDUnits())
    }
}
