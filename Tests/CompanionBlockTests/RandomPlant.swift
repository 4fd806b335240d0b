import CompanionBlock
import Determinism

/// A plant, an operator and two masters that do everything at random, but often enough what makes
/// sense that every rule of the block is reached.
struct RandomPlant {
    /// A loop behind the block.
    struct Loop {
        var setpoint: Float = 500
        var isRemote = true
        var inputs = LoopBlock.Inputs()
        var shown = LoopBlock.Outputs()
    }

    private var chance: RandomStream
    private(set) var asset = AssetBlock.Inputs()
    private(set) var loops: [Loop]
    private var shownAsset = AssetBlock.Outputs()
    /// What the lively master beat last.
    private var beatCount: UInt32 = 0
    /// How much of the time the master beats, of this run.
    private let zeal: Double
    /// How often a loop goes to local when it is told to, of this run.
    private let obedience: Double

    init(seed: UInt64, run: UInt64, loops count: Int) {
        chance = RandomStream(seed: seed, purpose: "companion block", index: run)
        zeal = chance.happens(with: 0.7) ? 0.6 : 0.05
        obedience = chance.happens(with: 0.8) ? 0.7 : 0.02
        loops = []
        for _ in 0..<count {
            var loop = Loop()
            loop.inputs.settings = settings()
            loop.inputs.operatorLow = 420
            loop.inputs.operatorHigh = 580
            loops.append(loop)
        }
        asset.watchdog = pick([1000, 2000, 5000, 30_000, 600_000])
        if chance.happens(with: 0.03) { asset.watchdog = pick([0, 999, 600_001, .max]) }
    }

    var loopInputs: [LoopBlock.Inputs] { loops.map(\.inputs) }

    private mutating func pick<T>(_ choices: [T]) -> T {
        choices[Int(chance.uniform(0, Double(choices.count)))]
    }

    private mutating func settings() -> LoopBlock.Settings {
        var settings = LoopBlock.Settings()
        settings.engineeringLow = 400
        settings.engineeringHigh = 600
        settings.largestStep = pick([0.5, 3, 20, 1000])
        settings.rate = pick([0, 0.05, 1, 7.3])
        settings.tolerance = pick([0, 0, 0.01, 0.5])
        settings.shedAction = pick([1, 2, 3, 4])
        settings.safeSetpoint = pick([400, 450, 600])
        settings.shedRate = pick([0.1, 1, 33, 3.0e38])
        guard chance.happens(with: 0.2) else { return settings }
        switch Int(chance.uniform(0, 9)) {
        case 0: settings.engineeringLow = strange()
        case 1: settings.engineeringHigh = strange()
        case 2: settings.largestStep = strange()
        case 3: settings.rate = strange()
        case 4: settings.tolerance = strange()
        case 5: settings.shedAction = pick([0, 5, -1, -32_768, 32_767])
        case 6: settings.shedRate = strange()
        case 7: settings.safeSetpoint = strange()
        default: settings.engineeringHigh = 399
        }
        return settings
    }

    /// Numbers at the edges of what single precision holds, and none at all.
    private mutating func strange() -> Float {
        pick([
            .nan, .infinity, -.infinity, -1, 0, -0.0, 3.0e38, -3.0e38, 3.1e38,
            .leastNonzeroMagnitude,
            .greatestFiniteMagnitude, .signalingNaN, 399, 400, 600, 601,
        ])
    }

    private mutating func setpoint() -> Float {
        chance.happens(with: 0.1) ? strange() : Float(chance.uniform(390, 610))
    }

    /// Draws what happens before the next scan.
    mutating func next() {
        asset.elapsed = pick([0, 1, 10, 100, 100, 500, 1000, 1000])
        if chance.happens(with: 0.003) {
            asset.elapsed = pick([30_001, 3_600_000, 3_600_001, .max])
        }
        drawOwner()
        drawSwitches()
        for i in loops.indices {
            drawLoop(i)
            if chance.happens(with: 0.25) { drawMail(i) }
        }
        asset.anyRemote = loops.contains { $0.isRemote }
        asset.configurationIsGood = loops.allSatisfy { LoopBlock.isUsable($0.inputs.settings) }
    }

