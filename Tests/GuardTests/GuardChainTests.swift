import Determinism
import Guard
import Tags
import Testing

@Suite struct GuardChainTests {
    /// A sound world, the same in every test.
    private func world() -> World {
        var chance = RandomStream(seed: 3, purpose: "chain")
        return World(sound: &chance)
    }

    private func judge(_ world: World, _ ledger: inout GuardLedger) -> Judgement {
        GuardChain(rules: world.rules).judge(
            world.proposal, acceptedBy: world.acceptance, given: world.circumstances,
            reread: world.reread, ledger: &ledger, at: world.now, monotonic: world.wall)
    }

    @Test func `an accepted proposal is released as it was asked, in the order of writing`() throws
    {
        let world = world()
        var ledger = world.ledger
        let release = try #require(judge(world, &ledger).release)
        #expect(release.moves.map(\.tag) == world.moves.map(\.tag))
        #expect(release.moves.map(\.to.value) == world.moves.map(\.to))
        #expect(release.permit.digest == world.proposal.digest)
    }

    @Test func `a decision is permitted once`() {
        let world = world()
        var ledger = world.ledger
        #expect(judge(world, &ledger).release != nil)
        var again = world
        again.token = "another token"
        let second = judge(again, &ledger)
        #expect(second.release == nil)
        #expect(second.verdict.denial?.denial == .decisionUsed(last: world.id))
    }

    @Test func `a token is spent by a denial too`() {
        var stopped = world()
        stopped.live.plantMode = .trip
        var ledger = stopped.ledger
        #expect(judge(stopped, &ledger).release == nil)
        #expect(judge(world(), &ledger).verdict.denial?.denial == .tokenSpent)
    }

    @Test func `a permit holds for its life and not before it was given`() throws {
        let world = world()
        var ledger = world.ledger
        let permit = try #require(judge(world, &ledger).release).permit
        func later(_ seconds: Double) -> MonotonicInstant {
            MonotonicInstant(nanoseconds: world.wall.nanoseconds + Int64(seconds * 1e9))
        }
        #expect(permit.holds(at: later(0)) && permit.holds(at: later(2)))
        #expect(!permit.holds(at: later(2.001)) && !permit.holds(at: later(-0.001)))
    }

    @Test func `what is accepted is what the card shows, and predictions may be renewed`() {
        let world = world()
        var renewed = world.proposal
        renewed.certificate.gain += 1
        #expect(renewed.digest == world.proposal.digest)
        var other = world
        other.moves[0] = ProposedMove(
            tag: world.moves[0].tag, from: world.moves[0].from, to: world.moves[0].to.nextUp)
        #expect(other.proposal.digest != world.proposal.digest)
    }

    @Test func `a preview judges without mode, person or second reading`() {
        var world = world()
        world.mode = .advisory
        world.hasAcceptance = false
        world.reread = nil
        let preview = world.previewed()
        #expect(preview.isAccepted)
        #expect(!preview.findings.contains { $0.check == .authority || $0.check == .final })
    }

    @Test func `all checks are evaluated and the first that fails is the verdict`() {
        var world = world()
        world.hasAcceptance = false
        world.certificate.gain = 0
        let verdict = world.judged().verdict
        #expect(verdict.denial?.check == .authority)
        #expect(Set(verdict.findings.map(\.check)) == Set(Check.allCases))
        #expect(verdict.findings.contains { $0.check == .worth && $0.denial != nil })
    }

    @Test func `rules without a limit let nothing through`() {
        var world = world()
        var empty = GuardRules()
        empty.handles = world.rules.handles.map { HandleRules($0.tag) }
        world.rules = empty
        let verdict = world.judged().verdict
        for check in [Check.form, .time, .plantState, .absoluteLimits, .rate, .model, .worth] {
            #expect(verdict.findings.contains { $0.check == check && $0.denial != nil })
        }
    }

