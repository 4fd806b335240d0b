import Synchronization
import Testing

/// What one kind of fault came to over all the points where it was tried.
final class DrillReport: Sendable {
    private struct State {
        var points = 0
        var seen: [String: Int] = [:]
        var findings: [String] = []
    }

    private let fault: String
    private let state = Mutex(State())

    init(_ fault: String) { self.fault = fault }

    /// One point more.
    func tried() { state.withLock { $0.points += 1 } }

    /// Something that happened and is as it should be.
    func saw(_ what: String) { state.withLock { $0.seen[what, default: 0] += 1 } }

    /// Something that must hold.
    func check(_ holds: Bool, _ what: @autoclosure () -> String) {
        guard !holds else { return }
        let text = what()
        state.withLock { $0.findings.append(text) }
    }

    /// Prints a row of the table, and fails the test for what did not hold.
    func conclude(_ place: SourceLocation = #_sourceLocation) {
        let state = state.withLock { $0 }
        let seen = state.seen.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let row =
            "drill | \(fault) | \(state.points) | \(seen.joined(separator: ", ")) | "
            + (state.findings.isEmpty ? "all as promised" : "\(state.findings.count) findings")
        print(row)
        Drill.note([row] + state.findings.map { "finding | \(fault) | \($0)" })
        #expect(state.points > 0, "\(fault) was not tried", sourceLocation: place)
        for finding in state.findings.prefix(12) {
            Issue.record("\(fault): \(finding)", sourceLocation: place)
        }
    }
}
