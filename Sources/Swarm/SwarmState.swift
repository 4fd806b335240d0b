import Act
import CompanionBlock
import Determinism
import Guard
import Seal
import Tags

/// All that changes in a rehearsed world.
struct SwarmState: Sendable {
    /// Seconds since the start.
    var now = 0.0
    var utcShift = 0.0
    /// Number of the process that runs.
    var life = 0
    var plant: any RehearsedPlant
    /// The same plant under the same faults, led by people alone; nil where nothing is held.
    private var alone: (any RehearsedPlant)?
    private var aloneChance: RandomStream
    private(set) var recovery = RecoveryTally()
    let asset: RehearsedAsset
    /// The companion block before the loops; nil where there is none.
    var block: SwarmBlock?
    /// Setpoints as they were last known to this book, and whether the operator put them there.
    var known: [Double]
    var isByOperator: [Bool]
    /// What a plant shows that hides the operator.
    var shown: [Double]
    /// Where frozen measurements stand.
    private var frozen: [TagName: Double] = [:]
    var checks: SwarmChecks
    var witness = JournalWitness()
    var chance: RandomStream
    var isFailsafePressed = false
    var isPulsing = false
    var lastPulse = -Double.infinity
    var downSince: Double?
    /// How often each fault was met.
    private(set) var met: [SwarmFault: Int] = [:]
    /// Writes that left the guard's side.
    var writes = 0
    private let plan: SwarmPlan
    let bug: SwarmBug?
    private var nextEvent = 0
    private(set) var active: [SwarmEvent] = []
    /// Faults that wait for their moment.
    private var armed: [SwarmEvent] = []
    /// Writes that the network brings once more.
    var late: [LateWrite] = []

    /// A write that the network brings once more.
    struct LateWrite: Sendable {
        let at: Double
        let loop: Int
        let value: Double
        /// The whole command, where the loops stand behind the block.
        var mail: LoopBlock.Mail?
    }

    init(
        seed: UInt64, _ asset: RehearsedAsset, _ plant: any RehearsedPlant, plan: SwarmPlan,
        bug: SwarmBug?
    ) {
        self.asset = asset
        self.plant = plant
        self.plan = plan
        self.bug = bug
        alone = plant.held.isEmpty || !plan.isFaulty ? nil : plant
        aloneChance = RandomStream(seed: seed, purpose: "swarm plant alone")
        known = asset.loops.indices.map(plant.setpoint)
        shown = known
        isByOperator = asset.loops.map { _ in false }
        checks = SwarmChecks(seed: seed, asset)
        block = asset.isFenced ? SwarmBlock(asset.loops.map(\.blockSettings)) : nil
        for handle in asset.twin.rules.handles {
            witness.largestSteps[handle.tag.text] = handle.largestStep
        }
        witness.hidesMode = bug == .hidesMode
        witness.hidesAcceptance = bug == .hidesAcceptance
        chance = RandomStream(seed: seed, purpose: "swarm plant")
    }

    func isActive(_ fault: SwarmFault) -> SwarmEvent? {
        active.first { $0.fault == fault && now < $0.until }
    }

    /// Takes a fault that waits, if its moment has come.
    mutating func takeArmed(_ fault: SwarmFault, if fits: (SwarmEvent) -> Bool) -> SwarmEvent? {
        guard let k = armed.firstIndex(where: { $0.fault == fault && fits($0) }) else {
            return nil
        }
        met[fault, default: 0] += 1
        return armed.remove(at: k)
    }

    // MARK: Time

    mutating func pass(_ seconds: Double) {
        let end = now + seconds
        while now < end {
            var next = min(end, now + 60)
            if nextEvent < plan.events.count {
                next = min(next, max(now, plan.events[nextEvent].at))
            }
            step(next - now)
            now = next
            while nextEvent < plan.events.count, plan.events[nextEvent].at <= now {
                begin(plan.events[nextEvent])
                nextEvent += 1
            }
            settleDue()
        }
    }

    private mutating func step(_ seconds: Double) {
        guard seconds > 0 else { return }
        plant.pass(seconds, chance: &chance)
        noteOperator()
        scanBlock(at: now + seconds)
        guard alone != nil else { return }
        alone?.passAlone(seconds, chance: &aloneChance)
        if now + seconds > plan.quietFrom + RecoveryTally.patience {
            recovery.note(plant.held, alone: alone?.held ?? [], for: seconds)  // none: none noted
        }
    }

    /// A setpoint that moved and was not written by the guard's side is the operator's.
    mutating func noteOperator() {
        for i in known.indices {
            let setpoint = plant.setpoint(of: i)
            if setpoint != known[i] { isByOperator[i] = true }
            known[i] = setpoint
        }
    }

    private mutating func begin(_ event: SwarmEvent) {
        let fault = event.fault
        if fault.awaitsWrite || fault == .crash || fault == .stopped {
            if fault == .crash, event.share < 0.2 {
                met[fault, default: 0] += 1
                life += 1
            } else {
                armed.append(event)
            }
            return
        }
        met[fault, default: 0] += 1
        active.append(event)
        switch fault {
        case .clockJump: utcShift += event.share < 0.5 ? -4000 * (event.share + 0.1) : 60
        case .failsafe: isFailsafePressed = true
        case .otherMaster: block?.claim(as: SwarmBlock.stranger)
        case .deskFailsafe: block?.turn(failsafe: true)
        case .frozen:
            let tag = asset.measurement(of: event)
            frozen[tag] = plant.value(of: tag)
        default: befall(event)
        }
    }

    mutating func befall(_ event: SwarmEvent) {
        plant.begin(event)
        alone?.begin(event)
        noteOperator()
    }

