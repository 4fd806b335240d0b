/// `TickTallies` of eight replications side by side, for each product.
struct LaneTallies: ~Copyable {
    typealias Lanes = SIMD8<Double>

    private struct Sums {
        var count = Lanes()
        var sum = SIMD8<Int64>()
        var origin = Lanes()
        var squares = Lanes()
        var least = Lanes(repeating: .infinity)
        var most = Lanes(repeating: -.infinity)
    }

    private var sums: [Sums]
    /// Step by step within a lane, then the next lane, then the next product.
    private let steps: Field<Int32>

    init(products: Int) {
        sums = [Sums](repeating: Sums(), count: products)
        steps = Field(repeating: 0, count: products * 8 * TickTallies.stepCount)
    }

    /// Notes a run of times, all of which count: `gone` less `entered`, from one part to another.
    ///
    /// - Returns: the sum of the times.
    mutating func add(
        _ parts: Range<Int>, of product: Int, entered: borrowing LaneField,
        gone: borrowing LaneField
    ) -> SIMD8<Int64> {
        let before = sums[product].sum
        guard !any(sums[product].count .== 0) else {
            let all = SIMDMask<SIMD8<Int64>>(repeating: true)
            for part in parts { add(gone[part] - entered[part], of: product, where: all) }
            return sums[product].sum &- before
        }
        var here = sums[product]
        let first = product * 8 * TickTallies.stepCount
        var total = Lanes()
        for part in parts {
            let ticks = gone[part] - entered[part]
            let seconds = ticks * (1 / Ticks.perSecond)
            let distance = seconds - here.origin
            total += ticks
            here.squares += distance * distance
            here.least = -larger(-here.least, -ticks)
            here.most = larger(here.most, ticks)
            note(seconds, from: first, count: Lanes(repeating: 1))
        }
        here.count += Double(parts.count)
        here.sum &+= wholeNumbers(total)
        sums[product] = here
        return here.sum &- before
    }

    /// Notes a run of times, of which those count where `kept` is 1 and not 0.
    mutating func add(
        _ parts: Range<Int>, of product: Int, entered: borrowing LaneField,
        gone: borrowing LaneField, kept: borrowing LaneField
    ) {
        guard !any(sums[product].count .== 0) else {
            for part in parts {
                add(gone[part] - entered[part], of: product, where: kept[part] .> 0)
            }
            return
        }
        var here = sums[product]
        let first = product * 8 * TickTallies.stepCount
        var total = Lanes()
        for part in parts {
            let (ticks, keep) = (gone[part] - entered[part], kept[part])
            let seconds = ticks * (1 / Ticks.perSecond)
            let distance = seconds - here.origin
            total += ticks * keep
            here.squares += distance * distance * keep
            // What is scrapped is neither the least nor the most.
            here.least = -larger(-here.least, -(ticks + (1 - keep) * Ticks.exactLimit))
            here.most = larger(here.most, ticks * keep)
            here.count += keep
            note(seconds, from: first, count: keep)
        }
        here.sum &+= wholeNumbers(total)
        sums[product] = here
    }

    /// Notes a time in the lanes where it counts.
    mutating func add(
        _ ticks: Lanes, of product: Int, where counts: SIMDMask<SIMD8<Int64>>
    ) {
        guard any(counts) else { return }
        var here = sums[product]
        let seconds = ticks * (1 / Ticks.perSecond)
        here.origin.replace(with: seconds, where: counts .& (here.count .== 0))
        let distance = seconds - here.origin
        here.squares += Lanes().replacing(with: distance * distance, where: counts)
        here.count += Lanes().replacing(with: 1, where: counts)
        here.least.replace(with: ticks, where: counts .& (ticks .< here.least))
        here.most.replace(with: ticks, where: counts .& (ticks .> here.most))
        here.sum &+= wholeNumbers(Lanes().replacing(with: ticks, where: counts))
        sums[product] = here
        for lane in 0..<8 where counts[lane] {
            let place = TickTallies.place(of: seconds[lane])
            steps.change((8 * product + lane) * TickTallies.stepCount + place) { $0 &+= 1 }
        }
    }

    @inline(__always) private func note(_ seconds: Lanes, from first: Int, count: Lanes) {
        // What is less than a tick is counted in place 0.
        let steps64 = bits(of: larger(seconds, Lanes(repeating: LaneTallies.low))) &>> 46
        let places = steps64 &- UInt64(TickTallies.firstStep - 1)
        // 1.0 has bits there, 0.0 has none.
        let counts = bits(of: count) &>> 61 & 1
        for lane in 0..<8 {
            let place =
                first &+ lane &* TickTallies.stepCount &+ Int(truncatingIfNeeded: places[lane])
            steps.change(place) { $0 &+= Int32(truncatingIfNeeded: counts[lane]) }
        }
    }

    /// A time of the step below that of one tick [s].
    private static let low = Double(bitPattern: UInt64(TickTallies.firstStep - 1) << 46)

    /// All that was noted of a product in a lane.
    func tally(of product: Int, lane: Int) -> Tally {
        let here = sums[product]
        guard here.count[lane] > 0 else { return Tally() }
        return TickTallies.tally(
            count: Int(here.count[lane]), sum: here.sum[lane], origin: here.origin[lane],
            squares: here.squares[lane], least: Int64(here.least[lane]),
            most: Int64(here.most[lane])
        ) { steps[(8 * product + lane) * TickTallies.stepCount + $0] }
    }
}
