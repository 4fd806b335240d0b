/// How the block's words lie in 16-bit registers, the high word of 32 bits first
/// (docs/companion-block.md has the table). Where they begin is the site's choice.
package enum BlockRegisters {
    /// Of this layout; a master that finds another number does not go on.
    package static let version: UInt16 = 1
    /// Claim (2), release, shed, beat (2).
    package static let controlWidth = 6
    /// Offsets within them.
    package static let claim = 0
    package static let release = 2
    package static let shed = 3
    package static let beat = 4
    package static let mailboxWidth = 11
    package static let assetWidth = 15
    package static let loopWidth = 15

    /// Offsets at which a 32-bit value begins, for devices that hold its low word first.
    package static let assetLongs = [3, 6, 10]
    package static let loopLongs = [0, 2, 6, 8, 12]
    package static let mailboxLongs = [0, 3, 5, 7, 9]

    static func put(_ value: UInt32, at offset: Int, _ registers: inout [UInt16]) {
        registers[offset] = UInt16(value >> 16)
        registers[offset + 1] = UInt16(value & 0xFFFF)
    }

    static func long(_ registers: [UInt16], _ offset: Int) -> UInt32 {
        UInt32(registers[offset]) << 16 | UInt32(registers[offset + 1])
    }

    static func bit(_ isSet: Bool, _ number: UInt16) -> UInt16 { isSet ? 1 << number : 0 }

    static func hasBit(_ word: UInt16, _ number: UInt16) -> Bool { word >> number & 1 == 1 }

    /// The two registers of a 32-bit word, for a claim or a beat.
    package static func words(_ value: UInt32) -> [UInt16] {
        [UInt16(value >> 16), UInt16(value & 0xFFFF)]
    }
}

extension LoopBlock.Mail {
    /// The mail in a mailbox's registers.
    package init(registers: [UInt16]) {
        precondition(registers.count == BlockRegisters.mailboxWidth, "\(registers.count) registers")
        self.init()
        sequence = BlockRegisters.long(registers, 0)
        epoch = registers[2]
        expectedCount = BlockRegisters.long(registers, 3)
        expectedSetpoint = Float(bitPattern: BlockRegisters.long(registers, 5))
        value = Float(bitPattern: BlockRegisters.long(registers, 7))
        sequenceAgain = BlockRegisters.long(registers, 9)
    }

    package var registers: [UInt16] {
        var result = [UInt16](repeating: 0, count: BlockRegisters.mailboxWidth)
        BlockRegisters.put(sequence, at: 0, &result)
        result[2] = epoch
        BlockRegisters.put(expectedCount, at: 3, &result)
        BlockRegisters.put(expectedSetpoint.bitPattern, at: 5, &result)
        BlockRegisters.put(value.bitPattern, at: 7, &result)
        BlockRegisters.put(sequenceAgain, at: 9, &result)
        return result
    }
}
