import Act
import Determinism
import Guard
import Tags
import Testing

/// Tries every order in which a small plant, its operator, the network, the disk and a crash can
/// meet the real write protocol: one fault, one operator move and one crash, each at any step.
/// Bounded, so evidence and not proof; after the write protocol model of the design notes.
@Suite struct EveryOrderTests {
    @Test(arguments: [1, 2])
    func `no order of faults writes twice, without a record, or again after a crash`(
        loops: Int
    ) throws {
        var census = Census()
        var story = Story(loops: loops)
        story.begin()
        explore(story, &census)
        print(
            """
            every order, \(loops) loops: \(census.ends) ends, \(census.steps) steps, \
            \(census.sent) writes sent; operator overwritten in the last instant: \
            \(census.overwritten); late write after settlement: \(census.late); \
            outcomes \(census.listedOutcomes)
            """)
        #expect(census.broken.isEmpty, "\(census.broken.prefix(3))")
        #expect(census.ends > 1000)
        let all: [Outcome.Result] = [
            .verified, .mismatch, .unknown, .rejected, .overridden, .withdrawn, .denied,
        ]
        #expect(all.allSatisfy { (census.outcomes[$0] ?? 0) > 0 })
        // What no protocol on our side alone can prevent; it needs the rules in the control system.
        #expect(census.overwritten > 0 && census.late > 0)
    }
}

/// What the search found.
private struct Census {
    var ends = 0
    var steps = 0
    var sent = 0
    var overwritten = 0
    var late = 0
    var outcomes: [Outcome.Result: Int] = [:]
    var broken: [String] = []

    var listedOutcomes: String {
        outcomes.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
    }
}

/// One state of everything: plant, network, disk, the process and what may still go wrong.
private struct Story {
    enum Run {
        case writing(WriteProtocol, WriteProtocol.Instruction)
        case settling(Settlement, Settlement.Effect)
        case over
    }

    var plant: SmallPlant
    let proposal: Proposal
    var ledger: GuardLedger
    var journal: [JournalEntry] = []
    var run = Run.over
    var starts = 0
    var faults = 1
    var operatorMoves = 1
    var crashes = 1
    /// Sent and neither delivered nor lost.
    var underWay: [ReleasedMove] = []
    var sent: [TagName: Int] = [:]
    var applied: [TagName: Int] = [:]
    var movedSinceReread = false
    var movedSinceJudged = false
    var settledNotApplied = false
    var depth = 0
    var broken: [String] = []
    var overwritten = 0
    var late = 0

    init(loops: Int) {
        plant = SmallPlant(loops: loops)
        proposal = plant.proposal(7)
        ledger = plant.memory()
    }

    /// Starts the process: settles what is open, or takes the proposal to the plant.
    mutating func begin() {
        starts += 1
        var recap = Recap()
        for entry in journal { recap.take(entry, at: plant.now) }
        if starts > 1 { ledger = plant.memory(recap.startingLedger()) }
        if !recap.open.isEmpty {
            var settlement = Settlement(recap.open, rules: plant.rules, polls: 1)
            let effect = settlement.begin()
            run = .settling(settlement, effect)
        } else {
            beginWriting()
        }
    }

    mutating func beginWriting() {
        let acceptance = plant.acceptance(of: proposal, token: "token \(starts)")
        var machine = WriteProtocol(
            proposal, acceptedBy: acceptance, chain: GuardChain(rules: plant.rules),
            pauses: [0.2, 0.5], patience: 10)
        let instruction = machine.begin()
        run = .writing(machine, instruction)
    }

    mutating func apply(_ move: ReleasedMove, altered: Bool = false) {
        plant.setpoints[move.tag] = altered ? move.to.value - 3 : move.to.value
        applied[move.tag, default: 0] += 1
        if movedSinceReread { overwritten += 1 }
        if settledNotApplied { late += 1 }
        if applied[move.tag, default: 0] > 1 { broken.append("\(move.tag) applied twice") }
    }

    /// The process dies; the disk and the network stay.
    mutating func crash() {
        crashes -= 1
        run = .over
        plant.pass(seconds: 5)
        begin()
    }

