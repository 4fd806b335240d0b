/// The three ways to simulate a line, the fastest first. What two of them can express they give
/// alike, to the last bit.
package enum LineTier: Int, Hashable, Sendable, CaseIterable, Comparable {
    case recursion, slots, general

    package static func < (a: LineTier, b: LineTier) -> Bool { a.rawValue < b.rawValue }

    /// As reports name it.
    package var words: String {
        switch self {
        case .recursion: "recursion"
        case .slots: "slots"
        case .general: "general"
        }
    }
}

/// Why a tier cannot carry a part of a line: which station, or all of them, and what about it.
struct TierObstacle: Hashable {
    /// Nil: it lies in how parts come, and holds for every station.
    var station: String?
    var words: String
}

/// What carries a station, and why nothing faster does.
package struct TierNote: Hashable, Sendable {
    package var station: String
    package var tier: LineTier
    /// In plant words, one for each obstacle; empty at the fastest tier.
    package var reasons: [String]

    package init(station: String, tier: LineTier, reasons: [String]) {
        (self.station, self.tier, self.reasons) = (station, tier, reasons)
    }
}
