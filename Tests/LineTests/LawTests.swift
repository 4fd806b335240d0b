import Testing

@testable import Line

@Suite struct LawTests {
    static let laws: [(law: Law, deviation: Double)] = [
        (.uniform(low: 2, high: 5), 0.8660254037844386),
        (.triangular(low: 1, mode: 2, high: 6), 1.0801234497346435),
        (.exponential(mean: 3), 3),
        (.erlang(stages: 4, mean: 2), 1),
        (.lognormal(mean: 4, squaredVariation: 0.25), 2),
        (.weibull(scale: 2, shape: 1.5), 1.2258358159178637),
        (.truncatedNormal(mean: 10, deviation: 2), 2),
        (
            .empirical([
                .init(1, probability: 0.25), .init(2, probability: 0.5),
                .init(9, probability: 0.25),
            ]), 3.2015621187164243
        ),
    ]

    @Test(arguments: laws)
    func `draws have the law's mean and deviation`(law: Law, deviation: Double) {
        let count = 200_000
        var stream = ChanceStream(
            ChanceKey(seed: 11, replication: 0, place: "law", purpose: .process))
        let draw = Draw(law)
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<count {
            let ticks = draw.next(from: &stream)
            #expect(ticks == ticks.rounded() && ticks >= 0)
            sum += ticks / Ticks.perSecond
            squares += (ticks / Ticks.perSecond - law.mean) * (ticks / Ticks.perSecond - law.mean)
        }
        let mean = sum / Double(count)
        let error = deviation / Double(count).squareRoot()
        #expect(abs(mean - law.mean) <= 4 * error)
        #expect(abs((squares / Double(count)).squareRoot() / deviation - 1) <= 0.02)
    }

    @Test(arguments: laws)
    func `eight lanes draw what one draws`(law: Law, deviation: Double) {
        let key = ChanceKey(seed: 2, replication: 0, place: "law", purpose: .process)
        var lanes = ChanceLanes(from: key)
        var stream = ChanceStream(key)
        let draw = Draw(law)
        for _ in 0..<1000 {
            #expect(draw.next(from: &lanes)[0] == draw.next(from: &stream))
        }
    }

    @Test(arguments: laws)
    func `scaling a law scales every draw of the same stream`(law: Law, deviation: Double) {
        let key = ChanceKey(seed: 5, replication: 0, place: "law", purpose: .process)
        var (one, other) = (ChanceStream(key), ChanceStream(key))
        let (draw, halved) = (Draw(law), Draw(law.scaled(by: 0.5)))
        for _ in 0..<1000 {
            #expect(abs(draw.next(from: &one) / 2 - halved.next(from: &other)) <= 1.01)
        }
    }

    @Test(arguments: [0.001, 0.02, 0.25, 0.5, 0.8, 0.999])
    func `the normal quantile inverts the normal law`(share: Double) {
        #expect(abs(normalShare(normalQuantile(share)) - share) <= 4e-15)
    }

    static let bad: [(law: Law, words: String)] = [
        (.constant(-1), "a constant of -1.0: at least 0"),
        (.constant(.nan), "a constant of nan: at least 0"),
        (.uniform(low: 3, high: 2), "uniform from 3.0 to 2.0: 0 ≤ low ≤ high"),
        (.exponential(mean: 0), "an exponential mean of 0.0: above 0"),
        (.empirical([]), "an empirical law without values"),
        (
            .empirical([.init(1, probability: 0.5), .init(2, probability: 0.4)]),
            "probabilities that sum to 0.9, not to 1"
        ),
    ]

    @Test(arguments: bad)
    func `a law that is none says why`(law: Law, words: String) {
        #expect(law.complaint == words)
    }
}
