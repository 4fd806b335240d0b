import CompanionBlock
import ConnectModbusWriting
import Determinism
import Foundation
import Guard
import GuardRoom
import Seal
import Tags

// What the block must refuse. These commands are sent past the guard, which would not send them;
// each either asks for the setpoint that is there, or is one that the block has every reason to
// drop.
extension DrillRun {
    var fenceStep: DrillStep {
        DrillStep(
            "what the block must drop",
            did: "sent each loop a smallest move under another epoch, one judged on another count "
                + "of changes, and one judged on another setpoint",
            expected: "dropped, each for its reason, and no setpoint moved")
    }
    var replayStep: DrillStep {
        DrillStep(
            "nothing is sent later",
            did: "held a command on the line until its answer was overdue, broke the line, and "
                + "let it come back",
            expected: "the command is never sent again: no writing request after the line is back")
    }
    var lateStep: DrillStep {
        DrillStep(
            "a late command",
            did: "held a command on the line, had the asset claimed anew, and let the command "
                + "arrive",
            expected: "dropped for its epoch, and no setpoint moved")
    }

    func fenceSteps() async throws {
        guard let bench else {
            let why = "no block: a late write, or one over the operator's, would land"
            return leaveOut([fenceStep, replayStep], why)
        }
        try await dropWrong(bench)
        try await replay(bench)
    }

    /// One command that must be dropped.
    private struct Wrong {
        let name: String
        let reason: CommandResult
        var epoch: UInt16
        var seen: LoopStatus
    }

    private func dropWrong(_ bench: ModbusBlock) async throws {
        var (details, wrong) = ([String](), [String]())
        for handle in twin.handles {
            for kind in 0..<3 {
                try await turn()
                guard let epoch = await desk.blockEpoch, let before = await bench.status(),
                    let seen = before.loops[handle.tag],
                    let command = command(kind, epoch, seen, handle.tag, bench)
                else {
                    wrong.append("\(handle.tag): the block cannot be read, or the epoch is lost")
                    break
                }
                let value = Double(seen.setpoint) + step(of: handle.tag, bench)
                let answer = await send(value, command, to: handle.tag, bench)
                let after = await bench.status()?.loops[handle.tag]
                let isStill = after.map { abs($0.setpoint - seen.setpoint) <= 1e-3 } ?? false
                details.append(
                    "\(handle.tag), \(command.name): \(answer.text)"
                        + (isStill ? "" : ", and the setpoint moved"))
                guard answer.result != command.reason || !isStill else { continue }
                wrong.append("\(handle.tag): \(command.name) was not dropped")
                if !isStill { try await putBack(seen, handle.tag, bench) }
            }
        }
        note(
            fenceStep.ended(
                wrong.isEmpty,
                wrong.isEmpty ? "all \(details.count) dropped" : wrong.joined(separator: ", "),
                details: details))
    }

    /// A smallest move, in the block's number.
    private func step(of tag: TagName, _ bench: ModbusBlock) -> Double {
        let smallest = twin.rules.handle(tag)?.smallestMove ?? 0  // none: asks for what is there
        guard let zero = bench.raw(0, of: tag), let one = bench.raw(smallest, of: tag) else {
            return 0
        }
        return one - zero
    }

    private func command(
        _ kind: Int, _ epoch: UInt16, _ seen: LoopStatus, _ tag: TagName, _ bench: ModbusBlock
    ) -> Wrong? {
        var other = seen
        switch kind {
        case 0:
            let wrong = epoch > 1 ? epoch - 1 : epoch + 1
            return Wrong(name: "another epoch", reason: .wrongEpoch, epoch: wrong, seen: seen)
        case 1:
            other.count = seen.count &+ 1
            return Wrong(name: "another count", reason: .otherCount, epoch: epoch, seen: other)
        default:
            other.setpoint += Float(max(1, 5 * abs(step(of: tag, bench))))
            return Wrong(
                name: "another setpoint", reason: .otherSetpoint, epoch: epoch, seen: other)
        }
    }

