import CompanionBlock
import Determinism
import Testing

@Suite struct BlockRegistersTests {
    private func words(_ count: Int, _ chance: inout RandomStream) -> [UInt16] {
        (0..<count).map { _ in UInt16(truncatingIfNeeded: chance.next()) }
    }

    @Test func `every word of a status and of a mail has its place`() throws {
        var chance = RandomStream(seed: 5, purpose: "registers", index: 0)
        for _ in 0..<2000 {
            var asset = words(BlockRegisters.assetWidth, &chance)
            asset[0] = BlockRegisters.version
            asset[5] %= 6
            asset[12] %= 4
            asset[13] %= 7
            asset[14] &= 0xF
            #expect(try #require(AssetStatus(registers: asset)).registers == asset)
            var loop = words(BlockRegisters.loopWidth, &chance)
            loop[4] %= 6
            loop[5] &= 0x3F
            loop[10] = 11
            #expect(try #require(LoopStatus(registers: loop)).registers == loop)
            let mail = words(BlockRegisters.mailboxWidth, &chance)
            #expect(LoopBlock.Mail(registers: mail).registers == mail)
        }
    }

    @Test func `a status of another version or with an unknown code is no status`() {
        var asset = AssetStatus(AssetBlock.Outputs(), watchdog: 30_000, failsafe: false).registers
        #expect(AssetStatus(registers: asset)?.watchdog == 30)
        asset[0] = 2
        #expect(AssetStatus(registers: asset) == nil)
        asset[0] = 1
        asset[13] = 7
        #expect(AssetStatus(registers: asset) == nil)
        var loop = LoopStatus(LoopBlock.Outputs(), isRemote: true).registers
        #expect(LoopStatus(registers: loop)?.isShed == true)
        loop[4] = 6
        #expect(LoopStatus(registers: loop) == nil)
    }

    @Test func `a mail lies as the documents say`() {
        var mail = LoopBlock.Mail()
        mail.sequence = 0x1_0002
        mail.epoch = 3
        mail.expectedCount = 0x4_0005
        mail.expectedSetpoint = 1
        mail.value = -2
        mail.sequenceAgain = mail.sequence
        #expect(mail.registers == [1, 2, 3, 4, 5, 0x3F80, 0, 0xC000, 0, 1, 2])
    }
}
