/// How far a held value lies outside its bounds, as it truly is.
package struct HeldValue: Sendable {
    package let name: String
    /// In its own unit; 0 inside.
    package let excess: Double
    /// So much more than without the twin is not held against it.
    package let allowance: Double

    /// - Parameters:
    ///   - bounds: an end that is nil is open.
    package init(
        _ name: String, _ value: Double, _ bounds: (low: Double?, high: Double?),
        allowance: Double
    ) {
        self.name = name
        self.allowance = allowance
        let outside = [bounds.low.map { $0 - value }, bounds.high.map { value - $0 }]
        excess = outside.compactMap(\.self).reduce(0, max)
    }
}

/// Whether held values have come back once nothing went wrong any more: how far outside they were
/// on average, with the twin, and at the same plant under the same faults that people lead without
/// it.
struct RecoveryTally: Sendable {
    /// So long after the faults have stopped they must be back [s].
    static let patience = 5400.0

    private struct Course: Sendable {
        var (led, alone, seconds) = (0.0, 0.0, 0.0)
        var allowance = 0.0
    }

    private var courses: [String: Course] = [:]

    mutating func note(_ led: [HeldValue], alone: [HeldValue], for seconds: Double) {
        for value in led {
            guard let other = alone.first(where: { $0.name == value.name }) else { continue }
            var course = courses[value.name] ?? Course()
            course.led += value.excess * seconds
            course.alone += other.excess * seconds
            course.seconds += seconds
            course.allowance = value.allowance
            courses[value.name] = course
        }
    }

    /// Mean excess of each value, with the twin and without.
    var means: [RecoveredValue] {
        courses.sorted { $0.key < $1.key }.filter { $0.value.seconds > 0 }.map { name, course in
            RecoveredValue(
                name: name, led: course.led / course.seconds,
                alone: course.alone / course.seconds, allowance: course.allowance)
        }
    }
}

/// How far outside its bounds a held value was on average, late after the last fault.
package struct RecoveredValue: Hashable, Codable, Sendable {
    package let name: String
    /// With the twin, and at the same plant without it; in the value's unit.
    package let led: Double
    package let alone: Double
    let allowance: Double

    /// As near as people bring it alone.
    var isBack: Bool { led <= alone + allowance }

    var text: String {
        func brief(_ x: Double) -> Double { (x * 10).rounded() / 10 }
        return "\(name) \(brief(led)) outside, without the twin \(brief(alone))"
    }
}
