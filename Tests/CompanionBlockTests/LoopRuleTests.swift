import CompanionBlock
import Testing

/// The rules of a loop, each by its name, with the real asset's half before it.
@Suite struct LoopRuleTests {
    /// A block of one loop, a loop that obeys, and a master.
    struct Bench {
        var block = BlockTask(loops: 1)
        var asset = AssetBlock.Inputs()
        var loop = LoopBlock.Inputs()

        init() {
            loop.liveSetpoint = 500
            loop.isRemote = true
            loop.operatorLow = 420
            loop.operatorHigh = 580
            loop.localSetpoint = 470
            loop.settings.engineeringLow = 400
            loop.settings.engineeringHigh = 600
            loop.settings.largestStep = 10
            loop.settings.rate = 1
            loop.settings.shedAction = ShedAction.keep.rawValue
            loop.settings.safeSetpoint = 450
            loop.settings.shedRate = 2
        }

        var shown: LoopBlock.Outputs { block.loops[0].outputs }
        var owner: AssetBlock.Outputs { block.asset.outputs }

        /// One scan of a tenth of a second, and what the loop then does.
        mutating func scan(_ times: Int = 1) {
            for _ in 0..<times {
                block.scan(asset, [loop])
                if shown.writes { loop.liveSetpoint = shown.setpoint }
                if shown.toLocal { loop.isRemote = false }
            }
        }

        /// Scans for so many seconds with a beat each.
        mutating func pass(seconds: Int) {
            for _ in 0..<seconds {
                asset.beat = UInt32(owner.epoch) << 16 | (asset.beat + 1) & 0xFFFF
                scan(10)
            }
        }

        mutating func claim(_ owner: UInt32 = 7) {
            asset.claim = owner << 16 | (asset.claim + 1) & 0xFFFF
            scan()
            asset.beat = UInt32(self.owner.epoch) << 16 | 1
        }

        /// Claimed, beaten, in remote, and rested until the allowance is full.
        static func ready(_ change: (inout Bench) -> Void = { _ in }) -> Bench {
            var bench = Bench()
            change(&bench)
            bench.scan(2)
            bench.claim()
            bench.scan()
            bench.loop.isRemote = true
            bench.scan()
            bench.pass(seconds: 12)
            return bench
        }

        mutating func send(_ value: Float, _ change: (inout LoopBlock.Mail) -> Void = { _ in }) {
            var mail = LoopBlock.Mail()
            mail.sequence = shown.sequence + 1
            mail.epoch = owner.epoch
            mail.expectedCount = shown.count
            mail.expectedSetpoint = loop.liveSetpoint
            mail.value = value
            change(&mail)
            if mail.sequenceAgain == 0 { mail.sequenceAgain = mail.sequence }
            loop.mail = mail
            scan()
        }
    }

    @Test func `a sound command is applied in its scan and said to be`() {
        var bench = Bench.ready()
        let count = bench.shown.count
        bench.send(505)
        #expect(bench.loop.liveSetpoint == 505)
        #expect(bench.shown.result == .applied && bench.shown.sequence == 1)
        #expect(bench.shown.count == count + 1 && !bench.shown.isMoving)
        bench.scan(20)
        #expect(bench.shown.count == count + 1, "our own change is counted once")
    }

    @Test func `a command is applied once, however often its mail arrives`() {
        var bench = Bench.ready()
        bench.send(505)
        let mail = bench.loop.mail
        bench.send(508)
        bench.loop.mail = mail
        bench.scan(3)
        #expect(bench.loop.liveSetpoint == 508 && bench.shown.result == .applied)
        #expect(bench.shown.strayResult == .oldSequence && bench.shown.straySequence == 1)
        #expect(bench.shown.strays == 1)
    }

