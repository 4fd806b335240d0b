// The natural logarithm in plain arithmetic: the same bits on every machine, in one lane or eight.
// A library's logarithm may differ in its last bit from one version to the next, and then so would
// every departure.
//
// Method and constants: fdlibm's e_log.c (Sun Microsystems, 1993), error below one unit in the last
// place. With x = 2ᵏ (1 + f), √½ < 1 + f < √2, s = f / (2 + f), z = s²:
//     log x = k log 2 + f − f²/2 + s (f²/2 + R(z))

private enum Series {
    static let l1 = 6.666666666666735130e-01
    static let l2 = 3.999999999940941908e-01
    static let l3 = 2.857142874366239149e-01
    static let l4 = 2.222219843214978396e-01
    static let l5 = 1.818357216161805012e-01
    static let l6 = 1.531383769920937332e-01
    static let l7 = 1.479819860511658591e-01
    static let highOfLog2 = 6.93147180369123816490e-01
    static let lowOfLog2 = 1.90821492927058770002e-10
    static let rootOfHalfBits: UInt64 = 0x3FE6_A09E_667F_3BCD
    static let fraction: UInt64 = 0x000F_FFFF_FFFF_FFFF
    /// 2⁵² as bits and as a number: small whole numbers in its last bits convert without a table.
    static let wholeBits: UInt64 = 0x4330_0000_0000_0000
    static let whole = 0x1p52
}

/// The natural logarithm of a positive normal number.
@inline(__always) package func plainLogarithm(_ x: Double) -> Double {
    // Moves the fraction into [√½, √2) and counts how many halvings that took, biased by 1023.
    let moved = x.bitPattern &- Series.rootOfHalfBits &+ 0x3FF0_0000_0000_0000
    let exponent = moved >> 52
    let bits = (moved & Series.fraction) &+ Series.rootOfHalfBits
    let f = Double(bitPattern: bits) - 1
    let k = Double(bitPattern: exponent | Series.wholeBits) - Series.whole - 1023
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let even = w * (Series.l2 + w * (Series.l4 + w * Series.l6))
    let odd = z * (Series.l1 + w * (Series.l3 + w * (Series.l5 + w * Series.l7)))
    let half = 0.5 * f * f
    let tail = s * (half + (even + odd)) + k * Series.lowOfLog2
    return k * Series.highOfLog2 - ((half - tail) - f)
}

/// The natural logarithm in eight lanes: each lane the bits of the scalar one.
@inline(__always) package func plainLogarithm(_ x: SIMD8<Double>) -> SIMD8<Double> {
    typealias Words = SIMD8<UInt64>
    let root = Words(repeating: Series.rootOfHalfBits)
    let moved = bits(of: x) &- root &+ Words(repeating: 0x3FF0_0000_0000_0000)
    let exponent = moved &>> 52
    let f = doubles(ofBits: (moved & Words(repeating: Series.fraction)) &+ root) - 1
    let k =
        doubles(ofBits: exponent | Words(repeating: Series.wholeBits)) - Series.whole - 1023
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let even = w * (Series.l2 + w * (Series.l4 + w * Series.l6))
    let odd = z * (Series.l1 + w * (Series.l3 + w * (Series.l5 + w * Series.l7)))
    let half = 0.5 * f * f
    let tail = s * (half + (even + odd)) + k * Series.lowOfLog2
    return k * Series.highOfLog2 - ((half - tail) - f)
}
