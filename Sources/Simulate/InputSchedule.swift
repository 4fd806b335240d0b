/// What the inputs are over time: knots with values, held or joined by straight lines.
package struct InputSchedule: Hashable, Sendable {
    /// What the inputs do between two knots.
    package enum Course: Hashable, Sendable {
        /// Stay at the earlier knot's value, then jump.
        case hold
        /// Run straight to the later knot's value.
        case linear
    }

    /// Ascending strictly, at least one [s].
    package let times: [Double]
    /// One row a knot, one column an input.
    package let values: [[Double]]
    package let course: Course

    /// Before the first knot its values hold, after the last those of the last.
    package init(times: [Double], values: [[Double]], course: Course = .hold) {
        precondition(
            times.count == values.count && !times.isEmpty,
            "\(times.count) times with \(values.count) rows of inputs")
        precondition(
            zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "input times do not ascend")
        precondition(
            values.allSatisfy { $0.count == values[0].count }, "rows of inputs differ in length")
        self.times = times
        self.values = values
        self.course = course
    }

    /// The same inputs for all times.
    package static func constant(_ values: [Double]) -> InputSchedule {
        InputSchedule(times: [0], values: [values])
    }

    package var inputCount: Int { values[0].count }

    /// The inputs at `time`; at a jump, the values after it.
    package func values(at time: Double) -> [Double] {
        let piece = piece(at: time)
        return zip(piece.values, piece.slopes).map { $0 + $1 * (time - piece.start) }
    }

    /// The stretch that holds at and just after `time`.
    func piece(at time: Double) -> Piece {
        let index = lastKnot(notAfter: time)
        guard index >= 0, index + 1 < times.count, course == .linear else {
            return Piece(start: time, values: values[max(0, index)], slopes: zeros)
        }
        let (i, span) = (index, times[index + 1] - times[index])
        return Piece(
            start: times[i], values: values[i],
            slopes: zip(values[i], values[i + 1]).map { ($1 - $0) / span })
    }

    /// The next time after `time` at which the inputs jump or bend; infinity if none.
    func nextBreak(after time: Double) -> Double {
        var i = lastKnot(notAfter: time) + 1
        if course == .hold {
            while i < times.count, i == 0 || values[i] == values[i - 1] { i += 1 }
        }
        return i < times.count ? times[i] : .infinity
    }

    private var zeros: [Double] { Array(repeating: 0, count: inputCount) }

    /// The last knot at or before `time`; −1 before all.
    private func lastKnot(notAfter time: Double) -> Int {
        guard time >= times[0] else { return -1 }
        var low = 0
        var high = times.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if times[middle] <= time { low = middle } else { high = middle }
        }
        return low
    }

    /// Inputs as values + slopes · (t − start).
    struct Piece {
        let start: Double
        let values: [Double]
        let slopes: [Double]
    }
}
