package import Act
import Determinism
import Guard
package import Historian
import Journal
package import Loop
package import Tags
package import Wire

/// Keeps what a recommendation rests on: its grounds for the guard's journal, and its exact inputs
/// in the historian, under a hash that stands in the grounds.
package struct AdviceBook: Sendable {
    private let historian: Historian
    private let settings: LoopSettings
    private let ranBy: [Opened.Setting]
    private let workplace: Workplace
    /// Some hundred thousand numbers; a large twin's inputs have some ten thousand.
    package static let limits = WireLimits(bytes: 32 << 20, values: 1 << 22)

    /// `ranBy`: hashes of the twin's files.
    package init(
        _ historian: Historian, _ settings: LoopSettings, ranBy: [Opened.Setting],
        at workplace: Workplace = .here
    ) {
        self.historian = historian
        self.settings = settings
        self.ranBy = ranBy
        self.workplace = workplace
    }

    /// The grounds of a recommendation, once its inputs are durable; and what is wrong if they
    /// could not be kept, in which case the grounds say that they are not.
    package func grounds(
        of advice: CycleOutcome.Advice, requested: Mode, stoppedAfter: Int?
    ) async -> (grounds: Grounds, trouble: String?) {
        var grounds = settings.grounds(
            of: advice, requested: requested, stoppedAfter: stoppedAfter)
        grounds.hashes = ranBy + [workplace.setting]
        grounds.machine = workplace.machine
        do {
            let bytes = try wireBytes(advice.inputs, limits: Self.limits)
            let hash = sha256(bytes[...])
            try await historian.store(
                KeptAdvice(
                    decision: Int64(bitPattern: grounds.decision.number), at: grounds.at,
                    hash: hash, bytes: bytes))
            grounds.kept = .init(hash: hash, bytes: bytes.count)
            return (grounds, nil)
        } catch {
            return (grounds, "\(grounds.decision) cannot be calculated again: \(error)")
        }
    }
}