    private func send(
        _ value: Double, _ command: Wrong, to tag: TagName, _ bench: ModbusBlock
    ) async -> (result: CommandResult?, text: String) {
        do throws(BlockFailure) {
            let applied = try await bench.master.command(
                value, to: tag, epoch: command.epoch, expecting: command.seen)
            return (applied.result, "taken, code \(applied.result.rawValue)")
        } catch .dropped(let result) {
            return (result, "dropped, code \(result.rawValue)")
        } catch { return (nil, "\(error)") }
    }

    /// A block that let a wrong command through is asked to take it back.
    private func putBack(
        _ seen: LoopStatus, _ tag: TagName, _ bench: ModbusBlock
    ) async throws {
        try await turn()
        guard let epoch = await desk.blockEpoch, let now = await bench.status()?.loops[tag] else {
            return
        }
        do throws(BlockFailure) {
            _ = try await bench.master.command(
                Double(seen.setpoint), to: tag, epoch: epoch, expecting: now)
        } catch { say("\(tag) could not be put back: \(error)") }
    }

    // MARK: Lines

    /// The command asks for the setpoint that is there, so that its arrival moves nothing.
    private func replay(_ bench: ModbusBlock) async throws {
        try await turn()
        guard let line = benchLine, let tag = twin.handles.first?.tag,
            let epoch = await desk.blockEpoch, let seen = await bench.status()?.loops[tag]
        else { return note(replayStep.ended(false, "the block cannot be read")) }
        line.set(.held)
        let sending = Task {
            await send(
                Double(seen.setpoint), Wrong(name: "", reason: .none, epoch: epoch, seen: seen),
                to: tag, bench)
        }
        let overdue = (twin.fenced?.connection.timeout ?? 1) + 0.5  // a block has a connection
        _ = try await turn(for: overdue)
        line.set(.cut)
        let written = line.writes.count
        let answer = await sending.value
        _ = try await turn(for: 1)
        line.set(.open)
        let after = try await back(bench)
        _ = try await turn(for: min(3, 3 * overdue))
        let later = line.writes.count - written
        let isSame = after?.loops[tag]?.sequence == seen.sequence
        let isPassed = answer.result == nil && later == 0 && isSame
        note(
            replayStep.ended(
                isPassed,
                after == nil
                    ? "the block could not be read again"
                    : "the sender was told: \(answer.text); the block looked at "
                        + (isSame ? "no command" : "a command") + " since",
                figures: [.init("writing requests later", Double(later), "", asked: "0")]))
    }

    /// Turns until the bench reads the block again.
    private func back(_ bench: ModbusBlock) async throws -> BlockMaster.Status? {
        var seen: BlockMaster.Status?
        _ = try await turn(for: 45) { _ in
            seen = await bench.status()
            return seen != nil
        }
        return seen
    }

    /// After the guard's side has let go: two claims of the bench's own, a command between them.
    func lateSteps() async {
        guard let bench, let line = benchLine, let (connection, _) = twin.fenced,
            let second = ModbusBlock(twin, mayWrite: true), let tag = twin.handles.first?.tag
        else { return note(lateStep.notDone("no block: it would land")) }
        defer { second.close() }
        do throws(BlockFailure) {
            let first = try await bench.claim()
            guard await bench.beat(epoch: first, count: 1), let before = await bench.status(),
                let seen = before.loops[tag]
            else { return note(lateStep.ended(false, "the block cannot be read")) }
            line.set(.held)
            let sending = Task {
                await send(
                    Double(seen.setpoint),
                    Wrong(name: "", reason: .none, epoch: first, seen: seen), to: tag, bench)
            }
            await pause(min(0.3, connection.timeout / 4))
            let next = try await second.claim()
            line.set(.open)
            let answer = await sending.value
            let after = await second.status()
            _ = await second.release(epoch: next)
            guard let loop = after?.loops[tag] else {
                return note(lateStep.ended(false, "the block cannot be read"))
            }
            let isStray =
                loop.strays != seen.strays && loop.strayResult == .wrongEpoch
                && loop.strayEpoch == first && loop.sequence == 0
            note(
                lateStep.ended(
                    isStray && abs(loop.setpoint - seen.setpoint) <= 1e-3,
                    "of epoch \(first), arrived in epoch \(next): \(answer.text)"))
        } catch { note(lateStep.ended(false, "\(error)")) }
        line.set(.open)
    }
}
