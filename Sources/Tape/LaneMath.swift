import Determinism

/// Eight numbers evaluated at once.
package typealias Lanes = SIMD8<Double>

/// The few functions that lanes compute themselves; the others go to the C library lane by lane.
enum LaneMath {
    /// x·y + z, fused where the build says that the processor can.
    @inline(__always)
    static func fused(_ x: Lanes, _ y: Lanes, _ z: Lanes) -> Lanes {
        #if FLYBALL_FMA
            z.addingProduct(x, y)
        #else
            x * y + z
        #endif
    }

    /// e to the power x, about 1 ulp; 0 below −708, ∞ above 709.78, NaN for NaN.
    ///
    /// Range reduction x = k·ln 2 + r by the magic number 1.5·2⁵², Cody and Waite's two-part ln 2,
    /// Taylor polynomial of degree 13 on |r| ≤ ln 2 / 2.
    static func exp(_ x: Lanes) -> Lanes {
        let magic = Lanes(repeating: 6_755_399_441_055_744.0)
        let bounded = x.clamped(
            lowerBound: Lanes(repeating: -708), upperBound: Lanes(repeating: 709))
        let shifted = fused(bounded, Lanes(repeating: 1.442_695_040_888_963_4), magic)
        let k = shifted - magic
        var r = fused(k, Lanes(repeating: -6.931_457_519_531_25e-1), bounded)
        r = fused(k, Lanes(repeating: -1.428_606_820_309_417_232_12e-6), r)
        var p = Lanes(repeating: 1.0 / 6_227_020_800)
        p = fused(p, r, Lanes(repeating: 1.0 / 479_001_600))
        p = fused(p, r, Lanes(repeating: 1.0 / 39_916_800))
        p = fused(p, r, Lanes(repeating: 1.0 / 3_628_800))
        p = fused(p, r, Lanes(repeating: 1.0 / 362_880))
        p = fused(p, r, Lanes(repeating: 1.0 / 40_320))
        p = fused(p, r, Lanes(repeating: 1.0 / 5_040))
        p = fused(p, r, Lanes(repeating: 1.0 / 720))
        p = fused(p, r, Lanes(repeating: 1.0 / 120))
        p = fused(p, r, Lanes(repeating: 1.0 / 24))
        p = fused(p, r, Lanes(repeating: 1.0 / 6))
        p = fused(p, r, Lanes(repeating: 0.5))
        p = fused(p, r, Lanes(repeating: 1))
        p = fused(p, r, Lanes(repeating: 1))
        let shift = unsafe unsafeBitCast(shifted, to: SIMD8<Int64>.self) &<< 52
        let scaled = unsafe unsafeBitCast(
            unsafeBitCast(p, to: SIMD8<Int64>.self) &+ shift, to: Lanes.self)
        let small = scaled.replacing(with: Lanes(repeating: 0), where: x .< -708)
        let large = small.replacing(
            with: Lanes(repeating: .infinity), where: x .> 709.782_712_893_384)
        let between = large.replacing(
            with: eachLane(x, Determinism.exponential), where: edge(x))
        return between.replacing(with: x, where: x .!= x)
    }

    /// The rare lanes between 709 and overflow, left to the C library.
    @inline(__always)
    private static func edge(_ x: Lanes) -> SIMDMask<SIMD8<Int64>> {
        (x .> 709) .& (x .<= 709.782_712_893_384)
    }

    @inline(__always)
    static func eachLane(_ x: Lanes, _ function: (Double) -> Double) -> Lanes {
        var result = Lanes()
        for lane in 0..<8 { result[lane] = function(x[lane]) }
        return result
    }

    @inline(__always)
    static func eachLane(
        _ x: Lanes, _ y: Lanes, _ function: (Double, Double) -> Double
    ) -> Lanes {
        var result = Lanes()
        for lane in 0..<8 { result[lane] = function(x[lane], y[lane]) }
        return result
    }
}