    /// Ends what is over, and brings what comes late.
    private mutating func settleDue() {
        for event in active where now >= event.until {
            if event.fault == .frozen { frozen[asset.measurement(of: event)] = nil }
            if event.fault == .deskFailsafe { block?.turn(failsafe: false) }
            plant.end(event)
            alone?.end(event)
        }
        noteOperator()
        let (now, quietFrom) = (now, plan.quietFrom)
        active.removeAll { now >= $0.until }
        let due = late.filter { now >= $0.at }
        late.removeAll { now >= $0.at }
        for write in due {
            if let mail = write.mail {
                deliver(mail, to: write.loop)
            } else if plant.isRemote(write.loop) {
                _ = apply(write.value, to: write.loop)
            }
        }
        // What found no moment within the hour does not find one in the quiet time.
        armed.removeAll { now >= min($0.at + 3600, quietFrom) }
    }

    private mutating func apply(_ value: Double, to i: Int) -> WriteStatus {
        let answer = plant.apply(value, to: i)
        if case .refused = answer { return answer }
        known[i] = plant.setpoint(of: i)
        shown[i] = known[i]
        isByOperator[i] = false
        return answer
    }

    // MARK: Reading

    mutating func read(_ bug: SwarmBug?) -> [RawSample] {
        var delivered: [TagName: SwarmChecks.Delivered] = [:]
        var samples: [RawSample] = []
        let fails = isActive(.readFails) != nil
        for (tag, truth, shown) in truths() {
            let told = fails ? (value: nil, at: now, isTrue: false) : tell(tag, truth)
            delivered[tag] = SwarmChecks.Delivered(
                value: told.value, at: told.at, isTrue: told.isTrue)
            var value = told.value
            if bug == .inventsInputs, value?.isFinite != true { value = truth }
            if told.isTrue, shown != truth { value = shown }
            samples.append(
                RawSample(tag: tag, value: value, at: .seconds(asset.origin + told.at)))
        }
        checks.delivered(
            delivered, at: now, byOperator: isByOperator, frozen: frozen, witness: &witness)
        return samples
    }

    /// Every tag with its true value, and what a plant with a planted bug shows for it.
    private mutating func truths() -> [(tag: TagName, truth: Double, shown: Double)] {
        plant.show(chance: &chance).map { tag, value in
            var truth = value
            if bug == .interlockStays, now > plan.quietFrom, tag == asset.stops.first { truth = 1 }
            if bug == .hidesInterlock, asset.stops.contains(tag) { return (tag, truth, 0) }
            if bug == .hidesOperator {
                if let i = asset.index(of: tag) { return (tag, truth, shown[i]) }
                if let loop = asset.loops.first(where: { $0.mode == tag }) {
                    return (tag, truth, loop.remote)
                }
            }
            return (tag, truth, truth)
        }
    }

    /// What comes through of one value.
    private mutating func tell(
        _ tag: TagName, _ truth: Double
    ) -> (value: Double?, at: Double, isTrue: Bool) {
        func meets(_ event: SwarmEvent?) -> Bool {
            event.map { tag == asset.reading(of: $0) } ?? false
        }
        if meets(isActive(.notANumber)) { return (.nan, now, false) }
        if meets(isActive(.infinite)) { return (.infinity, now, false) }
        if meets(isActive(.missing)) { return (nil, now, false) }
        if let stale = isActive(.stale), meets(stale) { return (truth, stale.at, false) }
        if let frozen = frozen[tag] { return (frozen, now, false) }
        if let spikes = isActive(.spikes), tag == asset.measurement(of: spikes),
            chance.happens(with: 0.5)
        {
            return (truth + chance.uniform(-40, 40), now, false)
        }
        return (truth, now, true)
    }

    // MARK: Writing

    mutating func write(_ move: ReleasedMove, _ bug: SwarmBug?) -> WriteStatus {
        if dies(before: true) { return .noAnswer }
        let target = leave(move)
        if asset.isFenced { checks.report(.fence, "\(move.tag) past the block", at: now) }
        guard let i = asset.index(of: move.tag) else { return .refused(reason: "no handle") }
        let touch = takeArmed(.operatorMidWrite) { _ in true }
        if let touch, touch.share < 0.5 { befall(touch) }
        defer { if let touch, touch.share >= 0.5 { befall(touch) } }
        guard plant.isRemote(i) else { return .refused(reason: "not in remote") }
        if takeArmed(.refused, if: { _ in true }) != nil { return .refused(reason: "busy") }
        if takeArmed(.writeLost, if: { _ in true }) != nil { return .noAnswer }
        if takeArmed(.clamped, if: { _ in true }) != nil {
            _ = apply((known[i] + target) / 2, to: i)
            return .clamped
        }
        let answer = apply(target, to: i)
        if let again = takeArmed(.duplicate, if: { _ in true }) {
            late.append(LateWrite(at: now + 1 + 120 * again.share, loop: i, value: target))
        }
        if dies(before: false) { return .noAnswer }
        return takeArmed(.answerLost, if: { _ in true }) != nil ? .noAnswer : answer
    }

    /// Whether the process dies just before or just after a write.
    mutating func dies(before isBefore: Bool) -> Bool {
        guard takeArmed(.crash, if: { isBefore ? 0.7..<0.85 ~= $0.share : $0.share >= 0.85 }) != nil
        else { return false }
        life += 1
        return true
    }

    /// A write leaves the guard's side. Returns what is asked for.
    mutating func leave(_ move: ReleasedMove) -> Double {
        let target = bug == .changesValue ? move.to.value + 0.7 : move.to.value
        writes += 1
        checks.judge(move, to: target, at: now, witness: witness)
        witness.noteWrite(of: move.decision.number)
        return target
    }
}
