/// Laws and their streams in one field, drawn eight at a time: the same numbers in the same order
/// as one by one, with the logarithms of eight draws taken side by side.
struct DrawBank: ~Copyable {
    /// A law with its stream and the draws that are ready.
    private struct Well: BitwiseCopyable {
        var stream: ChanceStream
        var ahead = SIMD8<Double>()
        /// Draws of `ahead` that are used; 8 when a new eight is needed.
        var used = 8
        /// What every draw is, of a law without chance.
        var constant = -1.0
    }

    private let draws: [Draw]
    private let wells: Field<Well>

    init(_ laws: [(law: Law, key: ChanceKey)]) {
        self.init(laws.map { Draw($0.law) }, laws.map(\.key))
    }

    /// - Parameter keys: one a draw.
    init(_ draws: [Draw], _ keys: [ChanceKey]) {
        self.draws = draws
        wells = Field(
            repeating: Well(stream: ChanceStream(words: SIMD4())), count: max(1, draws.count))
        for (index, key) in keys.enumerated() {
            var well = Well(stream: ChanceStream(key))
            if case .always(let ticks) = draws[index].way { well.constant = ticks }
            wells[index] = well
        }
    }

    /// The next draw of a law: a whole number of ticks, at least 0.
    @inline(__always) func next(_ index: Int) -> Double {
        wells.change(index) { well in
            if well.constant >= 0 { return well.constant }
            if well.used == 8 { refill(&well, by: draws[index]) }
            let ticks = well.ahead[well.used]
            well.used &+= 1
            return ticks
        }
    }

    private func refill(_ well: inout Well, by draw: Draw) {
        well.used = 0
        guard case .exponential(let mean) = draw.way else {
            for index in 0..<8 { well.ahead[index] = draw.next(from: &well.stream) }
            return
        }
        var uniform = SIMD8<Double>()
        for index in 0..<8 { uniform[index] = well.stream.uniform() }
        well.ahead = Draw.whole(-mean * plainLogarithm(1 - uniform))
    }

    /// The same streams, at the same place.
    init(copying other: borrowing DrawBank) {
        draws = other.draws
        wells = copied(other.wells)
    }

    /// Draws from other streams from now on.
    func begin(anew keys: [ChanceKey]) {
        for (index, key) in keys.enumerated() {
            wells.change(index) {
                $0.stream = ChanceStream(key)
                $0.used = 8
            }
        }
    }

    func copy(from other: borrowing DrawBank) { wells.copy(from: other.wells) }
}
