import Determinism

extension CashFlow {
    /// What money grows by in a month, at a yearly rate.
    static func monthly(_ rate: Double) -> Double { power(1 + rate, 1.0 / 12) }
}
