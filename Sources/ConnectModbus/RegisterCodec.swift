/// How a value lies in 16-bit registers. libmodbus' own float helpers are wrong in 3.1.6, so the
/// order of bytes is done here.
package enum RegisterEncoding: String, CaseIterable, Codable, Sendable {
    case float32, uint16, int16, int32, uint32, bool

    /// Registers (or bits) that a value takes.
    package var width: Int {
        switch self {
        case .float32, .int32, .uint32: 2
        case .uint16, .int16, .bool: 1
        }
    }
}

/// Order of the two words of a 32-bit value, and whether the bytes of each word are swapped.
package enum WordOrder: String, CaseIterable, Codable, Sendable {
    /// ABCD: what the Modbus specification suggests.
    case highFirst = "high first"
    /// CDAB.
    case lowFirst = "low first"
    /// BADC.
    case highFirstSwapped = "high first, bytes swapped"
    /// DCBA.
    case lowFirstSwapped = "low first, bytes swapped"

    package var isLowFirst: Bool { self == .lowFirst || self == .lowFirstSwapped }
    package var isSwapped: Bool { self == .highFirstSwapped || self == .lowFirstSwapped }
}

/// Turns registers into numbers and back.
package enum RegisterCodec {
    /// The number in `registers`, as many as the encoding takes; NaN and infinities as they are.
    package static func decode(
        _ registers: ArraySlice<UInt16>, as encoding: RegisterEncoding, order: WordOrder
    ) -> Double {
        precondition(
            registers.count == encoding.width,
            "\(encoding) takes \(encoding.width) registers, not \(registers.count)")
        let words = registers.map { order.isSwapped ? $0.byteSwapped : $0 }
        switch encoding {
        case .bool: return words[0] == 0 ? 0 : 1
        case .uint16: return Double(words[0])
        case .int16: return Double(Int16(bitPattern: words[0]))
        case .float32: return Double(Float(bitPattern: whole(words, order)))
        case .int32: return Double(Int32(bitPattern: whole(words, order)))
        case .uint32: return Double(whole(words, order))
        }
    }

    /// The registers of a number; nil if the encoding cannot hold it.
    ///
    /// Whole numbers must be whole and in range; a float32 must be finite and stay finite. It is
    /// rounded to 24 bits, as every value in such a register is.
    package static func encode(
        _ value: Double, as encoding: RegisterEncoding, order: WordOrder
    ) -> [UInt16]? {
        let words: [UInt16]
        switch encoding {
        case .bool:
            guard value == 0 || value == 1 else { return nil }
            words = [UInt16(value)]
        case .uint16:
            guard let whole = UInt16(exactly: value) else { return nil }
            words = [whole]
        case .int16:
            guard let whole = Int16(exactly: value) else { return nil }
            words = [UInt16(bitPattern: whole)]
        case .float32:
            guard value.isFinite, Float(value).isFinite else { return nil }
            words = split(Float(value).bitPattern, order)
        case .int32:
            guard let whole = Int32(exactly: value) else { return nil }
            words = split(UInt32(bitPattern: whole), order)
        case .uint32:
            guard let whole = UInt32(exactly: value) else { return nil }
            words = split(whole, order)
        }
        return order.isSwapped ? words.map(\.byteSwapped) : words
    }

    private static func whole(_ words: [UInt16], _ order: WordOrder) -> UInt32 {
        let (high, low) = order.isLowFirst ? (words[1], words[0]) : (words[0], words[1])
        return UInt32(high) << 16 | UInt32(low)
    }

    private static func split(_ bits: UInt32, _ order: WordOrder) -> [UInt16] {
        let (high, low) = (UInt16(bits >> 16), UInt16(bits & 0xFFFF))
        return order.isLowFirst ? [low, high] : [high, low]
    }
}
