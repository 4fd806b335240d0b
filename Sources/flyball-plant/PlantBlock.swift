import CompanionBlock
import FurnacePlant
import ModbusDevice

/// The companion block as the furnace's control system runs it: the words masters wrote, the block,
/// and the people at the desk.
///
/// Beats and the watchdog run on the wall's time, ramps on the plant's.
struct PlantBlock {
    /// How the site set the block up.
    struct Setup {
        /// [ms] of wall time; 0 lets nobody own the asset.
        var watchdog: UInt32 = 30_000
        /// One for each zone.
        var shedActions = [ShedAction](repeating: .keep, count: 3)
        /// Plant time after which the pulpit puts a loop back into remote once it may [s].
        var handBack = 300.0
    }

    private(set) var block = BlockTask(loops: 3)
    private let setup: Setup
    private var inputs = AssetBlock.Inputs()
    private var mails = [LoopBlock.Mail](repeating: LoopBlock.Mail(), count: 3)
    /// When each loop began to wait for the operator, in plant time [s].
    private var waitingSince: [Double?] = [nil, nil, nil]
    /// Of the last scan: wall and plant [s].
    private var last: (wall: Double, plant: Double)?

    init(_ setup: Setup) {
        self.setup = setup
        inputs.watchdog = setup.watchdog
    }

    /// The zones of a furnace that is kept warm and melts nothing [°C].
    private static let safe: [Float] = [1060, 1200, 1180]

    private func settings(zone: Int) -> LoopBlock.Settings {
        var settings = LoopBlock.Settings()
        let engineering = FurnaceSettings.engineeringLimits[zone]
        settings.engineeringLow = Float(engineering.low)
        settings.engineeringHigh = Float(engineering.high)
        settings.largestStep = 15
        settings.rate = 4.0 / 60
        settings.shedAction = setup.shedActions[zone].rawValue
        settings.safeSetpoint = PlantBlock.safe[zone]
        settings.shedRate = 4.0 / 60
        return settings
    }

    // MARK: registers

    /// Input registers from `PlantPoint.blockStatusRegister` on.
    func status(_ furnace: Furnace) -> [UInt16] {
        let asset = AssetStatus(
            block.asset.outputs, watchdog: inputs.watchdog, failsafe: inputs.failsafe)
        return (0..<3).reduce(asset.registers) { words, zone in
            let isRemote = furnace.measurements.mode[zone] == .remote
            return words + LoopStatus(block.loops[zone].outputs, isRemote: isRemote).registers
        }
    }

    /// A control word or a word of a mailbox, by its address from 0; nil for any other.
    func holding(_ address: Int) -> UInt16? {
        let control =
            BlockRegisters.words(inputs.claim) + [inputs.release, inputs.shedRequest]
            + BlockRegisters.words(inputs.beat)
        let offset = address - (PlantPoint.blockControlRegister - 1)
        if control.indices.contains(offset) { return control[offset] }
        for zone in 0..<3 {
            let offset = address - (PlantPoint.mailboxRegister(zone: zone) - 1)
            if (0..<BlockRegisters.mailboxWidth).contains(offset) {
                return mails[zone].registers[offset]
            }
        }
        return nil
    }

    func coil(_ address: Int) -> UInt16? {
        switch address + 1 {
        case PlantPoint.failsafeCoil: inputs.failsafe ? 1 : 0
        case PlantPoint.dropTestCoil: inputs.dropTest ? 1 : 0
        default: nil
        }
    }

    /// What became of a write.
    enum Reception {
        case taken
        case refused(DeviceException)
        /// The address is none of the block's.
        case notMine
    }

    /// Takes a word or a mail, whole, to be looked at in the next scan.
    mutating func write(_ address: Int, _ values: [UInt16]) -> Reception {
        let offset = address - (PlantPoint.blockControlRegister - 1)
        if (0..<BlockRegisters.controlWidth).contains(offset) {
            return control(offset, values).map(Reception.refused) ?? .taken
        }
        for zone in 0..<3 {
            let offset = address - (PlantPoint.mailboxRegister(zone: zone) - 1)
            guard (0..<BlockRegisters.mailboxWidth).contains(offset) else { continue }
            guard offset == 0, values.count == BlockRegisters.mailboxWidth else {
                return .refused(.illegalValue)
            }
            mails[zone] = LoopBlock.Mail(registers: values)
            return .taken
        }
        return .notMine
    }

