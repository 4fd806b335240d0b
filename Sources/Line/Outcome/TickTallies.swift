/// Times in ticks, tallied for each product while a run goes on, without an allocation. Every tier
/// tallies with it or with its eight lanes, so that all give the same `Tally`, to the last bit.
struct TickTallies: ~Copyable {
    private struct Sums: BitwiseCopyable {
        var count = 0
        var sum: Int64 = 0
        /// The first value [s], and squares of the distances from it [s²]: what is left of a small
        /// variance around a large mean.
        var origin = 0.0
        var squares = 0.0
        var least = Int64.max
        var most = Int64.min
    }

    private let sums: Field<Sums>
    /// Step by step, then the next product.
    private let steps: Field<Int32>

    init(products: Int) {
        sums = Field(repeating: Sums(), count: products)
        steps = Field(repeating: 0, count: products * TickTallies.stepCount)
    }

    /// One step for 0, then those of `Tally` up to 285 years.
    static let stepCount = Tally.step(of: Ticks.exactLimit / Ticks.perSecond) - firstStep + 2
    /// The step of one tick.
    static let firstStep = Tally.step(of: 1 / Ticks.perSecond)

    /// Notes a time: at least 0.
    @inline(__always) func add(_ ticks: Int64, of product: Int) {
        let seconds = Double(ticks) * (1 / Ticks.perSecond)
        sums.change(product) { here in
            if here.count == 0 { here.origin = seconds }
            here.count &+= 1
            here.sum &+= ticks
            let distance = seconds - here.origin
            here.squares += distance * distance
            here.least = min(here.least, ticks)
            here.most = max(here.most, ticks)
        }
        let place = TickTallies.place(of: seconds)
        steps.change(product &* TickTallies.stepCount &+ place) { $0 &+= 1 }
    }

    /// Where a time is counted.
    @inline(__always) static func place(of seconds: Double) -> Int {
        seconds > 0 ? Tally.step(of: seconds) &- firstStep &+ 1 : 0
    }

    func clear() {
        for product in 0..<sums.count { sums[product] = Sums() }
        for step in 0..<steps.count { steps[step] = 0 }
    }

    init(copying other: borrowing TickTallies) {
        sums = copied(other.sums)
        steps = copied(other.steps)
    }

    func copy(from other: borrowing TickTallies) {
        sums.copy(from: other.sums)
        steps.copy(from: other.steps)
    }

    /// All that was noted of a product.
    func tally(of product: Int) -> Tally {
        let here = sums[product]
        return TickTallies.tally(
            count: here.count, sum: here.sum, origin: here.origin, squares: here.squares,
            least: here.least, most: here.most
        ) { steps[product * TickTallies.stepCount + $0] }
    }

    /// Sums of times and of squared distances from the first, as a `Tally`.
    static func tally(
        count: Int, sum: Int64, origin: Double, squares: Double, least: Int64, most: Int64,
        steps: (Int) -> Int32
    ) -> Tally {
        guard count > 0 else { return Tally() }
        let mean = Double(sum) / Double(count) / Ticks.perSecond
        let shift = mean - origin
        var (from, to) = (1, TickTallies.stepCount)
        while from < to, steps(from) == 0 { from += 1 }
        while to > from, steps(to - 1) == 0 { to -= 1 }
        return Tally(
            count: count, mean: mean,
            squares: max(0, squares - Double(count) * shift * shift),
            least: Double(least) / Ticks.perSecond, most: Double(most) / Ticks.perSecond,
            small: Int(steps(0)), steps: (from..<to).map { steps($0) },
            firstStep: from - 1 + firstStep)
    }
}
