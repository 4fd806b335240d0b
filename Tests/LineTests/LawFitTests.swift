import Determinism
import Line
import Testing

/// Maximum likelihood against answers that are known.
@Suite struct LawFitTests {
    /// Draws of a law, from quantiles at (i − ½)/n: their fit is near the law itself.
    private func spread(_ law: Law, _ count: Int) -> [Double] {
        (0..<count).map { law.quantile((Double($0) + 0.5) / Double(count)) }
    }

    /// Failure times of 23 ball bearings in millions of revolutions (Lieblein and Zelen, 1956),
    /// whose Weibull fit is in the textbooks: shape 2.102, scale 81.88, log-likelihood −113.691
    /// (Lawless, Statistical Models and Methods for Lifetime Data, 2nd ed., example 5.2.1).
    private let bearings = [
        17.88, 28.92, 33.00, 41.52, 42.12, 45.60, 48.48, 51.84, 51.96, 54.12, 55.56, 67.80, 68.64,
        68.64, 68.88, 84.12, 93.12, 98.64, 105.12, 105.84, 127.92, 128.04, 173.40,
    ]

    @Test func `the ball bearings have the Weibull law of the textbooks`() throws {
        let fit = try LawFit(.weibull, to: bearings)
        guard case .weibull(let scale, let shape) = fit.law else {
            Issue.record("\(fit.law)")
            return
        }
        #expect(abs(shape - 2.102) < 5e-4 && abs(scale - 81.88) < 5e-3)
        #expect(abs(fit.logLikelihood + 113.691) < 5e-4)
    }

    @Test func `the ball bearings have the lognormal law of their logarithms`() throws {
        let fit = try LawFit(.lognormal, to: bearings)
        // Mean 4.150 and deviation 0.522 of the logarithms, log-likelihood −113.1 (same source).
        guard case .lognormal(let mean, let variation) = fit.law else {
            Issue.record("\(fit.law)")
            return
        }
        let spread = logarithm(1 + variation)
        #expect(abs(spread.squareRoot() - 0.522) < 5e-4)
        #expect(abs(logarithm(mean) - spread / 2 - 4.150) < 5e-4)
        #expect(abs(fit.logLikelihood + 113.13) < 5e-2)
    }

    @Test func `an exponential law has the mean of the values`() throws {
        let fit = try LawFit(.exponential, to: [1, 2, 6])
        #expect(fit.law == .exponential(mean: 3))
        // −n (ln mean + 1)
        #expect(abs(fit.logLikelihood + 3 * (logarithm(3) + 1)) < 1e-12)
    }

    @Test func `a gamma law is the Erlang law with the most likely number of stages`() throws {
        var stream = ChanceStream(
            ChanceKey(seed: 5, replication: 0, place: "A", purpose: .process))
        let draw = Draw(.erlang(stages: 4, mean: 10))
        let values = (0..<4000).map { _ in draw.next(from: &stream) / Ticks.perSecond }
        let fit = try LawFit(.gamma, to: values)
        guard case .erlang(let stages, let mean) = fit.law else {
            Issue.record("\(fit.law)")
            return
        }
        #expect(stages == 4)
        #expect(abs(mean - 10) < 4 * 5 / 4000.0.squareRoot())
        // One stage is the exponential law.
        let one = try LawFit(.gamma, to: spread(.exponential(mean: 2), 500))
        guard case .erlang(1, _) = one.law else {
            Issue.record("\(one.law)")
            return
        }
    }

    @Test(arguments: [
        (Law.exponential(mean: 5), LawFit.Family.exponential),
        (.lognormal(mean: 5, squaredVariation: 0.8), .lognormal),
        (.weibull(scale: 5, shape: 3), .weibull),
    ])
    func `the best law is the one that the values are from`(
        law: Law, family: LawFit.Family
    ) throws {
        let values = spread(law, 2000)
        let best = try LawFit.best(for: values)
        #expect(best == (try LawFit(family, to: values)))
        #expect(abs(best.law.mean - law.mean) < 0.01 * law.mean)
    }

    @Test(arguments: [
        ([1.0, 2.0], LawFit.Obstacle.tooFew(2)), ([2, 2, 2], .allAlike),
        ([1, 0, 2], .notPositive(0)),
    ])
    func `values that have no law are refused`(values: [Double], obstacle: LawFit.Obstacle) {
        #expect(throws: obstacle) { try LawFit(.weibull, to: values) }
    }
}
