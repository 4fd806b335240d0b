import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Seal
import Tags

// What is only read: tags, loops, and the guard's preview of what it must refuse.
extension DrillRun {
    func readSteps() async throws {
        note(
            DrillStep(
                "seal", did: "read twin.sealed, its signatures and twin.yaml",
                expected: "in force, and nothing edited since"
            ).ended(
                charter.seal == .whole || charter.seal == .simulated,
                charter.seal == .whole
                    ? options.sealedBy : "no seal; a simulated plant may go without"))
        try await readTags()
        readLoops()
        try await askOutside()
    }

    /// What a tag showed over some rounds.
    private struct Sight {
        var answered = 0
        var least = Double.infinity
        var most = -Double.infinity
        var quality = Quality.bad(.missing)
        var worst: QualityReason?
        var last: Double?
    }

    /// Every tag over at least three sense periods, believed as the twin believes it.
    private func readTags() async throws {
        let rounds = 12
        let step = DrillStep(
            "read every tag", did: "\(rounds) rounds over at least three sense periods",
            expected: "every tag answers, is a number, in its range, no faster than it can be, "
                + "fresh, and believed")
        var sights: [TagName: Sight] = [:]
        var (slowest, trouble) = (0.0, [String]())
        let between = 3 * twin.cadence.sense / options.speed / Double(rounds)
        for _ in 0..<rounds {
            let start = PlantClock.monotonic
            let look = try await turn()
            slowest = max(slowest, PlantClock.monotonic.elapsed(since: start) ?? slowest)
            for text in look.trouble where !trouble.contains(text) { trouble.append(text) }
            for sample in look.samples {
                guard let value = sample.value else { continue }
                sights[sample.tag, default: Sight()].answered += 1
                guard value.isFinite else { continue }
                sights[sample.tag]?.least.take(value, min)
                sights[sample.tag]?.most.take(value, max)
            }
            for sample in look.circumstances.snapshot.samples {
                sights[sample.tag, default: Sight()].quality = sample.quality
                sights[sample.tag]?.last = sample.value?.value
                if let reason = sample.quality.reason { sights[sample.tag]?.worst = reason }
            }
            await pause(between)
        }
        var (bad, details) = ([String](), [String]())
        for tag in twin.tags.map(\.tag) {
            let sight = sights[tag] ?? Sight()  // never seen
            let isGood = sight.quality.isGood && sight.answered == rounds
            if !isGood { bad.append(tag.text) }
            details.append(
                "\(tag): \(words.value(sight.last, tag)), \(words.value(finite(sight.least), tag))"
                    + " to \(words.value(finite(sight.most), tag)), answered \(sight.answered) of "
                    + "\(rounds)" + (sight.worst.map { ", \($0.rawValue)" } ?? ", good"))
        }
        let limit = twin.connections.map(\.timeout).reduce(0, +)
        note(
            step.ended(
                bad.isEmpty,
                bad.isEmpty
                    ? "\(twin.tags.count) tags good"
                    : "not good: " + bad.joined(separator: ", "),
                figures: [.init("slowest round", slowest, "s", asked: "under \(limit) s")],
                details: details + trouble))
    }

