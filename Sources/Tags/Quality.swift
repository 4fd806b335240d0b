/// How far a value may be trusted, and why not further. A bad value is absent, never 0.
package enum Quality: Hashable, Codable, Sendable {
    case good
    case uncertain(QualityReason)
    case bad(QualityReason)

    package var isGood: Bool { self == .good }

    /// True unless bad.
    package var isUsable: Bool {
        if case .bad = self { return false }
        return true
    }

    package var reason: QualityReason? {
        switch self {
        case .good: nil
        case .uncertain(let reason), .bad(let reason): reason
        }
    }
}

/// Why a value is not fully trusted.
package enum QualityReason: String, CaseIterable, Hashable, Sendable {
    /// No sample has come since start.
    case missing
    /// The connection says it has no answer.
    case disconnected
    /// NaN or infinite.
    case notFinite = "not finite"
    /// Outside the range in which the instrument can be right.
    case outOfRange = "out of range"
    /// Changed faster than the process can.
    case tooFast = "too fast"
    /// Older than its age limit.
    case stale
    /// Has not changed at all for longer than a live signal would.
    case frozen
    /// One sample far from its neighbours.
    case spike
    /// Stamped later than now by more than clocks may differ.
    case fromTheFuture = "from the future"
}
