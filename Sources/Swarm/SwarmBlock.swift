import CompanionBlock
import ConnectModbusWriting
import Tags

/// The companion block before the rehearsed loops, the words that masters wrote into it, and the
/// people at its desk. The rules are the block's own (`CompanionBlock`).
struct SwarmBlock: Sendable {
    /// Without a beat for so long it takes its loops back [ms].
    static let watchdog: UInt32 = 120_000
    /// The operator puts a loop into remote so long after the lamp says that he may [s].
    static let handBack = 45.0
    /// Another master's number.
    static let stranger: UInt32 = 9

    private(set) var task: BlockTask
    private var asset = AssetBlock.Inputs()
    private var mails: [LoopBlock.Mail]
    private let settings: [LoopBlock.Settings]
    /// Since when each loop waits for the operator [s].
    private var waitingSince: [Double?]
    /// When the task last ran, in whole milliseconds [s].
    private var scannedAt = 0.0
    private var claims: UInt32 = 0

    /// With a drop test that was passed, and owned by nobody.
    init(_ settings: [LoopBlock.Settings]) {
        self.settings = settings
        task = BlockTask(loops: settings.count)
        mails = settings.map { _ in LoopBlock.Mail() }
        waitingSince = settings.map { _ in nil }
        asset.watchdog = Self.watchdog
        passDropTest()
    }

    /// As the people at the desk do before the twin first writes: claim, beat, put a loop into
    /// remote, turn the key, withhold the beats.
    private mutating func passDropTest() {
        func loops(_ isRemote: Bool) -> [LoopBlock.Inputs] {
            settings.map { settings in
                var loop = LoopBlock.Inputs()
                (loop.settings, loop.isRemote) = (settings, isRemote)
                loop.liveSetpoint = 0.5 * (settings.engineeringLow + settings.engineeringHigh)
                (loop.operatorLow, loop.operatorHigh) =
                    (settings.engineeringLow, settings.engineeringHigh)
                return loop
            }
        }
        asset.elapsed = 1
        task.scan(asset, loops(false))
        asset.claim = nextClaim(as: Self.stranger)
        task.scan(asset, loops(false))
        asset.beat = UInt32(task.asset.outputs.epoch) << 16 | 1
        task.scan(asset, loops(true))
        (asset.dropTest, asset.elapsed) = (true, Self.watchdog + 1)
        task.scan(asset, loops(true))
        asset.elapsed = 1
        for _ in 0..<3 { task.scan(asset, loops(false)) }
        asset.dropTest = false
        precondition(task.asset.outputs.dropTest == .passed, "the drop test did not pass")
    }

    private mutating func nextClaim(as owner: UInt32) -> UInt32 {
        claims += 1
        return owner << 16 | claims & 0xFFFF
    }

    // MARK: What masters write; looked at in the next scan

    mutating func claim(as owner: UInt32) { asset.claim = nextClaim(as: owner) }
    mutating func beat(epoch: UInt16, count: UInt16) {
        asset.beat = UInt32(epoch) << 16 | UInt32(count)
    }
    mutating func shed(epoch: UInt16) { asset.shedRequest = epoch }
    mutating func release(epoch: UInt16) { asset.release = epoch }
    mutating func take(_ mail: LoopBlock.Mail, for loop: Int) { mails[loop] = mail }
    /// The switch at the desk.
    mutating func turn(failsafe isOn: Bool) { asset.failsafe = isOn }

    // MARK: Scanning

    /// One scan, and what the control system and its people then do with the loops.
    ///
    /// - Parameters:
    ///   - isHeld: loops that the operator keeps for himself.
    ///   - narrowed: limits of one loop that hold for this scan alone.
    /// - Returns: the loops whose setpoint the block has moved.
    mutating func scan(
        _ plant: inout any RehearsedPlant, at now: Double, keeping isHeld: (Int) -> Bool,
        narrowed: (loop: Int, low: Double, high: Double)? = nil
    ) -> [Int] {
        let elapsed = UInt32(max(0, (now - scannedAt) * 1000))
        // Less than a millisecond is kept for the next scan.
        scannedAt += Double(elapsed) / 1000
        asset.elapsed = elapsed
        let inputs = settings.indices.map { i in
            var loop = LoopBlock.Inputs()
            (loop.elapsed, loop.mail, loop.settings) = (elapsed, mails[i], settings[i])
            loop.liveSetpoint = Float(plant.setpoint(of: i))
            loop.isRemote = plant.isRemote(i)
            let limits = plant.operatorLimits(of: i)
            loop.operatorLow = Float(limits.low)
            loop.operatorHigh = Float(limits.high)
            if let narrowed, narrowed.loop == i {
                loop.operatorLow = max(loop.operatorLow, Float(narrowed.low))
                loop.operatorHigh = min(loop.operatorHigh, Float(narrowed.high))
            }
            return loop
        }
        task.scan(asset, inputs)
        var moved: [Int] = []
        for i in settings.indices {
            let shown = task.loops[i].outputs
            if shown.writes {
                plant.drive(Double(shown.setpoint), loop: i)
                moved.append(i)
            }
            if shown.toLocal { plant.put(i, intoRemote: false) }
            guard shown.awaitsRemote, !isHeld(i) else {
                waitingSince[i] = nil
                continue
            }
            let since = waitingSince[i] ?? now
            waitingSince[i] = since
            if now - since >= Self.handBack { plant.put(i, intoRemote: true) }
        }
        return moved
    }

    // MARK: What it shows

    var assetStatus: AssetStatus {
        AssetStatus(task.asset.outputs, watchdog: asset.watchdog, failsafe: asset.failsafe)
    }

    func loopStatus(_ loop: Int, isRemote: Bool) -> LoopStatus {
        LoopStatus(task.loops[loop].outputs, isRemote: isRemote)
    }
}
