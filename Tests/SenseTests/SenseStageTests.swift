import Determinism
import Sense
import Tags
import Testing

@Suite struct SenseStageTests {
    let tag = TagName("TI-1")
    let start = PlantTime.seconds(1_000_000)

    func rule(
        range: ClosedRange<Double>? = 0...2000, rate: Double? = nil, frozenAfter: Double? = nil,
        spike: Double? = nil
    ) -> SenseRule {
        SenseRule(
            tag: tag, range: range, rate: rate, staleAfter: 15, frozenAfter: frozenAfter,
            spike: spike)
    }

    /// Feeds one value every 5 s; gives the reason of each snapshot, nil where it is good.
    func check(_ values: [Double?], _ rule: SenseRule) -> [QualityReason?] {
        var stage = SenseStage(rules: [rule])
        return values.enumerated().map { index, value in
            let now = start.later(by: 5 * Double(index))
            let snapshot = stage.snapshot(of: [RawSample(tag: tag, value: value, at: now)], at: now)
            let sample = snapshot[tag]
            #expect((sample?.value == nil) == (sample?.quality.isUsable == false))
            return sample?.quality.reason
        }
    }

    @Test func `a good value passes with the time of its source`() {
        var stage = SenseStage(rules: [rule()])
        let raw = RawSample(tag: tag, value: 300, at: start.earlier(by: 3))
        let snapshot = stage.snapshot(of: [raw], at: start)
        #expect(snapshot.value(of: tag) == 300)
        #expect(snapshot[tag]?.at == start.earlier(by: 3))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, .signalingNaN])
    func `what is no number is absent`(value: Double) {
        #expect(check([300, value, 300], rule()) == [nil, .notFinite, nil])
    }

    @Test func `no answer is disconnected, no sample ever is missing`() {
        #expect(check([300, nil, 301], rule()) == [nil, .disconnected, nil])
        var stage = SenseStage(rules: [rule()])
        #expect(stage.snapshot(of: [], at: start)[tag]?.quality == .bad(.missing))
    }

    @Test(arguments: [1e308, -1e308, 2000.000001, -0.000001])
    func `a value the instrument cannot show is absent`(value: Double) {
        #expect(check([300, value, 301], rule()) == [nil, .outOfRange, nil])
        #expect(check([0, 2000], rule()) == [nil, nil])
    }

    @Test func `a single spike is rejected and the next value taken`() {
        let reasons = check([300, 301, 299, 380, 300], rule(spike: 40))
        #expect(reasons == [nil, nil, nil, .spike, nil])
    }

    @Test func `three far values in a row that agree are a step`() {
        let reasons = check([300, 301, 299, 380, 381, 379, 380, 378], rule(spike: 40))
        #expect(reasons == [nil, nil, nil, .spike, .spike, nil, nil, nil])
    }

    @Test func `three far values that disagree are no step`() {
        let reasons = check([300, 301, 299, 380, 900, 100, 301], rule(spike: 40))
        #expect(reasons == [nil, nil, nil, .spike, .spike, .spike, nil])
    }

    @Test func `a change faster than the process is rejected, a slow one is not`() {
        #expect(check([300, 320, 301], rule(rate: 2)) == [nil, .tooFast, nil])
        #expect(check([300, 310, 320], rule(rate: 2)) == [nil, nil, nil])
    }

    @Test func `an old value is stale, and shows its age`() {
        var stage = SenseStage(rules: [rule()])
        _ = stage.snapshot(of: [RawSample(tag: tag, value: 300, at: start)], at: start)
        #expect(stage.snapshot(of: [], at: start.later(by: 15))[tag]?.quality == .good)
        let late = stage.snapshot(of: [], at: start.later(by: 15.001))[tag]
        #expect(late?.quality == .bad(.stale))
        #expect(late?.at == start)
    }

    @Test func `a stamp from the future is refused and does not block the present`() {
        var stage = SenseStage(rules: [rule()])
        let ahead = RawSample(tag: tag, value: 300, at: start.later(by: 3600))
        #expect(stage.snapshot(of: [ahead], at: start)[tag]?.quality == .bad(.fromTheFuture))
        let good = RawSample(tag: tag, value: 301, at: start.later(by: 5))
        #expect(stage.snapshot(of: [good], at: start.later(by: 5)).value(of: tag) == 301)
        let farthest = RawSample(tag: tag, value: 1, at: PlantTime(nanoseconds: .max))
        let longAgo = RawSample(tag: tag, value: 1, at: PlantTime(nanoseconds: .min))
        let odd = stage.snapshot(of: [longAgo, farthest], at: start.later(by: 10))
        #expect(odd[tag]?.quality == .bad(.fromTheFuture))
    }

    @Test func `samples out of order are sorted, duplicates and late ones dropped and counted`() {
        var stage = SenseStage(rules: [rule()])
        let times = [4.0, 1, 3, 3, 2]
        let raw = times.map { RawSample(tag: tag, value: 300 + $0, at: start.later(by: $0)) }
        #expect(stage.snapshot(of: raw, at: start.later(by: 5)).value(of: tag) == 304)
        #expect(stage.counts.duplicates == 1 && stage.counts.late == 0)
        let late = [RawSample(tag: tag, value: 900, at: start.later(by: 2))]
        #expect(stage.snapshot(of: late, at: start.later(by: 6)).value(of: tag) == 304)
        #expect(stage.counts.late == 1)
    }

    @Test func `a tag without a rule never enters the snapshot`() {
        var stage = SenseStage(rules: [rule()])
        let stranger = RawSample(tag: TagName("X"), value: 1, at: start)
        #expect(stage.snapshot(of: [stranger], at: start).samples.map(\.tag) == [tag])
        #expect(stage.counts.undeclared == 1)
    }
}
