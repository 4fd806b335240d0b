import Line

/// Numbers as a report prints them, without the C library.
enum Digits {
    /// So many decimals, the decimal point a point; "–" of what is no number, "∞" of the infinite.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        if value.isNaN { return "–" }
        if value.isInfinite { return value > 0 ? "∞" : "−∞" }
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        let scaled = (abs(value) * power).rounded()
        guard scaled < 1e15 else { return "\(value)" }
        let digits = String(Int(scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let split = padded.index(padded.endIndex, offsetBy: -decimals)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        return sign + padded[..<split] + (decimals > 0 ? "." + padded[split...] : "")
    }

    /// About four digits that count.
    static func text(_ value: Double) -> String {
        let size = abs(value)
        guard size.isFinite else { return fixed(value, 0) }
        if size == size.rounded(), size < 1e15 { return fixed(value, 0) }
        let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 5
        let full = fixed(value, decimals)
        guard full.contains(".") else { return full }
        // Zeros at the end say nothing.
        var short = full
        while short.last == "0" { short.removeLast() }
        if short.last == "." { short.removeLast() }
        return short
    }

    static func signed(_ value: Double) -> String {
        let digits = fixed(value, 2)
        return value > 0 ? "+\(digits)" : digits
    }

    static func percent(_ share: Double?, _ decimals: Int = 0) -> String {
        share.map { "\(fixed($0 * 100, decimals)) %" } ?? "–"
    }

    static func interval(_ interval: Interval) -> String {
        "\(text(interval.mean)) ± \(text(interval.halfWidth))"
    }
}

extension Figure {
    var words: String {
        guard let law else { return Digits.text(likely) }
        return "\(Digits.text(likely)) (\(law.words))"
    }
}

extension Law {
    fileprivate var words: String {
        func list(_ values: Double...) -> String {
            values.map(Digits.text).joined(separator: ", ")
        }
        return switch self {
        case .constant(let value): "always \(list(value))"
        case .uniform(let low, let high): "uniform \(list(low, high))"
        case .triangular(let low, let mode, let high): "triangular \(list(low, mode, high))"
        case .exponential(let mean): "exponential, mean \(list(mean))"
        case .erlang(let stages, let mean): "Erlang of \(stages), mean \(list(mean))"
        case .lognormal(let mean, let variation):
            "lognormal, mean \(list(mean)), squared variation \(list(variation))"
        case .weibull(let scale, let shape): "Weibull, scale \(list(scale)), shape \(list(shape))"
        case .truncatedNormal(let mean, let deviation):
            "normal above zero, mean \(list(mean)), deviation \(list(deviation))"
        case .empirical(let outcomes): "one of \(outcomes.count) values"
        }
    }
}

extension WarmUp {
    var words: String {
        let hours = "\(Digits.text(length / 3600)) h of warm-up"
        return switch source {
        case .declared: "\(hours), declared"
        case .terminating: "no warm-up, a terminating run"
        case .found(let replications, _): "\(hours), by MSER-5 over \(replications) pilot runs"
        case .notFound: "\(hours), for want of a steady state"
        }
    }
}
