import Act
import CompanionBlock
import ConnectModbusWriting
import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Seal
import Tags

// The companion block: who owns the asset, is he alive, and what happens when he is not.
extension DrillRun {
    /// What stands in the report where a step was not reached.
    var blockList: [DrillStep] {
        [statusStep, claimStep, echoStep, handOverStep, dropStep]
    }

    private var statusStep: DrillStep {
        DrillStep(
            "block", did: "read the status of asset and loops",
            expected: "the version this twin knows, a watchdog from 1 s to 600 s, every loop's "
                + "configuration usable, FAILSAFE off")
    }
    private var claimStep: DrillStep {
        DrillStep(
            "claim", did: "asked the guard for supervisory, which claims the asset",
            expected: "granted to this twin, with the epoch counted up")
    }
    private var echoStep: DrillStep {
        DrillStep(
            "heartbeat", did: "let the guard beat, and watched the block's echo",
            expected: "every beat of this epoch is echoed, at least three")
    }
    private var handOverStep: DrillStep {
        DrillStep(
            "loops into remote", did: "waited for the operator to put every loop into remote",
            expected: "all loops in remote and still there at the next look")
    }
    private var dropStep: DrillStep {
        DrillStep(
            "drop test", did: "turned the key, stopped the beats, and watched every loop",
            expected: "the block lets go after its watchdog's time, every loop leaves remote "
                + "within \(Int(DropWatch.leaving)) s more and its setpoint does what is declared; "
                + "the block notes the test as passed")
    }

    /// Up to the drop test. False if what follows cannot be done.
    func blockSteps() async throws -> Bool {
        guard let bench else { return true }
        guard let seen = await bench.status() else {
            note(statusStep.ended(false, "it cannot be read, or is of another version"))
            for step in blockList.dropFirst() { note(step.notDone("the block cannot be read")) }
            return false
        }
        note(judged(seen))
        guard try await claim(above: seen.asset.epoch, noting: true) else {
            for step in blockList.dropFirst(2) { note(step.notDone("nothing was claimed")) }
            return false
        }
        try await watchEcho()
        guard try await takeOver(noting: true) else {
            note(dropStep.notDone("the loops are not in remote"))
            return false
        }
        try await dropTest()
        return true
    }

    private func judged(_ seen: BlockMaster.Status) -> DrillStep {
        let asset = seen.asset
        let unusable = seen.loops.filter { !$0.value.configurationIsGood }.keys.sorted()
        var wrong: [String] = []
        if !(1...600).contains(asset.watchdog) {
            wrong.append("the watchdog is \(asset.watchdog) s: it would never shed")
        }
        if asset.failsafe { wrong.append("FAILSAFE is on") }
        if !unusable.isEmpty {
            wrong.append("not usable: " + unusable.map(\.text).joined(separator: ", "))
        }
        let age = asset.dropTestAge
        return statusStep.ended(
            wrong.isEmpty,
            wrong.isEmpty
                ? "epoch \(asset.epoch), owner \(asset.owner), last drop test "
                    + (age == AssetBlock.neverTested ? "never" : "\(age / 86_400) days ago")
                : wrong.joined(separator: "; "),
            figures: [.init("watchdog", Double(asset.watchdog), "s", asked: "1 s to 600 s")])
    }

    // MARK: Owning

    /// Has the guard claim, by asking for supervisory until nothing else is in the way.
    func claim(above epoch: UInt16?, noting: Bool) async throws -> Bool {
        var blockers: [Blocker] = []
        var asked = -Double.infinity
        let start = PlantClock.monotonic
        let took = try await turn(for: options.patience) { _ in
            if await desk.blockEpoch != nil { return true }
            let now = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
            if now - asked >= 5 {
                asked = now
                blockers = try await ask(.supervisory)
            }
            return Self.areFinal(blockers) || blockers.contains { $0.what.contains("refuse") }
        }
        let own = await desk.blockEpoch
        let isGranted = own.map { $0 != epoch } ?? false
        if noting {
            let why = blockers.filter { $0.clearedBy != nil }.map(\.words).joined(separator: "; ")
            note(
                claimStep.ended(
                    isGranted,
                    isGranted
                        ? "granted, epoch \(own.map { "\($0)" } ?? "not known")"
                        : "not granted: " + (why.isEmpty ? "no reason is given" : why),
                    figures: [.init("granted after", took ?? -1, "s")]))
        }
        return isGranted
    }

    func ask(_ mode: Mode) async throws -> [Blocker] {
        try await desk.request(
            ModeRequest(mode, by: options.person, why: "the drill of the plant's side"))
    }

    private func watchEcho() async throws {
        guard let bench, let epoch = await desk.blockEpoch else { return }
        var echoes: Set<UInt32> = []
        let took = try await turn(for: 8 * twin.wall.heartbeat + 5) { _ in
            if let echo = await bench.status()?.asset.beatEcho, echo >> 16 == UInt32(epoch) {
                echoes.insert(echo)
            }
            return echoes.count >= 3
        }
        note(
            echoStep.ended(
                took != nil, "\(echoes.count) beats of epoch \(epoch) echoed",
                figures: [
                    .init("beats echoed", Double(echoes.count), "", asked: "3"),
                    .init("within", took ?? -1, "s"),
                ]))
    }

