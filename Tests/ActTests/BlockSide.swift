import Act
import CompanionBlock
import Guard
import Tags

/// A write on the network, with what the plant showed when the guard looked for the last time.
struct SentMove: Hashable {
    let move: ReleasedMove
    /// Which start of the process sent it.
    let start: Int
    let seen: LastLook
    let sequence: UInt32
}

/// What the guard saw in its last reading before the permit.
struct LastLook: Hashable {
    var epoch: UInt16 = 0
    /// Change counters and setpoints of the loops.
    var counts: [UInt32] = []
    var setpoints: [Float] = []
    /// Moves that the operator had made by then, by loop: what an all-knowing judge compares.
    var operatorMoves: [Int] = []
}

/// The real companion block in front of the loops of a small plant.
struct BlockSide {
    private(set) var block: BlockTask
    private var asset = AssetBlock.Inputs()
    private(set) var loops: [LoopBlock.Inputs]

    /// Claimed by the first process, beaten, in remote, with a full allowance.
    init(loops count: Int, setpoint: Float) {
        block = BlockTask(loops: count)
        var loop = LoopBlock.Inputs()
        loop.elapsed = 60_000
        loop.liveSetpoint = setpoint
        loop.isRemote = true
        loop.operatorLow = 0
        loop.operatorHigh = 1000
        loop.settings.engineeringHigh = 1000
        loop.settings.largestStep = 60
        loop.settings.rate = 1
        loop.settings.shedAction = ShedAction.keep.rawValue
        loops = Array(repeating: loop, count: count)
        // The watchdog is not what is tried here: hardly any wall time passes.
        asset.elapsed = 1
        scan()
        scan()
        claim()
        for i in loops.indices { loops[i].isRemote = true }
        scan()
    }

    var epoch: UInt16 { block.asset.outputs.epoch }
    var setpoints: [Float] { loops.map(\.liveSetpoint) }
    var counts: [UInt32] { block.loops.map(\.outputs.count) }

    private mutating func scan() {
        block.scan(asset, loops)
        for i in loops.indices {
            let shown = block.loops[i].outputs
            if shown.writes { loops[i].liveSetpoint = shown.setpoint }
            if shown.toLocal { loops[i].isRemote = false }
        }
    }

    /// A process starts: the first thing it does is to claim, and then it beats.
    mutating func claim() {
        asset.claim = 1 << 16 | (asset.claim + 1) & 0xFFFF
        scan()
        asset.beat = UInt32(epoch) << 16 | 1
        scan()
    }

    mutating func operate(_ loop: Int, _ setpoint: Float) {
        loops[loop].liveSetpoint = setpoint
        scan()
    }

    /// The operator narrows his limits.
    mutating func narrow(_ loop: Int, to high: Float) { loops[loop].operatorHigh = high }

    /// A command arrives; whether the block moved the setpoint for it.
    mutating func deliver(_ sent: SentMove, to loop: Int) -> Bool {
        var mail = LoopBlock.Mail()
        mail.sequence = sent.sequence
        mail.sequenceAgain = sent.sequence
        mail.epoch = sent.seen.epoch
        mail.expectedCount = sent.seen.counts[loop]
        mail.expectedSetpoint = sent.seen.setpoints[loop]
        mail.value = Float(sent.move.to.value)
        let before = block.loops[loop].outputs
        loops[loop].mail = mail
        scan()
        let after = block.loops[loop].outputs
        return after.sequence != before.sequence && after.result.hasActed
    }
}
