import CompanionBlock
import FurnacePlant
import ModbusDevice
import Testing

@testable import flyball_plant

/// The furnace with the companion block on, as masters meet its registers.
@Suite struct PlantBlockTests {
    /// A furnace, its registers, and a wall clock that moves when told to.
    private struct Bench {
        var bank: PlantBank
        var wall = 0.0
        var beats: UInt32 = 0

        init(_ change: (inout PlantBlock.Setup) -> Void = { _ in }) {
            var settings = FurnaceSettings.quiet
            settings.warmUp = 600
            var setup = PlantBlock.Setup()
            setup.handBack = 60
            change(&setup)
            bank = PlantBank(Furnace(settings: settings, seed: 1), block: PlantBlock(setup))
            bank.watch = SetpointWatch(bank.furnace)
            pass(1)
        }

        /// Lets wall seconds pass with a scan each tenth, at 120 plant seconds per second.
        mutating func pass(_ seconds: Double, beating: Bool = false) {
            for tenth in 0..<Int(seconds * 10) {
                wall += 0.1
                if beating, tenth % 10 == 0 { beat() }
                bank.furnace.advance(by: 12)
                bank.scan(at: wall)
            }
        }

        func status() throws -> (asset: AssetStatus, loops: [LoopStatus]) {
            var bank = bank
            let read = bank.read(.input, at: 500, count: 60)
            let words = try #require(read)
            let loops = (0..<3).compactMap {
                LoopStatus(registers: Array(words[(15 + 15 * $0)..<(30 + 15 * $0)]))
            }
            return (try #require(AssetStatus(registers: Array(words[..<15]))), loops)
        }

        mutating func beat() {
            beats += 1
            let epoch = (try? status())?.asset.epoch ?? 0  // a broken status fails elsewhere
            _ = bank.write(.holding, at: 414, BlockRegisters.words(UInt32(epoch) << 16 | beats))
        }

        /// Claims, beats, and waits until the pulpit has put the loops into remote.
        mutating func own(_ word: UInt32 = 7 << 16 | 1) throws {
            let refusal = bank.write(.holding, at: 410, BlockRegisters.words(word))
            try #require(refusal == nil)
            pass(1)
            pass(20, beating: true)
        }

        mutating func command(
            _ value: Float, zone: Int, _ change: (inout LoopBlock.Mail) -> Void = { _ in }
        ) throws {
            let (asset, loops) = try status()
            var mail = LoopBlock.Mail()
            mail.sequence = loops[zone].sequence + 1
            mail.epoch = asset.epoch
            mail.expectedCount = loops[zone].count
            mail.expectedSetpoint = loops[zone].setpoint
            mail.value = value
            change(&mail)
            mail.sequenceAgain = mail.sequence
            let refusal = bank.write(.holding, at: 420 + 20 * zone, mail.registers)
            try #require(refusal == nil)
            wall += 0.1
            bank.scan(at: wall)
        }

        var setpoints: [Double] { bank.furnace.measurements.setpoint }
        var modes: [LoopMode] { bank.furnace.measurements.mode }
    }

    @Test func `without an owner no loop is in remote, and plain writes are refused`() throws {
        var bench = Bench()
        #expect(bench.modes == [.local, .local, .local])
        let words = [UInt16(Float(1240).bitPattern >> 16), 0]
        #expect(bench.bank.write(.holding, at: 102, words) == .illegalAddress)
        try bench.own()
        #expect(bench.modes == [.remote, .remote, .remote])
        let before = bench.setpoints
        #expect(bench.bank.write(.holding, at: 102, words) == .illegalAddress)
        #expect(bench.setpoints == before, "also in remote")
    }

    @Test func `a command of the owner moves the setpoint and shows in the status`() throws {
        var bench = Bench()
        try bench.own()
        let from = Float(bench.setpoints[1])
        let count = try bench.status().loops[1].count
        try bench.command(from - 4, zone: 1)
        let loop = try bench.status().loops[1]
        #expect(bench.setpoints[1] == Double(from - 4))
        #expect(loop.result == .applied && loop.sequence == 1 && loop.count == count + 1)
        #expect(loop.setpoint == from - 4 && loop.isRemote)
        bench.pass(5, beating: true)
        #expect(bench.setpoints[1] == Double(from - 4), "the control system keeps it")
        #expect(try bench.status().loops[1].count == count + 1)
    }

    @Test func `a stranger's command and one over the operator's change are dropped`() throws {
        var bench = Bench()
        try bench.own()
        let from = Float(bench.setpoints[1])
        try bench.command(from - 4, zone: 1) { $0.epoch = 9 }
        #expect(try bench.status().loops[1].strayResult == .wrongEpoch)
        let (_, seen) = try bench.status()
        let now = bench.bank.furnace.time
        bench.bank.furnace.order(
            OperatorAct(zone: 1, deed: .takes(setpoint: 1250), from: now, until: now + 60))
        bench.pass(2, beating: true)
        #expect(bench.modes[1] == .remote && bench.setpoints[1] == 1250)
        try bench.command(from - 4, zone: 1) { $0.expectedCount = seen[1].count }
        #expect(try bench.status().loops[1].result == .otherCount)
        #expect(bench.setpoints[1] == 1250)
        #expect(bench.bank.watch?.take().filter { $0.cause == .refused }.count == 2)
    }