    @Test func `a command once dropped stays dropped`() {
        var bench = Bench.ready()
        bench.send(505) { $0.expectedCount += 1 }
        let mail = bench.loop.mail
        #expect(bench.shown.result == .otherCount)
        bench.loop.mail = LoopBlock.Mail()
        bench.scan()
        bench.loop.liveSetpoint = 501
        bench.scan()
        bench.loop.liveSetpoint = 500
        bench.loop.mail = mail
        bench.scan(2)
        #expect(bench.loop.liveSetpoint == 500)
    }

    @Test func `a command of another epoch is dropped and uses up no number`() {
        var bench = Bench.ready()
        bench.send(505) {
            $0.epoch += 1
            $0.sequence = 40_000
        }
        #expect(bench.loop.liveSetpoint == 500 && bench.shown.sequence == 0)
        #expect(bench.shown.strayResult == .wrongEpoch && bench.shown.strayEpoch == 2)
        bench.send(505)
        #expect(bench.shown.result == .applied)
    }

    @Test func `the former owner's command is dropped after a takeover`() {
        var bench = Bench.ready()
        bench.claim(8)
        bench.scan()
        bench.send(505) { $0.epoch = 1 }
        #expect(bench.loop.liveSetpoint == 500 && bench.shown.strayResult == .wrongEpoch)
    }

    @Test func `a setpoint moved and moved back is still a change`() {
        var bench = Bench.ready()
        let count = bench.shown.count
        bench.loop.liveSetpoint = 510
        bench.scan()
        bench.loop.liveSetpoint = 500
        bench.scan()
        bench.send(505) { $0.expectedCount = count }
        #expect(bench.shown.result == .otherCount && bench.loop.liveSetpoint == 500)
    }

    @Test func `a loop taken and given back is a change`() {
        var bench = Bench.ready()
        let count = bench.shown.count
        bench.loop.isRemote = false
        bench.scan()
        bench.loop.isRemote = true
        bench.scan()
        bench.send(505) { $0.expectedCount = count }
        #expect(bench.shown.result == .otherCount)
        bench.send(505)
        #expect(bench.shown.result == .applied, "no claim is needed after the operator's own turn")
    }

    @Test func `what the control system says the operator touched is a change`() {
        var bench = Bench.ready()
        let count = bench.shown.count
        bench.loop.operatorMoved = true
        bench.scan()
        bench.loop.operatorMoved = false
        bench.send(505) { $0.expectedCount = count }
        #expect(bench.shown.result == .otherCount)
    }

    @Test func `another expected setpoint drops`() {
        var bench = Bench.ready()
        bench.send(505) { $0.expectedSetpoint = 500.001 }
        #expect(bench.shown.result == .otherSetpoint && bench.loop.liveSetpoint == 500)
    }

