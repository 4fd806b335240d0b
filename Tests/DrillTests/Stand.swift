import Act
import Foundation
import Guard
import Journal
import RunBench
import Tags

/// One plant, one sealed twin of it and its records, all real processes; and what is found there.
struct Stand: Sendable {
    let bench: Workbench
    let report: DrillReport
    /// Where in the drill this is, for findings.
    let point: String
    private(set) var plant: PlantServer
    /// Files of the shim: counting begins when the first is made.
    var gate: String { bench.folder + "/gate" }
    var trace: String { bench.folder + "/trace" }

    /// - Parameters:
    ///   - order: a fault of the plant's own process.
    ///   - port: where the twin looks for the plant, given the plant's own port.
    init(
        _ report: DrillReport, _ point: String, plantFault order: FaultShim.Order? = nil,
        plantArguments: [String] = [], behind port: (Int) throws -> Int = { $0 },
        changing change: @escaping (String) -> String = { $0 }
    ) throws {
        self.report = report
        self.point = point
        // The plant writes its book where its twin will be: first a folder, then the twin in it.
        let folder = NSTemporaryDirectory() + "flyball-drill-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        plantFolder = folder
        let shim = try order.map {
            try FaultShim.environment(
                $0, folder: folder, gate: folder + "/gate", trace: folder + "/trace")
        }
        plant = try PlantServer(
            in: folder, arguments: plantArguments, environment: shim ?? [:])
        do {
            bench = try Workbench(.zone, port: try port(plant.port), changing: change)
            try bench.seal()
            try bench.recordEarlierRun()
        } catch {
            plant.stop()
            throw error
        }
    }

    private let plantFolder: String
    /// The same for a fault of the plant's process.
    var plantGate: String { plantFolder + "/gate" }
    var plantTrace: String { plantFolder + "/trace" }

    func end() {
        plant.stop()
        if let guardian = bench.guardProcess { kill(guardian, SIGKILL) }
        bench.remove()
        // A folder left behind in the temporary place harms nothing.
        try? FileManager.default.removeItem(atPath: plantFolder)
    }

    /// The plant's process anew at its old place, with its setpoints where a plant starts.
    mutating func restartPlant() throws {
        plant.stop()
        plant = try PlantServer(in: plantFolder, port: plant.port)
    }

    func check(_ holds: Bool, _ what: @autoclosure () -> String) {
        report.check(holds, "\(point): \(what())")
    }

    // MARK: Running

    /// Starts `flyball run`, which starts the guard.
    func start(_ order: FaultShim.Order? = nil) throws -> FlyballRun {
        let shim = try order.map {
            try FaultShim.environment($0, folder: bench.folder, gate: gate, trace: trace)
        }
        return try FlyballRun(
            try FlyballRun.program, ["run", bench.folder, "--records", bench.records],
            environment: shim ?? [:])
    }

    /// Up to supervisory, with a card that would be accepted. False if it does not come to that.
    func raise(_ run: FlyballRun) -> Bool {
        guard run.line("zone: mode advisory", within: 60) != nil else {
            check(false, "it does not open: \(run.story) \(run.talk)")
            return false
        }
        run.type("mode supervisory")
        guard run.line("MODE    supervisory", within: 60) != nil else {
            check(false, "supervisory is not granted: \(run.story)")
            return false
        }
        return awaitCard(run)
    }

    /// Waits for a new card that would be accepted: a yes to one that is about to be replaced is
    /// not taken.
    func awaitCard(_ run: FlyballRun) -> Bool {
        let known = run.lines.count
        guard run.line("would accept", from: known, within: 60) != nil else {
            check(false, "no card would be accepted: \(run.story)")
            return false
        }
        return true
    }

    /// Opens the shim's gates and accepts the card that is shown.
    func accept(_ run: FlyballRun) {
        for path in [gate, plantGate] {
            // It is looked for by its name only.
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        run.type("accept")
    }

    /// Waits until the operator's yes has come to something: an outcome, or no card any more.
    func awaitAnswer(_ run: FlyballRun) {
        let answers = ["OUTCOME", "REFUSED", "no card to answer"]
        let hasCome = bench.await(within: 60) {
            (run.lines + run.talk).contains { line in answers.contains { line.contains($0) } }
        }
        check(hasCome, "no answer: \(run.story) \(run.talk)")
    }

    /// Waits until the twin reads the plant again.
    func awaitReading(_ run: FlyballRun) {
        let known = run.lines.count
        let line = run.line("SENSE", "TIC-201.SP 1", from: known, within: 60)
        check(line != nil, "the plant is not read again: \(run.story)")
    }

    /// Waits until the guard has ended by itself, as it does without a loop or a record.
    func awaitGuardsEnd() {
        guard let guardian = bench.guardProcess else { return }
        // A dead process that nobody has asked for still has its number, and no command line.
        let isGone = bench.await(within: 60) {
            FileManager.default.contents(atPath: "/proc/\(guardian)/cmdline")?.isEmpty ?? true
        }
        check(isGone, "the guard does not end")
    }

    /// Waits until a mode other than supervisory is on record, or the one that is named. Returns
    /// how it was entered.
    func awaitFall(to mode: Mode? = nil) throws -> ModeChange? {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            if let last = try modes().last, last.actual != .supervisory,
                mode == nil || last.actual == mode
            {
                return last
            }
            pause(0.5)
        }
        let last = try modes().last.map { "\($0)" }
        check(false, "the mode is \(last ?? "none")")
        return nil
    }

