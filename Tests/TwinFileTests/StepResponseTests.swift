import Diagnostics
import Tags
import Testing
import TwinFile
import Units

/// The section `step responses`, and how far recovery is followed.
@Suite struct StepResponseTests {
    private let recovery = "guard: {recovery horizon: 30 min, recovery starts: [0 min, 10 min]}\n"

    /// The small twin's hard bound is `spread`, and its one MV ramps to a safe value.
    private func twin(
        units: String = "K/K", times: String = "[0 min, 10 min, 1 h]",
        values: String = "[0, -0.2, 0.5]", error: String = "0.1", held: String = "spread",
        moved: String = "TIC-1.SP", after guardSection: String? = nil
    ) -> String {
        smallTwin + "\n" + (guardSection ?? recovery)
            + "step responses:\n  \(held):\n    \(moved):\n      units: \(units)\n"
            + "      times: \(times)\n      values: \(values)\n      error: \(error)\n"
    }

    private func check(
        _ text: String, _ messages: [String], at place: String? = nil, note: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let error = #expect(throws: Findings.self, sourceLocation: sourceLocation) {
            try Twin.read(text, file: "twin.yaml", units: UDUnits())
        }
        let all = try #require(error).all
        #expect(all.map(\.message) == messages, sourceLocation: sourceLocation)
        if let place, let found = all.first {
            #expect("\(found.line):\(found.column)" == place, sourceLocation: sourceLocation)
        }
        if let note { #expect(all.first?.note == note, sourceLocation: sourceLocation) }
    }

    @Test func `a response is taken in SI, per unit of difference`() throws {
        let twin = try accepted(twin())
        let response = try #require(twin.stepResponses.first)
        #expect(twin.stepResponses.count == 1)
        #expect(response.variable == "spread" && response.handle.text == "TIC-1.SP")
        #expect(response.times == [0, 600, 3600] && response.values == [0, -0.2, 0.5])
        #expect(response.error == 0.1)
        #expect(twin.guardSettings.recoveryHorizon == 1800)
        #expect(twin.guardSettings.recoveryStarts == [0, 600])
    }

    @Test func `units that need converting are converted`() throws {
        let response = try #require(
            try accepted(self.twin(units: "mK/K", error: "100")).stepResponses.first)
        #expect(abs(response.values[1] + 2e-4) < 1e-15 && abs(response.error - 0.1) < 1e-15)
    }

    @Test func `a response whose numbers make none is refused`() throws {
        let what = "step responses: spread: TIC-1.SP"
        try check(
            twin(units: "MW/K"),
            ["\(what): units is MW/K (kg.m2.s-3.K-1), which does not fit 1"], at: "64:14",
            note: "spread is in K, TIC-1.SP in degC")
        try check(
            twin(times: "[5 min, 10 min, 1 h]"), ["\(what): times do not rise from 0"], at: "65:14")
        try check(twin(times: "[0 min, 1 h, 1 h]"), ["\(what): times do not rise from 0"])
        try check(twin(times: "[0 min]", values: "[0]"), ["\(what): times do not rise from 0"])
        try check(
            twin(times: "[0 min, 10 min, 50 min]"), ["\(what): the response ends after 3000 s"],
            note: "it goes as far as the horizon, 3600 s")
        try check(twin(values: "[0, 1]"), ["\(what): 3 times and 2 values"], at: "66:15")
        try check(twin(error: "-1"), ["\(what): error is \"-1\""], at: "67:14")
        try check(twin(error: ".nan"), ["\(what): error is \".nan\""])
        try check(
            twin().replacing("      error: 0.1\n", with: ""), ["\(what): \"error\" is missing"])
    }

    @Test func `only hard bounds and MVs have responses`() throws {
        try check(
            twin(held: "exit_mean"), ["step responses: exit_mean has no hard bound"], at: "62:3",
            note: "hard bounds: spread")
        try check(
            twin(moved: "TI-5.PV"), ["step responses: spread: TI-5.PV has the role CV"],
            at: "63:5")
        try check(
            twin(moved: "TIC-1"), ["step responses: spread: the tag TIC-1 is not declared"])
    }

    @Test func `every MV that a recovery moves has one`() throws {
        try check(
            smallTwin + "\n" + recovery + "step responses: {spread: {}}",
            ["step responses: how spread answers TIC-1.SP is missing"], at: "61:1",
            note: "its recovery moves it, and the guard would deny every move")
    }

    @Test func `an MV that stays where it is needs none`() throws {
        let text = smallTwin.replacing("recovery: RAMP_TO_SAFE", with: "recovery: KEEP")
            .replacing("    safe: 1160\n", with: "")
        #expect(try accepted(text + "\n" + recovery + "step responses: {}").stepResponses == [])
    }

    @Test func `how far recovery is followed must be said, and be predicted`() throws {
        try check(
            twin(after: ""), ["step responses: how far recovery is followed is not said"],
            at: "60:1", note: "the guard would deny every move")
        // Horizon 1 h, a prediction may be 2 min old.
        let edge = "guard: {recovery horizon: 48 min, recovery starts: [10 min]}\n"
        #expect(try accepted(twin(after: edge)).guardSettings.recoveryHorizon == 2880)
        try check(
            twin(after: edge.replacing("48 min", with: "49 min")),
            [
                "guard: a recovery followed for 2940 s that begins 600 s after the move is not "
                    + "predicted to its end"
            ], at: "60:27")
        for starts in ["[10 min, 5 min]", "[]", "[-1 min]"] {
            try check(
                twin(after: "guard: {recovery horizon: 9 min, recovery starts: \(starts)}\n"),
                ["guard: recovery starts is not a list of rising times"], at: "60:51")
        }
    }
}
