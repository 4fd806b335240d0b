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
        explore(Story(loops: loops, isFenced: false), &census)
        print("every order, \(loops) loops, plain registers: \(census.summary)")
        #expect(census.broken.isEmpty, "\(census.broken.prefix(3))")
        #expect(census.ends > 1000)
        let all: [Outcome.Result] = [
            .verified, .mismatch, .unknown, .rejected, .overridden, .withdrawn, .denied,
        ]
        #expect(all.allSatisfy { (census.outcomes[$0] ?? 0) > 0 })
        #expect(census.unrecorded == 0)
        // What no protocol on our side alone can prevent; it needs the rules in the control system.
        #expect(census.overwritten > 0 && census.stale > 0 && census.late > 0)
        #expect(census.twice > 0, "a network that delivers twice")
    }

    @Test(arguments: [1, 2])
    func `with the companion block no order of faults harms the plant`(loops: Int) throws {
        var census = Census()
        explore(Story(loops: loops, isFenced: true), &census)
        print("every order, \(loops) loops, companion block: \(census.summary)")
        #expect(census.broken.isEmpty, "\(census.broken.prefix(3))")
        #expect(census.ends > 1000)
        #expect((census.outcomes[.verified] ?? 0) > 0 && (census.outcomes[.rejected] ?? 0) > 0)
        #expect(census.stale == 0 && census.overwritten == 0 && census.late == 0)
        #expect(census.twice == 0 && census.unrecorded == 0)
    }
}

/// What the search found.
private struct Census {
    var ends = 0
    var steps = 0
    var sent = 0
    /// Applied for a process that had been followed by another.
    var stale = 0
    /// Applied over an operator's move that the guard's last reading had not shown.
    var overwritten = 0
    var twice = 0
    /// Applied with no intent or permit on the disk.
    var unrecorded = 0
    /// Applied after a settlement had found that it was not.
    var late = 0
    var outcomes: [Outcome.Result: Int] = [:]
    var broken: [String] = []

    var summary: String {
        let listed = outcomes.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        return "\(ends) ends, \(steps) steps, \(sent) writes sent; stale owner \(stale), over the "
            + "operator \(overwritten), twice \(twice), unrecorded \(unrecorded), after settlement "
            + "\(late); outcomes \(listed)"
    }
}

/// One state of everything: plant, network, disk, the process and what may still go wrong.
private struct Story {
    enum Run {
        case writing(WriteProtocol, WriteProtocol.Instruction)
        case settling(Settlement, Settlement.Effect)
        /// Died, and will be started again.
        case down
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
    /// Nil where masters write setpoints plainly.
    var block: BlockSide?
    var look = LastLook()
    /// By loop.
    var operatorMovesMade: [Int]
    /// Sent and neither delivered nor lost.
    var underWay: [SentMove] = []
    var sent: [TagName: Int] = [:]
    var applied: [TagName: Int] = [:]
    var movedSinceJudged = false
    var settledNotApplied = false
    var depth = 0
    var broken: [String] = []
    var stale = 0
    var overwritten = 0
    var twice = 0
    var unrecorded = 0
    var late = 0

    init(loops: Int, isFenced: Bool) {
        plant = SmallPlant(loops: loops)
        proposal = plant.proposal(7)
        ledger = plant.memory()
        operatorMovesMade = Array(repeating: 0, count: loops)
        look.operatorMoves = operatorMovesMade
        block = isFenced ? BlockSide(loops: loops, setpoint: 500) : nil
        begin()
    }