    /// A write leaves the process: what must be on disk by now?
    mutating func noteSent(_ move: ReleasedMove) {
        sent[move.tag, default: 0] += 1
        if sent[move.tag, default: 0] > 1 { broken.append("\(move.tag) sent twice") }
        let kinds = journal.filter { $0.decision == move.decision }.map(\.kind)
        if !kinds.contains(.intent) { broken.append("sent without intent") }
        if !kinds.contains(.permit) { broken.append("sent without permit") }
        if move.tag == SmallPlant.second {
            let verified = journal.contains {
                guard case .readback(let readback) = $0 else { return false }
                return readback.tag == SmallPlant.first && readback.seen == readback.asked
            }
            if !verified { broken.append("second move sent before the first was seen") }
        }
        if movedSinceJudged { broken.append("sent although the second look saw a change") }
    }

    /// Hands an answer to the machine; an answer that comes twice must change nothing.
    mutating func answer(_ event: WriteProtocol.Event) {
        guard case .writing(var machine, let instruction) = run else { return }
        let next = machine.handle(
            event, for: instruction.ticket, ledger: &ledger, at: plant.clocks)
        var again = machine
        if again.handle(event, for: instruction.ticket, ledger: &ledger, at: plant.clocks) != nil {
            broken.append("an answer was taken twice")
        }
        if let next { run = .writing(machine, next) } else { run = .over }
    }

    mutating func tell(_ event: Settlement.Event) {
        guard case .settling(var settlement, _) = run else { return }
        let next = settlement.handle(event)
        run = .settling(settlement, next)
    }
}

// MARK: What can happen next

private func explore(_ story: Story, _ census: inout Census) {
    census.steps += 1
    var story = story
    story.depth += 1
    guard story.broken.isEmpty, story.depth < 80 else {
        census.broken += story.broken.isEmpty ? ["no end"] : story.broken
        return
    }
    if story.operatorMoves > 0 {
        var other = story
        other.operatorMoves -= 1
        other.plant.setpoints[SmallPlant.first] = 480
        if case .writing(_, let instruction) = other.run { other.noteOperator(instruction.effect) }
        explore(other, &census)
    }
    if let move = story.underWay.first {
        var other = story
        other.underWay.removeFirst()
        other.apply(move)
        explore(other, &census)
    }
    if story.crashes > 0, story.isRunning {
        var other = story
        other.crash()
        explore(other, &census)
    }
    switch story.run {
    case .over: finish(story, &census)
    case .settling(_, let effect): settle(story, effect, &census)
    case .writing(_, let instruction): perform(story, instruction.effect, &census)
    }
}

extension Story {
    fileprivate var isRunning: Bool {
        if case .over = run { return false }
        return true
    }

    /// Whether the operator moved before the last look, so that it must be seen, or after it.
    fileprivate mutating func noteOperator(_ effect: WriteProtocol.Effect) {
        switch effect {
        case .record(.intent), .read(.circumstances), .read(.plant): break
        default: movedSinceReread = true
        }
        if case .read(.plant) = effect { movedSinceJudged = true }
    }
}

private func perform(
    _ story: Story, _ effect: WriteProtocol.Effect, _ census: inout Census
) {
    func go(fault: Bool = false, _ change: (inout Story) -> Void) {
        guard !fault || story.faults > 0 else { return }
        var next = story
        if fault { next.faults -= 1 }
        change(&next)
        explore(next, &census)
    }
    switch effect {
    case .record(let entry):
        go { $0.keep(entry) }
        go(fault: true) { $0.answer(.recordFailed) }
        go(fault: true) {
            $0.journal.append(entry)
            $0.answer(.recordFailed)
        }
        go(fault: true) {
            $0.plant.pass(seconds: 3)
            $0.keep(entry)
        }
        if story.crashes > 0 {
            go {
                $0.journal.append(entry)
                $0.crash()
            }
        }
    case .read(.circumstances):
        go { $0.answer(.circumstances($0.plant.circumstances)) }
        go(fault: true) { $0.answer(.readFailed) }
    case .read(.plant):
        go { $0.answer(.plant($0.plant.live)) }
        go(fault: true) { $0.answer(.readFailed) }
    case .read(.setpoint(let tag)):
        go { $0.answer(.setpoint($0.plant.handle(tag))) }
        go(fault: true) { $0.answer(.readFailed) }
    case .write(let move): send(story, move, &census)
    case .wait(let seconds):
        go {
            $0.plant.pass(seconds: seconds)
            $0.answer(.waited)
        }
    case .done(let outcome, let durable):
        census.outcomes[outcome.result, default: 0] += 1
        var next = story
        next.check(outcome, durable)
        next.run = .over
        explore(next, &census)
    }
}

