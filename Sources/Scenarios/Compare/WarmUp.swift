package import Line

/// The time that does not count, and why.
package struct WarmUp: Hashable, Sendable {
    /// [s]
    package var length: Double
    package var source: Source

    package enum Source: Hashable, Sendable {
        /// The model says so.
        case declared
        /// What is asked about begins at the start.
        case terminating
        /// By MSER-5 over so many pilot runs of so many seconds.
        case found(replications: Int, pilot: Double)
        /// No part of the pilots' last half was free of the start: the line may have no steady
        /// state (more comes than it can take), or its runs are too short.
        case notFound(pilot: Double)
    }

    /// Finds the warm-up of a model.
    ///
    /// Eight pilots from the empty start, as long as a run that counts; their throughput and their
    /// parts on the line in 500 intervals, averaged over the pilots (Welch 1983), go through
    /// MSER-5, and the later end counts. A rejected pilot is made twice as long, at most three
    /// times.
    package static func find(
        for model: LineModel, by runner: any Replicating, seed: UInt64
    ) -> WarmUp {
        if model.run.kind == .terminating { return WarmUp(length: 0, source: .terminating) }
        if let declared = model.run.warmUp { return WarmUp(length: declared, source: .declared) }
        let pilots = 8
        var length = model.run.length
        for _ in 0..<4 {
            let interval = length / 500
            // Streams of their own: what decides the window is not what is judged in it.
            let outcomes = runner.outcomes(
                of: model, seed: seed ^ 0x5049_4C4F_5400_0000, replications: 0..<pilots,
                window: LineWindow(warmUp: 0, length: length, interval: interval))
            let count = outcomes.map(\.series.count).min().map { min($0, 500) } ?? 1
            let finished = averaged(outcomes, count) { Double($0.finished) }
            let present = averaged(outcomes, count) { $0.workInProcess }
            if let a = mser5(finished), let b = mser5(present), a.isValid, b.isValid {
                return WarmUp(
                    length: Double(max(a.values, b.values)) * interval,
                    source: .found(replications: pilots, pilot: length))
            }
            length *= 2
        }
        return WarmUp(length: length / 4, source: .notFound(pilot: length / 2))
    }

    private static func averaged(
        _ outcomes: [LineOutcome], _ count: Int, _ value: (LineOutcome.Interval) -> Double
    ) -> [Double] {
        (0..<count).map { index in
            outcomes.reduce(0) { $0 + value($1.series[index]) } / Double(outcomes.count)
        }
    }
}
