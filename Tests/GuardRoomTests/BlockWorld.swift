import Act
import CompanionBlock
import ConnectModbusWriting
import Guard
import GuardRoom
import ModbusDevice
import Synchronization
import Tags

/// A plant of one loop behind the real companion block, a measurement, and a desk that is the
/// test's. The loop counts in halves of the twin's unit.
struct BlockWorld: RegisterBank {
    var block = BlockTask(loops: 1)
    var asset = AssetBlock.Inputs()
    var loop = LoopBlock.Inputs()
    /// What masters did, in order; readings are not noted but after a claim.
    var log: [String] = []
    /// Nobody can read the block.
    var isMute = false
    /// Beats do not arrive.
    var losesBeats = false
    /// Commands arrive, and nobody hears what became of them.
    var losesAnswers = false
    /// What the twin keeps there, from holding register 200 on.
    var kept: [UInt16] = [0, 0, 0, 0]
    /// The operator moves the setpoint there in the moment before the next command arrives.
    var operatorMovesTo: Float?
    /// A command that is on its way and arrives when the test delivers it.
    var held: LoopBlock.Mail?
    var holdsCommands = false

    /// With a drop test that was passed, in local, owned by nobody.
    init() {
        loop.liveSetpoint = 250
        (loop.operatorLow, loop.operatorHigh) = (50, 450)
        (loop.settings.engineeringLow, loop.settings.engineeringHigh) = (0, 500)
        (loop.settings.largestStep, loop.settings.rate) = (100, 1000)
        asset.elapsed = 1
        scan()
        asset.claim = 9 << 16 | 1
        scan()
        asset.beat = 1 << 16 | 1
        putIntoRemote()
        asset.dropTest = true
        asset.elapsed = 40_000
        scan()
        asset.elapsed = 1
        for _ in 0..<3 { scan() }
        asset.dropTest = false
        scan()
        precondition(block.asset.outputs.dropTest == .passed, "the drop test did not pass")
    }

    mutating func scan() {
        block.scan(asset, [loop])
        let shown = block.loops[0].outputs
        if shown.writes { loop.liveSetpoint = shown.setpoint }
        if shown.toLocal { loop.isRemote = false }
    }

    /// As the operator does after a claim.
    mutating func putIntoRemote() {
        loop.isRemote = false
        scan()
        loop.isRemote = true
        scan()
    }

    /// What was held back arrives after all.
    mutating func deliver() {
        if let held { loop.mail = held }
        held = nil
        scan()
    }

    /// Time passes at the control system [ms].
    mutating func pass(_ milliseconds: UInt32) {
        asset.elapsed = milliseconds
        scan()
        asset.elapsed = 1
    }

    var assetStatus: AssetStatus {
        AssetStatus(block.asset.outputs, watchdog: asset.watchdog, failsafe: asset.failsafe)
    }
    var loopStatus: LoopStatus { LoopStatus(block.loops[0].outputs, isRemote: loop.isRemote) }

    // MARK: Behind a socket

    /// Asset at 0, loop at 20, setpoint, mode and measurement from 60: input registers.
    mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]? {
        scan()
        if table == .holding, !isMute { return (address, count) == (200, 4) ? kept : nil }
        guard table == .input, !isMute else { return nil }
        switch (address, count) {
        case (0, 15): return assetStatus.registers
        case (20, 15): return loopStatus.registers
        case (60, 6):
            return [loop.liveSetpoint, loop.isRemote ? 1 : 0, 702].flatMap {
                BlockRegisters.words($0.bitPattern)
            }
        default: return nil
        }
    }

    /// Control words at 100, mailbox at 120: holding registers.
    mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException? {
        guard table == .holding else { return .illegalAddress }
        switch (address, values.count) {
        case (100, 2): asset.claim = UInt32(values[0]) << 16 | UInt32(values[1])
        case (102, 1): asset.release = values[0]
        case (103, 1): asset.shedRequest = values[0]
        case (104, 2): asset.beat = UInt32(values[0]) << 16 | UInt32(values[1])
        case (200, 4): kept = values
        case (120, 11): loop.mail = LoopBlock.Mail(registers: values)
        default: return .illegalAddress
        }
        scan()
        return nil
    }
}

