/// How far the twin may act (`docs/safety.md`). Ordered from nothing to writing.
package enum Mode: String, CaseIterable, Comparable, Sendable {
    /// Computes nothing, writes nothing.
    case off
    /// Computes and records; operators see nothing.
    case shadow
    /// Shows its advice; the operator moves the plant himself.
    case advisory
    /// One accepted recommendation is one write.
    case supervisory

    package static func < (a: Mode, b: Mode) -> Bool {
        order(a) < order(b)
    }

    private static func order(_ mode: Mode) -> Int {
        switch mode {
        case .off: 0
        case .shadow: 1
        case .advisory: 2
        case .supervisory: 3
        }
    }
}

/// The state of the plant itself, as the twin's file defines it by expressions.
package enum PlantMode: String, CaseIterable, Sendable {
    case normal
    case startUp = "start-up"
    case trip
    case maintenance
    /// An input of the mode's expressions is absent: deny what needs a mode.
    case unknown
}