    @Test func `a loop that is not in remote drops`() {
        var bench = Bench.ready()
        bench.loop.isRemote = false
        bench.scan()
        bench.send(505)
        #expect(bench.shown.result == .notRemote && bench.loop.liveSetpoint == 500)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, .signalingNaN, 3.3e38])
    func `a value that is no number drops`(value: Float) {
        var bench = Bench.ready()
        bench.send(value)
        #expect(bench.shown.result == .notFinite && bench.loop.liveSetpoint == 500)
        bench.send(505) { $0.expectedSetpoint = value }
        #expect(bench.shown.result == .notFinite && bench.loop.liveSetpoint == 500)
    }

    @Test func `a command before the first beat drops`() {
        var bench = Bench.ready()
        bench.claim(8)
        bench.asset.beat = 0
        bench.scan()
        bench.send(505)
        #expect(bench.shown.result == .beatStale)
    }

    @Test func `limits that cross, or are none, drop`() {
        var bench = Bench.ready()
        bench.loop.operatorHigh = 410
        bench.send(505)
        #expect(bench.shown.result == .badLimits)
        bench.loop.operatorHigh = .nan
        bench.send(505)
        #expect(bench.shown.result == .badLimits && bench.loop.liveSetpoint == 500)
    }

    @Test func `a value beyond a limit goes to the limit, and that is said`() {
        var bench = Bench.ready { $0.loop.settings.largestStep = 200 }
        bench.pass(seconds: 200)
        bench.send(700)
        #expect(bench.loop.liveSetpoint == 580 && bench.shown.result == .clamped)
        #expect(bench.shown.target == 580)
    }

    @Test func `a larger step than allowed follows at the rate, and that is said`() {
        var bench = Bench.ready()
        bench.send(515)
        #expect(bench.loop.liveSetpoint == 510 && bench.shown.result == .ramped)
        #expect(bench.shown.isMoving)
        bench.pass(seconds: 4)
        #expect(abs(bench.loop.liveSetpoint - 514) < 0.11 && bench.shown.isMoving)
        bench.pass(seconds: 2)
        #expect(bench.loop.liveSetpoint == 515 && !bench.shown.isMoving)
        #expect(bench.shown.result == .ramped)
    }

    @Test func `claiming anew brings no fresh allowance`() {
        var bench = Bench.ready()
        bench.send(510)
        for owner in 8...20 as ClosedRange<UInt32> {
            bench.claim(owner)
            bench.scan()
            bench.send(560)
        }
        // 13 claims of three scans each: 3.9 s at 1/s.
        #expect(bench.loop.liveSetpoint <= 514)
    }

    @Test func `a ramp slower than the numbers' last place still arrives`() {
        var bench = Bench.ready {
            $0.loop.settings.rate = 0.0001
            $0.loop.settings.largestStep = 0.001
        }
        bench.pass(seconds: 10)
        bench.send(500.003)
        bench.pass(seconds: 100)
        #expect(bench.loop.liveSetpoint == 500.003)
    }

    @Test func `the operator ends a ramp and keeps what he set`() {
        var bench = Bench.ready()
        bench.send(560)
        bench.scan(5)
        bench.loop.liveSetpoint = 490
        bench.scan(50)
        #expect(bench.loop.liveSetpoint == 490 && bench.shown.result == .cutShort)
    }

    @Test func `limits that narrow during a ramp hold for the rest of it`() {
        var bench = Bench.ready()
        bench.send(560)
        bench.loop.operatorHigh = 511
        bench.pass(seconds: 5)
        #expect(bench.loop.liveSetpoint == 511 && bench.shown.result == .clampedAndRamped)
    }

    @Test func `a half-copied mailbox waits for its other half`() {
        var bench = Bench.ready()
        bench.send(505) { $0.sequenceAgain = 77 }
        #expect(bench.shown.sequence == 0 && bench.loop.liveSetpoint == 500)
        bench.loop.mail.sequenceAgain = bench.loop.mail.sequence
        bench.scan()
        #expect(bench.loop.liveSetpoint == 505)
    }

    @Test func `mail left in the registers before the start is no command`() {
        var bench = Bench.ready()
        bench.send(505)
        bench.loop.liveSetpoint = 500
        bench.block.restart()
        bench.scan(2)
        #expect(bench.shown.strays == 0 && bench.loop.liveSetpoint == 500)
    }

    @Test(arguments: [
        (ShedAction.keep, Float(506)), (.rampToSafe, 450), (.returnToBaseline, 500),
        (.returnToLocal, 470),
    ])
    func `a shed loop goes to local and does what was declared for it`(
        action: ShedAction, end: Float
    ) {
        var bench = Bench.ready { $0.loop.settings.shedAction = action.rawValue }
        bench.send(506)
        bench.asset.failsafe = true
        bench.scan()
        #expect(bench.shown.isShed && bench.shown.toLocal && bench.owner.alarm)
        bench.scan(10)
        #expect(abs(bench.loop.liveSetpoint - 506) <= 2.3, "at 2/s")
        bench.scan(400)
        #expect(bench.loop.liveSetpoint == end && !bench.loop.isRemote && !bench.shown.isShedding)
    }

    @Test func `a shed loop that the operator has keeps his setpoint`() {
        var bench = Bench.ready { $0.loop.settings.shedAction = ShedAction.rampToSafe.rawValue }
        bench.loop.isRemote = false
        bench.loop.liveSetpoint = 530
        bench.scan()
        bench.asset.failsafe = true
        bench.scan(100)
        #expect(bench.loop.liveSetpoint == 530)
    }

    @Test func `the operator ends a shed ramp`() {
        var bench = Bench.ready { $0.loop.settings.shedAction = ShedAction.rampToSafe.rawValue }
        bench.asset.failsafe = true
        bench.scan(20)
        bench.loop.liveSetpoint = 520
        bench.scan(100)
        #expect(bench.loop.liveSetpoint == 520 && !bench.shown.isShedding)
    }

    @Test func `baseline is the operator's setpoint, not ours`() {
        var bench = Bench.ready {
            $0.loop.settings.shedAction = ShedAction.returnToBaseline.rawValue
        }
        bench.loop.liveSetpoint = 520
        bench.scan()
        bench.send(525)
        bench.claim(8)
        bench.scan(2)
        bench.asset.failsafe = true
        bench.scan(100)
        #expect(bench.loop.liveSetpoint == 520)
    }

    @Test func `shed is latched until a claim and then the operator's own turn to remote`() {
        var bench = Bench.ready()
        bench.asset.failsafe = true
        bench.scan(2)
        bench.asset.failsafe = false
        bench.loop.isRemote = true
        bench.scan(2)
        #expect(!bench.loop.isRemote && bench.shown.isShed, "nobody owns it")
        bench.claim()
        bench.scan(3)
        #expect(bench.shown.isShed && bench.shown.awaitsRemote && !bench.loop.isRemote)
        bench.send(505)
        #expect(bench.shown.result == .shed)
        bench.loop.isRemote = true
        bench.scan()
        #expect(!bench.shown.isShed)
        bench.send(505)
        #expect(bench.shown.result == .applied)
    }

    @Test func `remote chosen just before the claim does not count as the operator's consent`() {
        var bench = Bench.ready()
        bench.asset.failsafe = true
        bench.scan(2)
        bench.asset.failsafe = false
        bench.loop.isRemote = true
        bench.claim()
        bench.scan(2)
        #expect(bench.shown.isShed && !bench.loop.isRemote)
    }

    @Test func `a released loop keeps its setpoint and goes to local`() {
        var bench = Bench.ready { $0.loop.settings.shedAction = ShedAction.rampToSafe.rawValue }
        bench.send(505)
        bench.asset.release = 1
        bench.scan(50)
        #expect(bench.loop.liveSetpoint == 505 && bench.shown.isShed && !bench.loop.isRemote)
        #expect(!bench.owner.alarm)
    }

    @Test func `a lost owner is shed on every loop though another claims in the same scan`() {
        var bench = Bench.ready()
        bench.scan(290)
        bench.asset.elapsed = 5000
        bench.asset.claim = 9 << 16 | 1
        bench.scan()
        #expect(bench.shown.isShed && !bench.owner.isOwned)
        bench.asset.elapsed = 100
        bench.scan()
        #expect(bench.owner.owner == 9 && bench.shown.isShed)
    }

    @Test func `a figure that makes no sense lets nobody own the asset`() {
        for change: (inout LoopBlock.Settings) -> Void in [
            { $0.largestStep = 0 }, { $0.rate = -1 }, { $0.rate = .nan }, { $0.tolerance = -0.1 },
            { $0.engineeringLow = 601 }, { $0.engineeringHigh = .infinity }, { $0.shedAction = 0 },
            { $0.shedAction = 5 },
            {
                $0.shedAction = 2
                $0.safeSetpoint = 399
            },
            {
                $0.shedAction = 3
                $0.shedRate = 0
            },
        ] {
            var bench = Bench()
            change(&bench.loop.settings)
            bench.scan(2)
            bench.claim()
            #expect(!bench.owner.isOwned && bench.owner.claimResult == .badConfiguration)
            #expect(!bench.shown.configurationIsGood)
        }
    }
}
