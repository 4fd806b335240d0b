package import Act
import CompanionBlock
import ConnectModbusWriting
import Determinism
package import Guard
package import GuardLink
package import GuardSide
package import Journal
package import Seal
import Sense
package import Tags

/// The guard's side at the edge: it reads the plant itself, owns the journal, and alone may write.
///
/// It runs in a process of its own (`flyball-guard`), or within the loop's where the plant is a
/// simulator. It hears others between two steps of a write, so that FAILSAFE need not wait.
package actor GuardDesk {
    package nonisolated let charter: GuardCharter
    let clock: any GuardClock
    let journal: JournalBook
    let plant: any PlantPort
    let block: (any BlockPort)?
    /// What this process holds of the block.
    var duty = BlockDuty()
    /// The block as it was read for the judgement of the decision under way.
    var judgedOn: BlockMaster.Status?
    /// The journal once took no record.
    var isJournalBroken = false
    private let reading: PlantReading
    private var sense: SenseStage
    private var watched: WatchedLog
    var desk: Desk
    var lease: Lease
    /// The last constant-answer test.
    var selfTest: SelfTestResult?
    /// The decision that is being carried out.
    var underWay: WriteProtocol?
    /// What was last read.
    private(set) var latest: Circumstances?
    /// When the loop last ended a whole cycle.
    var lastCycle: PlantTime?
    /// How far UTC had moved when that was last called a jump [s].
    var noticedDrift = 0.0
    /// Whether somebody is there to be asked.
    var isAttended = false
    /// What is wrong at the edge, and was not there at the last pulse.
    var found: [Trouble] = []
    /// Hash of this program.
    let build: String?
    let headPort: (any HeadPort)?
    /// What the loop last said of its model.
    var modelReport: ModelReport?
    /// When that was last put on record; nil if not in this run.
    var reportedAt: PlantTime?

    /// Takes up what earlier runs left in the journal.
    package init(
        _ charter: GuardCharter, startingIn mode: Mode, journal: sending Journal,
        on ports: GuardPorts
    ) throws(SealedTwinError) {
        self.charter = charter
        clock = ports.clock
        plant = ports.plant
        block = ports.block
        self.journal = JournalBook(journal, clock: ports.clock)
        let twin = charter.twin
        build = ports.build
        headPort = ports.head
        reading = try twin.plantReading()
        sense = SenseStage(rules: twin.sense)
        watched = WatchedLog(twin.rules, readEvery: twin.cadence.sense)
        lease = Lease(length: twin.wall.lease, at: clock.monotonic)
        desk = Desk(
            rules: twin.rules, modes: twin.modes, startingIn: mode, recap: journal.recap,
            at: clock.clocks)
        desk.standing = Self.beginning(
            desk.standing, under: charter, build: ports.build, keepsHead: ports.head != nil)
        if case .broken(let why) = charter.seal { found.append(.sealBroken(why)) }
        desk.standing.isJournalWritable = true
        if twin.fenced != nil { desk.standing.block = duty.facts(isRead: false) }
        for handle in twin.rules.handles {
            guard let gap = twin.rules.longestReadbackGap else { continue }
            let now = clock.now
            desk.recall(
                journal.recap.readbacks(of: handle.tag, until: now, gap: gap), of: handle.tag,
                at: now)
        }
    }

    /// What the loop may know.
    package var view: DeskView { desk.view }
    package var mode: Mode { desk.mode }
    package var card: Desk.Card? { desk.card }

    // MARK: Seeing

    /// Reads the plant, notes what it shows and puts it on record.
    package func look() async throws(JournalError) -> GuardLook {
        try await lookAround().look
    }

    /// The same, with the block as it was read before the plant: a change between the two readings
    /// makes the block drop what is judged on them.
    func lookAround() async throws(JournalError) -> (look: GuardLook, block: BlockMaster.Status?) {
        do throws(JournalError) {
            let sight = await watchBlock()
            let look = try await readPlant(behind: sight)
            await keepBlock()
            return (look, sight)
        } catch {
            isJournalBroken = true
            found.append(.journalFailed)
            await keepBlock()
            throw error
        }
    }

    private func readPlant(
        behind sight: BlockMaster.Status?
    ) async throws(JournalError) -> GuardLook {
        let read = await plant.read()
        let now = clock.now
        let snapshot = sense.snapshot(of: read.samples, at: now)
        var live = reading.live(snapshot)
        live.blockEpoch = sight.map { BlockEpoch.forGuard($0.asset.epoch) }
        let records = desk.observe(snapshot, live)
        try journal.append(records)
        if let seen = watched.note(live) { try journal.append([.watched(seen)]) }
        try tick()
        let circumstances = circumstances(snapshot, live)
        latest = circumstances
        let overrides = records.compactMap { entry -> Override? in
            if case .overridden(let override) = entry { override } else { nil }
        }
        return GuardLook(
            samples: read.samples, circumstances: circumstances, overrides: overrides,
            trouble: read.trouble)
    }

    private func circumstances(_ snapshot: Snapshot, _ live: LivePlant) -> Circumstances {
        Circumstances(
            snapshot: snapshot, live: live, mode: desk.mode,
            itself: GuardItself(
                build: build, selfTest: selfTest,
                failsafeLatched: desk.modes.isFailsafeLatched),
            ownership: Ownership(leaseUntil: lease.isLost ? nil : lease.until, epoch: ownEpoch),
            cyclesSinceClimb: desk.modes.cyclesSinceClimb)
    }

    /// Looks whether a mode must be left or may be entered, and stops a write that may not go on.
    func tick() throws(JournalError) {
        desk.standing.troubles = found
        desk.standing.holdsLease = lease.isHeld(at: clock.monotonic)
        desk.standing.isOperatorPresent = isAttended
        noteShowing()
        found = []
        try journal.append(desk.tick(at: clock.clocks))
        stopUnlessAllowed()
    }

    /// What is under way sends nothing more in a mode that forbids it: a back-off sends moves of
    /// its own and no card's, and what nobody has accepted is sent in automatic alone.
    private func stopUnlessAllowed() {
        guard let steps = underWay else { return }
        let isAllowed =
            switch desk.mode {
            case .automatic: !steps.isRecovery
            case .supervisory: steps.acceptance != nil
            case .backoff: steps.isRecovery
            case .off, .shadow, .advisory, .hold, .shed, .lockout: false
            }
        if !isAllowed { underWay?.stop() }
    }

    /// Settles what is open once every setpoint in question can be read: what the plant's silence
    /// left unknown does not stay so until the next start.
    package func settleIfReadable() async throws(JournalError) -> [Settled] {
        guard let live = latest?.live, !desk.open.isEmpty else { return [] }
        let moves = desk.open.flatMap(\.moves)
        guard moves.allSatisfy({ live.handle($0.tag)?.setpoint != nil }) else { return [] }
        return try await settle()
    }

    /// Settles, by reading, what an earlier run left open.
    package func settle() async throws(JournalError) -> [Settled] {
        guard !desk.open.isEmpty, await fenceOff() else { return [] }
        var settlement = Settlement(desk.open, rules: desk.chain.rules)
        var effect = settlement.begin()
        while true {
            switch effect {
            case .read(let tag):
                let circumstances = try await look().circumstances
                effect = settlement.handle(.setpoint(circumstances.live.handle(tag)))
            case .wait(let seconds):
                await clock.pause(seconds)
                effect = settlement.handle(.waited)
            case .record(let entry):
                try journal.append([entry])
                effect = settlement.handle(.recorded)
            case .done(let settled):
                desk.note(settled)
                return settled
            case .failed: return []
            }
        }
    }

    // MARK: Telling

    /// How the guard stands, for whoever asks.
    package func status(_ welcome: Welcome, loop: Int32?) -> GuardStatus {
        noteShowing()
        let next = Mode.ladder.first { !desk.mode.reaches($0) }
        let asker = Person(name: "", duty: .operator, console: "")
        let blockers = next.map {
            desk.blockers(of: ModeRequest($0, by: asker, why: ""), at: clock.now)
        }
        return GuardStatus(
            welcome: welcome, card: desk.card?.proposal.id, nextDecision: desk.nextDecision,
            unsettled: desk.open.map(\.decision), blockers: blockers ?? [],
            readAt: latest?.live.readAt, loop: loop,
            taken: desk.watch.taken.keys.filter { !desk.watch.isFree($0, at: clock.now) }.sorted(),
            record: GuardStatus.Record(desk.standing))
    }

    /// The configuration is not what was signed.
    package func `break`(seal why: String) {
        desk.standing.seal = .broken(why)
        found.append(.sealBroken(why))
    }

    // MARK: Cards and modes

    /// Lays a proposal on the table. Returns the guard's preview, for the card.
    package func offer(
        _ proposal: Proposal, on grounds: Grounds? = nil
    ) throws(JournalError) -> Verdict? {
        guard let latest else { return nil }
        let token = CardToken.fresh()
        try journal.append(
            desk.offer(proposal, on: grounds, given: latest, token: token, at: clock.now))
        // What a card shows may end automatic before anything is written.
        if desk.mode == .automatic { try tick() }
        return desk.card?.preview
    }

    package func withdrawCard() { desk.withdrawCard() }

    /// A person asks for a mode. Returns what stands against it; empty if it is granted.
    package func request(_ request: ModeRequest) async throws(JournalError) -> [Blocker] {
        takeLeaseAgain(for: request)
        if request.wanted == .automatic { try recordReport(isAsked: true) }
        noteShowing()
        let unclaimed = await prepareBlock(for: request)
        let blockers = desk.blockers(of: request, at: clock.now)
        let former = desk.mode
        try journal.append(desk.request(request, at: clock.clocks))
        adoptHead(after: former)
        if former.rung == nil, desk.mode.rung != nil { lease.takeAgain(at: clock.monotonic) }
        stopUnlessAllowed()
        await keepBlock()
        return blockers + [unclaimed].compactMap(\.self)
    }

    /// A lease that ran out where nothing can be written sheds nothing, so that no re-arming takes
    /// it again; the person who asks to write does.
    private func takeLeaseAgain(for request: ModeRequest) {
        guard desk.mode.rung != nil, !desk.mode.maySend, request.wanted.maySend, underWay == nil,
            !lease.isHeld(at: clock.monotonic)
        else { return }
        lease.takeAgain(at: clock.monotonic)
        desk.standing.holdsLease = true
    }

    /// FAILSAFE: from here on nothing more is written, also if this cannot be recorded.
    package func failsafe(by person: Person?, why: String) async throws(JournalError) {
        underWay?.stop()
        let records = desk.failsafe(by: person, why: why, at: clock.clocks)
        do throws(JournalError) { try journal.append(records) } catch {
            isJournalBroken = true
            await keepBlock()
            throw error
        }
        await keepBlock()
    }

    package func reject(
        _ decision: DecisionID, by person: Person, because reason: RejectionReason, text: String
    ) throws {
        try journal.append(
            try desk.reject(decision, by: person, because: reason, text: text, at: clock.now))
    }

    /// Accepts a card and carries it through: judge, permit, write, read back, record.
    package func accept(
        _ decision: DecisionID, by person: Person, renewed: Certificate?
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        let begun = try desk.accept(decision, by: person, renewed: renewed, at: clock.now)
        try journal.append(begun.records)
        return try await carryOut(begun.protocol)
    }

    /// Carries the card through in automatic: nobody is asked, and the guard judges it as one that
    /// nobody has looked at.
    package func act(
        on decision: DecisionID
    ) async throws -> (outcome: Outcome, verdict: Verdict?) {
        try await carryOut(try desk.act(on: decision, at: clock.now))
    }

    /// The last record of this run.
    package func close(why: String) async throws(JournalError) {
        if let block {
            if let epoch = duty.epoch { duty.leave(.release(epoch)) }
            await keepBlock()
            block.close()
        }
        try journal.append([.closed(Closed(why: why))])
        if underWay == nil { await keepHead() }
        headPort?.close()
        plant.close()
    }
}
