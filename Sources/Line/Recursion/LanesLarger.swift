/// The larger of two numbers in each lane; neither may be NaN.
@inline(__always) func larger(_ a: SIMD8<Double>, _ b: SIMD8<Double>) -> SIMD8<Double> {
    a.replacing(with: b, where: b .> a)
}
