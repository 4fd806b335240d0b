/// What the block shows of the asset, as a master reads it.
package struct AssetStatus: Hashable, Sendable {
    /// 0 while nobody owns the asset.
    package var owner: UInt16
    package var epoch: UInt16
    package var claimSeen: UInt32
    package var claimResult: ClaimResult
    package var beatEcho: UInt32
    /// [s]; 0 means that no claim will be granted.
    package var watchdog: UInt16
    /// Since the last beat that counted [s]; 65 535 and more are shown as that.
    package var beatAge: UInt16
    /// Since the last drop test that was passed [s]; `AssetBlock.neverTested` if none was.
    package var dropTestAge: UInt32
    package var dropTest: DropTest
    package var shedCause: ShedCause
    package var isOwned: Bool
    package var alarm: Bool
    package var beatIsFresh: Bool
    /// The switch at the control system.
    package var failsafe: Bool

    /// What a block shows. `watchdog` in ms, as the block is given it.
    package init(_ shown: AssetBlock.Outputs, watchdog: UInt32, failsafe: Bool) {
        owner = shown.owner
        epoch = shown.epoch
        claimSeen = shown.claimSeen
        claimResult = shown.claimResult
        beatEcho = shown.beatEcho
        self.watchdog = UInt16(clamping: watchdog / 1000)
        beatAge = UInt16(clamping: shown.beatAge / 1000)
        dropTestAge = shown.dropTestAge
        dropTest = shown.dropTest
        shedCause = shown.shedCause
        isOwned = shown.isOwned
        alarm = shown.alarm
        beatIsFresh = shown.beatIsFresh
        self.failsafe = failsafe
    }

    /// Reads a status; nil if the version or a code is not one of this layout.
    package init?(registers: [UInt16]) {
        precondition(registers.count == BlockRegisters.assetWidth, "\(registers.count) registers")
        guard registers[0] == BlockRegisters.version,
            let claimResult = ClaimResult(rawValue: Int16(bitPattern: registers[5])),
            let dropTest = DropTest(rawValue: Int16(bitPattern: registers[12])),
            let shedCause = ShedCause(rawValue: Int16(bitPattern: registers[13]))
        else { return nil }
        owner = registers[1]
        epoch = registers[2]
        claimSeen = BlockRegisters.long(registers, 3)
        self.claimResult = claimResult
        beatEcho = BlockRegisters.long(registers, 6)
        watchdog = registers[8]
        beatAge = registers[9]
        dropTestAge = BlockRegisters.long(registers, 10)
        self.dropTest = dropTest
        self.shedCause = shedCause
        isOwned = BlockRegisters.hasBit(registers[14], 0)
        alarm = BlockRegisters.hasBit(registers[14], 1)
        beatIsFresh = BlockRegisters.hasBit(registers[14], 2)
        failsafe = BlockRegisters.hasBit(registers[14], 3)
    }

    package var registers: [UInt16] {
        var result = [UInt16](repeating: 0, count: BlockRegisters.assetWidth)
        result[0] = BlockRegisters.version
        result[1] = owner
        result[2] = epoch
        BlockRegisters.put(claimSeen, at: 3, &result)
        result[5] = UInt16(bitPattern: claimResult.rawValue)
        BlockRegisters.put(beatEcho, at: 6, &result)
        result[8] = watchdog
        result[9] = beatAge
        BlockRegisters.put(dropTestAge, at: 10, &result)
        result[12] = UInt16(bitPattern: dropTest.rawValue)
        result[13] = UInt16(bitPattern: shedCause.rawValue)
        result[14] =
            BlockRegisters.bit(isOwned, 0) | BlockRegisters.bit(alarm, 1)
            | BlockRegisters.bit(beatIsFresh, 2) | BlockRegisters.bit(failsafe, 3)
        return result
    }
}
