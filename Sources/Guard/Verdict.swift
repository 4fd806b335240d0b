package import Tags

/// The checks, in the order in which the first failing one is the verdict (`docs/safety.md`).
package enum Check: String, CaseIterable, Codable, Sendable {
    case guardItself = "guard itself"
    case authority, form, time
    case plantState = "plant state"
    case absoluteLimits = "absolute limits"
    case rate, group, consequence, model, worth
    case final

    /// Records of before there was a check of the model call it by what it looked at then.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let word = try container.decode(String.self)
        guard let check = word == "certificate" ? .model : Check(rawValue: word) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "there is no check \"\(word)\"")
        }
        self = check
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// What was not known and did not deny.
package enum Note: String, Codable, Sendable {
    case noApprovedBuild = "no build of the guard is approved"
    case noSelfTest = "the guard has not tested itself"
    case failsafeNotGiven = "whether FAILSAFE was pressed is not known"
    case noModelStanding = "where the model stands was not said"
}

/// In what a margin is counted.
package enum MarginUnit: String, Codable, Sendable {
    /// A difference in the SI unit of the finding's tag.
    case tag
    case seconds, count
    case moneyPerHour = "money/h"
    /// The unit of the objective.
    case objective
    /// The unit of a joint limit's sum.
    case joint
}

/// How much room an accepted check left.
package struct Margin: Hashable, Codable, Sendable {
    /// What is limited, such as "step" or "ramp over 600 s".
    package let what: String
    /// Room left; zero or more.
    package let left: Double
    /// The whole room, where there is one; left / whole is the share not used.
    package let whole: Double?
    package let unit: MarginUnit

    /// Room too wide for a number is written as the largest one, so that records stay finite.
    package init(_ what: String, left: Double, of whole: Double? = nil, _ unit: MarginUnit) {
        self.what = what
        self.left = left.isFinite ? left : .greatestFiniteMagnitude
        self.whole = sound(whole)
        self.unit = unit
    }
}

/// What one check said about one thing.
package struct Finding: Hashable, Codable, Sendable {
    package enum Result: Hashable, Codable, Sendable {
        case accepted(margin: Margin?)
        case denied(because: Denial)
        /// Something is not known that need not be known for this move.
        case noted(Note)
    }

    package let check: Check
    /// The tag, interlock or limit it is about; nil if it is about the decision as a whole.
    package let about: String?
    package let result: Result

    package var denial: Denial? {
        if case .denied(let denial) = result { return denial }
        return nil
    }

    static func accepted(
        _ check: Check, _ about: String? = nil, _ margin: Margin? = nil
    ) -> Finding {
        Finding(check: check, about: about, result: .accepted(margin: margin))
    }

    static func noted(_ check: Check, _ note: Note) -> Finding {
        Finding(check: check, about: nil, result: .noted(note))
    }

    static func denied(_ check: Check, _ about: String? = nil, _ denial: Denial) -> Finding {
        Finding(check: check, about: about, result: .denied(because: denial))
    }
}

/// What the guard says to one proposal: every finding, for the explanation.
package struct Verdict: Hashable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// For the card; binds nobody.
        case preview
        /// At the moment of acting.
        case binding
        /// The same, for moves that back off.
        case recovery
    }

    package let kind: Kind
    package let decision: DecisionID
    /// In the order of the checks.
    package let findings: [Finding]

    /// The first denial in the order of the checks; nil if all was accepted.
    package var denial: Finding? { findings.first { $0.denial != nil } }

    package var isAccepted: Bool { denial == nil && !findings.isEmpty }

    /// The accepted finding that left the smallest share of its room.
    package var tightest: Finding? {
        var tightest: (Finding, share: Double)?
        for finding in findings {
            guard case .accepted(let margin?) = finding.result, let whole = margin.whole, whole > 0
            else { continue }
            let share = margin.left / whole
            if let known = tightest, known.share <= share { continue }
            tightest = (finding, share)
        }
        return tightest?.0
    }
}
