import Determinism
package import Tags

/// Whether the innovations are as large as the filter says they should be.
///
/// The mean of squared normalized innovations over a window of N independent updates lies within
/// χ²(N)/N in 95 of 100 windows (Bar-Shalom, Li, Kirubarajan: Estimation with Applications to
/// Tracking and Navigation, 5.4).
package struct Consistency: Hashable, Codable, Sendable {
    /// One a measurement, in the order of the settings.
    package let measurements: [Window]
    /// Of the whole update: νᵀ S⁻¹ ν divided by the count of measurements.
    package let joint: Window

    /// A mean of squared normalized innovations and the range it should lie in.
    package struct Window: Hashable, Codable, Sendable {
        /// Empty for the joint statistic.
        package let tag: TagName?
        /// Nil before the first innovation.
        package let mean: Double?
        /// Degrees of freedom in the window.
        package let count: Int
        /// 2.5 % and 97.5 % points of χ²(count)/count.
        package let low: Double
        package let high: Double

        /// Nil while fewer than ten innovations are in the window.
        package var isConsistent: Bool? {
            guard let mean, count >= 10 else { return nil }
            return mean >= low && mean <= high
        }

        init(tag: TagName?, sum: Double, count: Int) {
            self.tag = tag
            self.count = count
            mean = count > 0 ? sum / Double(count) : nil
            low = count > 0 ? Self.quantile(-1.959_963_985, count) / Double(count) : 0
            high = count > 0 ? Self.quantile(1.959_963_985, count) / Double(count) : .infinity
        }

        /// The quantile of χ²(n) at the normal quantile z (Wilson, Hilferty: PNAS 17, 1931).
        static func quantile(_ z: Double, _ n: Int) -> Double {
            let share = 2 / (9 * Double(n))
            let root = 1 - share + z * share.squareRoot()
            return max(0, Double(n) * root * root * root)
        }
    }
}

/// Gathers squared normalized innovations over a sliding window of updates.
struct ConsistencyGatherer: Hashable, Sendable {
    private let tags: [TagName]
    private let window: Int
    /// Per measurement: newest last.
    private var squares: [[Double]]
    private var joint: [(sum: Double, count: Int)] {
        zip(jointSums, jointCounts).map { ($0, $1) }
    }
    private var jointSums: [Double] = []
    private var jointCounts: [Int] = []

    init(tags: [TagName], window: Int) {
        self.tags = tags
        self.window = max(1, window)
        squares = Array(repeating: [], count: tags.count)
    }

    mutating func note(_ innovations: [(measurement: Int, normalized: Double)], joint: Double) {
        for (measurement, normalized) in innovations {
            squares[measurement].append(normalized * normalized)
            if squares[measurement].count > window { squares[measurement].removeFirst() }
        }
        guard !innovations.isEmpty else { return }
        jointSums.append(joint)
        jointCounts.append(innovations.count)
        if jointSums.count > window {
            jointSums.removeFirst()
            jointCounts.removeFirst()
        }
    }

    var consistency: Consistency {
        Consistency(
            measurements: zip(tags, squares).map {
                .init(tag: $0, sum: $1.reduce(0, +), count: $1.count)
            },
            joint: .init(
                tag: nil, sum: joint.reduce(0) { $0 + $1.sum },
                count: joint.reduce(0) { $0 + $1.count }))
    }
}
