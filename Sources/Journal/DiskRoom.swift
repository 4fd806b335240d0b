/// How much room the journal's disk has, and what follows from it.
package struct DiskRoom: Hashable, Sendable {
    /// Free for this process, and all there is [bytes].
    package let freeBytes: UInt64
    package let totalBytes: UInt64
    /// Whether the reserve is there that the last records need.
    package let hasReserve: Bool

    package init(freeBytes: UInt64, totalBytes: UInt64, hasReserve: Bool) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.hasReserve = hasReserve
    }

    /// Size of the file that keeps room for the last records [bytes].
    package static let reserveBytes = 64 << 20

    /// What the twin may still do, from everything to nothing.
    package enum Consequence: Int, CaseIterable, Comparable, Sendable {
        case none
        /// Someone should make room: less than 10 % is free.
        case warn
        /// Nothing is written to the plant any more: less than 5 % is free, or there is no reserve.
        case advisory
        /// Handles are given back: less than 2 % is free.
        case shed

        package static func < (a: Consequence, b: Consequence) -> Bool { a.rawValue < b.rawValue }
    }

    package var consequence: Consequence {
        // A disk without size is one that cannot be told.
        guard totalBytes > 0 else { return .advisory }
        let share = Double(freeBytes) / Double(totalBytes)
        let byShare: Consequence =
            switch share {
            case ..<0.02: .shed
            case ..<0.05: .advisory
            case ..<0.10: .warn
            default: .none
            }
        return hasReserve ? byShare : max(byShare, .advisory)
    }

    /// What follows if the room cannot be told at all: nothing is written to the plant.
    package static func consequence(of room: DiskRoom?) -> Consequence {
        room?.consequence ?? .advisory
    }
}
