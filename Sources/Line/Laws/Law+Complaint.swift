extension Law {
    /// What is wrong with the law's numbers, in words for the one who wrote them; nil if nothing.
    package var complaint: String? {
        switch self {
        case .constant(let value):
            Law.need(value >= 0 && value.isFinite, "a constant of \(value): at least 0")
        case .uniform(let low, let high):
            Law.need(
                low >= 0 && low <= high && high.isFinite,
                "uniform from \(low) to \(high): 0 ≤ low ≤ high")
        case .triangular(let low, let mode, let high):
            Law.need(
                low >= 0 && low <= mode && mode <= high && low < high && high.isFinite,
                "triangular \(low), \(mode), \(high): 0 ≤ low ≤ mode ≤ high and low < high")
        case .exponential(let mean):
            Law.need(mean > 0 && mean.isFinite, "an exponential mean of \(mean): above 0")
        case .erlang(let stages, let mean):
            Law.need(
                stages >= 1 && stages <= 1000 && mean > 0 && mean.isFinite,
                "Erlang of \(stages) stages and mean \(mean): 1 to 1000 stages, mean above 0")
        case .lognormal(let mean, let variation):
            Law.need(
                mean > 0 && mean.isFinite && variation > 0 && variation.isFinite,
                "lognormal of mean \(mean), squared variation \(variation): both above 0")
        case .weibull(let scale, let shape):
            Law.need(
                scale > 0 && scale.isFinite && shape > 0 && shape.isFinite,
                "Weibull of scale \(scale), shape \(shape): both above 0")
        case .truncatedNormal(let mean, let deviation):
            Law.need(
                mean >= 0 && mean.isFinite && deviation > 0 && deviation.isFinite,
                "normal of mean \(mean), deviation \(deviation): mean at least 0, deviation above 0"
            )
        case .empirical(let outcomes):
            Law.complaint(of: outcomes)
        }
    }

    private static func need(_ condition: Bool, _ words: String) -> String? {
        condition ? nil : words
    }

    private static func complaint(of outcomes: [Outcome]) -> String? {
        guard !outcomes.isEmpty else { return "an empirical law without values" }
        for outcome in outcomes
        where !(outcome.value >= 0 && outcome.value.isFinite && outcome.probability >= 0) {
            return "the value \(outcome.value) with probability \(outcome.probability): "
                + "values and probabilities are at least 0"
        }
        let sum = outcomes.reduce(0) { $0 + $1.probability }
        guard abs(sum - 1) <= 1e-9 else { return "probabilities that sum to \(sum), not to 1" }
        return nil
    }
}