    private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }

    /// Setpoint, mode and the operator's limits of each handle, and the interlocks.
    private func readLoops() {
        let step = DrillStep(
            "loops, limits, interlocks", did: "read them as the guard reads them",
            expected: "setpoint, mode and both operator's limits of every handle known and in "
                + "order; every interlock known")
        guard let live = latest?.circumstances.live else {
            return note(step.ended(false, "nothing could be read"))
        }
        var (missing, details) = ([String](), [String]())
        for handle in live.handles {
            let (low, high) = (handle.operatorLow, handle.operatorHigh)
            let isInOrder = low.flatMap { low in high.map { low <= $0 } } ?? false
            if handle.setpoint == nil || handle.loop == nil || !isInOrder {
                missing.append(handle.tag.text)
            }
            details.append(
                "\(handle.tag): \(words.value(handle.setpoint, handle.tag)), "
                    + "\(handle.loop?.rawValue ?? "mode not known"), operator's limits "
                    + "\(words.value(low, handle.tag)) to \(words.value(high, handle.tag))")
        }
        for lock in live.interlocks {
            if lock.active == nil { missing.append(lock.name) }
            let state = lock.active.map { $0 ? "active" : "quiet" } ?? "not known"
            details.append("interlock \"\(lock.name)\": \(state)")
        }
        note(
            step.ended(
                missing.isEmpty,
                missing.isEmpty
                    ? "\(live.handles.count) loops and \(live.interlocks.count) interlocks known"
                    : "not known or not in order: " + missing.joined(separator: ", "),
                details: details))
    }

    /// Moves past the operator's limit, shown to the guard and never sent.
    private func askOutside() async throws {
        let step = DrillStep(
            "outside the operator's limit",
            did: "showed the guard a move past each of the operator's limits; nothing was sent",
            expected: "denied by check 6, absolute limits")
        var (wrong, details) = ([String](), [String]())
        for rules in twin.rules.handles {
            for isHigh in [true, false] {
                let look = try await turn()
                guard let handle = look.circumstances.live.handle(rules.tag),
                    let from = handle.setpoint,
                    let limit = isHigh ? handle.operatorHigh : handle.operatorLow
                else {
                    wrong.append("\(rules.tag): limit not known")
                    continue
                }
                // Without a smallest move any is large enough.
                let past = max(rules.smallestMove ?? 0, abs(limit) * 1e-6)
                let move = ProposedMove(
                    tag: rules.tag, from: from, to: isHigh ? limit + past : limit - past)
                let verdict = try await desk.offer(proposal([move], seeing: look))
                await desk.withdrawCard()
                let finding = verdict?.findings.first {
                    $0.check == .absoluteLimits && $0.about == rules.tag.text && $0.denial != nil
                }
                if let finding {
                    details.append(words.text(finding))
                } else {
                    wrong.append("\(rules.tag) to \(words.value(move.to, rules.tag))")
                }
            }
        }
        note(
            step.ended(
                wrong.isEmpty,
                wrong.isEmpty
                    ? "all \(details.count) denied"
                    : "not denied: " + wrong.joined(separator: ", "),
                details: details))
    }

    /// A proposal as the drill makes it. No optimizer and no model stand behind it: its gain is
    /// what the guard asks for, its bounds are the engineering limits, and it predicts nothing.
    func proposal(_ moves: [ProposedMove], seeing look: GuardLook) async -> Proposal {
        let (now, rules) = (clock.now, twin.rules)
        let inputs = rules.inputs.compactMap { input in
            look.circumstances.snapshot.value(of: input.tag).map { UsedInput(input.tag, $0) }
        }
        return Proposal(
            id: await desk.view.nextDecision, madeAt: now,
            expiresAt: now.later(by: 0.9 * (rules.longestCardLife ?? 60)), moves: moves,
            shownGain: gain, inputs: inputs, certificate: certificate(moves, at: now))
    }

    func certificate(_ moves: [ProposedMove], at now: PlantTime) -> Certificate {
        Certificate(
            status: .acceptable, predictedFrom: now, trajectories: [],
            bounds: moves.map { move in
                let band = twin.rules.handle(move.tag)?.engineering
                return CertifiedBound(
                    name: move.tag.text, value: move.to, low: band?.low, high: band?.high,
                    lowMultiplier: 0, highMultiplier: 0)
            }, gap: 0, residual: 0, gain: gain, gainDeviation: 0)
    }

    /// Made up: twice what the guard asks of a move. Where no least gain is set it denies anyway.
    private var gain: Double { 2 * max(twin.rules.worth.leastGain ?? 0, 0.5) }
}

extension Double {
    fileprivate mutating func take(_ other: Double, _ pick: (Double, Double) -> Double) {
        self = pick(self, other)
    }
}
