import Determinism
import GuardLink
import GuardRoom
import Seal
import Tags

// What the line between twin and plant may do: be slow, hang, and break.
extension DrillRun {
    func lineSteps() async throws {
        try await slowLine()
        try await deadLine(
            .held, "server hung",
            did: "held every request and every answer on the line, then let them pass again")
        try await deadLine(
            .cut, "server gone",
            did: "ended all connections, refused new ones for "
                + "\(DemoSummary.round(outage, 1)) s, then let them come back")
        let written = lines.flatMap(\.writes).count
        note(
            DrillStep(
                "nothing written yet", did: "counted the writing requests on the lines",
                expected: "none before somebody asks for a mode that writes"
            ).ended(
                written == 0, "\(written) writing requests",
                figures: [.init("writing requests", Double(written), "", asked: "0")]))
    }

    private func set(_ state: DrillLine.State) {
        for line in lines { line.set(state) }
    }

    /// The sum of the longest waits for one answer [s].
    private var timeouts: Double { twin.connections.map(\.timeout).reduce(0, +) }

    /// How long the line stays cut [s].
    private var outage: Double { min(3, 3 * timeouts) }

    private func slowLine() async throws {
        let delay = 0.25 * (twin.connections.map(\.timeout).min() ?? 1)  // none: nothing is read
        let step = DrillStep(
            "server slow", did: "delayed every answer by \(DemoSummary.round(delay, 2)) s",
            expected: "all tags still answer")
        set(.slow(delay))
        let start = PlantClock.monotonic
        let look = try await turn()
        let took = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
        set(.open)
        let silent = look.samples.count { $0.value == nil }
        note(
            step.ended(
                silent == 0, silent == 0 ? "all tags answered" : "\(silent) tags were silent",
                figures: [.init("one round", took, "s")], details: look.trouble))
    }

    private func deadLine(
        _ state: DrillLine.State, _ name: String, did: String
    ) async throws {
        // After each reading, the block's status too may be waited for.
        let most = timeouts * (twin.fenced == nil ? 1 : 3) + 1
        let step = DrillStep(
            name, did: did,
            expected: "a round of reading ends by its deadline with no value taken for fresh; "
                + "afterwards all tags come back by themselves")
        set(state)
        let start = PlantClock.monotonic
        let look = try await turn()
        let took = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
        let fresh = look.samples.count { $0.value != nil }
        if state == .cut { await pause(outage) }
        set(.open)
        // Attempts come 1 to 30 s apart.
        let back = try await turn(for: 45) { $0.trouble.isEmpty }
        let isPassed = fresh == 0 && took <= most && back != nil
        let seen =
            back == nil
            ? "the tags did not come back within 45 s"
            : fresh == 0 ? "no value during the fault, all tags back" : "\(fresh) values taken"
        note(
            step.ended(
                isPassed, seen,
                figures: [
                    .init("round during the fault", took, "s", asked: "at most \(most) s"),
                    .init("back after", back ?? -1, "s", asked: "at most 45 s"),
                ], details: Array(look.trouble.prefix(3))))
    }
}
