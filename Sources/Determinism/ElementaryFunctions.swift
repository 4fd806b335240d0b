// The C library's functions, without Foundation: the one place where the core reaches for libm.
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The natural logarithm of a positive number.
package func logarithm(_ x: Double) -> Double { log(x) }

/// e to the power x.
package func exponential(_ x: Double) -> Double { exp(x) }

/// `base` to the power `exponent`.
package func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

package func sine(_ x: Double) -> Double { sin(x) }
package func cosine(_ x: Double) -> Double { cos(x) }
package func tangent(_ x: Double) -> Double { tan(x) }
package func arcsine(_ x: Double) -> Double { asin(x) }
package func arccosine(_ x: Double) -> Double { acos(x) }
package func arctangent(_ x: Double) -> Double { atan(x) }
package func arctangent2(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
package func hyperbolicSine(_ x: Double) -> Double { sinh(x) }
package func hyperbolicCosine(_ x: Double) -> Double { cosh(x) }
package func hyperbolicTangent(_ x: Double) -> Double { tanh(x) }