    /// Starts the process: claims where there is a block, settles what is open, or takes the
    /// proposal to the plant. The claim comes before the settlement: it is what makes sure that a
    /// write still under way cannot land after the settlement has looked.
    mutating func begin() {
        starts += 1
        if starts > 1 { block?.claim() }
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

    /// A write reaches the plant; whether it moved the setpoint.
    @discardableResult
    mutating func apply(_ sent: SentMove, altered: Bool = false) -> Bool {
        let (tag, target) = (sent.move.tag, sent.move.to.value)
        if block != nil {
            guard deliver(sent, altered) else { return false }
        } else {
            plant.setpoints[tag] = altered ? target - 3 : target
        }
        applied[tag, default: 0] += 1
        if applied[tag, default: 0] > 1 { twice += 1 }
        if sent.start != starts { stale += 1 }
        if let loop = plant.tags.firstIndex(of: tag),
            sent.seen.operatorMoves[loop] != operatorMovesMade[loop]
        {
            overwritten += 1
        }
        if settledNotApplied { late += 1 }
        let kinds = journal.filter { $0.decision == sent.move.decision }.map(\.kind)
        if !kinds.contains(.intent) || !kinds.contains(.permit) { unrecorded += 1 }
        return true
    }

    private mutating func deliver(_ sent: SentMove, _ altered: Bool) -> Bool {
        guard let loop = plant.tags.firstIndex(of: sent.move.tag) else { return false }
        if altered { block?.narrow(loop, to: Float(sent.move.to.value) - 3) }
        let hasActed = block?.deliver(sent, to: loop) == true
        mirror()
        return hasActed
    }

    /// The plant shows what the loops behind the block hold.
    private mutating func mirror() {
        guard let block else { return }
        for (tag, setpoint) in zip(plant.tags, block.setpoints) {
            plant.setpoints[tag] = Double(setpoint)
        }
    }

    /// The operator sets a loop, or sets it and sets it back.
    mutating func operate(_ loop: Int, backAgain: Bool) {
        operatorMoves -= 1
        operatorMovesMade[loop] += 1
        let tag = plant.tags[loop]
        let before = plant.setpoints[tag] ?? 500  // every loop has one
        for setpoint in backAgain ? [480, before] : [480] {
            plant.setpoints[tag] = setpoint
            block?.operate(loop, Float(setpoint))
        }
        if case .writing(_, let instruction) = run, case .read(.plant) = instruction.effect,
            !backAgain
        {
            movedSinceJudged = true
        }
    }

    /// What the guard's last reading shows beside the setpoints.
    mutating func lookAtPlant() {
        look = LastLook(
            epoch: block?.epoch ?? 0, counts: block?.counts ?? [],  // unused without a block
            setpoints: block?.setpoints ?? [], operatorMoves: operatorMovesMade)
    }

    /// The process dies; the disk and the network stay.
    mutating func crash() {
        crashes -= 1
        run = .down
        plant.pass(seconds: 5)
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
        for loop in story.plant.tags.indices {
            // Setting a loop and setting it back is tried with one loop: it doubles the orders.
            for backAgain in story.plant.tags.count == 1 ? [false, true] : [false] {
                var other = story
                other.operate(loop, backAgain: backAgain)
                explore(other, &census)
            }
        }
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
    case .down:
        story.begin()
        explore(story, &census)
    case .settling(_, let effect): settle(story, effect, &census)
    case .writing(_, let instruction): perform(story, instruction.effect, &census)
    }
}

extension Story {
    fileprivate var isRunning: Bool {
        switch run {
        case .writing, .settling: true
        case .down, .over: false
        }
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
        go {
            $0.lookAtPlant()
            $0.answer(.plant($0.plant.live))
        }
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

private func send(_ story: Story, _ released: ReleasedMove, _ census: inout Census) {
    census.sent += 1
    var sent = story
    sent.noteSent(released)
    let move = SentMove(
        move: released, start: story.starts, seen: story.look, sequence: 1)
    func go(fault: Bool, _ change: (inout Story) -> Void) {
        guard !fault || sent.faults > 0 else { return }
        var next = sent
        if fault { next.faults -= 1 }
        change(&next)
        explore(next, &census)
    }
    go(fault: false) { $0.answer($0.apply(move) ? .answered(.good) : .answered(.dropped)) }
    go(fault: true) {
        $0.apply(move)
        $0.answer(.answered(.noAnswer))
    }
    go(fault: true) { $0.answer(.answered(.noAnswer)) }
    go(fault: true) { $0.answer(.answered(.good)) }
    go(fault: true) { $0.answer(.answered(.refused(reason: "not writable"))) }
    go(fault: true) {
        $0.answer($0.apply(move, altered: true) ? .answered(.clamped) : .answered(.dropped))
    }
    go(fault: true) {
        $0.underWay.append(move)
        $0.answer(.answered(.noAnswer))
    }
    // Delivered, and once more later.
    go(fault: true) {
        $0.underWay.append(move)
        $0.answer($0.apply(move) ? .answered(.good) : .answered(.dropped))
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

extension WriteStatus {
    /// What the companion block's word on a dropped command comes to.
    fileprivate static let dropped = WriteStatus.refused(reason: "the block dropped it")
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
    census.stale += story.stale
    census.overwritten += story.overwritten
    census.twice += story.twice
    census.unrecorded += story.unrecorded
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