    private mutating func drawOwner() {
        let word = UInt32(chance.uniform(1, 4)) << 16 | UInt32(chance.uniform(0, 65_536))
        if chance.happens(with: shownAsset.isOwned ? 0.005 : 0.2) {
            asset.claim = chance.happens(with: 0.03) ? pick([0, 1, 65_535, 65_536, .max]) : word
            beatCount = 0
        }
        if chance.happens(with: 0.002) { asset.release = shownAsset.epoch }
        if chance.happens(with: 0.002) { asset.shedRequest = shownAsset.epoch }
        guard chance.happens(with: zeal) else { return }
        beatCount &+= pick([1, 1, 1, 1, 1, 2, 0, 300, 40_000, .max])
        let epoch = UInt32(shownAsset.epoch) &+ (chance.happens(with: 0.05) ? pick([1, .max]) : 0)
        asset.beat = (epoch & 0xFFFF) << 16 | beatCount & 0xFFFF
    }

    private mutating func drawSwitches() {
        asset.failsafe = chance.happens(with: asset.failsafe ? 0.5 : 0.001)
        asset.dropTest = chance.happens(with: 0.3)
        if chance.happens(with: 0.0005) { asset.watchdog = pick([0, 999, 600_001]) }
        if chance.happens(with: 0.02) { asset.watchdog = pick([1000, 2000, 5000, 30_000]) }
    }

    private mutating func drawLoop(_ i: Int) {
        loops[i].inputs.elapsed = pick([0, asset.elapsed, asset.elapsed, 7])
        loops[i].inputs.operatorMoved = chance.happens(with: 0.005)
        if chance.happens(with: 0.01) { loops[i].setpoint = setpoint() }
        if chance.happens(with: 0.01) { loops[i].isRemote.toggle() }
        if loops[i].shown.awaitsRemote, chance.happens(with: 0.4) { loops[i].isRemote = true }
        if chance.happens(with: 0.01) {
            loops[i].inputs.operatorLow =
                chance.happens(with: 0.1) ? strange() : pick([400, 420, 480])
            loops[i].inputs.operatorHigh =
                chance.happens(with: 0.1) ? strange() : pick([600, 580, 520, 470])
        }
        let isUsable = LoopBlock.isUsable(loops[i].inputs.settings)
        if chance.happens(with: isUsable ? 0.004 : 0.1) { loops[i].inputs.settings = settings() }
        if chance.happens(with: 0.1) { loops[i].inputs.localSetpoint = setpoint() }
        loops[i].inputs.liveSetpoint = loops[i].setpoint
        loops[i].inputs.isRemote = loops[i].isRemote
    }

    private mutating func drawMail(_ i: Int) {
        let shown = loops[i].shown
        var mail = LoopBlock.Mail()
        mail.sequence = shown.sequence &+ 1
        mail.epoch = shownAsset.epoch
        mail.expectedCount = shown.count
        mail.expectedSetpoint = loops[i].setpoint
        mail.value = loops[i].setpoint + Float(chance.uniform(-30, 30))
        mail.sequenceAgain = mail.sequence
        // Most commands are sound; the others are wrong in one thing, or a copy of the last.
        if chance.happens(with: 0.45) {
            switch Int(chance.uniform(0, 10)) {
            case 0: mail.epoch = mail.epoch &+ pick([1, 65_535])
            case 1: mail.sequence = mail.sequence &- pick([1, 2])
            case 2: mail.expectedCount = mail.expectedCount &+ pick([1, .max])
            case 3: mail.expectedSetpoint += pick([0.004, -0.4, 5, .nan, .infinity])
            case 4: mail.value = strange()
            case 5: mail.expectedSetpoint = strange()
            case 6: mail.sequence = pick([.max, mail.sequence &+ 5, 0])
            case 7: mail = loops[i].inputs.mail
            case 8: mail.value = pick([390, 400, 600, 610, 500])
            default: mail.sequenceAgain &+= 1
            }
            if chance.happens(with: 0.9), mail.sequenceAgain == shown.sequence &+ 1 {
                mail.sequenceAgain = mail.sequence
            }
        }
        loops[i].inputs.mail = mail
    }

    /// Does what the block said, most of the time: a plant may round, or not obey.
    mutating func obey(_ block: BlockTask) {
        shownAsset = block.asset.outputs
        for i in loops.indices {
            let shown = block.loops[i].outputs
            loops[i].shown = shown
            if shown.writes, chance.happens(with: 0.98) {
                loops[i].setpoint =
                    chance.happens(with: 0.02) ? shown.setpoint.rounded() : shown.setpoint
            }
            if shown.toLocal, chance.happens(with: obedience) { loops[i].isRemote = false }
        }
    }

    /// Now and then the controller loses its power.
    mutating func losesPower() -> Bool { chance.happens(with: 0.001) }
}
