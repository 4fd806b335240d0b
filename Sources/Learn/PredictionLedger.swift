package import Determinism
package import Tags

/// Compares each forecast with what happened at its horizon, in bounded memory.
///
/// Expectations wait until their time has come and a valid measurement is there; then they count
/// under their controlled variable, operating region and horizon. Results do not depend on the
/// order in which variables are asked for.
package struct PredictionLedger: Sendable {
    /// One predicted value.
    package struct Expectation: Hashable, Sendable {
        package let tag: TagName
        /// The operating region when the forecast was made; "" where there are none.
        package let region: String
        package let made: PlantTime
        package let due: PlantTime
        package let mean: Double
        /// Standard deviation as the model gave it, before any widening.
        package let deviation: Double
        /// The widening in use when the forecast was made.
        package let widening: Double

        package init(
            tag: TagName, region: String, made: PlantTime, due: PlantTime, mean: Double,
            deviation: Double, widening: Double = 1
        ) {
            self.tag = tag
            self.region = region
            self.made = made
            self.due = due
            self.mean = mean
            self.deviation = deviation
            self.widening = widening
        }
    }

    /// Under what a judged expectation counts.
    package struct Key: Hashable, Comparable, Sendable {
        package let tag: TagName
        package let region: String
        /// Position among `horizonEnds`; `horizonEnds.count` for anything longer.
        package let horizon: Int

        package init(tag: TagName, region: String, horizon: Int) {
            self.tag = tag
            self.region = region
            self.horizon = horizon
        }

        package static func < (a: Key, b: Key) -> Bool {
            (a.tag.text, a.region, a.horizon) < (b.tag.text, b.region, b.horizon)
        }
    }

    /// Half width of the 80 % band of a normal distribution, in standard deviations.
    package static let bandHalfWidth = 1.281_551_565_544_6

    /// Upper ends of the horizon buckets, ascending [s].
    package let horizonEnds: [Double]
    /// A measurement counts for an expectation if it is at most this much later than due [s].
    package let patience: Double
    /// Expectations kept waiting at most; the oldest go first.
    package let waitingLimit: Int
    /// Past errors kept a key, for the widening.
    package let memory: Int

    private var waiting: [TagName: [Expectation]] = [:]
    private var waitingCount = 0
    private var records: [Key: Record] = [:]
    /// Expectations that found no measurement in time.
    package private(set) var missed = 0
    /// Expectations dropped because too many waited.
    package private(set) var dropped = 0

    package init(
        horizonEnds: [Double], patience: Double, waitingLimit: Int = 100_000, memory: Int = 500
    ) {
        precondition(
            zip(horizonEnds, horizonEnds.dropFirst()).allSatisfy { $0 < $1 } && patience >= 0
                && waitingLimit > 0 && memory > 0,
            "horizons \(horizonEnds), patience \(patience), limits \(waitingLimit), \(memory)")
        self.horizonEnds = horizonEnds
        self.patience = patience
        self.waitingLimit = waitingLimit
        self.memory = memory
    }

    /// Notes a forecast. One that is not finite is not kept.
    package mutating func expect(_ expectation: Expectation) {
        guard expectation.mean.isFinite, expectation.deviation > 0,
            expectation.deviation.isFinite, expectation.widening > 0
        else { return }
        var queue = waiting[expectation.tag, default: []]
        let place = queue.firstIndex { expectation.due < $0.due } ?? queue.count
        queue.insert(expectation, at: place)
        waitingCount += 1
        // Each variable has an equal share of the room.
        let share = max(1, waitingLimit / max(1, waiting.count))
        while queue.count > share {
            queue.removeFirst()
            waitingCount -= 1
            dropped += 1
        }
        waiting[expectation.tag] = queue
    }

    /// A forecast and what happened.
    package struct Judged: Hashable, Sendable {
        package let expectation: Expectation
        package let measured: Double
    }

    /// Judges what was due, by a measurement of `tag` at `now`; nil where none was valid.
    @discardableResult
    package mutating func settle(
        _ tag: TagName, measured: Double?, at now: PlantTime
    ) -> [Judged] {
        guard var queue = waiting[tag] else { return [] }
        var judged: [Judged] = []
        while let first = queue.first, first.due <= now {
            let isLate = now.seconds(since: first.due) > patience
            let known = measured.flatMap { $0.isFinite ? $0 : nil }
            if !isLate, known == nil { break }
            queue.removeFirst()
            waitingCount -= 1
            if isLate {
                missed += 1
            } else if let known {
                judge(first, known)
                judged.append(Judged(expectation: first, measured: known))
            }
        }
        waiting[tag] = queue
        return judged
    }

    private mutating func judge(_ expectation: Expectation, _ measured: Double) {
        let horizon = expectation.due.seconds(since: expectation.made)
        let key = Key(
            tag: expectation.tag, region: expectation.region, horizon: bucket(of: horizon))
        records[key, default: Record()].add(expectation, measured, memory: memory)
    }

    /// Which bucket a horizon belongs to [s].
    package func bucket(of horizon: Double) -> Int {
        horizonEnds.firstIndex { horizon <= $0 } ?? horizonEnds.count
    }

    /// All keys with a judged forecast, sorted.
    package var keys: [Key] { records.keys.sorted() }

    /// How the forecasts under `key` did; nil if none was judged.
    package func performance(_ key: Key) -> PredictionPerformance? {
        records[key]?.performance
    }

    /// By what standard deviations must be multiplied so that past 80 % bands would have held 80 %.
    ///
    /// The conformal quantile of |error| / deviation of the last `memory` forecasts under the key
    /// (Vovk, Gammerman, Shafer: Algorithmic Learning in a Random World, 2005) over that of a
    /// normal distribution; 1 until 20 are there. Forecasts overlap in time, so the count is
    /// generous.
    package func widening(_ key: Key) -> Double {
        guard let past = records[key]?.ratios, past.count >= 20 else { return 1 }
        let rank = (0.8 * Double(past.count + 1)).rounded(.up)
        return past.sorted()[min(past.count, Int(rank)) - 1] / Self.bandHalfWidth
    }

    /// What is kept of one key.
    private struct Record: Sendable {
        var count = 0
        var errors = 0.0
        var squares = 0.0
        var inside = 0
        /// |error| / deviation, a ring of the latest.
        var ratios: [Double] = []
        var next = 0

        mutating func add(_ expectation: Expectation, _ measured: Double, memory: Int) {
            let error = measured - expectation.mean
            let half =
                PredictionLedger.bandHalfWidth * expectation.deviation * expectation.widening
            count += 1
            errors += error
            squares += error * error
            if abs(error) <= half { inside += 1 }
            let ratio = abs(error) / expectation.deviation
            if ratios.count < memory {
                ratios.append(ratio)
            } else {
                ratios[next] = ratio
                next = (next + 1) % memory
            }
        }

        var performance: PredictionPerformance {
            let n = Double(count)
            return PredictionPerformance(
                count: count, bias: errors / n, rootMeanSquare: (squares / n).squareRoot(),
                coverage: Double(inside) / n)
        }
    }
}

/// How forecasts of one kind did.
package struct PredictionPerformance: Hashable, Sendable {
    /// Forecasts judged.
    package let count: Int
    /// Mean of measured minus predicted, in the tag's SI unit.
    package let bias: Double
    package let rootMeanSquare: Double
    /// Share of measurements inside the 80 % band as it was drawn when the forecast was made.
    package let coverage: Double
}