    @Test func `an hour of the setpoint must have been watched before the first move`() throws {
        var world = world()
        let tag = world.moves[0].tag
        var history = ReadbackHistory()
        let value = try #require(Finite(world.moves[0].from))
        for age in stride(from: 3590.0, through: 0, by: -60) {
            history.note(value, at: world.now.earlier(by: age))
        }
        world.ledger.readbacks[tag] = history
        #expect(world.judged().verdict.denial?.denial == .noReadback(window: 3600))
    }

    /// A sound world in which the input TI-1 stands in, last good at the guard 20 s ago.
    private func worldWithStandIn() throws -> World {
        var world = world()
        let tag = TagName("TI-1")
        let rule = InputRules(tag, ageLimit: 30, deadband: 5, needed: true)
        world.rules.inputs.append(rule)
        let seen = Sample(tag, try #require(Finite(300)), at: world.now.earlier(by: 20))
        world.ledger.noteInputs([rule], in: Snapshot(at: seen.at, samples: [seen]))
        world.samples.append(Sample(tag, absentBecause: .disconnected, at: world.snapshotAt))
        world.certificate.standIns.append(StandIn(tag, 300, at: seen.at))
        return world
    }

    @Test func `a value that stands in for an absent input is told with its age`() throws {
        let verdict = try worldWithStandIn().judged().verdict
        #expect(verdict.isAccepted)
        let finding = verdict.findings.first { $0.about == "TI-1" }
        guard case .accepted(let margin?) = finding?.result else {
            Issue.record("\(verdict.findings)")
            return
        }
        #expect(margin.what == "stand-in" && abs(margin.left - 10) < 1e-6)
    }

    @Test func `a stand-in older than its tag may be is denied, whatever the loop says of it`()
        throws
    {
        var world = try worldWithStandIn()
        // The loop calls it new; the guard's own last good reading is older.
        world.certificate.standIns = world.certificate.standIns.map {
            $0.tag == TagName("TI-1") ? StandIn($0.tag, $0.value, at: world.now) : $0
        }
        world.rules.inputs[world.rules.inputs.count - 1].ageLimit = 19
        let denial = world.judged().verdict.denial
        #expect(denial?.about == "TI-1")
        guard case .tooOld("stand-in", let seconds, 19) = denial?.denial else {
            Issue.record("\(String(describing: denial))")
            return
        }
        #expect(abs(seconds - 20) < 1e-6)
    }

    @Test func `an input that the decision says nothing of, and a critical one, do not stand in`()
        throws
    {
        var silent = try worldWithStandIn()
        silent.certificate.standIns.removeAll { $0.tag == TagName("TI-1") }
        #expect(silent.judged().verdict.denial?.denial == .inputNotNamed)
        var critical = try worldWithStandIn()
        critical.rules.inputs[critical.rules.inputs.count - 1].critical = true
        #expect(
            critical.judged().verdict.denial?.denial == .inputAbsent(reason: .disconnected))
    }

    @Test func `the tightest finding is the one with the smallest share of its room left`() throws {
        let tightest = try #require(world().judged().verdict.tightest)
        guard case .accepted(let margin?) = tightest.result, let whole = margin.whole else {
            Issue.record("no margin")
            return
        }
        let shares = world().judged().verdict.findings.compactMap { finding -> Double? in
            guard case .accepted(let margin?) = finding.result, let whole = margin.whole, whole > 0
            else { return nil }
            return margin.left / whole
        }
        #expect(margin.left / whole == shares.min())
    }

    @Test func `a denial reads as half a sentence with the plant's units`() {
        let numbers = DenialNumbers(
            value: { "\($0 - 273.15) degC" }, difference: { "\($0) K" }, plain: { "\($0)" })
        let denial = Denial.aboveLimit(asked: 1583.15, limit: 1573.15, by: .engineering)
        #expect(
            denial.text(numbers) == "asked 1310.0 degC, the engineering limit is 1300.0 degC")
        #expect(Denial.noPrediction.text(numbers) == "no prediction was sent")
    }
}
