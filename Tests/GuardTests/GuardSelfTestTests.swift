import Determinism
import Tags
import Testing

@testable import Guard

/// Constant questions, and that they would tell a fault.
@Suite struct GuardSelfTestTests {
    private let at = MonotonicInstant(nanoseconds: 7)

    @Test func `a sound guard answers every question`() {
        let result = GuardSelfTest.run(at: at)
        #expect(result.failures == [] && result.passed && result.at == at)
        #expect(result.questions == GuardSelfTest.questions.count && result.questions >= 40)
    }

    @Test func `every check is asked for a denial`() {
        let asked = GuardSelfTest.questions.compactMap { question -> Check? in
            if case .denied(let check, _) = question.answer { check } else { nil }
        }
        #expect(Set(asked) == Set(Check.allCases))
    }

    /// The chain with one check replaced.
    private func failures(
        _ check: Check, _ fault: @escaping @Sendable ([Finding]) -> [Finding]
    ) -> [String] {
        let steps = GuardChain.steps.map { step in
            step.check != check
                ? step : GuardChain.Step(check: check) { fault(step.judge($0)) }
        }
        return GuardSelfTest.run(at: at, steps: steps).failures
    }

    @Test(arguments: Check.allCases)
    func `a check that lets everything through fails the self-test`(check: Check) {
        let lenient = failures(check) { findings in
            findings.map { $0.denial == nil ? $0 : .accepted(check, $0.about) }
        }
        #expect(!lenient.isEmpty)
        #expect(!failures(check) { _ in [] }.isEmpty)
    }

    @Test(arguments: Check.allCases)
    func `a check that denies everything fails the self-test`(check: Check) {
        #expect(
            failures(check) { _ in [.denied(check, nil, .noMoves)] }.contains("a move with a yes"))
    }

    @Test(arguments: Check.allCases.filter { $0 != .plantState })
    func `a margin that is one unit in the last place off fails the self-test`(check: Check) {
        let off = failures(check) { findings in
            findings.map { finding in
                guard case .accepted(let margin?) = finding.result else { return finding }
                return .accepted(
                    check, finding.about,
                    Margin(margin.what, left: margin.left.nextUp, of: margin.whole, margin.unit))
            }
        }
        #expect(off.contains("a move with a yes"))
    }

    @Test(arguments: Check.allCases)
    func `a denial for another reason fails the self-test`(check: Check) {
        let other = failures(check) { findings in
            findings.map { $0.denial == nil ? $0 : .denied(check, $0.about, .noMoves) }
        }
        #expect(!other.isEmpty)
    }

    /// A fault in what one finding says, and the questions that must show it.
    private static let faults: [(Check, @Sendable (Finding) -> Finding, [String])] = [
        // Blind for a hold of one handle.
        (
            .plantState, { $0.about == "laboratory" ? .accepted($0.check, $0.about) : $0 },
            [
                "a laboratory hold of the handle", "a hold of the handle that is not known",
            ]
        ),
        (
            .final, { $0.about == "laboratory" ? .accepted($0.check, $0.about) : $0 },
            ["a hold of the handle at the last look"]
        ),
        // Takes the loop's word for the region.
        (
            .model,
            {
                if case .regionDisagrees = $0.denial { .accepted(.model) } else { $0 }
            }, ["a region that is another, as read"]
        ),
        (
            .model,
            {
                if case .regionNotApproved = $0.denial { .accepted(.model) } else { $0 }
            }, ["a region not approved", "a region not approved, as read"]
        ),
    ]

    @Test(arguments: faults.indices)
    func `a guard blind for a handle's hold or for a region fails the self-test`(index: Int) {
        let (check, fault, names) = Self.faults[index]
        #expect(Set(failures(check) { $0.map(fault) }).isSuperset(of: names))
    }

    @Test func `a guard that holds every handle for one fails the self-test`() {
        let wide = failures(.plantState) { findings in
            findings + [.denied(.plantState, "laboratory", .held(by: .laboratory))]
        }
        #expect(wide.contains("a laboratory hold of another handle"))
    }
}
