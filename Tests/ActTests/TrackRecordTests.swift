import Act
import Determinism
import Guard
import Tags
import Testing

/// What counts as shown in supervisory mode, and what does not.
@Suite struct TrackRecordTests {
    private let ada = Person(name: "Ada", duty: .operator, console: "C1")

    private func at(_ seconds: Double) -> PlantTime { .seconds(1000 + seconds) }

    private func opened(_ model: String?) -> JournalEntry {
        let own = model.map { Opened.Setting(name: TrackRecord.modelSetting, hash: $0) }
        return .opened(Opened(settings: [own].compactMap(\.self)))
    }

    private func mode(_ mode: Mode) -> JournalEntry {
        .mode(ModeChange(requested: mode, actual: mode, by: ada, why: "test"))
    }

    private func region(_ name: String?) -> JournalEntry {
        .modelReport(ModelReport(region: name, forecasts: []))
    }

    private func accepted(_ number: UInt64) -> JournalEntry {
        .acceptance(
            Acceptance(
                person: ada, token: "t", decision: DecisionID(number),
                digest: DecisionDigest(text: "d"), at: at(0), expiresAt: at(9)))
    }

    private func rejected(_ number: UInt64) -> JournalEntry {
        .rejection(
            Rejection(decision: DecisionID(number), person: ada, reason: .moveTooBig, text: ""))
    }

    private func record(_ entries: [(Double, JournalEntry)]) -> TrackRecord {
        var record = TrackRecord()
        for (seconds, entry) in entries { record.take(entry, at: at(seconds)) }
        return record
    }

    private var start: [(Double, JournalEntry)] {
        [(0, opened("m")), (0, region("full")), (10, mode(.supervisory))]
    }

    private func watched() -> JournalEntry { .watched(Watched(readAt: at(0), setpoints: [])) }

    @Test func `time counts in supervisory, in the region, between records not too far apart`() {
        var shown = record(start + [(110, watched()), (3710, watched())])
        #expect(shown.showing(in: "full").seconds == 3700)
        // A hole in the record is a time when the guard was not there.
        shown.take(watched(), at: at(3710 + 3601))
        #expect(shown.showing(in: "full").seconds == 3700)
        shown.take(mode(.automatic), at: at(3710 + 3611))
        shown.take(watched(), at: at(3710 + 3711))
        #expect(shown.showing(in: "full").seconds == 3710)
        #expect(shown.showing(in: "other").seconds == 0)
    }

    @Test func `time counts for the region it was spent in, and for none that is not known`() {
        let shown = record(
            start + [
                (20, region("cold")), (50, region(nil)), (90, region("full")), (95, watched()),
            ]
        )
        #expect(abs(shown.showing(in: "full").seconds - 15) < 1e-9)
        #expect(abs(shown.showing(in: "cold").seconds - 30) < 1e-9)
        #expect(shown.showing(in: nil).seconds == 0)
    }

    @Test func `a clock that goes back and forth counts no time twice`() {
        let shown = record(start + [(110, watched()), (60, watched()), (110, watched())])
        #expect(shown.showing(in: "full").seconds == 100)
    }

    @Test(arguments: [0, 1])
    func `neither an orderly end nor a crash counts on`(which: Int) {
        let end = which == 0 ? [(20.0, JournalEntry.closed(Closed(why: "x")))] : []
        let shown = record(
            start + end + [(120, opened("m")), (130, region("full")), (200, watched())])
        #expect(shown.showing(in: "full").seconds == (which == 0 ? 10 : 110))
    }

    @Test func `a card counts once, with what was said of it, in supervisory only`() {
        var shown = record(
            [(0, opened("m")), (0, region("full")), (1, rejected(1))] + start.suffix(1))
        #expect(shown.showing(in: "full").decisions == 0)
        for entry in [accepted(2), accepted(2), rejected(2), rejected(3), accepted(4), accepted(5)]
        {
            shown.take(entry, at: at(20))
        }
        let full = shown.showing(in: "full")
        #expect(full.accepted == 3 && full.rejected == 1 && full.acceptance == 0.75)
        shown.take(mode(.advisory), at: at(30))
        shown.take(rejected(6), at: at(31))
        #expect(shown.showing(in: "full").decisions == 4)
    }

    @Test func `another model begins a new record, the same one goes on`() {
        var shown = record(start + [(20, accepted(1)), (30, opened("m"))])
        #expect(shown.showing(in: "full").accepted == 1)
        shown.take(opened("n"), at: at(40))
        #expect(shown.showing(in: "full").accepted == 0)
        shown = record(start + [(20, accepted(1)), (30, opened(nil))])
        #expect(shown.showing(in: "full").accepted == 0)
    }

    @Test func `overrides and mismatches are counted, a handle of ours that was shed is not one`() {
        let tag = TagName("H-1")
        let taken = Override(
            tag: tag, expected: 1, seen: 2, until: at(99), decision: nil, handedBackBy: nil)
        let shed = Override(
            tag: tag, expected: 1, seen: 2, until: Override.untilHandedBack,
            decision: DecisionID(1), handedBackBy: nil)
        let back = Override(
            tag: tag, expected: 1, seen: 2, until: at(9), decision: nil, handedBackBy: ada)
        let missed = Outcome(
            decision: DecisionID(1), result: .mismatch, partial: false, withdrawal: nil, moves: [])
        let shown = record(
            start + [
                (20, .overridden(taken)), (21, .overridden(shed)), (22, .overridden(back)),
                (23, .outcome(missed)),
            ])
        #expect(shown.showing(in: "full").overrides == 1)
        #expect(shown.showing(in: "full").mismatches == 1)
    }

    // MARK: Unsound plans

    /// A verdict of the small plant on a proposal that something was done to.
    private func preview(
        spoiling spoil: (inout Certificate) -> Void = { _ in }, by number: UInt64 = 1
    ) -> Verdict {
        let plant = SmallPlant(loops: 1)
        var proposal = plant.proposal(number)
        spoil(&proposal.certificate)
        return GuardChain(rules: plant.rules).preview(
            of: proposal, given: plant.circumstances, remembering: plant.memory(), at: plant.now)
    }

    @Test func `a refusal for what the solver did is remembered, others are not`() {
        #expect(!preview().showsUnsoundPlan)
        #expect(preview { $0.gap = 1e9 }.showsUnsoundPlan)
        #expect(preview { $0.status = .timeLimit }.showsUnsoundPlan)
        #expect(preview { $0.residual = 1 }.showsUnsoundPlan)
        let worthless = preview { $0.gain = -1 }
        #expect(!worthless.isAccepted && !worthless.showsUnsoundPlan)
        let shown = record(start + [(77, .verdict(Judged(preview { $0.gap = 1e9 })))])
        #expect(shown.lastUnsound == at(77))
    }
}
