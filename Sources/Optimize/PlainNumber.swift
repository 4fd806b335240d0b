/// Numbers as a reader at the plant wants them: no more digits than matter, no exponent in sight.
enum PlainNumber {
    /// About three significant digits, whole numbers from 100 on, no trailing zeros.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "unknown" }
        let size = abs(value)
        if size >= 1e15 || (size < 1e-6 && size > 0) { return "\(value)" }
        let digits = size >= 100 ? 0 : (size >= 10 ? 1 : (size >= 1 ? 2 : significant(size)))
        return text(value, decimals: digits)
    }

    /// With a fixed number of decimals, trailing zeros dropped.
    static func text(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let whole = Int(scaled) / Int(scale)
        var rest = String(Int(scaled) % Int(scale))
        while rest.count < decimals { rest = "0" + rest }
        while rest.hasSuffix("0") { rest.removeLast() }
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + String(whole) + (decimals == 0 || rest.isEmpty ? "" : "." + rest)
    }

    private static func significant(_ size: Double) -> Int {
        guard size > 0 else { return 0 }
        var digits = 2
        var value = size
        while value < 1, digits < 9 {
            value *= 10
            digits += 1
        }
        return digits
    }
}
