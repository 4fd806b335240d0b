package import Determinism
import Tags

/// Questions with constant answers, asked at the start and every hour: a guard that answers one of
/// them otherwise has a fault in its program, its memory or its processor, and denies from then on.
package enum GuardSelfTest {
    /// Asks all questions. `at` is when, on the wall's monotonic clock.
    package static func run(at: MonotonicInstant) -> SelfTestResult {
        run(at: at, steps: GuardChain.steps)
    }

    /// With other checks than the real ones, to see that each fault is found.
    static func run(at: MonotonicInstant, steps: [GuardChain.Step]) -> SelfTestResult {
        SelfTestResult(
            at: at,
            failures: questions.filter { !$0.isAnswered(by: steps) }.map(\.name),
            questions: questions.count)
    }

    /// One question and its answer.
    struct Question: Sendable {
        let name: String
        /// What is different from the plant in which all is well.
        let change: @Sendable (inout SelfTestBench) -> Void
        let answer: Answer

        enum Answer: Sendable {
            /// Every margin, in the order of the findings.
            case accepted([Room])
            /// The first denial, and no other check denies.
            case denied(Check, Denial)
        }

        /// One margin.
        struct Room: Hashable, Sendable {
            let check: Check
            let what: String
            let left: Double

            init(_ check: Check, _ what: String, _ left: Double) {
                self.check = check
                self.what = what
                self.left = left
            }
        }

        /// To the bit.
        func isAnswered(by steps: [GuardChain.Step]) -> Bool {
            var bench = SelfTestBench()
            change(&bench)
            let verdict = bench.verdict(by: steps)
            switch answer {
            case .denied(let check, let denial):
                let denied = Set(verdict.findings.filter { $0.denial != nil }.map(\.check))
                return verdict.denial?.denial == denial && denied == [check]
            case .accepted(let rooms):
                return verdict.isAccepted && Self.rooms(in: verdict) == rooms
            }
        }

        static func rooms(in verdict: Verdict) -> [Room] {
            verdict.findings.compactMap { finding in
                guard case .accepted(let margin?) = finding.result else { return nil }
                return Room(finding.check, margin.what, margin.left)
            }
        }
    }
}
