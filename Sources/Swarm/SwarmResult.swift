package import Act
import Foundation
import Journal

/// What one seed came to.
package struct SwarmResult: Sendable {
    package let seed: UInt64
    /// Plant time [h].
    package let hours: Double
    package let violations: [SwarmViolation]
    /// How often each fault was met.
    package let met: [SwarmFault: Int]
    package let writes: Int
    /// Outcomes on record, by result.
    package let outcomes: [String: Int]
    /// First denials on record: what was judged, check and reason.
    package let denials: [String: Int]
    /// How far outside their bounds held values were, late after the last fault.
    package let recovered: [RecoveredValue]
    package let starts: Int
    /// How often a person gave a loop back.
    package let handBacks: Int
    package let automatic: AutomaticTally
    /// Whether the loops stood behind a companion block.
    package let isFenced: Bool
    package let records: Int
    /// The bytes of its journal.
    package let journal: [UInt8]

    init(
        seed: UInt64, _ state: SwarmState, hours: Double, starts: Int, journal: [UInt8]
    ) {
        self.journal = journal
        self.seed = seed
        self.hours = hours
        self.starts = starts
        handBacks = state.checks.handBacks
        automatic = state.witness.automatic
        isFenced = state.block != nil
        violations = state.checks.violations
        met = state.met
        writes = state.writes
        outcomes = state.witness.outcomes
        recovered = state.recovery.means
        denials = state.witness.denials
        records = state.witness.lines
    }
}

extension SwarmResult {
    /// The records of some kinds, in their order.
    package func entries(of kinds: Set<RecordKind>) throws -> [JournalEntry] {
        var reader = JournalReader(KeptBytes(journal))
        var entries: [JournalEntry] = []
        while let record = try reader.next() {
            if let kind = record.kind, kinds.contains(kind) { entries.append(try record.entry()) }
        }
        return entries
    }
}