/// The block and the plant without sockets.
final class WorldPorts: BlockPort, PlantPort {
    private let world: Mutex<BlockWorld>
    private let clock: TestClock
    private let draws = Atomic<UInt16>(1)

    init(_ clock: TestClock, _ world: BlockWorld = BlockWorld()) {
        self.clock = clock
        self.world = Mutex(world)
    }

    func change<T: Sendable>(_ body: (inout BlockWorld) -> T) -> T { world.withLock { body(&$0) } }
    /// What was done since the last time that was asked.
    func takeLog() -> [String] {
        change { world in
            defer { world.log = [] }
            return world.log
        }
    }

    func close() {}

    func read() async -> (samples: [RawSample], trouble: [String]) {
        let now = clock.now
        return change { world in
            world.log.append("read")
            let values = [
                Double(world.loop.liveSetpoint) * 2, world.loop.isRemote ? 1 : 0, 702,
            ]
            let samples = zip(TestTwin.tags, values).map {
                RawSample(tag: $0, value: $1, at: now)
            }
            return (samples, [])
        }
    }

    func write(_ move: ReleasedMove) async -> WriteStatus {
        change { world in
            world.log.append("plain write")
            world.loop.liveSetpoint = Float(move.to.value / 2)
            return .good
        }
    }

    func status() async -> BlockMaster.Status? {
        change { world in
            world.scan()
            guard !world.isMute else { return nil }
            return BlockMaster.Status(
                asset: world.assetStatus, loops: [TestTwin.handle: world.loopStatus])
        }
    }

    func claim() async throws(BlockFailure) -> UInt16 {
        let draw = UInt32(draws.wrappingAdd(1, ordering: .relaxed).newValue)
        let shown = change { world in
            world.asset.claim = 7 << 16 | draw
            world.scan()
            world.log.append("claim")
            return world.assetStatus
        }
        guard shown.claimResult == .granted else { throw .claimRefused(shown.claimResult) }
        return shown.epoch
    }

    func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> BlockMaster.Applied {
        let (now, mail, isLost) = change { world in
            if let setpoint = world.operatorMovesTo {
                world.loop.liveSetpoint = setpoint
                world.scan()
            }
            var mail = LoopBlock.Mail()
            mail.sequence = seen.sequence + 1
            mail.sequenceAgain = mail.sequence
            mail.epoch = epoch
            mail.expectedCount = seen.count
            mail.expectedSetpoint = seen.setpoint
            mail.value = Float(move.to.value / 2)
            if world.holdsCommands {
                world.held = mail
            } else if !world.losesAnswers {
                world.loop.mail = mail
            }
            world.scan()
            world.log.append("command \(epoch)")
            return (world.loopStatus, mail, world.losesAnswers || world.holdsCommands)
        }
        if isLost { throw .unknown(reason: "no answer") }
        guard now.sequence == mail.sequence else { throw .dropped(now.strayResult) }
        guard now.result.hasActed else { throw .dropped(now.result) }
        return BlockMaster.Applied(
            result: now.result, target: Double(now.target), sequence: mail.sequence)
    }

    func beat(epoch: UInt16, count: UInt16) async -> Bool {
        change { world in
            world.log.append("beat \(epoch).\(count)")
            guard !world.losesBeats else { return false }
            world.asset.beat = UInt32(epoch) << 16 | UInt32(count)
            world.scan()
            return true
        }
    }

    func shed(epoch: UInt16) async -> Bool {
        change { world in
            world.log.append("shed \(epoch)")
            world.asset.shedRequest = epoch
            world.scan()
            return true
        }
    }

    func release(epoch: UInt16) async -> Bool {
        change { world in
            world.log.append("release \(epoch)")
            world.asset.release = epoch
            world.scan()
            return true
        }
    }
}
