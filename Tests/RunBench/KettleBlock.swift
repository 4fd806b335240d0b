package import CompanionBlock
package import ModbusDevice

/// The companion block of a kettle, the switches on its desk, and the person there; and what may be
/// wrong with any of them.
package struct KettleBlock: Sendable {
    /// Something that is wrong with the block, as a site may have built it.
    package enum Fault: String, Sendable, CaseIterable {
        case none
        /// It takes commands of any epoch.
        case ignoresEpoch = "ignores the epoch"
        /// It takes commands judged on anything.
        case ignoresChanges = "ignores changes"
        /// It shows a watchdog of 5 s and waits for ten minutes.
        case neverSheds = "never sheds"
        /// Its watchdog is 0.
        case noWatchdog = "no watchdog"
        /// Its loop stays in remote when it is shed.
        case staysRemote = "stays in remote"
        /// It moves the setpoint to a safe value instead of where the operator had it.
        case otherAction = "another shed action"
        /// It shows a beat of long ago.
        case deafEcho = "no echo"
    }

    package private(set) var block = BlockTask(loops: 1)
    private var asset = AssetBlock.Inputs()
    private var loop = LoopBlock.Inputs()
    private let fault: Fault
    package private(set) var isRemote = false
    /// Since the lamp is on [ms].
    private var waited: UInt32 = 0
    /// Epochs and values of the commands that were applied, in order.
    package private(set) var applied: [(epoch: UInt16, value: Float)] = []

    /// The person puts the loop into remote so long after the lamp says that he may [ms].
    package static let handBack: UInt32 = 200

    package init(watchdog: UInt32 = 3000, fault: Fault = .none) {
        self.fault = fault
        asset.watchdog = watchdog
        if fault == .neverSheds { asset.watchdog = 600_000 }
        if fault == .noWatchdog { asset.watchdog = 0 }
        (loop.operatorLow, loop.operatorHigh) = (20, 100)
        (loop.settings.engineeringLow, loop.settings.engineeringHigh) = (20, 100)
        (loop.settings.largestStep, loop.settings.rate) = (5, 1)
        loop.settings.shedAction = ShedAction.returnToBaseline.rawValue
        if fault == .otherAction { loop.settings.shedAction = ShedAction.rampToSafe.rawValue }
        (loop.settings.safeSetpoint, loop.settings.shedRate) = (90, 1)
    }

    package mutating func scan(_ setpoint: inout Float, _ milliseconds: UInt32) {
        asset.elapsed = milliseconds
        loop.elapsed = milliseconds
        loop.liveSetpoint = setpoint
        loop.isRemote = isRemote
        let before = block.loops[0].outputs.sequence
        block.scan(asset, [loop])
        let shown = block.loops[0].outputs
        if shown.writes { setpoint = shown.setpoint }
        if shown.sequence != before, shown.sequence > 0, shown.result.hasActed {
            applied.append((loop.mail.epoch, loop.mail.value))
        }
        if shown.toLocal, fault != .staysRemote { isRemote = false }
        waited = shown.awaitsRemote ? waited + milliseconds : 0
        if waited >= Self.handBack { isRemote = true }
    }

    /// The operator takes the loop and moves its setpoint.
    package mutating func takeByHand() { isRemote = false }

    package var status: AssetStatus {
        var status = AssetStatus(
            block.asset.outputs, watchdog: fault == .neverSheds ? 5000 : asset.watchdog,
            failsafe: asset.failsafe)
        if fault == .deafEcho { status.beatEcho = 0 }
        return status
    }

    /// Asset from 500, loop from 515: input registers.
    package func read(at address: Int, count: Int) -> [UInt16]? {
        switch (address, count) {
        case (500, 15): status.registers
        case (515, 15): LoopStatus(block.loops[0].outputs, isRemote: isRemote).registers
        default: nil
        }
    }

    /// Control words from 410, mailbox at 420: holding registers; the drop test's key: coil 1.
    package mutating func write(_ table: RegisterTable, at address: Int, _ values: [UInt16]) -> Bool
    {
        func long() -> UInt32 { UInt32(values[0]) << 16 | UInt32(values[1]) }
        switch (table, address, values.count) {
        case (.coil, 1, 1): asset.dropTest = values[0] != 0
        case (.holding, 410, 2): asset.claim = long()
        case (.holding, 412, 1): asset.release = values[0]
        case (.holding, 413, 1): asset.shedRequest = values[0]
        case (.holding, 414, 2): asset.beat = long()
        case (.holding, 420, 11): take(LoopBlock.Mail(registers: values))
        default: return false
        }
        return true
    }

    private mutating func take(_ mail: LoopBlock.Mail) {
        var mail = mail
        if fault == .ignoresEpoch { mail.epoch = block.asset.outputs.epoch }
        if fault == .ignoresChanges {
            mail.expectedCount = block.loops[0].outputs.count
            mail.expectedSetpoint = loop.liveSetpoint
        }
        loop.mail = mail
    }

    /// The section of the twin's file, and a beat that suits a watchdog of 3 s.
    package static let section = """

        block:
          connection: plc
          owner: 7
          control: 411
          status: 501
          loops: {TIC-1.SP: {mailbox: 421, status: 516}}
        guard: {heartbeat: 1 s}
        """
}
