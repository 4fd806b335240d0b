/// Values that were seen, without keeping them: how many, mean, variance, extremes, and shares with
/// an error of at most 0.8 % of the value.
///
/// Mean and variance after Welford (1962), in Chan, Golub and LeVeque's form (1979) where two are
/// joined; percentiles from counts on a scale of 64 steps an octave (the idea of HdrHistogram).
package struct Tally: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var mean = 0.0
    private var squares = 0.0
    package private(set) var least = Double.infinity
    package private(set) var most = -Double.infinity
    /// Values that are zero, or too small for the scale.
    private var small = 0
    /// Counts of the steps from `firstStep` on.
    private var steps: [Int32] = []
    private var firstStep = 0

    package init() {}

    /// What `TickTallies` gathered; `squares` are the squared distances from the mean, summed.
    init(
        count: Int, mean: Double, squares: Double, least: Double, most: Double, small: Int,
        steps: [Int32], firstStep: Int
    ) {
        (self.count, self.mean, self.squares) = (count, mean, squares)
        (self.least, self.most, self.small) = (least, most, small)
        (self.steps, self.firstStep) = (steps, firstStep)
    }

    /// Variance of the values as a sample; 0 of fewer than two.
    package var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

    /// Notes a value: finite, at least 0.
    package mutating func add(_ value: Double) {
        precondition(value >= 0 && value < .infinity, "a tally of \(value)")
        count += 1
        let difference = value - mean
        mean += difference / Double(count)
        squares += difference * (value - mean)
        least = min(least, value)
        most = max(most, value)
        guard value >= Tally.smallest else {
            small += 1
            return
        }
        let step = Tally.step(of: value)
        makeRoom(for: step)
        steps[step - firstStep] += 1
    }

    /// Takes over all that another one saw.
    package mutating func add(_ other: Tally) {
        guard other.count > 0 else { return }
        let (n, m) = (Double(count), Double(other.count))
        let difference = other.mean - mean
        mean += difference * m / (n + m)
        squares += other.squares + difference * difference * n * m / (n + m)
        count += other.count
        least = min(least, other.least)
        most = max(most, other.most)
        small += other.small
        guard !other.steps.isEmpty else { return }
        makeRoom(for: other.firstStep)
        makeRoom(for: other.firstStep + other.steps.count - 1)
        for (index, count) in other.steps.enumerated() {
            steps[other.firstStep + index - firstStep] += count
        }
    }

    /// The value that this share of all values does not exceed, to within 0.8 %; nil of none.
    package func percentile(_ share: Double) -> Double? {
        guard count > 0 else { return nil }
        let rank = max(1, min(count, Int((share * Double(count)).rounded(.up))))
        if rank <= small { return least }
        var seen = small
        for (index, count) in steps.enumerated() {
            seen += Int(count)
            if seen >= rank { return min(max(Tally.middle(of: firstStep + index), least), most) }
        }
        return most
    }

    private mutating func makeRoom(for step: Int) {
        if steps.isEmpty { firstStep = step }
        if step < firstStep {
            steps.insert(contentsOf: [Int32](repeating: 0, count: firstStep - step), at: 0)
            firstStep = step
        }
        while step - firstStep >= steps.count { steps.append(0) }
    }

    /// Below this all values are alike: less than a microsecond.
    private static let smallest = 0x1p-20

    /// Sixty-four steps an octave, read from the bits of the number: exponent and six bits after.
    @inline(__always) static func step(of value: Double) -> Int {
        Int(truncatingIfNeeded: value.bitPattern >> 46)
    }

    private static func middle(of step: Int) -> Double {
        let low = Double(bitPattern: UInt64(step) << 46)
        let high = Double(bitPattern: UInt64(step + 1) << 46)
        return (low + high) / 2
    }
}