    private mutating func control(_ offset: Int, _ values: [UInt16]) -> DeviceException? {
        let long = values.count == 2 ? UInt32(values[0]) << 16 | UInt32(values[1]) : nil
        switch (offset, long, values.count) {
        case (BlockRegisters.claim, let word?, _): inputs.claim = word
        case (BlockRegisters.beat, let word?, _): inputs.beat = word
        case (BlockRegisters.release, _, 1): inputs.release = values[0]
        case (BlockRegisters.shed, _, 1): inputs.shedRequest = values[0]
        default: return .illegalValue
        }
        return nil
    }

    mutating func switchCoil(_ address: Int, _ isOn: Bool) -> Bool {
        switch address + 1 {
        case PlantPoint.failsafeCoil: inputs.failsafe = isOn
        case PlantPoint.dropTestCoil: inputs.dropTest = isOn
        default: return false
        }
        return true
    }

    // MARK: scans

    /// Least wall time between two scans [s]: requests may come faster than the task runs.
    private static let period = 0.01

    /// One scan at `wall` seconds, and what the control system then does with the loops; nothing
    /// until the task is due again.
    mutating func scan(_ furnace: inout Furnace, at wall: Double, _ watch: inout SetpointWatch?) {
        if let last, wall - last.wall < PlantBlock.period { return }
        let before = last ?? (wall, furnace.time)
        inputs.elapsed = PlantBlock.milliseconds(wall - before.wall)
        let elapsed = PlantBlock.milliseconds(furnace.time - before.plant)
        // Less than a millisecond is kept for the next scan.
        last = (
            before.wall + Double(inputs.elapsed) / 1000, before.plant + Double(elapsed) / 1000
        )
        let local = furnace.setpoints(of: .practice)
        let shown = furnace.measurements
        let results = block.loops.map { ($0.outputs.sequence, $0.outputs.strays) }
        block.scan(
            inputs,
            (0..<3).map { zone in
                var loop = LoopBlock.Inputs()
                loop.elapsed = elapsed
                loop.mail = mails[zone]
                loop.liveSetpoint = Float(shown.setpoint[zone])
                loop.isRemote = shown.mode[zone] == .remote
                loop.operatorLow = Float(shown.setpointLow[zone])
                loop.operatorHigh = Float(shown.setpointHigh[zone])
                loop.localSetpoint = Float(local[zone])
                loop.settings = settings(zone: zone)
                return loop
            })
        for zone in 0..<3 {
            let loop = block.loops[zone].outputs
            if loop.writes { _ = furnace.drive(setpoint: Double(loop.setpoint), zone: zone) }
            note(zone, since: results[zone], furnace, &watch)
            if loop.toLocal { furnace.withdraw(true, zone: zone) }
            handBack(&furnace, zone: zone)
        }
    }

    /// The plant's own record of what was asked and what moved.
    private func note(
        _ zone: Int, since before: (sequence: UInt32, strays: UInt16), _ furnace: Furnace,
        _ watch: inout SetpointWatch?
    ) {
        let loop = block.loops[zone].outputs
        let asked = Double(mails[zone].value)
        if loop.strays != before.strays {
            watch?.note(.refused, zone: zone, asked: asked, furnace)
        } else if loop.sequence != before.sequence, loop.sequence > 0 {
            watch?.note(
                loop.result.hasActed ? .remote : .refused, zone: zone, asked: asked, furnace)
        } else if loop.writes {
            watch?.note(.block, zone: zone, asked: Double(loop.setpoint), furnace)
        }
    }

    /// The pulpit puts a loop back into remote some time after the lamp says that it may.
    private mutating func handBack(_ furnace: inout Furnace, zone: Int) {
        guard block.loops[zone].outputs.awaitsRemote else {
            waitingSince[zone] = nil
            return
        }
        let since = waitingSince[zone] ?? furnace.time
        waitingSince[zone] = since
        if furnace.time - since >= setup.handBack { furnace.withdraw(false, zone: zone) }
    }

    private static func milliseconds(_ seconds: Double) -> UInt32 {
        UInt32(clamping: Int(max(0, min(seconds, 1e6)) * 1000))
    }
}
