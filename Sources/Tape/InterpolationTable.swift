/// A one-dimensional table: straight lines between knots, held flat outside.
package struct InterpolationTable: Hashable, Sendable {
    /// Strictly ascending, at least one.
    package let arguments: [Double]
    /// As many as arguments.
    package let values: [Double]

    /// Nil if the counts differ, none are given, a number is not finite or arguments do not ascend.
    package init?(arguments: [Double], values: [Double]) {
        guard arguments.count == values.count, !arguments.isEmpty,
            (arguments + values).allSatisfy(\.isFinite),
            zip(arguments, arguments.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.arguments = arguments
        self.values = values
    }

    /// The value at x; NaN for NaN.
    package func value(at x: Double) -> Double {
        guard x > arguments[0] else { return x.isNaN ? x : values[0] }
        guard x < arguments[arguments.count - 1] else { return values[values.count - 1] }
        let i = segment(of: x)
        return values[i] + (x - arguments[i]) * slope(ofSegment: i)
    }

    /// The slope at x: of the segment that begins at or before x, 0 outside the knots.
    package func slope(at x: Double) -> Double {
        guard x >= arguments[0], x < arguments[arguments.count - 1] else {
            return x.isNaN ? x : 0
        }
        return slope(ofSegment: segment(of: x))
    }

    private func slope(ofSegment i: Int) -> Double {
        (values[i + 1] - values[i]) / (arguments[i + 1] - arguments[i])
    }

    /// The last knot at or before x, which lies between the first and the last.
    private func segment(of x: Double) -> Int {
        var low = 0
        var high = arguments.count - 1
        while high - low > 1 {
            let middle = (low + high) / 2
            if arguments[middle] <= x { low = middle } else { high = middle }
        }
        return low
    }
}
