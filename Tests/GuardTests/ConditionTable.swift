import Determinism
import Tags
import Testing

@testable import Guard

/// The conditions of the checks, each shown to decide alone: in a plant where all is well, one
/// thing is changed, and either nothing else denies but the check it belongs to, for the reason
/// given, or the move is still accepted. Limits stand with the value that is just inside and the
/// next number that is not. This is modified condition/decision coverage written out, since the
/// compiler's coverage counts regions only.
struct Condition: Sendable, CustomTestStringConvertible {
    let name: String
    let check: Check
    /// Nil: the move is accepted.
    let denial: Denial?
    /// Other checks that look at the same thing and deny too.
    let also: Set<Check>
    let change: @Sendable (inout World) -> Void

    var testDescription: String { "\(check.rawValue): \(name)" }
}

/// The conditions of one check.
struct ConditionTable: Sendable {
    let check: Check
    private(set) var rows: [Condition] = []

    init(_ check: Check) { self.check = check }

    mutating func accepts(_ name: String, _ change: @escaping @Sendable (inout World) -> Void) {
        rows.append(
            Condition(name: name, check: check, denial: nil, also: [], change: change))
    }

    mutating func denies(
        _ name: String, _ denial: Denial, also: Set<Check> = [],
        _ change: @escaping @Sendable (inout World) -> Void
    ) {
        rows.append(
            Condition(name: name, check: check, denial: denial, also: also, change: change))
    }

    /// One row for each of these values, which all mean that a limit is missing.
    mutating func needs(
        _ limit: MissingLimit, also: Set<Check> = [], _ values: [Double?],
        _ change: @escaping @Sendable (inout World, Double?) -> Void
    ) {
        for value in values {
            let text = value.map { "\($0)" } ?? "absent"
            denies("\(limit.rawValue) \(text)", .limitMissing(limit), also: also) {
                change(&$0, value)
            }
        }
    }

    static let all: [Condition] = [
        itself, authority, form, recoveryForm, time, inputs, standIns, plantState, absoluteLimits,
        rate, drift, watched, group, prediction, recoverability, responses, standing, certificate,
        worth, final,
    ].flatMap(\.rows)
}

@Suite struct ConditionTests {
    @Test(arguments: ConditionTable.all)
    func `each condition decides alone`(row: Condition) {
        #expect(World.constant.judged().verdict.isAccepted)
        var world = World.constant
        row.change(&world)
        let judgement = world.judged()
        let verdict = judgement.verdict
        let denied = Set(verdict.findings.filter { $0.denial != nil }.map(\.check))
        let expected = row.denial == nil ? [] : row.also.union([row.check])
        #expect(denied == expected)
        #expect((judgement.release != nil) == (row.denial == nil))
        let first = verdict.findings.first { $0.check == row.check && $0.denial != nil }
        #expect(first?.denial == row.denial)
        #expect(Oracle(world, binding: true).broken == expected)
    }

    @Test func `there are conditions of every check, and each has a name of its own`() {
        let rows = ConditionTable.all
        #expect(Set(rows.map(\.check)) == Set(Check.allCases))
        let names = Dictionary(grouping: rows, by: \.testDescription)
        #expect(names.filter { $0.value.count > 1 }.keys.sorted() == [])
        print("conditions shown to decide alone:", rows.count)
    }
}

extension SelfTestBench {
    /// A constant as a number that is one.
    static func exactly(_ value: Double) -> Finite {
        guard let finite = Finite(value) else { preconditionFailure("\(value)") }
        return finite
    }
}

extension World {
    static let h1 = SelfTestBench.first
    static let h2 = SelfTestBench.second
    static let nanosecond = 1e-9

    /// The plant of the self-test: H-1 is moved from 500 to 510 with a person's yes.
    static let constant: World = {
        let bench = SelfTestBench()
        var world = World(
            madeAt: bench.madeAt, expiresAt: SelfTestBench.now.later(by: 128),
            certificate: bench.certificate, snapshotAt: bench.snapshotAt, live: bench.live,
            now: SelfTestBench.now, acceptedAt: SelfTestBench.now.earlier(by: 16),
            acceptanceExpiresAt: SelfTestBench.now.later(by: 64))
        world.rules = bench.rules
        world.moves = bench.moves
        world.shownGain = bench.shownGain
        world.inputs = bench.inputs
        world.samples = bench.sample.map { [$0] } ?? []
        world.reread = bench.reread
        world.itself = bench.itself
        world.ownership = bench.ownership
        world.cyclesSinceClimb = bench.cyclesSinceClimb
        world.standing = bench.standing
        world.ledger = bench.ledger
        world.wall = bench.wall
        return world
    }()

    mutating func stand(in mode: Mode) {
        self.mode = mode
        standing?.mode = mode
    }

    /// Automatic mode, and nobody's yes.
    mutating func goAutomatic() {
        stand(in: .automatic)
        hasAcceptance = false
    }

    /// Makes the move one that backs off, by one step of 7.5.
    mutating func backOff() {
        stand(in: .backoff)
        hasAcceptance = false
        isRecovery = true
        madeAt = now.earlier(by: 4)
        moves = [ProposedMove(tag: Self.h1, from: 500, to: 492.5)]
    }

    mutating func withH1(_ change: (inout HandleRules) -> Void) { change(&rules.handles[0]) }

    mutating func move(to target: Double) {
        moves = [ProposedMove(tag: Self.h1, from: 500, to: target)]
    }

    mutating func addH2(to target: Double = 60) {
        moves.append(ProposedMove(tag: Self.h2, from: 50, to: target))
    }

    /// What was read of H-1: ages [s], oldest first, and values.
    mutating func watch(_ readings: [(age: Double, value: Double)]) {
        var history = ReadbackHistory(reach: 7_200)
        for reading in readings {
            if let value = Finite(reading.value) {
                history.note(value, at: now.earlier(by: reading.age))
            }
        }
        ledger.readbacks[Self.h1] = history
    }

    /// An hour and more of readings a minute apart.
    static func hour(_ value: (Double) -> Double) -> [(age: Double, value: Double)] {
        stride(from: 3_660.0, through: 0, by: -60).map { ($0, value($0)) }
    }

    /// Another input, I-2, as it is read and as the rules want it.
    mutating func addInput(
        _ value: Double?, age: Double = 6, critical: Bool = false, needed: Bool = false,
        quality: Quality = .good
    ) {
        let tag = TagName("I-2")
        rules.inputs.append(
            InputRules(tag, ageLimit: 32, deadband: 4, critical: critical, needed: needed))
        if let value = value.flatMap(Finite.init) {
            samples.append(Sample(tag, value, quality, at: now.earlier(by: age)))
        }
    }

    /// A value that stands in for I-2, and what the guard itself last read of it.
    mutating func addStandIn(
        _ value: Double = 302, age: Double = 16, own: Double? = 300, ownAge: Double = 16
    ) {
        let tag = TagName("I-2")
        certificate.standIns.append(StandIn(tag, value, at: now.earlier(by: age)))
        if let own = own.flatMap(Finite.init) {
            let sample = Sample(tag, own, at: now.earlier(by: ownAge))
            ledger.noteInputs(rules.inputs, in: Snapshot(at: sample.at, samples: [sample]))
        }
    }
}
