import Act
import Connect
import ConnectModbus
import Determinism
import Guard
import GuardRoom
import GuardSide
import Journal
import Quantities
import Seal
import Sense
import Synchronization
import Tags

/// Plant time and wall time as the test sets them; whoever pauses moves both.
final class TestClock: GuardClock {
    private let time = Mutex((plant: Int64(1_750_000_000_000_000_000), wall: Int64(0)))

    var now: PlantTime { PlantTime(nanoseconds: time.withLock { $0.plant }) }
    var monotonic: MonotonicInstant { MonotonicInstant(nanoseconds: time.withLock { $0.wall }) }
    var utc: PlantTime { now }
    var utcDrift: Double { 0 }

    func pass(plant: Double, wall: Double) {
        time.withLock {
            $0.plant += Int64(plant * 1e9)
            $0.wall += Int64(wall * 1e9)
        }
    }

    func pause(_ seconds: Double) async { pass(plant: seconds, wall: seconds) }
}

/// A twin of one handle, which the guard lets move by 10.
enum TestTwin {
    static let handle = TagName("H-1")
    static let tags = [handle, TagName("H-1.MODE"), TagName("I-1")]

    /// - Parameter port: of a device on the loopback interface.
    static func twin(fenced: Bool, port: Int = 502) -> SealedTwin {
        var modes = ModeRules()
        modes.allowed = [.shadow, .advisory, .supervisory]
        let scalings = [Scaling(factor: 2), .none, .none]
        let points = tags.indices.map { i in
            ModbusPoint(
                tag: tags[i], area: .input, number: 60 + 2 * i, encoding: .float32,
                scaling: scalings[i])
        }
        let connection = SealedConnection(
            name: "plc", isSimulator: true,
            ModbusSettings(host: "127.0.0.1", port: port, timeout: 0.5, firstNumber: 0),
            reading: points,
            writing: [
                ModbusPoint(
                    tag: handle, area: .holding, number: 160, encoding: .float32,
                    scaling: scalings[0])
            ],
            block: fenced
                ? SealedBlock(
                    owner: 7, control: 100, status: 0, statusArea: .input,
                    loops: [.init(tag: handle, mailbox: 120, status: 20)]) : nil)
        return SealedTwin(
            name: "test", owner: "operations", isSimulator: true,
            cadence: SealedCadence(sense: 60, optimize: 60, horizon: 1800), modes: modes,
            rules: rules(fenced: fenced),
            handles: [
                SealedHandle(
                    binding: HandleBinding(
                        tag: handle, low: .fixed(100), high: .fixed(900), mode: tags[1],
                        remoteWhen: [1]), owner: "operations", reason: "test")
            ], interlocks: [], plantModes: [],
            sense: tags.map { SenseRule(tag: $0, staleAfter: 120) },
            tags: tags.map { SealedTag(tag: $0, role: .state, text: "", unit: "1") },
            units: [SealedUnit(.one)], connections: [connection], holds: [],
            objective: SealedObjective(costs: [], travel: [], worthActingAbove: 0), regions: [],
            wall: WallClockFigures(),
            sources: SealedSources(twinHash: "00", modelFile: "test.mo", modelHash: "11"))
    }

    private static func rules(fenced: Bool) -> GuardRules {
        var handle = HandleRules(handle)
        handle.engineering = Band(0, 1_000)
        handle.envelope = Band(400, 600)
        handle.saturation = .notOffered
        handle.largestStep = 40
        handle.ramps = [RampLimit(window: 600, reach: 60)]
        (handle.smallestMove, handle.leastApart, handle.reversalsPerHour) = (2, 300, 3)
        handle.resolution = 0.5
        handle.recovery = .keep
        var rules = GuardRules()
        rules.handles = [handle]
        rules.inputs =
            [InputRules(tags[2], ageLimit: 120, deadband: 4, needed: true)]
            + [InputRules(tags[0], ageLimit: 120, deadband: nil)]
        var limit = HardLimit(TagName("C-1"))
        (limit.low, limit.high) = (900, 1_100)
        (limit.horizon, limit.spacing, limit.coverage) = (1_200, 600, 2)
        rules.hardLimits = [limit]
        (rules.certificate.age, rules.certificate.gap) = (64, 1)
        (rules.certificate.feasibility, rules.certificate.residual) = (1e-6, 1e-6)
        (rules.worth.leastGain, rules.worth.coverage, rules.worth.writesPerHour) = (8, 0.25, 12)
        (rules.mostMoves, rules.snapshotAge) = (1, 32)
        (rules.longestCardLife, rules.longestReadbackGap) = (600, 90)
        (rules.model.regions, rules.model.gateAge) = (["full load"], 4_096)
        rules.ownership.writeTimeout = 0.5
        if fenced { rules.ownership.block = .declared }
        return rules
    }

