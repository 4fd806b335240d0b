import Quantities

/// A unit reader without a unit database: products and quotients of a few coherent symbols, and
/// some units that are not coherent.
struct FixedUnits: UnitReader {
    static let symbols: [String: Dimension] = [
        "1": .one, "rad": .one, "m": .length, "kg": .mass, "s": .time, "K": .temperature,
        "A": Dimension(current: 1), "mol": Dimension(amount: 1), "EUR": .money,
        "N": Dimension(length: 1, mass: 1, time: -2), "J": Dimension(length: 2, mass: 1, time: -2),
        "W": Dimension(length: 2, mass: 1, time: -3),
        "Pa": Dimension(length: -1, mass: 1, time: -2),
    ]

    static let others: [String: Unit] = [
        "degC": Unit(symbol: "degC", dimension: .temperature, scale: 1, offset: 273.15),
        "kW": Unit(symbol: "kW", dimension: Dimension(length: 2, mass: 1, time: -3), scale: 1000),
        "bar": Unit(symbol: "bar", dimension: Dimension(length: -1, mass: 1, time: -2), scale: 1e5),
        "t/h": Unit(symbol: "t/h", dimension: .mass / .time, scale: 1 / 3.6),
        "m2.5/s": Unit(
            symbol: "m2.5/s", dimension: Dimension(twelfths: SIMD8(30, 0, -12, 0, 0, 0, 0, 0))),
    ]

    func unit(_ text: String) throws(UnitError) -> Unit {
        if let unit = Self.others[text] { return unit }
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = halves.first, halves.count <= 2, var dimension = product(first) else {
            throw UnitError(text: text, reason: "no such unit")
        }
        if halves.count == 2 {
            var below = halves[1]
            if below.hasPrefix("("), below.hasSuffix(")") { below = below.dropFirst().dropLast() }
            guard let divisor = product(below) else {
                throw UnitError(text: text, reason: "no such unit")
            }
            dimension = dimension / divisor
        }
        return Unit(symbol: text, dimension: dimension)
    }

    /// "kg.m2": symbols with whole powers, joined by dots.
    private func product(_ text: Substring) -> Dimension? {
        var total = Dimension.one
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            let symbol = part == "1" ? part : part.prefix { $0.isLetter }
            let digits = part.dropFirst(symbol.count)
            guard let dimension = Self.symbols[String(symbol)],
                let power = digits.isEmpty ? 1 : Int(digits),
                let raised = dimension.raised(to: power)
            else { return nil }
            total = total * raised
        }
        return total
    }
}
