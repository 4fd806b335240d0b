import Quantities

/// What is known of the unit of a value: a dimension, times powers of units not known yet.
enum UnitTerm: Hashable, Sendable {
    /// A bare number: takes the unit of what it is added to, compared with or assigned to.
    case literal
    /// Nothing can be said; agrees with all. Follows an error that has been reported.
    case open
    case of(Dimension, [UnitPower])

    static let one = UnitTerm.of(.one, [])

    /// The dimension, if it is known.
    var dimension: Dimension? {
        guard case .of(let dimension, let powers) = self, powers.isEmpty else { return nil }
        return dimension
    }

    /// The product of two, `other` to the power `sign`.
    func times(_ other: UnitTerm, sign: Int32 = 1) -> UnitTerm {
        switch (self, other) {
        case (.open, _), (_, .open): return .open
        case (.literal, .literal): return .literal
        case (_, .literal): return self
        case (.literal, _): return UnitTerm.one.times(other, sign: sign)
        case (.of(let a, let powers), .of(let b, let others)):
            let dimension = sign > 0 ? a * b : a / b
            if others.isEmpty { return .of(dimension, powers) }
            guard let joined = UnitPower.join(powers, others, sign: sign) else { return .open }
            return .of(dimension, joined)
        }
    }

    /// This unit to the power n/12; nil where that has no exact exponents.
    func raised(toTwelfths n: Int) -> UnitTerm? {
        switch self {
        case .literal, .open: return self
        case .of(let dimension, let powers):
            guard abs(n) <= 1000, let raised = dimension.raised(to: n, over: 12) else { return nil }
            var raisedPowers: [UnitPower] = []
            for power in powers {
                let product = Int(power.twelfths) * n
                guard product % 12 == 0, let twelfths = UnitPower.bounded(product / 12) else {
                    return nil
                }
                if twelfths != 0 {
                    raisedPowers.append(UnitPower(unknown: power.unknown, twelfths: twelfths))
                }
            }
            return .of(raised, raisedPowers)
        }
    }
}

/// A power of the unit of a variable that declares none.
struct UnitPower: Hashable, Sendable {
    /// The number of that unknown unit.
    let unknown: Int32
    /// The exponent × 12.
    let twelfths: Int32

    static func bounded(_ twelfths: Int) -> Int32? {
        abs(twelfths) <= 12_000 ? Int32(twelfths) : nil
    }

    /// The product of two lists in ascending order; nil if an exponent leaves the range or the list
    /// grows beyond use.
    static func join(_ a: [UnitPower], _ b: [UnitPower], sign: Int32) -> [UnitPower]? {
        var result: [UnitPower] = []
        var (i, j) = (0, 0)
        while i < a.count || j < b.count {
            if j == b.count || (i < a.count && a[i].unknown < b[j].unknown) {
                result.append(a[i])
                i += 1
            } else if i == a.count || b[j].unknown < a[i].unknown {
                result.append(UnitPower(unknown: b[j].unknown, twelfths: sign * b[j].twelfths))
                j += 1
            } else {
                let sum = Int(a[i].twelfths) + Int(sign * b[j].twelfths)
                guard let twelfths = bounded(sum) else { return nil }
                if twelfths != 0 {
                    result.append(UnitPower(unknown: a[i].unknown, twelfths: twelfths))
                }
                i += 1
                j += 1
            }
        }
        return result.count <= 8 ? result : nil
    }
}