private func send(_ story: Story, _ move: ReleasedMove, _ census: inout Census) {
    census.sent += 1
    var sent = story
    sent.noteSent(move)
    func go(fault: Bool, _ change: (inout Story) -> Void) {
        guard !fault || sent.faults > 0 else { return }
        var next = sent
        if fault { next.faults -= 1 }
        change(&next)
        explore(next, &census)
    }
    go(fault: false) {
        $0.apply(move)
        $0.answer(.answered(.good))
    }
    go(fault: true) {
        $0.apply(move)
        $0.answer(.answered(.noAnswer))
    }
    go(fault: true) { $0.answer(.answered(.noAnswer)) }
    go(fault: true) { $0.answer(.answered(.good)) }
    go(fault: true) { $0.answer(.answered(.refused(reason: "not writable"))) }
    go(fault: true) {
        $0.apply(move, altered: true)
        $0.answer(.answered(.clamped))
    }
    go(fault: true) {
        $0.underWay.append(move)
        $0.answer(.answered(.noAnswer))
    }
    guard sent.crashes > 0 else { return }
    go(fault: false) {
        $0.apply(move)
        $0.crash()
    }
    go(fault: false) {
        $0.underWay.append(move)
        $0.crash()
    }
}

private func settle(_ story: Story, _ effect: Settlement.Effect, _ census: inout Census) {
    var next = story
    switch effect {
    case .read(let tag):
        next.tell(.setpoint(next.plant.handle(tag)))
        if story.faults > 0 {
            var other = story
            other.faults -= 1
            other.tell(.setpoint(nil))
            explore(other, &census)
        }
    case .wait: next.tell(.waited)
    case .record(let entry):
        next.journal.append(entry)
        next.tell(.recorded)
    case .done(let settled):
        next.settledNotApplied = settled.flatMap(\.moves).contains { $0.result == .notApplied }
        // The same decision once more, with a fresh yes: it must never be sent a second time.
        next.beginWriting()
    case .failed: next.run = .over
    }
    explore(next, &census)
}

private func finish(_ story: Story, _ census: inout Census) {
    guard story.underWay.isEmpty else { return }
    census.ends += 1
    census.overwritten += story.overwritten
    census.late += story.late
    census.broken += story.broken
    var recap = Recap()
    for entry in story.journal { recap.take(entry, at: story.plant.now) }
    let hasEnd = story.journal.contains { $0.kind == .outcome || $0.kind == .settled }
    if story.journal.contains(where: { $0.kind == .permit }), !hasEnd, recap.open.isEmpty {
        census.broken.append("a permitted decision was forgotten")
    }
}

extension Story {
    fileprivate mutating func keep(_ entry: JournalEntry) {
        journal.append(entry)
        answer(.recorded)
    }

    /// What an outcome claims must be what the plant showed.
    fileprivate mutating func check(_ outcome: Outcome, _ durable: Bool) {
        if durable, journal.last != .outcome(outcome) { broken.append("outcome not on record") }
        for move in outcome.moves {
            if move.result == .verified, move.seen != move.to { broken.append("verified unseen") }
            if move.result == .notSent, starts == 1, sent[move.tag] != nil {
                broken.append("sent, and said to be not sent")
            }
        }
        if outcome.result == .verified, applied.count < outcome.moves.count {
            broken.append("verified and not applied")
        }
    }
}
