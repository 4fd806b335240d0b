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
}
