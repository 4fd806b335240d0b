import Testing

/// Expects |mean − exact| ≤ 4 standard errors, and a standard error as small as asked.
func check(_ values: [Double], _ exact: Double, relativeError: Double, _ what: String) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let error = (variance / count).squareRoot()
    #expect(abs(mean - exact) <= 4 * error, "\(what): \(mean) ± \(error), exact \(exact)")
    #expect(error <= relativeError * abs(exact), "\(what): standard error \(error)")
}
