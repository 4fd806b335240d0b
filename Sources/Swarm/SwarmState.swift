import Act
import Determinism
import Guard
import Tags

/// All that changes in a rehearsed world.
struct SwarmState: Sendable {
    /// One loop of the plant.
    struct Loop: Sendable {
        var setpoint = 50.0
        var low = 10.0
        var high = 90.0
        /// 3 is remote, 1 local, 0 manual.
        var mode = 3.0
        var value = 50.0
        var drift = 0.0
        /// The operator was the last to move the setpoint.
        var isByOperator = false
        /// What a plant shows that hides the operator.
        var shown = 50.0
        /// Where a frozen measurement stands.
        var frozenAt: Double?
    }

    /// Seconds since the start.
    var now = 0.0
    var utcShift = 0.0
    /// Number of the process that runs.
    var life = 0
    var loops = Array(repeating: Loop(), count: SwarmAsset.loops.count)
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
    private(set) var writes = 0
    private let plan: SwarmPlan
    private let bug: SwarmBug?
    private var nextEvent = 0
    private var active: [SwarmEvent] = []
    /// Faults that wait for their moment.
    private var armed: [SwarmEvent] = []
    /// Writes that the network brings once more.
    private var late: [(at: Double, loop: Int, value: Double)] = []

    init(seed: UInt64, plan: SwarmPlan, bug: SwarmBug?) {
        self.plan = plan
        self.bug = bug
        checks = SwarmChecks(seed: seed)
        witness.hidesMode = bug == .hidesMode
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
        for i in loops.indices {
            loops[i].drift =
                loops[i].drift * 0.999 + chance.normal(deviation: 0.02 * seconds.squareRoot())
            let goal = loops[i].setpoint + loops[i].drift
            loops[i].value += (goal - loops[i].value) * seconds / (seconds + SwarmAsset.lag)
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
        case .operatorMoves: moveByOperator(event)
        case .limitsMoved:
            let setpoint = loops[event.loop].setpoint
            loops[event.loop].low = setpoint - 6 * event.share
            loops[event.loop].high = setpoint + 6 * (1 - event.share)
        case .loopTaken:
            loops[event.loop].mode = event.share < 0.3 ? 0 : 1
            if event.share > 0.6 { moveByOperator(event) }
        case .clockJump: utcShift += event.share < 0.5 ? -4000 * (event.share + 0.1) : 60
        case .failsafe: isFailsafePressed = true
        case .frozen: loops[event.loop].frozenAt = loops[event.loop].value
        default: break
        }
    }

    private mutating func moveByOperator(_ event: SwarmEvent) {
        let distance = 1.5 + 5 * event.share
        let up = loops[event.loop].setpoint < 50
        loops[event.loop].setpoint += up ? distance : -distance
        loops[event.loop].isByOperator = true
    }

    /// Ends what is over, and brings what comes late.
    private mutating func settleDue() {
        for event in active where now >= event.until {
            switch event.fault {
            case .limitsMoved: (loops[event.loop].low, loops[event.loop].high) = (10, 90)
            case .loopTaken: loops[event.loop].mode = 3
            case .frozen: loops[event.loop].frozenAt = nil
            default: break
            }
        }
        active.removeAll { now >= $0.until }
        for write in late where now >= write.at && loops[write.loop].mode == 3 {
            apply(write.value, to: write.loop)
        }
        late.removeAll { now >= $0.at }
        // What found no moment within the hour does not find one in the quiet time.
        armed.removeAll { now >= min($0.at + 3600, plan.quietFrom) }
    }

