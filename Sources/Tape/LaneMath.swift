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

    /// e to the power x, within 2 ulp.
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
        // Lanes outside the polynomial's range are rare; the C library does them all.
        let inside = bounded .== x
        return inside == SIMDMask(repeating: true) ? scaled : eachLane(x, Determinism.exponential)
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
