/// The bits of eight numbers as numbers; same size, and every pattern of bits is a number.
@inline(__always) func doubles(ofBits bits: SIMD8<UInt64>) -> SIMD8<Double> {
    unsafe unsafeBitCast(bits, to: SIMD8<Double>.self)
}

/// Eight numbers as their bits.
@inline(__always) func bits(of doubles: SIMD8<Double>) -> SIMD8<UInt64> {
    unsafe unsafeBitCast(doubles, to: SIMD8<UInt64>.self)
}
