/// A range with round ticks: steps of 1, 2 or 5 times a power of ten.
struct Axis {
    let low: Double
    let high: Double
    private let step: Double
    private let decimals: Int

    /// - Parameter isTight: ends at the outermost values instead of at ticks.
    init(covering values: [Double], ticks: Int, isTight: Bool) {
        // Nothing to show: an axis from 0 to 1.
        var (least, most) = (0.0, 1.0)
        if let low = values.min(), let high = values.max() { (least, most) = (low, high) }
        if !(most > least) {
            let room = Swift.max(abs(least) * 0.1, 1e-6)
            (least, most) = (least - room, most + room)
        }
        var size = 1.0
        var decimals = 0
        let wanted = (most - least) / Double(ticks)
        while size > wanted, decimals < 12 {
            size /= 10
            decimals += 1
        }
        while size * 10 <= wanted {
            size *= 10
            decimals -= 1
        }
        let factor = [1.0, 2, 5, 10].first { size * $0 >= wanted } ?? 10
        step = size * factor
        self.decimals = Swift.max(0, factor == 10 ? decimals - 1 : decimals)
        low = isTight ? least : (least / step).rounded(.down) * step
        high = isTight ? most : (most / step).rounded(.up) * step
    }

    var ticks: [Double] {
        let first = Int((low / step - 1e-9).rounded(.up))
        let last = Int((high / step + 1e-9).rounded(.down))
        return first <= last ? (first...last).map { Double($0) * step } : []
    }

    /// 0 at the low end, 1 at the high end.
    func share(of value: Double) -> Double { (value - low) / (high - low) }

    func label(_ tick: Double) -> String {
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let scaled = (tick * power).rounded()
        guard abs(scaled) < 1e15 else { return "\(tick)" }
        let whole = Int(scaled)
        guard decimals > 0 else { return "\(whole)" }
        let digits = String(abs(whole))
        let padded =
            String(repeating: "0", count: Swift.max(0, decimals + 1 - digits.count)) + digits
        let split = padded.index(padded.endIndex, offsetBy: -decimals)
        return (whole < 0 ? "-" : "") + padded[..<split] + "." + padded[split...]
    }
}