    /// Waits until every loop is in remote, and notes where the operator had the setpoints.
    func takeOver(noting: Bool) async throws -> Bool {
        asked.ask("put into remote: \(twin.handles.map(\.tag.text).joined(separator: ", "))")
        let took = try await turn(for: options.patience) { look in
            look.circumstances.live.handles.allSatisfy { $0.loop == .remote }
        }
        let look = try await turn()
        let waiting = look.circumstances.live.handles.filter { $0.loop != .remote }.map(\.tag.text)
        for handle in look.circumstances.live.handles {
            baselines[handle.tag] = handle.setpoint
        }
        moved = []
        let isDone = took != nil && waiting.isEmpty
        if noting {
            note(
                handOverStep.ended(
                    isDone,
                    isDone ? "all in remote" : "not: " + waiting.joined(separator: ", "),
                    figures: [.init("in remote after", took ?? -1, "s")]))
        }
        return isDone
    }

    // MARK: Letting go

    private func dropTest() async throws {
        guard let bench, let before = await bench.status(), let epoch = await desk.blockEpoch,
            before.asset.isOwned, before.asset.epoch == epoch
        else { return note(dropStep.ended(false, "the asset was lost before the test")) }
        try await turnKey(true)
        let watchdog = Double(before.asset.watchdog)
        guard let lastBeat = await desk.lastBeat else {
            return note(dropStep.ended(false, "no beat was sent"))
        }
        say("the beats have stopped; the block's watchdog is \(Int(watchdog)) s")
        let watch = await bench.watchDrop(
            since: lastBeat, before: before, watchdog: watchdog, settling: 60)
        try await turnKey(false)
        let action = shedAction(watch, bench)
        let most = watchdog + DropWatch.slack
        var wrong: [String] = []
        if let after = watch.shedAfter {
            if !(after <= most) { wrong.append("it let go late") }
        } else {
            wrong.append("the block never let go")
        }
        if !watch.haveAllLeft {
            let stayed = watch.loops.filter { $0.leftRemoteAfter == nil }.map(\.tag.text)
            wrong.append("still in remote: " + stayed.joined(separator: ", "))
        }
        if watch.shedAfter != nil, watch.cause != .beatLost {
            wrong.append("the cause shown is \(watch.cause.rawValue), not lost beats")
        }
        if !action.wrong.isEmpty { wrong.append(action.wrong.joined(separator: ", ")) }
        if wrong.isEmpty, watch.test != .passed {
            wrong.append("the block did not note the test; was the key turned?")
        }
        var figures: [DrillStep.Figure] = []
        if let after = watch.shedAfter {
            figures.append(.init("let go after", after, "s", asked: "at most \(most) s"))
        }
        for loop in watch.loops {
            guard let left = loop.leftRemoteAfter else { continue }
            figures.append(
                .init(
                    "\(loop.tag) in local after", left, "s",
                    asked: "at most \(most + DropWatch.leaving) s"))
        }
        note(
            dropStep.ended(
                wrong.isEmpty,
                wrong.isEmpty
                    ? "passed at \(PlantClock.utc.iso8601), noted by the block"
                    : wrong.joined(separator: "; "),
                figures: figures, details: action.lines))
        try await turn()
    }

    private func turnKey(_ isOn: Bool) async throws {
        if let key {
            do { try await key.turn(isOn) } catch { say("the key cannot be turned: \(error)") }
            return
        }
        guard asked.isThere else { return }
        let words = isOn ? "turn the key DROP_TEST" : "turn the key DROP_TEST back"
        asked.ask("\(words), then press Enter")
        if isOn {
            _ = try await turn(for: options.patience) { _ in asked.hasAnswered }
            return
        }
        for _ in 0..<600 where !asked.hasAnswered { await pause(0.1) }
    }

    /// What each setpoint did when it was shed, against the recovery that its handle declares.
    func shedAction(
        _ watch: DropWatch, _ bench: ModbusBlock
    ) -> (lines: [String], wrong: [String]) {
        var (lines, wrong) = ([String](), [String]())
        for loop in watch.loops {
            guard let rules = twin.rules.handle(loop.tag), let tolerance = rules.setpointTolerance,
                let before = bench.value(loop.before, of: loop.tag),
                let after = bench.value(loop.after, of: loop.tag)
            else { continue }
            let course =
                "\(loop.tag): \(words.value(before, loop.tag)) → \(words.value(after, loop.tag))"
            func judge(_ declared: String, goal: Double?) {
                guard !moved.contains(loop.tag) else {
                    lines.append(course + ", left as the operator has it")
                    return
                }
                let isRight: Bool
                if let goal, abs(before - goal) > tolerance {
                    // On the way there at least, and not past it.
                    isRight = abs(after - goal) < abs(before - goal) - tolerance / 10
                } else {
                    isRight = abs(after - (goal ?? before)) <= tolerance
                }
                lines.append(course + ", declared: \(declared)")
                if !isRight { wrong.append("\(loop.tag) did not \(declared)") }
            }
            switch rules.recovery {
            case .keep: judge("keep its setpoint", goal: nil)
            case .rampToSafe(let safe, _):
                judge("move to \(words.value(safe, loop.tag))", goal: safe)
            case .returnToBaseline:
                let goal = baselines[loop.tag]
                judge("return to \(words.value(goal, loop.tag))", goal: goal)
            case .returnToLocal, nil:
                lines.append(course + ", declared: what the site's strategy sets")
            }
        }
        return (lines, wrong)
    }
}

extension Blocker {
    /// What stands against it, and who clears it.
    var words: String { what + (clearedBy.map { " (\($0))" } ?? "") }
}
