/// Plant time is recorded as its nanoseconds.
extension PlantTime: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(nanoseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(nanoseconds)
    }
}

extension PlantTime {
    /// Seconds from `other` to this instant; nil if the difference does not fit, so that a wild
    /// stamp is refused instead of ending the process [s].
    package func elapsed(since other: PlantTime) -> Double? {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        return overflow ? nil : Double(difference) * 1e-9
    }
}
