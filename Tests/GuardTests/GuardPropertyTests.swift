import Determinism
import Foundation
import Guard
import Tags
import Testing

/// Counts of one run.
private struct Tally: Sendable {
    var cases = 0
    var accepted = 0
    var atLimit = 0
    var guardOnly = 0
    var oracleOnly = 0
    var otherCheck = 0
    var unsoundMargins = 0
    var firstDenials: [Check: Int] = [:]
    var acceptedAs: [Scenario: Int] = [:]
    var example: String?
}

@Suite struct GuardPropertyTests {
    private static let seed: UInt64 = 20_261_121
    private static let parts = 8

    @Test func `the guard and an independent oracle agree on a hundred thousand proposals`() async {
        let tally = await withTaskGroup(of: Tally.self) { group in
            for part in 0..<Self.parts { group.addTask { Self.part(part) } }
            return await group.reduce(into: Tally()) { $0.add($1) }
        }
        let share = Double(tally.accepted) / Double(tally.cases)
        let nearShare = Double(tally.atLimit) / Double(tally.cases)
        print(
            """
            guard against oracle: \(tally.cases) cases, \(tally.accepted) accepted, \
            \(tally.atLimit) within one ulp of a limit; guard accepts and oracle denies: \
            \(tally.guardOnly); guard denies and oracle accepts: \(tally.oracleOnly); \
            same verdict by another check: \(tally.otherCheck)
            """)
        for check in Check.allCases {
            print("  denied first by \(check.rawValue):", tally.firstDenials[check] ?? 0)
        }
        for scenario in Scenario.allCases {
            print("  accepted as \(scenario):", tally.acceptedAs[scenario] ?? 0)
        }
        #expect(tally.cases >= Self.cases / 20 * 20)
        #expect(share >= 0.2)
        #expect(nearShare >= 0.05)
        #expect(tally.guardOnly == 0 && tally.oracleOnly == 0, "\(tally.example ?? "")")
        #expect(tally.otherCheck == 0, "\(tally.example ?? "")")
        #expect(tally.unsoundMargins == 0)
        #expect(Check.allCases.allSatisfy { (tally.firstDenials[$0] ?? 0) >= tally.cases / 500 })
        #expect(Scenario.allCases.allSatisfy { (tally.acceptedAs[$0] ?? 0) >= tally.cases / 50 })
    }

    /// How many cases, from FLYBALL_GUARD_CASES if it is given.
    private static let cases: Int = {
        let asked = ProcessInfo.processInfo.environment["FLYBALL_GUARD_CASES"].flatMap { Int($0) }
        return asked ?? 105_000  // what every test run does
    }()

    /// Every eighth plant, with twenty cases each.
    private static func part(_ part: Int) -> Tally {
        let scenarios: [Scenario] = [.plain, .plain, .sealed, .sealed, .automatic, .recovery]
        var tally = Tally()
        for index in stride(from: part, to: cases / 20, by: parts) {
            var chance = RandomStream(seed: seed, purpose: "guard cases", index: UInt64(index))
            let scenario = scenarios[Int(chance.next() % 6)]
            let sound = World(sound: &chance, as: scenario)
            for _ in 0..<20 {
                var world = sound
                let draw = chance.uniform()
                let atLimit = draw > 0.2 && draw < 0.5
                if atLimit {
                    if scenario != .plain, chance.happens(with: 0.4) {
                        world.putStandingAtLimit(&chance)
                    } else {
                        world.putAtLimit(&chance)
                    }
                }
                if draw >= 0.5 {
                    for _ in 0...(chance.next() % 3) { world.perturb(&chance) }
                }
                tally.judge(world, atLimit, scenario, "seed \(seed), index \(index)")
            }
        }
        return tally
    }
}

extension Tally {
    mutating func add(_ other: Tally) {
        cases += other.cases
        accepted += other.accepted
        atLimit += other.atLimit
        guardOnly += other.guardOnly
        oracleOnly += other.oracleOnly
        otherCheck += other.otherCheck
        unsoundMargins += other.unsoundMargins
        firstDenials.merge(other.firstDenials, uniquingKeysWith: +)
        acceptedAs.merge(other.acceptedAs, uniquingKeysWith: +)
        example = example ?? other.example
    }

    mutating func judge(
        _ world: World, _ isAtLimit: Bool, _ scenario: Scenario, _ place: String
    ) {
        cases += 1
        if isAtLimit { atLimit += 1 }
        let isPreview = cases % 10 == 0 && !world.isRecovery
        let verdict: Verdict
        if isPreview {
            verdict = world.previewed()
        } else {
            let judgement = world.judged()
            verdict = judgement.verdict
            if verdict.isAccepted != (judgement.release != nil) { guardOnly += 1 }
        }
        let oracle = Oracle(world, binding: !isPreview)
        let denied = Set(verdict.findings.filter { $0.denial != nil }.map(\.check))
        if let first = verdict.denial?.check { firstDenials[first, default: 0] += 1 }
        if verdict.isAccepted {
            accepted += 1
            acceptedAs[scenario, default: 0] += 1
        }
        if verdict.isAccepted && !oracle.broken.isEmpty { guardOnly += 1 }
        if !verdict.isAccepted && oracle.broken.isEmpty { oracleOnly += 1 }
        if denied != oracle.broken {
            otherCheck += 1
            if example == nil {
                example =
                    "\(place): guard \(denied.map(\.rawValue)), oracle "
                    + "\(oracle.broken.map(\.rawValue)); \(verdict.findings.compactMap(\.denial))"
            }
        }
        if !verdict.findings.allSatisfy(marginsAreSound) { unsoundMargins += 1 }
    }

    /// No margin is negative or no number, so none can hide an escape or break a record.
    private func marginsAreSound(_ finding: Finding) -> Bool {
        guard case .accepted(let margin?) = finding.result else { return true }
        return margin.left >= 0 && margin.left.isFinite && (margin.whole ?? 0).isFinite
    }
}
