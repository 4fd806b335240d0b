import CompanionBlock
import ConnectModbusWriting
import Guard
import Seal
import Tags

// The loops behind the companion block: masters reach it, it reaches the loops.
extension SwarmState {
    /// One scan of the block's task, after whatever the operator did.
    ///
    /// - Parameter narrowed: limits of one loop that hold for this scan alone.
    mutating func scanBlock(
        at time: Double, narrowed: (loop: Int, low: Double, high: Double)? = nil
    ) {
        guard var block else { return }
        let kept = active.filter { $0.fault == .loopTaken }.map(\.loop)
        let moved = block.scan(
            &plant, at: time, keeping: { kept.contains($0) }, narrowed: narrowed)
        for i in moved {
            known[i] = plant.setpoint(of: i)
            shown[i] = known[i]
            isByOperator[i] = false
        }
        self.block = block
    }

    /// What a master reads; nil if nothing comes.
    mutating func blockStatus() -> BlockMaster.Status? {
        guard isActive(.readFails) == nil, isActive(.blockMute) == nil else { return nil }
        scanBlock(at: now)
        guard let block else { return nil }
        var loops: [TagName: LoopStatus] = [:]
        for (i, loop) in asset.loops.enumerated() {
            loops[loop.setpoint] = block.loopStatus(i, isRemote: plant.isRemote(i))
        }
        return BlockMaster.Status(asset: block.assetStatus, loops: loops)
    }

    /// The twin claims the asset.
    mutating func claim() -> Result<UInt16, BlockFailure> {
        guard let fenced = asset.twin.fenced, isActive(.blockMute) == nil else {
            return .failure(.unknown(reason: "the block does not answer"))
        }
        block?.claim(as: UInt32(fenced.block.owner))
        scanBlock(at: now)
        guard let shown = block?.assetStatus else { return .failure(.notUnderstood) }
        guard shown.claimResult == .granted else {
            return .failure(.claimRefused(shown.claimResult))
        }
        return .success(shown.epoch)
    }

    /// A word that a master writes. False if it is not known to have arrived.
    mutating func tell(_ word: (inout SwarmBlock) -> Void, lostBy fault: SwarmFault?) -> Bool {
        if let fault, isActive(fault) != nil { return false }
        if var told = block {
            word(&told)
            block = told
        }
        scanBlock(at: now)
        return true
    }

    /// One command, judged as it leaves, on its way to the block, and what is heard of it.
    ///
    /// - Parameter seen: the loop as it was read when the move was judged.
    mutating func command(
        _ move: ReleasedMove, epoch: UInt16, expecting seen: LoopStatus
    ) -> Result<BlockMaster.Applied, BlockFailure> {
        if dies(before: true) { return .failure(.unknown(reason: "died")) }
        let target = leave(move)
        guard let i = asset.index(of: move.tag) else { return .failure(.unknownTag(move.tag)) }
        let touch = takeArmed(.operatorMidWrite) { _ in true }
        if let touch, touch.share < 0.5 { befall(touch) }
        defer { if let touch, touch.share >= 0.5 { befall(touch) } }
        if takeArmed(.refused, if: { _ in true }) != nil {
            return .failure(.refused(reason: "busy"))
        }
        var mail = LoopBlock.Mail()
        mail.sequence = seen.sequence + 1
        mail.sequenceAgain = mail.sequence
        mail.epoch = epoch
        mail.expectedCount = seen.count
        mail.expectedSetpoint = seen.setpoint
        mail.value = Float(target)
        if takeArmed(.writeLost, if: { _ in true }) != nil {
            return .failure(.unknown(reason: "no answer"))
        }
        let isClamped = takeArmed(.clamped, if: { _ in true }) != nil
        deliver(mail, to: i, clampingTo: isClamped ? (known[i] + target) / 2 : nil)
        if let again = takeArmed(.duplicate, if: { _ in true }) {
            late.append(
                LateWrite(at: now + 1 + 120 * again.share, loop: i, value: target, mail: mail))
        }
        if dies(before: false) { return .failure(.unknown(reason: "died")) }
        if takeArmed(.answerLost, if: { _ in true }) != nil {
            return .failure(.unknown(reason: "no answer"))
        }
        guard let shown = block?.loopStatus(i, isRemote: plant.isRemote(i)) else {
            return .failure(.notUnderstood)
        }
        guard shown.sequence == mail.sequence, block?.assetStatus.epoch == epoch else {
            return .failure(.dropped(shown.strayResult))
        }
        guard shown.result.hasActed else { return .failure(.dropped(shown.result)) }
        return .success(
            BlockMaster.Applied(
                result: shown.result, target: Double(shown.target), sequence: mail.sequence))
    }

    /// A command arrives, in time or late, and the block's task runs.
    ///
    /// - Parameter limit: where the control system stops it for this once.
    mutating func deliver(_ mail: LoopBlock.Mail, to i: Int, clampingTo limit: Double? = nil) {
        noteOperator()
        let before = plant.setpoint(of: i)
        block?.take(mail, for: i)
        scanBlock(
            at: now,
            narrowed: limit.map { ($0 < before ? (i, $0, .infinity) : (i, -.infinity, $0)) })
        guard plant.setpoint(of: i) != before, let shown = block?.assetStatus else { return }
        if !shown.isOwned || shown.epoch != mail.epoch {
            let setpoint = asset.loops[i].setpoint
            checks.report(
                .fence, "\(setpoint) moved by epoch \(mail.epoch), in force is \(shown.epoch)",
                at: now)
        }
    }
}
