import Act
import CompanionBlock
import ConnectModbusWriting
package import Determinism
import Guard
import GuardSide
import Seal
import Tags

// The master's side of the companion block. Nothing here runs by a timer of its own: it follows a
// look, a pulse, or a person's word.
extension GuardDesk {
    /// How long the loops are held ready for the operator after a claim, on the wall [s].
    static let handOverPatience = 600.0

    /// The epoch that this process owns, for the guard's rules.
    var ownEpoch: UInt32? { duty.epoch.map(BlockEpoch.forGuard) }

    /// The block's own epoch that this process owns; nil if it owns none.
    package var blockEpoch: UInt16? { duty.epoch }
    /// When the last beat was sent.
    package var lastBeat: MonotonicInstant? { duty.lastBeat }

    // MARK: Seeing

    /// Reads the block and notes what it shows of us.
    func watchBlock() async -> BlockMaster.Status? {
        guard let block else { return nil }
        let before = duty.epoch
        let seen = await block.status()
        let isAboutUs = duty.epoch == before && !duty.isClaiming
        if let seen, isAboutUs {
            duty.note(seen.asset)
            if let ours = duty.epoch, seen.asset.epoch != ours {
                duty.lose()
                found.append(.epochLost)
            } else if duty.epoch != nil, !seen.asset.isOwned {
                duty.lose()
                found.append(.blockShed(seen.asset.shedCause.text))
            }
        }
        let patience = charter.twin.modes.watchdog
        if duty.epoch != nil, duty.isSilent(at: clock.monotonic, patience: patience) {
            found.append(.blockSilent)
        }
        desk.standing.block = duty.facts(isRead: seen != nil && isAboutUs)
        return seen
    }

    // MARK: Owning

    /// Claims the asset, whoever has it; what anybody else still has on the way is void after that.
    ///
    /// - Returns: nil if it was granted.
    func claimBlock() async -> BlockFailure? {
        guard let block, !duty.isClaiming else { return .notSent(reason: "no block, or busy") }
        duty.beginClaim()
        do throws(BlockFailure) {
            let epoch = try await block.claim()
            duty.endClaim(epoch)
            desk.standing.block = duty.facts(isRead: true)
            return nil
        } catch {
            duty.endClaim(nil)
            desk.standing.block = duty.facts(isRead: false)
            return error
        }
    }

    /// Claims for a mode that beats, if nothing but the block and the operator's hand stand in the
    /// way: loops go into remote only after a claim, and so does the first drop test.
    ///
    /// - Returns: why the claim failed; nil if it did not, or none was made.
    func prepareBlock(for request: ModeRequest) async -> Blocker? {
        guard block != nil, request.wanted.maySend, !desk.mode.beats else { return nil }
        _ = await watchBlock()
        var facts = desk.facts
        facts.handlesNotReady = []
        facts.block?.dropTestDays = 0
        let others = desk.modes.blockers(of: request, given: facts, at: clock.now)
        guard others.allSatisfy({ $0.clearedBy == nil }) else { return nil }
        if duty.epoch == nil, let failure = await claimBlock() {
            return Blocker("\(failure)", clearedBy: "operator")
        }
        duty.handOverUntil = clock.monotonic.later(by: Self.handOverPatience)
        return nil
    }

    /// Makes sure that no write sent before now can land after it: by a new epoch, or because
    /// nobody owns the asset. True also where there is no block.
    func fenceOff() async -> Bool {
        guard charter.twin.fenced != nil else { return true }
        guard let seen = await watchBlock() else { return false }
        guard seen.asset.isOwned else { return true }
        return await claimBlock() == nil
    }

    // MARK: Keeping

    /// Beats while that is due and all is well; gives the asset back when the mode asks for it.
    func keepBlock() async {
        guard let block else { return }
        if desk.mode.beats { duty.handOverUntil = nil }
        let wants = desk.modes.wantsBeat || isHandingOver
        if let epoch = duty.epoch {
            if desk.mode == .shed || desk.mode == .lockout {
                duty.leave(.shed(epoch))
            } else if !wants {
                duty.leave(.release(epoch))
            }
        }
        if let owed = duty.owed {
            let hasArrived =
                switch owed {
                case .shed(let epoch): await block.shed(epoch: epoch)
                case .release(let epoch): await block.release(epoch: epoch)
                }
            if hasArrived, duty.owed == owed { duty.owed = nil }
        }
        let now = clock.monotonic
        guard let epoch = duty.epoch, isHealthy(at: now),
            duty.isBeatDue(every: charter.twin.wall.heartbeat, at: now)
        else { return }
        // Whether it arrived is seen by its echo.
        _ = await block.beat(epoch: epoch, count: duty.nextBeat(at: now))
    }

    private var isHandingOver: Bool {
        guard desk.mode.rung != nil, let until = duty.handOverUntil else { return false }
        return clock.monotonic <= until
    }

    /// The whole: the loop turns, the lease is held, the record can be written.
    private func isHealthy(at now: MonotonicInstant) -> Bool {
        guard let lastCycle, !isJournalBroken else { return false }
        let age = clock.now.seconds(since: lastCycle)
        return age <= 2 * charter.twin.cadence.optimize && lease.isHeld(at: now)
            && desk.standing.isJournalWritable
    }

    // MARK: Writing

    /// Sends one move: through the block where one is declared, and never past it.
    func send(_ move: ReleasedMove) async -> WriteStatus {
        guard charter.twin.fenced != nil else { return await plant.write(move) }
        guard let block else { return .refused(reason: "there is no way to the block") }
        guard let epoch = move.epoch.flatMap(BlockEpoch.forBlock) else {
            return .refused(reason: "the permit bears no epoch of the block")
        }
        guard let seen = judgedOn?.loops[move.tag] else {
            return .refused(reason: "the block was not read when the move was judged")
        }
        do throws(BlockFailure) {
            return WriteStatus(try await block.command(move, epoch: epoch, expecting: seen))
        } catch { return WriteStatus(error) }
    }
}