    static func certificate(at now: PlantTime) -> Certificate {
        Certificate(
            status: .optimal, predictedFrom: now,
            trajectories: [
                PredictedTrajectory(
                    tag: TagName("C-1"), times: [0, 600, 1200, 1800],
                    means: [1000, 1010, 1020, 1020], deviations: [1, 2, 4, 4])
            ],
            bounds: [
                CertifiedBound(
                    name: "H-1", value: 510, low: 0, high: 1000, lowMultiplier: 0,
                    highMultiplier: 0x1p-10)
            ], gap: 490 * 0x1p-10, residual: 0x1p-30, gain: 20, gainDeviation: 4,
            model: ModelStanding(region: "full load", gate: .green, judgedAt: now))
    }
}

/// A guard's desk in front of the test's plant.
struct TestRoom {
    let desk: GuardDesk
    let clock: TestClock
    /// The journal's disk takes nothing more.
    let isDiskBroken: DiskSwitch
    /// What the journal is written on.
    let disk: TestDisk

    /// - Parameter left: what an earlier process left on the journal's disk.
    init(
        _ plant: any PlantPort, _ block: (any BlockPort)?, twin: SealedTwin, clock: TestClock,
        left: [UInt8] = []
    ) throws {
        try self.init(
            plant, block, under: GuardCharter(unsealed: twin), clock: clock,
            disk: TestDisk(DiskSwitch(), left))
    }

    init(
        _ plant: any PlantPort, _ block: (any BlockPort)?, under charter: GuardCharter,
        clock: TestClock, disk: TestDisk, head: (any HeadPort)? = nil, build: String? = nil
    ) throws {
        self.clock = clock
        self.disk = disk
        isDiskBroken = disk.isBroken
        let journal = try Journal(
            disk, settings: charter.settings.map { .init(name: $0.name, hash: $0.hash) },
            plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
        desk = try GuardDesk(
            charter, startingIn: .advisory, journal: journal,
            on: GuardPorts(plant: plant, clock: clock, block: block, head: head, build: build))
    }

    static let ada = Person(name: "Ada", duty: .operator, console: "test")

    /// A minute of plant time and five seconds on the wall; the loop ends a cycle.
    func step(
        cycle: Bool = true, isInRegion: Bool? = true, model: ModelReport? = nil
    ) async throws {
        clock.pass(plant: 60, wall: 5)
        if cycle {
            await desk.note(cycleAt: clock.now, isInRegion: isInRegion, model: model)
        }
        await desk.attend(true)
        try await desk.pulse()
        _ = try await desk.look()
    }

    func ask(_ mode: Mode) async throws -> [Blocker] {
        try await desk.request(ModeRequest(mode, by: Self.ada, why: "test"))
    }

    /// A card with one move.
    func card(from: Double = 500, to: Double = 510) async -> Proposal {
        let now = clock.now
        return Proposal(
            id: await desk.view.nextDecision, madeAt: now, expiresAt: now.later(by: 120),
            moves: [ProposedMove(tag: TestTwin.handle, from: from, to: to)], shownGain: 24,
            inputs: [UsedInput(TestTwin.tags[2], 700)],
            certificate: TestTwin.certificate(at: now))
    }

    /// Offers the move by 10 and accepts it.
    func move(from: Double = 500, to: Double = 510) async throws -> Outcome {
        let proposal = await card(from: from, to: to)
        let now = clock.now
        _ = try await desk.offer(proposal)
        let result = try await desk.accept(
            proposal.id, by: Self.ada, renewed: TestTwin.certificate(at: now))
        if let verdict = result.verdict, !verdict.isAccepted {
            throw Denied(text: "\(verdict)")
        }
        return result.outcome
    }

    struct Denied: Error { let text: String }
}

/// Whether a disk fails.
final class DiskSwitch: Sendable {
    private let isOn = Atomic(false)

    func turnOn() { isOn.store(true, ordering: .relaxed) }
    var isTurnedOn: Bool { isOn.load(ordering: .relaxed) }
}

/// A disk in memory that fails once it is told to.
final class TestDisk: JournalStorage, Sendable {
    private let content = Mutex<[UInt8]>([])
    let isBroken: DiskSwitch

    /// - Parameter left: what stands on it.
    init(_ isBroken: DiskSwitch, _ left: [UInt8] = []) {
        self.isBroken = isBroken
        content.withLock { $0 = left }
    }

    var bytes: [UInt8] {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }

    /// Its lines, one a record.
    var lines: [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    var room: DiskRoom? { DiskRoom(freeBytes: 1, totalBytes: 1, hasReserve: true) }
    func releaseReserve() -> Bool { false }
    func read(at offset: Int, count: Int) throws(StorageFailure) -> [UInt8] {
        content.withLock { Array($0.dropFirst(offset).prefix(count)) }
    }
    func append(_ added: [UInt8]) throws(StorageFailure) { content.withLock { $0 += added } }
    func truncate(to size: Int) throws(StorageFailure) {
        content.withLock { $0.removeLast($0.count - size) }
    }
    func sync() throws(StorageFailure) {
        if isBroken.isTurnedOn { throw StorageFailure(.sync, code: 5) }
    }
    func syncDirectory() throws(StorageFailure) {}
}
