/// What the block shows of one loop, as a master reads it: change counter and live setpoint come
/// out of the same scan, so a command may expect them together.
package struct LoopStatus: Hashable, Sendable {
    package var count: UInt32
    /// Last sequence of this epoch, and what became of it.
    package var sequence: UInt32
    package var result: CommandResult
    package var isShed: Bool
    package var isMoving: Bool
    package var awaitsRemote: Bool
    package var isShedding: Bool
    package var configurationIsGood: Bool
    package var isRemote: Bool
    /// Where the setpoint goes, or went last; in the setpoint's unit.
    package var target: Float
    /// The setpoint in force after the scan; in its unit.
    package var setpoint: Float
    /// The last command that was not the owner's next one, and how many there were.
    package var strayResult: CommandResult
    package var strayEpoch: UInt16
    package var straySequence: UInt32
    package var strays: UInt16

    /// What a block shows; its `setpoint` is the live one, or what it has just set.
    package init(_ shown: LoopBlock.Outputs, isRemote: Bool) {
        count = shown.count
        sequence = shown.sequence
        result = shown.result
        isShed = shown.isShed
        isMoving = shown.isMoving
        awaitsRemote = shown.awaitsRemote
        isShedding = shown.isShedding
        configurationIsGood = shown.configurationIsGood
        self.isRemote = isRemote
        target = shown.target
        setpoint = shown.setpoint
        strayResult = shown.strayResult
        strayEpoch = shown.strayEpoch
        straySequence = shown.straySequence
        strays = shown.strays
    }

    /// Reads a status; nil if a code is not one of this layout.
    package init?(registers: [UInt16]) {
        precondition(registers.count == BlockRegisters.loopWidth, "\(registers.count) registers")
        guard let result = CommandResult(rawValue: Int16(bitPattern: registers[4])),
            let strayResult = CommandResult(rawValue: Int16(bitPattern: registers[10]))
        else { return nil }
        count = BlockRegisters.long(registers, 0)
        sequence = BlockRegisters.long(registers, 2)
        self.result = result
        isShed = BlockRegisters.hasBit(registers[5], 0)
        isMoving = BlockRegisters.hasBit(registers[5], 1)
        awaitsRemote = BlockRegisters.hasBit(registers[5], 2)
        isShedding = BlockRegisters.hasBit(registers[5], 3)
        configurationIsGood = BlockRegisters.hasBit(registers[5], 4)
        isRemote = BlockRegisters.hasBit(registers[5], 5)
        target = Float(bitPattern: BlockRegisters.long(registers, 6))
        setpoint = Float(bitPattern: BlockRegisters.long(registers, 8))
        self.strayResult = strayResult
        strayEpoch = registers[11]
        straySequence = BlockRegisters.long(registers, 12)
        strays = registers[14]
    }

    package var registers: [UInt16] {
        var words = [UInt16](repeating: 0, count: BlockRegisters.loopWidth)
        BlockRegisters.put(count, at: 0, &words)
        BlockRegisters.put(sequence, at: 2, &words)
        words[4] = UInt16(bitPattern: result.rawValue)
        words[5] =
            BlockRegisters.bit(isShed, 0) | BlockRegisters.bit(isMoving, 1)
            | BlockRegisters.bit(awaitsRemote, 2) | BlockRegisters.bit(isShedding, 3)
            | BlockRegisters.bit(configurationIsGood, 4) | BlockRegisters.bit(isRemote, 5)
        BlockRegisters.put(target.bitPattern, at: 6, &words)
        BlockRegisters.put(setpoint.bitPattern, at: 8, &words)
        words[10] = UInt16(bitPattern: strayResult.rawValue)
        words[11] = strayEpoch
        BlockRegisters.put(straySequence, at: 12, &words)
        words[14] = strays
        return words
    }
}
