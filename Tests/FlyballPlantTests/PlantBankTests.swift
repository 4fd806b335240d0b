import FurnacePlant
import ModbusDevice
import Testing

@testable import flyball_plant

@Suite struct PlantBankTests {
    private func bank() -> PlantBank {
        var settings = FurnaceSettings.quiet
        settings.warmUp = 600
        return PlantBank(Furnace(settings: settings, seed: 1))
    }

    private func float(_ words: [UInt16]?) -> Double? {
        guard let words, words.count == 2 else { return nil }
        return Double(Float(bitPattern: UInt32(words[0]) << 16 | UInt32(words[1])))
    }

    private func words(_ value: Float) -> [UInt16] {
        [UInt16(value.bitPattern >> 16), UInt16(value.bitPattern & 0xFFFF)]
    }

    @Test func `each point lies where the table says, high word first`() {
        var bank = bank()
        for point in PlantPoint.all where point.encoding == .float32 {
            let value = float(bank.read(.input, at: point.number - 1, count: 2))
            let expected = Float(point.value(bank.furnace.measurements))
            #expect(value == Double(expected), "\(point.tag)")
        }
        #expect(bank.read(.input, at: 300, count: 3) == [3, 3, 3], "modes are remote")
        #expect(bank.read(.discrete, at: 2, count: 1) == [0])
    }

    @Test func `a register that the table does not have does not exist`() {
        var bank = bank()
        #expect(bank.read(.input, at: 303, count: 1) == nil)
        #expect(bank.read(.input, at: 302, count: 2) == nil)
        #expect(bank.read(.input, at: 5000, count: 2) == nil)
        #expect(bank.read(.coil, at: 0, count: 1) == nil)
        #expect(bank.write(.holding, at: 300, [1, 2]) == .illegalAddress)
        #expect(bank.write(.coil, at: 0, [1]) == .illegalAddress)
    }

    @Test func `a setpoint is taken whole, shown as live and refused beyond the limits`() {
        var bank = bank()
        #expect(bank.write(.holding, at: 102, words(1240.5)) == nil)
        #expect(float(bank.read(.input, at: 210, count: 2)) == 1240.5)
        #expect(float(bank.read(.holding, at: 102, count: 2)) == 1240.5)
        #expect(bank.write(.holding, at: 102, words(1400)) == .illegalValue)
        #expect(bank.write(.holding, at: 102, words(.nan)) == .illegalValue)
        #expect(bank.write(.holding, at: 102, [1]) == .illegalValue, "half a float")
        #expect(bank.write(.holding, at: 103, words(1240)) == .illegalValue, "half of two")
        #expect(bank.write(.holding, at: 102, words(1200) + words(1200)) == .illegalValue)
        bank.furnace.shed(true)
        #expect(bank.write(.holding, at: 102, words(1230)) == .busy)
        #expect(float(bank.read(.input, at: 210, count: 2)) == 1240.5)
    }

    @Test func `the heartbeat is echoed`() {
        var bank = bank()
        #expect(bank.write(.holding, at: 400, [17]) == nil)
        #expect(bank.read(.input, at: 347, count: 1) == [17])
        #expect(bank.read(.holding, at: 400, count: 1) == [17])
    }

    @Test func `the watchdog is armed by the first beat and lets go when the master is back`() {
        var bank = bank()
        var watchdog = Watchdog(patience: 30)
        watchdog.look(at: &bank, now: 1000)
        #expect(!bank.furnace.isShed, "not armed")
        _ = bank.write(.holding, at: 400, [1])
        watchdog.look(at: &bank, now: 1001)
        watchdog.look(at: &bank, now: 1031)
        #expect(!bank.furnace.isShed)
        let setpoints = bank.furnace.measurements.setpoint
        watchdog.look(at: &bank, now: 1031.5)
        #expect(bank.furnace.isShed && bank.furnace.measurements.mode[1] == .local)
        bank.furnace.advance(by: 60)
        #expect(bank.furnace.measurements.setpoint == setpoints, "setpoints are kept")
        _ = bank.write(.holding, at: 400, [2])
        watchdog.look(at: &bank, now: 1040)
        bank.furnace.advance(by: 5)
        #expect(!bank.furnace.isShed && bank.furnace.measurements.mode[1] == .remote)
    }
}
