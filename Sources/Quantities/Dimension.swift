/// What kind of thing a number measures: the exponents of the seven SI base units, and of money.
///
/// Exponents are kept in twelfths, so square, cube and fourth roots stay exact.
package struct Dimension: Hashable, Sendable {
    /// Exponents × 12 of m, kg, s, K, A, mol, cd and money (EUR).
    package let twelfths: SIMD8<Int16>

    package init(twelfths: SIMD8<Int16>) { self.twelfths = twelfths }

    /// The dimension with whole exponents of m, kg, s, K, A, mol, cd and money.
    package init(
        length: Int16 = 0, mass: Int16 = 0, time: Int16 = 0, temperature: Int16 = 0,
        current: Int16 = 0, amount: Int16 = 0, light: Int16 = 0, money: Int16 = 0
    ) {
        twelfths =
            SIMD8(length, mass, time, temperature, current, amount, light, money) &* 12
    }

    package static let one = Dimension()
    package static let length = Dimension(length: 1)
    package static let mass = Dimension(mass: 1)
    package static let time = Dimension(time: 1)
    package static let temperature = Dimension(temperature: 1)
    package static let money = Dimension(money: 1)

    package static func * (a: Dimension, b: Dimension) -> Dimension {
        Dimension(twelfths: a.twelfths &+ b.twelfths)
    }

    package static func / (a: Dimension, b: Dimension) -> Dimension {
        Dimension(twelfths: a.twelfths &- b.twelfths)
    }

    /// This dimension to the power n/d, or nil where the result has no exact exponents in twelfths.
    package func raised(to n: Int, over d: Int = 1) -> Dimension? {
        guard d != 0, abs(n) <= 1000 else { return nil }
        var result = SIMD8<Int16>()
        for i in 0..<8 {
            let product = Int(twelfths[i]) * n
            guard product % d == 0, let exponent = Int16(exactly: product / d) else { return nil }
            result[i] = exponent
        }
        return Dimension(twelfths: result)
    }

    /// The dimension in SI base units, such as "kg.m2.s-3"; "1" if there is none.
    package var text: String {
        let symbols = ["m", "kg", "s", "K", "A", "mol", "cd", "EUR"]
        var parts: [String] = []
        for i in [1, 0, 2, 3, 4, 5, 6, 7] where twelfths[i] != 0 {
            let (whole, rest) = twelfths[i].quotientAndRemainder(dividingBy: 12)
            if rest != 0 {
                parts.append("\(symbols[i])(\(twelfths[i])/12)")
            } else {
                parts.append(whole == 1 ? symbols[i] : "\(symbols[i])\(whole)")
            }
        }
        return parts.isEmpty ? "1" : parts.joined(separator: ".")
    }
}
