import Line

/// Canonical events per second of the three models that simulators of lines are compared on, per
/// tier, on one thread. What an event is, is said beside each model, so that rates compare across
/// programs: `bench/lines`.
func benchLine() {
    for model in LineBenchModel.all {
        for tier in LineTier.allCases {
            let line = CompiledLine(model.line, noFasterThan: tier)
            guard line.notes.allSatisfy({ $0.tier == tier }) else { continue }
            let replications = tier == .recursion ? 8 : 1
            let length = model.length(tier)
            var rates: [Double] = []
            var seen: [LineOutcome] = []
            for run in 0..<7 {
                let start = Timing.cpu()
                let outcomes = line.outcomes(
                    seed: UInt64(run), replications: 0..<replications,
                    window: LineWindow(warmUp: 0, length: length))
                let events = outcomes.reduce(0) { $0 + model.events($1) }
                rates.append(Double(events) / (Timing.cpu() - start) / 1e6)
                seen += outcomes
            }
            rates.sort()
            let answer = seen.reduce(0) { $0 + model.answer($1) } / Double(seen.count)
            print(
                "line, \(model.name) by \(tier.words): median \(rounded(rates[3], 1)) M events/s"
                    + " (\(rounded(rates[0], 1)) to \(rounded(rates[6], 1))), \(model.asks)"
                    + " \(rounded(answer, 4)) (known: \(model.known))")
        }
    }
}
