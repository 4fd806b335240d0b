import Determinism

/// The density of the standard normal law.
func normalDensity(_ x: Double) -> Double {
    exponential(-0.5 * x * x) / (2 * Double.pi).squareRoot()
}

/// P(Z ≤ x) of the standard normal law, absolute error below 1e-15 where |x| ≤ 8.
///
/// Marsaglia, Evaluating the normal distribution, Journal of Statistical Software 11(4), 2004:
/// Φ(x) = ½ + φ(x) (x + x³/3 + x⁵/15 + …), all terms of one sign.
package func normalShare(_ x: Double) -> Double {
    if x < -8 { return 0 }
    if x > 8 { return 1 }
    var (sum, term, previous, i) = (x, x, 0.0, 1.0)
    while sum != previous {
        previous = sum
        i += 2
        term *= x * x / i
        sum += term
    }
    return 0.5 + sum * normalDensity(x)
}

/// The x with P(Z ≤ x) = `share`, for shares strictly between 0 and 1; relative error about 1e-15.
///
/// Wichura's algorithm AS 241, PPND16 (Applied Statistics 37(3), 1988).
package func normalQuantile(_ share: Double) -> Double {
    let q = share - 0.5
    if abs(q) <= 0.425 {
        let r = 0.180625 - q * q
        return q * ratio(r, Quantile.middle, Quantile.middleBelow)
    }
    let tail = q < 0 ? share : 1 - share
    var r = (-plainLogarithm(tail)).squareRoot()
    let value: Double
    if r <= 5 {
        r -= 1.6
        value = ratio(r, Quantile.near, Quantile.nearBelow)
    } else {
        r -= 5
        value = ratio(r, Quantile.far, Quantile.farBelow)
    }
    return q < 0 ? -value : value
}

private func ratio(_ r: Double, _ above: [Double], _ below: [Double]) -> Double {
    var (top, bottom) = (0.0, 0.0)
    for coefficient in above.reversed() { top = top * r + coefficient }
    for coefficient in below.reversed() { bottom = bottom * r + coefficient }
    return top / bottom
}

/// Coefficients of AS 241, lowest power first.
private enum Quantile {
    static let middle: [Double] = [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3,
        1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
        3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ]
    static let middleBelow: [Double] = [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4,
        5.2264952788528545610e+3,
    ]
    static let near: [Double] = [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ]
    static let nearBelow: [Double] = [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ]
    static let far: [Double] = [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
        2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ]
    static let farBelow: [Double] = [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ]
}
