import CompanionBlock
import ModbusDevice

/// Registers with the real companion block of two loops behind them, scanned before each answer:
/// the loops obey, and the desk is the test's.
struct BlockBank: RegisterBank {
    var block = BlockTask(loops: 2)
    var asset = AssetBlock.Inputs()
    var loops: [LoopBlock.Inputs]
    /// Words of 32 bits lie with the low word first.
    var isLowFirst = false
    /// The block does not run: words arrive and nobody looks at them.
    var isStopped = false

    /// - Parameter change: what is otherwise from the start.
    init(_ change: (inout BlockBank) -> Void = { _ in }) {
        var loop = LoopBlock.Inputs()
        loop.liveSetpoint = 500
        loop.isRemote = true
        loop.operatorLow = 400
        loop.operatorHigh = 600
        loop.settings.engineeringLow = 400
        loop.settings.engineeringHigh = 600
        loop.settings.largestStep = 10
        loop.settings.rate = 1000
        loop.settings.shedAction = 1
        loops = [loop, loop]
        asset.elapsed = 1
        scan()
        change(&self)
    }

    mutating func scan() {
        guard !isStopped else { return }
        block.scan(asset, loops)
        for i in loops.indices {
            let shown = block.loops[i].outputs
            if shown.writes { loops[i].liveSetpoint = shown.setpoint }
            if shown.toLocal { loops[i].isRemote = false }
        }
    }

    private func ordered(_ words: [UInt16], _ longs: [Int]) -> [UInt16] {
        var words = words
        if isLowFirst { for at in longs { words.swapAt(at, at + 1) } }
        return words
    }

    /// Asset at 0, loops at 20 and 40: statuses as input registers.
    mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]? {
        scan()
        guard table == .input else { return nil }
        if address == 0, count == BlockRegisters.assetWidth {
            let status = AssetStatus(
                block.asset.outputs, watchdog: asset.watchdog, failsafe: asset.failsafe)
            return ordered(status.registers, BlockRegisters.assetLongs)
        }
        guard [20, 40].contains(address), count == BlockRegisters.loopWidth else { return nil }
        let i = address / 20 - 1
        let status = LoopStatus(block.loops[i].outputs, isRemote: loops[i].isRemote)
        return ordered(status.registers, BlockRegisters.loopLongs)
    }

    /// Control words at 100, mailboxes at 120 and 140: holding registers.
    mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException? {
        guard table == .holding else { return .illegalAddress }
        let long = { (words: [UInt16]) in UInt32(words[0]) << 16 | UInt32(words[1]) }
        switch (address, values.count) {
        case (100, 2): asset.claim = long(ordered(values, [0]))
        case (102, 1): asset.release = values[0]
        case (103, 1): asset.shedRequest = values[0]
        case (104, 2): asset.beat = long(ordered(values, [0]))
        case (120, 11), (140, 11):
            loops[address / 20 - 6].mail = LoopBlock.Mail(
                registers: ordered(values, BlockRegisters.mailboxLongs))
        default: return .illegalAddress
        }
        return nil
    }
}
