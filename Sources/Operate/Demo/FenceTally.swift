/// Whether every write of a run went through the companion block, by both sides' records.
package struct FenceTally: Hashable, Sendable {
    /// Permits on record, and how many of them name no epoch.
    package let permits: Int
    package let withoutEpoch: Int
    /// Epochs that permits were given for, each once, rising.
    package let epochs: [UInt32]
    /// Writes that the plant's record says the block took.
    package let taken: Int

    package init(_ tally: JournalTally, plant rows: [SetpointRow]) {
        permits = tally.epochs.count
        withoutEpoch = tally.epochs.count { $0 == nil }
        epochs = Set(tally.epochs.compactMap(\.self)).sorted()
        taken = rows.count { $0.cause == .remote }
    }

    package var isPassed: Bool { permits > 0 && withoutEpoch == 0 && taken > 0 }

    package var figure: String {
        let names = epochs.map { "\($0)" }.joined(separator: ", ")
        return "\(taken) taken by the block, \(permits) permits under epoch \(names), "
            + "\(withoutEpoch) without an epoch"
    }
}