    private mutating func apply(_ value: Double, to i: Int) {
        loops[i].setpoint = value
        loops[i].shown = value
        loops[i].isByOperator = false
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
                RawSample(tag: tag, value: value, at: .seconds(SwarmAsset.start + told.at)))
        }
        checks.delivered(
            delivered, at: now, byOperator: loops.map(\.isByOperator),
            frozen: loops.map(\.frozenAt), witness: &witness)
        return samples
    }

    /// Every tag with its true value, and what a plant with a planted bug shows for it.
    private mutating func truths() -> [(tag: TagName, truth: Double, shown: Double)] {
        var all: [(TagName, Double, Double)] = []
        for (loop, names) in zip(loops, SwarmAsset.loops) {
            let hides = bug == .hidesOperator
            let value = loop.value + chance.normal(deviation: 0.05)
            all.append((names.setpoint, loop.setpoint, hides ? loop.shown : loop.setpoint))
            all.append((names.low, loop.low, loop.low))
            all.append((names.high, loop.high, loop.high))
            all.append((names.mode, loop.mode, hides ? 3 : loop.mode))
            all.append((names.value, value, value))
        }
        let isStopped = isActive(.interlock) != nil
        let stays = bug == .interlockStays && now > plan.quietFrom
        let stopped = isStopped || stays ? 1.0 : 0
        all.append((SwarmAsset.stopped, stopped, bug == .hidesInterlock ? 0 : stopped))
        let tripped = isActive(.trip) == nil ? 0.0 : 1
        all.append((SwarmAsset.tripped, tripped, bug == .hidesInterlock ? 0 : tripped))
        return all
    }

    /// What comes through of one value.
    private mutating func tell(
        _ tag: TagName, _ truth: Double
    ) -> (value: Double?, at: Double, isTrue: Bool) {
        func meets(_ event: SwarmEvent?) -> Bool {
            guard let event else { return false }
            let names = SwarmAsset.loops[event.loop]
            return tag == (event.share < 0.7 ? names.value : names.setpoint)
        }
        if meets(isActive(.notANumber)) { return (.nan, now, false) }
        if meets(isActive(.infinite)) { return (.infinity, now, false) }
        if meets(isActive(.missing)) { return (nil, now, false) }
        if let stale = isActive(.stale), meets(stale) { return (truth, stale.at, false) }
        guard let i = SwarmAsset.loops.firstIndex(where: { $0.value == tag }) else {
            return (truth, now, true)
        }
        if let frozen = loops[i].frozenAt { return (frozen, now, false) }
        if let spikes = isActive(.spikes), spikes.loop == i, chance.happens(with: 0.5) {
            return (truth + chance.uniform(-40, 40), now, false)
        }
        return (truth, now, true)
    }

    // MARK: Writing

    mutating func write(_ move: ReleasedMove, _ bug: SwarmBug?) -> WriteStatus {
        if takeArmed(.crash, if: { $0.share >= 0.7 && $0.share < 0.85 }) != nil {
            life += 1
            return .noAnswer
        }
        let target = bug == .changesValue ? move.to.value + 0.7 : move.to.value
        writes += 1
        checks.judge(move, to: target, at: now, witness: witness)
        guard let i = SwarmAsset.loops.firstIndex(where: { $0.setpoint == move.tag }) else {
            return .refused(reason: "no handle")
        }
        let touch = takeArmed(.operatorMidWrite) { _ in true }
        if let touch, touch.share < 0.5 { moveByOperator(touch) }
        defer { if let touch, touch.share >= 0.5 { moveByOperator(touch) } }
        guard loops[i].mode == 3 else { return .refused(reason: "not in remote") }
        if takeArmed(.refused, if: { _ in true }) != nil { return .refused(reason: "busy") }
        if takeArmed(.writeLost, if: { _ in true }) != nil { return .noAnswer }
        if takeArmed(.clamped, if: { _ in true }) != nil {
            apply((loops[i].setpoint + target) / 2, to: i)
            return .clamped
        }
        apply(target, to: i)
        if let again = takeArmed(.duplicate, if: { _ in true }) {
            late.append((now + 1 + 120 * again.share, i, target))
        }
        if takeArmed(.crash, if: { $0.share >= 0.85 }) != nil {
            life += 1
            return .noAnswer
        }
        return takeArmed(.answerLost, if: { _ in true }) != nil ? .noAnswer : .good
    }
}
