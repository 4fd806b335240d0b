package import CompanionBlock
import Connect
package import ConnectModbus
import Foundation
import Synchronization
package import Tags

/// Speaks to the companion block of one asset: claims it, beats, sends commands, gives it back.
///
/// What was sent is looked for in the block's status; nothing is ever sent twice. A connection and
/// a thread of its own, as for all of libmodbus.
package final class BlockMaster: Sendable {
    /// The block as one reading showed it.
    package struct Status: Hashable, Sendable {
        package let asset: AssetStatus
        package let loops: [TagName: LoopStatus]

        package init(asset: AssetStatus, loops: [TagName: LoopStatus]) {
            self.asset = asset
            self.loops = loops
        }
    }

    /// A command that the block applied.
    package struct Applied: Hashable, Sendable {
        /// Applied as asked, clamped, ramped, or both.
        package let result: CommandResult
        /// Where the setpoint goes in the end, in the setpoint's unit: read it back.
        package let target: Double
        package let sequence: UInt32

        package init(result: CommandResult, target: Double, sequence: UInt32) {
            self.result = result
            self.target = target
            self.sequence = sequence
        }
    }

    /// A request on its way to the thread.
    private enum Job: Sendable {
        case write(address: Int, [UInt16], CheckedContinuation<ModbusWriter.Answer, Never>)
        case read(ModbusArea, address: Int, count: Int, CheckedContinuation<ReadAnswer, Never>)
    }

    typealias ReadAnswer = Result<[UInt16], BlockFailure>

    private let inbox = Inbox<Job>()
    private let map: BlockMap
    private let order: WordOrder
    private let firstNumber: Int
    /// Pauses before the readings that look for what became of a claim or a command [s].
    private let pauses: [Double]
    /// Last sequence sent, by tag, of the epoch it belongs to.
    private let sent = Mutex<[TagName: (epoch: UInt16, sequence: UInt32)]>([:])

    package init(
        _ settings: ModbusSettings, map: BlockMap,
        pauses: [Double] = [0.02, 0.05, 0.1, 0.2, 0.4, 0.8]
    ) {
        self.map = map
        self.pauses = pauses
        order = settings.order
        firstNumber = settings.firstNumber
        let inbox = inbox
        let thread = Thread {
            var hand = ModbusHand(settings: settings)
            let start = ContinuousClock.now
            while let job = inbox.take() {
                let now = (ContinuousClock.now - start) / .seconds(1)
                switch job {
                case .write(let address, let words, let waiting):
                    waiting.resume(returning: hand.write(words, .holding, at: address, now: now))
                case .read(let area, let address, let count, let waiting):
                    waiting.resume(returning: hand.read(area, at: address, count: count, now: now))
                }
            }
        }
        thread.name = "block master"
        thread.start()
    }

    deinit { inbox.close() }

    package func close() { inbox.close() }

    // MARK: what a master does

    /// Reads asset and loops; each of them comes out of one scan, not all out of the same.
    package func status() async throws(BlockFailure) -> Status {
        let asset = try await assetStatus()
        var loops: [TagName: LoopStatus] = [:]
        for loop in map.loops { loops[loop.tag] = try await loopStatus(loop) }
        return Status(asset: asset, loops: loops)
    }

    /// Claims the asset; returns the epoch once the block has granted it to this very claim.
    ///
    /// - Parameters:
    ///   - owner: this master's number, 1 and up.
    ///   - draw: by chance and anew each time: tells two claims of one owner number apart.
    package func claim(
        as owner: UInt16, draw: UInt16
    ) async throws(BlockFailure) -> UInt16 {
        precondition(owner > 0, "owner 0 is nobody")
        let before = try await assetStatus()
        var word = UInt32(owner) << 16 | UInt32(draw)
        // The same word again would be no claim.
        if word == before.claimSeen { word ^= 1 }
        let lost = try await put(BlockRegisters.words(word), at: map.control, longs: [0])
        for pause in pauses {
            try await rest(pause)
            // A reading that fails is made again; if none succeeds, the outcome is unknown.
            guard let asset = try? await assetStatus() else { continue }
            if asset.claimSeen == word {
                guard asset.claimResult == .granted else {
                    throw .claimRefused(asset.claimResult)
                }
                guard asset.isOwned else { throw .outbid(owner: asset.owner, epoch: asset.epoch) }
                return asset.epoch
            }
            if asset.claimSeen != before.claimSeen {
                throw .outbid(owner: asset.owner, epoch: asset.epoch)
            }
        }
        throw .unknown(reason: lost ?? "the block did not look at the claim")
    }

    /// Sends one absolute setpoint, in the loop's unit, and returns once the block has applied it.
    ///
    /// - Parameter seen: the loop as it was read when the move was judged.
    package func command(
        _ value: Double, to tag: TagName, epoch: UInt16, expecting seen: LoopStatus
    ) async throws(BlockFailure) -> Applied {
        guard let loop = map[tag] else { throw .unknownTag(tag) }
        guard value.isFinite, Float(value).isFinite else { throw .notRepresentable(value: value) }
        var mail = LoopBlock.Mail()
        mail.sequence = nextSequence(tag, epoch, after: seen.sequence)
        mail.sequenceAgain = mail.sequence
        mail.epoch = epoch
        mail.expectedCount = seen.count
        mail.expectedSetpoint = seen.setpoint
        mail.value = Float(value)
        let lost = try await put(
            mail.registers, at: loop.mailbox, longs: BlockRegisters.mailboxLongs)
        for pause in pauses {
            try await rest(pause)
            // A reading that fails is made again; if none succeeds, the outcome is unknown.
            guard let now = try? await loopStatus(loop) else { continue }
            // As above: the next round reads both anew.
            guard let asset = try? await assetStatus() else { continue }
            if asset.epoch == epoch, now.sequence == mail.sequence {
                guard now.result.hasActed else { throw .dropped(now.result) }
                return Applied(
                    result: now.result, target: Double(now.target), sequence: mail.sequence)
            }
            if now.strayEpoch == epoch, now.straySequence == mail.sequence,
                now.strays != seen.strays
            {
                throw .dropped(now.strayResult)
            }
        }
        throw .unknown(reason: lost ?? "the block did not look at the command")
    }

    /// Says that the master lives; `count` goes up by one each time.
    package func beat(epoch: UInt16, count: UInt16) async throws(BlockFailure) {
        let word = UInt32(epoch) << 16 | UInt32(count)
        let lost = try await put(
            BlockRegisters.words(word), at: map.control + BlockRegisters.beat, longs: [0])
        if let lost { throw .unknown(reason: lost) }
    }

    /// Gives the asset back: loops go to local and keep their setpoints, without an alarm.
    package func release(epoch: UInt16) async throws(BlockFailure) {
        try await write(epoch, at: BlockRegisters.release)
    }

    /// Asks the block to shed at once: loops go to local and do what was declared for each.
    package func shed(epoch: UInt16) async throws(BlockFailure) {
        try await write(epoch, at: BlockRegisters.shed)
    }

    // MARK: registers

    private func write(_ word: UInt16, at offset: Int) async throws(BlockFailure) {
        let lost = try await put([word], at: map.control + offset, longs: [])
        if let lost { throw .unknown(reason: lost) }
    }

    private func nextSequence(_ tag: TagName, _ epoch: UInt16, after seen: UInt32) -> UInt32 {
        sent.withLock { sent in
            let known = sent[tag].flatMap { $0.epoch == epoch ? $0.sequence : nil }
            let next = max(known ?? 0, seen) &+ 1  // no command in this epoch yet: from 1
            sent[tag] = (epoch, next)
            return next
        }
    }

    private func assetStatus() async throws(BlockFailure) -> AssetStatus {
        let words = try await get(
            map.status, BlockRegisters.assetWidth, longs: BlockRegisters.assetLongs)
        guard let status = AssetStatus(registers: words) else { throw .notUnderstood }
        return status
    }

    private func loopStatus(_ loop: BlockMap.Loop) async throws(BlockFailure) -> LoopStatus {
        let words = try await get(
            loop.status, BlockRegisters.loopWidth, longs: BlockRegisters.loopLongs)
        guard let status = LoopStatus(registers: words) else { throw .notUnderstood }
        return status
    }

    /// Words in the device's order, or back from it: the exchange is its own inverse.
    private func ordered(_ words: [UInt16], _ longs: [Int]) -> [UInt16] {
        var words = order.isSwapped ? words.map(\.byteSwapped) : words
        if order.isLowFirst { for at in longs { words.swapAt(at, at + 1) } }
        return words
    }

    private func get(
        _ number: Int, _ count: Int, longs: [Int]
    ) async throws(BlockFailure) -> [UInt16] {
        let answer = await withCheckedContinuation { waiting in
            let job = Job.read(map.statusArea, address: number - firstNumber, count: count, waiting)
            switch inbox.post(job) {
            case .taken: break
            case .full: waiting.resume(returning: .failure(.notRead(reason: "too many wait")))
            case .closed: waiting.resume(returning: .failure(.notRead(reason: "closed")))
            }
        }
        return ordered(try answer.get(), longs)
    }

    /// Writes once. Returns why the answer is missing; nil if the device confirmed.
    private func put(
        _ words: [UInt16], at number: Int, longs: [Int]
    ) async throws(BlockFailure) -> String? {
        let words = ordered(words, longs)
        let answer: ModbusWriter.Answer = await withCheckedContinuation { waiting in
            switch inbox.post(.write(address: number - firstNumber, words, waiting)) {
            case .taken: break
            case .full: waiting.resume(returning: .failure(.notSent(reason: "too many wait")))
            case .closed: waiting.resume(returning: .failure(.notSent(reason: "closed")))
            }
        }
        switch answer {
        case .success: return nil
        case .failure(.unknown(let reason)): return reason
        case .failure(.refused(let reason)): throw .refused(reason: reason)
        case .failure(.notSent(let reason)): throw .notSent(reason: reason)
        case .failure(.unknownTag(let tag)): throw .unknownTag(tag)
        case .failure(.notRepresentable(let value, _)): throw .notRepresentable(value: value)
        }
    }

    private func rest(_ seconds: Double) async throws(BlockFailure) {
        do {
            // The block looks at what was written in its next scan, and tells nobody: ask again.
            try await Task.sleep(for: .seconds(seconds))
        } catch {
            throw .unknown(reason: "stopped before the block's word was read")
        }
    }
}

extension ModbusHand {
    /// Reads registers over the writing connection.
    mutating func read(
        _ area: ModbusArea, at address: Int, count: Int, now: Double
    ) -> BlockMaster.ReadAnswer {
        guard let link = connected(now) else { return .failure(.notRead(reason: "no connection")) }
        do throws(ModbusLink.Failure) {
            return .success(try link.read(area, at: address, count: count))
        } catch {
            switch error {
            case .exception(let code):
                return .failure(.refused(reason: ModbusLink.meaning(ofException: code)))
            case .timedOut:
                self.link = nil
                return .failure(.notRead(reason: "no answer in time"))
            case .broken(let reason):
                self.link = nil
                return .failure(.notRead(reason: reason))
            }
        }
    }
}
