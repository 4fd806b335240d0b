import Act
import Determinism
import Guard
import GuardRoom
import GuardSide
import Journal
import Seal
import Synchronization
import Tags

/// Plant, disk, clocks and people around one guard, all out of one seed.
///
/// Time passes only where something waits, and what is due then happens in between, so that a run
/// is the same on every machine. What a process of an earlier life still does has no effect.
final class SwarmWorld: Sendable {
    let bug: SwarmBug?
    let asset: RehearsedAsset
    let plan: SwarmPlan
    private let state: Mutex<SwarmState>
    private let guest = Mutex<GuardDesk?>(nil)
    static let person = Person(name: "Ada", duty: .operator, console: "C1")
    static let supervisor = Person(name: "Sam", duty: .supervisor, console: "C1")

    init(
        seed: UInt64, _ asset: RehearsedAsset, _ plant: any RehearsedPlant, plan: SwarmPlan,
        bug: SwarmBug?
    ) {
        self.bug = bug
        self.asset = asset
        self.plan = plan
        state = Mutex(SwarmState(seed: seed, asset, plant, plan: plan, bug: bug))
    }

    var now: Double { state.withLock { $0.now } }
    var utcShift: Double { state.withLock { $0.utcShift } }
    var life: Int { state.withLock { $0.life } }
    /// How the run stands, for the report.
    var standing: SwarmState { state.withLock { $0 } }

    func isAlive(_ life: Int) -> Bool { state.withLock { $0.life == life } }
    func isActive(_ fault: SwarmFault) -> Bool {
        state.withLock { $0.isActive(fault) != nil }
    }

    func change<Result: Sendable>(_ body: (inout SwarmState) -> Result) -> Result {
        state.withLock { body(&$0) }
    }

    /// The same for one process; nil if it is dead.
    func reach<Result: Sendable>(
        _ life: Int, _ body: (inout SwarmState) -> Result
    ) -> Result? {
        state.withLock { $0.life == life ? body(&$0) : nil }
    }

    // MARK: Processes

    /// A process begins and takes the place of the one before.
    func begin(_ desk: GuardDesk) {
        guest.withLock { $0 = desk }
    }

    /// The process that runs ends here and now.
    func end() {
        guest.withLock { $0 = nil }
        change { $0.life += 1 }
    }

    // MARK: Time

    /// So many seconds pass for a living process.
    func pass(_ seconds: Double, life: Int) {
        change { state in
            guard state.life == life else { return }
            state.pass(seconds)
            if let stop = state.takeArmed(.stopped, if: { $0.share >= 0.6 }) {
                state.pass(100 + 300 * stop.share)
            }
            if let slow = state.isActive(.slowRead) { state.pass(slow.share * 8) }
        }
    }

    /// What happens while the guard's side waits: FAILSAFE, and its own beat.
    func between(_ life: Int) async {
        guard isAlive(life), let desk = guest.withLock({ $0 }) else { return }
        let isPressed = change { state in
            defer { state.isFailsafePressed = false }
            return state.isFailsafePressed
        }
        if isPressed {
            do {
                if bug != .dropsFailsafe {
                    try await desk.failsafe(by: Self.person, why: "rehearsal")
                }
            } catch { noteTrouble(life) }
            change { if $0.life == life { $0.checks.failsafeAt = $0.now } }
        }
        let isDue = change { state in
            guard state.life == life, !state.isPulsing,
                state.now - state.lastPulse >= asset.twin.wall.pulse
            else { return false }
            state.isPulsing = true
            state.lastPulse = state.now
            state.checks.pulsed(at: state.now)
            return true
        }
        guard isDue else { return }
        do { try await desk.pulse() } catch { noteTrouble(life) }
        change { if $0.life == life { $0.isPulsing = false } }
    }

    /// A person takes automatic back while a write is under way, if that is in store.
    func stepDown(_ life: Int) async {
        guard isAlive(life), let desk = guest.withLock({ $0 }) else { return }
        let isDue = change { state in
            state.witness.mode == "automatic" && state.takeArmed(.stepsDown) { _ in true } != nil
        }
        guard isDue else { return }
        do {
            _ = try await desk.request(
                ModeRequest(.supervisory, by: Self.person, why: "rehearsal"))
        } catch { noteTrouble(life) }
    }

    /// The journal took no record: the process is to be started anew.
    func noteTrouble(_ life: Int) {
        change { if $0.life == life { $0.downSince = $0.downSince ?? $0.now } }
    }

    // MARK: Disk

    /// What the disk does with the next operation of a process.
    func disk(_ operation: DiskOperation, life: Int) -> DiskAnswer {
        change { state in
            guard state.life == life else { return .fails(code: 5, share: 0) }
            let wanted: ClosedRange<Double> = operation == .append ? 0.2...0.45 : 0.45...0.7
            if state.takeArmed(.crash, if: { wanted.contains($0.share) }) != nil {
                state.life += 1
                return .fails(code: 5, share: state.chance.uniform())
            }
            if operation == .sync, !state.witness.decisions.isEmpty,
                let stop = state.takeArmed(.stopped, if: { $0.share < 0.6 })
            {
                state.pass(100 + 300 * stop.share)
            }
            if operation == .sync, state.isActive(.syncFails) != nil {
                return .fails(code: 5, share: 0)
            }
            if operation == .append {
                if state.isActive(.appendFails) != nil { return .fails(code: 5, share: 0.5) }
                if state.isActive(.diskFull) != nil { return .fails(code: 28, share: 0.3) }
            }
            return .works
        }
    }

    /// Bytes that have just become durable.
    func durable(_ bytes: ArraySlice<UInt8>, life: Int) {
        change { state in
            guard state.life == life else { return }
            state.witness.take(bytes, at: state.now)
        }
    }

    var room: DiskRoom {
        let free: UInt64 = isActive(.diskFull) ? 1 : isActive(.diskLow) ? 3 : 50
        return DiskRoom(freeBytes: free, totalBytes: 100, hasReserve: true)
    }

    // MARK: Plant

    func read(life: Int) -> [RawSample] {
        change { state in
            guard state.life == life else { return [] }
            return state.read(bug)
        }
    }

    func write(_ move: ReleasedMove, life: Int) -> WriteStatus {
        change { state in
            guard state.life == life else { return .noAnswer }
            return state.write(move, bug)
        }
    }
}