    /// Ends a run in order.
    func stop(_ run: FlyballRun) {
        run.signal(SIGTERM)
        let ending = run.end(within: 60)
        check(ending == .exit(0), "it ends with \(String(describing: ending)): \(run.talk)")
    }

    /// The operations counted so far.
    var operations: [FaultShim.Operation] { FaultShim.operations(in: trace) }
    var plantOperations: [FaultShim.Operation] { FaultShim.operations(in: plantTrace) }
}

extension Stand {
    // MARK: Judging

    /// Nothing is at the plant that is not on record before it, and nothing twice.
    func judgeWrites() throws {
        var owed = try permitted()
        for value in plant.written {
            let place = owed.firstIndex { abs($0 - value) < 0.01 }
            check(place != nil, "\(value) °C was written and not permitted; permitted: \(owed)")
            if let place { owed.remove(at: place) }
        }
    }

    /// Where permits on record, each behind its intent, let the setpoint go [°C].
    private func permitted() throws -> [Double] {
        var intended: Set<DecisionID> = []
        var found: [Double] = []
        for record in try bench.onRecord() {
            switch try record.entry() {
            case .intent(let intent): intended.insert(intent.decision)
            case .permit(let permit):
                check(intended.contains(permit.decision), "a permit without an intent")
                found += permit.moves.map { $0.to - 273.15 }
            default: break
            }
        }
        check(found.count == intended.count || found.count < intended.count, "permits: \(found)")
        return found
    }

    /// How many moves were permitted.
    func permits() throws -> Int { try permitted().count }

    /// Decisions that were begun and whose end is not on record, and whether each was permitted.
    func unsettled() throws -> [(decision: DecisionID, isPermitted: Bool)] {
        var open: [(decision: DecisionID, isPermitted: Bool)] = []
        for record in try bench.onRecord() {
            guard let decision = record.decision else { continue }
            let place = open.firstIndex { $0.decision == decision }
            switch record.kind {
            case .intent: open.append((decision, false))
            case .permit: if let place { open[place].isPermitted = true }
            case .outcome:
                // An unknown end is settled later, by reading.
                if case .outcome(let end) = try record.entry(), end.result == .unknown { break }
                if let place { open.remove(at: place) }
            case .settled: if let place { open.remove(at: place) }
            default: break
            }
        }
        return open
    }

    /// The modes on record, newest last, each with its reason.
    func modes() throws -> [ModeChange] {
        try bench.onRecord().compactMap { record in
            if case .mode(let change) = try record.entry() { change } else { nil }
        }
    }

    /// What became of the decisions, by the record.
    func outcomes() throws -> [Outcome] {
        try bench.onRecord().compactMap { record in
            if case .outcome(let outcome) = try record.entry() { outcome } else { nil }
        }
    }

    /// The next start, without any fault: the chain is whole, what is open is settled by reading,
    /// the mode is advisory at most, and nothing is written.
    func judgeRestart() throws {
        try judgeWrites()
        let (written, open) = (plant.written.count, try unsettled())
        let known = try bench.onRecord().last?.sequence ?? 0  // none: all is new
        let run = try start()
        defer { run.end() }
        let opening = run.line("zone: mode", within: 60)
        let modes = ["off", "shadow", "advisory", "shed", "lockout"]
        check(
            modes.contains { opening?.hasPrefix("zone: mode \($0),") == true },
            "it opens with \(opening ?? "nothing") \(run.talk)")
        for one in open {
            let line = run.line("\(one.decision) by reading: ", within: 20)
            check(line != nil, "\(one.decision) is not settled: \(run.story)")
        }
        stop(run)
        try judgeSettlements(of: open, after: known)
        check(plant.written.count == written, "something was written after the start")
        let (ending, lines) = try bench.verify()
        check(ending == .exit(0), "verify: \(lines)")
    }

    /// What was found by reading is what the plant's own book says.
    private func judgeSettlements(
        of open: [(decision: DecisionID, isPermitted: Bool)], after known: UInt64
    ) throws {
        var settled: [Settled] = []
        for record in try bench.onRecord() where record.sequence > known {
            if case .settled(let one) = try record.entry() { settled.append(one) }
        }
        check(
            settled.map(\.decision) == open.map(\.decision),
            "open were \(open), settled was \(settled)")
        for (one, was) in zip(settled, open) {
            for move in one.moves {
                let stands = plant.setpoint.map { abs($0 + 273.15 - move.to) < 0.01 }
                let isTrue =
                    switch move.result {
                    case .neverSent: !was.isPermitted
                    case .applied: was.isPermitted && stands == true
                    case .notApplied: was.isPermitted && stands == false
                    case .movedByOther, .unreadable: false
                    }
                check(isTrue, "\(move) against \(plant.setpoint.map { "\($0)" } ?? "nothing")")
                report.saw("settled: \(move.result.rawValue)")
            }
        }
    }
}

extension FlyballRun {
    /// What it told, without cards and readings.
    var story: [String] {
        let quiet = [" SENSE ", " CARD ", " STAY "]
        return Array(
            lines.filter { line in
                line.hasPrefix("                guard: ")
                    || !line.hasPrefix("    ") && !quiet.contains { line.contains($0) }
            }.suffix(20))
    }

    /// Ends it at once, whatever it does.
    func end() {
        signal(SIGCONT)
        signal(SIGKILL)
    }
}