    @Test func `beats that rest shed each loop in wall time, and it does what was declared`() throws
    {
        var bench = Bench {
            $0.watchdog = 5000
            $0.shedActions = [.keep, .returnToBaseline, .rampToSafe]
        }
        try bench.own()
        let from = bench.setpoints
        for zone in 0..<3 { try bench.command(Float(from[zone]) - 8, zone: zone) }
        bench.pass(0.1, beating: true)
        bench.pass(4.8)
        #expect(try bench.status().asset.isOwned)
        bench.pass(0.5)
        let asset = try bench.status().asset
        #expect(!asset.isOwned && asset.alarm && asset.shedCause == .beatLost && asset.owner == 0)
        #expect(bench.modes == [.local, .local, .local])
        bench.pass(60)
        #expect(bench.setpoints == [from[0] - 8, from[1], 1180])
    }

    @Test func `many requests do not make the watchdog run faster`() throws {
        var bench = Bench { $0.watchdog = 5000 }
        try bench.own()
        bench.pass(0.1, beating: true)
        for _ in 0..<40_000 {
            bench.wall += 0.0001
            bench.bank.scan(at: bench.wall)
        }
        #expect(try bench.status().asset.isOwned, "4 of 5 seconds")
        for _ in 0..<15_000 {
            bench.wall += 0.0001
            bench.bank.scan(at: bench.wall)
        }
        #expect(try !bench.status().asset.isOwned)
    }

    @Test func `after a shed the pulpit gives a loop back only to a new owner`() throws {
        var bench = Bench()
        try bench.own()
        #expect(bench.bank.write(.coil, at: 0, [1]) == nil)
        bench.pass(1)
        #expect(try bench.status().asset.failsafe && bench.modes[0] == .local)
        #expect(bench.bank.write(.coil, at: 0, [0]) == nil)
        bench.pass(30)
        #expect(bench.modes == [.local, .local, .local])
        try bench.own(7 << 16 | 2)
        #expect(bench.modes == [.remote, .remote, .remote])
        #expect(try bench.status().asset.epoch == 2)
    }

    @Test func `a drop test is passed on the furnace`() throws {
        var bench = Bench()
        #expect(try bench.status().asset.dropTestAge == AssetBlock.neverTested)
        try bench.own()
        #expect(bench.bank.write(.coil, at: 1, [1]) == nil)
        bench.pass(32)
        let asset = try bench.status().asset
        #expect(asset.dropTest == .passed && asset.dropTestAge < 5)
    }

    @Test func `a site whose watchdog is 0 grants no claim`() throws {
        var bench = Bench { $0.watchdog = 0 }
        #expect(bench.bank.write(.holding, at: 410, BlockRegisters.words(7 << 16 | 1)) == nil)
        bench.pass(1)
        let asset = try bench.status().asset
        #expect(!asset.isOwned && asset.claimResult == .noWatchdog && asset.watchdog == 0)
    }

    @Test func `a word or a mail is written whole or not at all`() {
        var bench = Bench()
        #expect(bench.bank.write(.holding, at: 410, [1]) == .illegalValue)
        #expect(bench.bank.write(.holding, at: 411, [1, 2]) == .illegalValue)
        #expect(bench.bank.write(.holding, at: 414, [1, 2, 3]) == .illegalValue)
        #expect(bench.bank.write(.holding, at: 420, [1, 2]) == .illegalValue)
        #expect(
            bench.bank.write(.holding, at: 421, Array(repeating: 0, count: 11)) == .illegalValue)
        #expect(bench.bank.write(.holding, at: 431, [1]) == .illegalAddress)
        #expect(bench.bank.write(.input, at: 500, [1]) == .illegalAddress)
        #expect(bench.bank.read(.holding, at: 410, count: 6) == [0, 0, 0, 0, 0, 0])
        #expect(bench.bank.read(.input, at: 500, count: 61) == nil)
        #expect(bench.bank.read(.holding, at: 431, count: 1) == nil)
    }

    @Test func `without the block there are none of its registers`() {
        var settings = FurnaceSettings.quiet
        settings.warmUp = 600
        var bank = PlantBank(Furnace(settings: settings, seed: 1))
        #expect(bank.read(.input, at: 500, count: 1) == nil)
        #expect(bank.read(.holding, at: 410, count: 1) == nil)
        #expect(bank.read(.coil, at: 0, count: 1) == nil)
        #expect(bank.write(.holding, at: 410, [1, 2]) == .illegalAddress)
        #expect(bank.write(.coil, at: 0, [1]) == .illegalAddress)
    }
}
