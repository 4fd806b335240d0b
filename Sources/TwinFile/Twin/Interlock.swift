package import Expressions
package import Tags

/// While its condition is true, or not known, no moves are made.
package struct Interlock: Hashable, Sendable {
    /// True or false, over tags.
    package var when: Formula
    package var reason: String
}

/// While its condition is true, or not known, people want some MVs, or all, left alone.
package struct Stop: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case workPermit = "work permits"
        case laboratory = "laboratory holds"
    }

    package var kind: Kind
    /// True or false, over tags.
    package var when: Formula
    /// The MVs that are not moved; empty: none of them.
    package var stopped: [TagName]
    /// Among those of interlocks and stops, each once.
    package var reason: String
}

/// How the state of the plant is told. A missing rule means the plant is never in that mode.
package struct PlantModeRules: Hashable, Sendable {
    /// True or false, over tags. Of several that are true: trip before maintenance before start-up.
    package var startUp: Formula?
    package var trip: Formula?
    package var maintenance: Formula?

    package init(startUp: Formula? = nil, trip: Formula? = nil, maintenance: Formula? = nil) {
        self.startUp = startUp
        self.trip = trip
        self.maintenance = maintenance
    }
}
