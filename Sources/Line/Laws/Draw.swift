import Determinism

/// A law made ready to draw whole ticks from a stream, many times.
///
/// Inversion throughout: the larger the uniform number, the longer the draw, which is what common
/// random numbers and antithetic runs live on (Law, section 11.2).
package struct Draw: Sendable {
    /// How a uniform number u becomes a draw.
    package enum Way: Sendable {
        /// Always so many ticks.
        case always(Double)
        /// −mean · log(1 − u) ticks.
        case exponential(mean: Double)
        /// Sum of so many of the above.
        case stages(Int, mean: Double)
        /// low + u · span ticks.
        case uniform(low: Double, span: Double)
        /// Whatever the law asks for, in seconds.
        case inverse(Law)
    }

    package let way: Way

    package init(_ law: Law) {
        if let complaint = law.complaint { preconditionFailure("a law that is none: \(complaint)") }
        let perSecond = Ticks.perSecond
        switch law {
        case .constant(let value): way = .always(Draw.whole(value * perSecond))
        case .exponential(let mean): way = .exponential(mean: mean * perSecond)
        case .erlang(let stages, let mean):
            way = .stages(stages, mean: mean / Double(stages) * perSecond)
        case .uniform(let low, let high):
            way = .uniform(low: low * perSecond, span: (high - low) * perSecond)
        case .triangular, .lognormal, .weibull, .truncatedNormal, .empirical:
            way = .inverse(law)
        }
    }

    /// The nearest whole number, ties to even, of a number from 0 to 2⁵¹: adding 2⁵² leaves no room
    /// for a fraction, in one lane as in eight.
    @inline(__always) static func whole(_ x: Double) -> Double { (x + 0x1p52) - 0x1p52 }

    @inline(__always) static func whole(_ x: SIMD8<Double>) -> SIMD8<Double> {
        (x + 0x1p52) - 0x1p52
    }

    /// The next draw: a whole number of ticks, at least 0.
    @inline(__always) package func next(from stream: inout ChanceStream) -> Double {
        switch way {
        case .always(let ticks): return ticks
        case .exponential(let mean):
            return Draw.whole(-mean * plainLogarithm(1 - stream.uniform()))
        default: return slowNext { stream.uniform() }
        }
    }

    /// The next draw in every lane.
    @inline(__always) package func next(from lanes: inout ChanceLanes) -> SIMD8<Double> {
        switch way {
        case .always(let ticks): return SIMD8(repeating: ticks)
        case .exponential(let mean):
            return Draw.whole(-mean * plainLogarithm(1 - lanes.uniform()))
        default: return slowNext(&lanes)
        }
    }

    /// In every lane the same operations in the same order as in one.
    private func slowNext(_ lanes: inout ChanceLanes) -> SIMD8<Double> {
        switch way {
        case .always(let ticks): return SIMD8(repeating: ticks)
        case .exponential(let mean):
            return Draw.whole(-mean * plainLogarithm(1 - lanes.uniform()))
        case .stages(let count, let mean):
            var sum = SIMD8<Double>()
            for _ in 0..<count { sum -= mean * plainLogarithm(1 - lanes.uniform()) }
            return Draw.whole(sum)
        case .uniform(let low, let span): return Draw.whole(low + span * lanes.uniform())
        case .inverse(let law):
            let uniform = lanes.uniform()
            var drawn = SIMD8<Double>()
            for lane in 0..<8 { drawn[lane] = law.quantile(uniform[lane]) * Ticks.perSecond }
            return Draw.whole(drawn)
        }
    }

    private func slowNext(_ uniform: () -> Double) -> Double {
        switch way {
        case .always(let ticks): return ticks
        case .exponential(let mean): return Draw.whole(-mean * plainLogarithm(uniform()))
        case .stages(let count, let mean):
            // One logarithm of the product would underflow for many stages; the sum does not.
            var sum = 0.0
            for _ in 0..<count { sum -= mean * plainLogarithm(1 - uniform()) }
            return Draw.whole(sum)
        case .uniform(let low, let span): return Draw.whole(low + span * uniform())
        case .inverse(let law):
            return Draw.whole(law.quantile(uniform()) * Ticks.perSecond)
        }
    }
}
