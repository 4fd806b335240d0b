import Quantities

/// How a number of the sealed twin is shown, told by the name of its field.
struct Figure {
    private let label: String
    private let parents: [String]

    /// - Parameter path: labels down to the number, its own last.
    init(_ path: [String]) {
        label = path.last ?? ""  // a number never stands at the top
        parents = path.dropLast()
    }

    /// As people write it, and in full.
    func texts(of value: Double, _ unit: Unit?) -> (text: String, exact: String) {
        let exact = "\(value) (SI)"
        guard value.isFinite else {
            return value.isNaN ? (exact, exact) : ("no bound", exact)
        }
        if Self.durations.contains(label) || label == "sense" && parents.last == "cadence" {
            return (Self.duration(value), exact)
        }
        if Self.plain.contains(label) { return (Self.brief(value), exact) }
        switch label {
        case "leastGain": return (Self.brief(value) + " EUR/h", exact)
        case "worthActingAbove": return (Self.brief(value * 3600) + " EUR/h", exact)
        default: break
        }
        guard let unit else { return (Self.brief(value) + " (SI)", exact) }
        let difference = unit.difference.symbol
        switch label {
        case "price":
            return ("\(Self.brief(unit.fromSI(difference: value))) \(unit.symbol)", exact)
        case "softPrice":
            return ("\(Self.brief(value * 3600 * unit.scale)) EUR per h and \(difference)", exact)
        case "travelPrice":
            return ("\(Self.brief(value * unit.scale)) EUR per \(difference)", exact)
        case "rate":
            let perSecond = unit.fromSI(difference: value)
            let isSlow = perSecond < 1
            return (
                "\(Self.brief(isSlow ? perSecond * 60 : perSecond)) \(difference)/"
                    + (isSlow ? "min" : "s"), exact
            )
        default: break
        }
        if Self.differences.contains(label) {
            return ("\(Self.brief(unit.fromSI(difference: value))) \(difference)", exact)
        }
        if Self.levels.contains(label) {
            return ("\(Self.brief(unit.fromSI(value))) \(unit.symbol)", exact)
        }
        return (Self.brief(value) + " (SI)", exact)
    }

    private static let durations: Set<String> = [
        "window", "leastApart", "ageLimit", "snapshotAge", "longestCardLife", "longestReadbackGap",
        "permitSeconds", "handsOffSeconds", "horizon", "actsAfter", "spacing", "age", "staleAfter",
        "frozenAfter", "optimize", "lease", "leaseRenewal", "heartbeat", "watchdog", "validFor",
        "timeout", "selfTestAge", "writeTimeout", "gateAge", "cycle", "length", "coolDown",
        "lockoutWindow", "patience",
    ]
    private static let plain: Set<String> = [
        "coverage", "coefficient", "gap", "feasibility", "residual", "factor", "offset", "scale",
        "toleranceShare", "share", "leaseTimeouts", "holdCycles", "goodCycles", "dropTestDays",
        "leastDays", "leastAcceptance", "mostBias", "leastCoverage", "mostCoverage", "cleanDays",
        "gainDeviations",
    ]
    private static let differences: Set<String> = [
        "largestStep", "reach", "smallestMove", "resolution", "deadband", "spike", ".0",
    ]
    private static let levels: Set<String> = [
        "low", "high", "lowerBound", "upperBound", "value", "fixed",
    ]

    /// A number rounded to what a file could have said.
    static func brief(_ value: Double) -> String {
        guard abs(value) >= 1e-3 || value == 0, abs(value) < 1e12 else { return "\(value)" }
        let rounded = (value * 1e6).rounded() / 1e6
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// A time in the largest unit that fits without a rest.
    static func duration(_ seconds: Double) -> String {
        for (length, symbol) in [(86_400.0, "d"), (3600, "h"), (60, "min")] {
            let count = seconds / length
            if count >= 1, count == count.rounded(), count < 1e9 {
                return "\(Int(count)) \(symbol)"
            }
        }
        return brief(seconds) + " s"
    }
}
