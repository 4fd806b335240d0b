import Determinism
import Tags

/// The memory and the judgement of one tag.
struct TagSense: Sendable {
    /// So many samples in a row that agree with one another are a step of the plant, not a spike.
    static let samplesOfAStep = 3
    /// How many accepted neighbours the spike rule looks at.
    private static let neighbours = 5
    /// A live signal is given this many times its usual silence.
    ///
    /// If changes come at random, a silence is so long with probability e⁻²⁵ ≈ 10⁻¹¹.
    /// The margin is for the usual silence being known from some hundred changes only.
    private static let patience = 25.0
    /// So many changes are seen before their mean interval counts.
    private static let changesToLearn = 10

    let rule: SenseRule
    /// Source time of the newest sample taken, whatever its quality.
    private(set) var newest: PlantTime?
    /// The newest verdict; a value exactly if it is good.
    private var verdict: (value: Finite?, quality: Quality, at: PlantTime)?
    /// The last accepted samples, newest last.
    private var accepted: [Point] = []
    /// The samples since that were far off but agree with one another.
    private var candidates: [Point] = []
    /// The last raw value, and when it last changed.
    private var last: (value: Double, changedAt: PlantTime)?
    private var changes = 0
    /// Mean silence before a change [s], and mean of its square [s²].
    private var meanSilence = 0.0
    private var meanSquare = 0.0

    private struct Point: Sendable {
        let value: Double
        let at: PlantTime
    }

    init(_ rule: SenseRule) { self.rule = rule }

    /// What the snapshot says of the tag at `now`.
    func sample(at now: PlantTime) -> Sample {
        guard let verdict else { return Sample(rule.tag, absentBecause: .missing, at: now) }
        guard let value = verdict.value else {
            return Sample(
                rule.tag, absentBecause: verdict.quality.reason ?? .missing, at: verdict.at)
        }
        guard secondsFrom(verdict.at, to: now) <= rule.staleAfter else {
            return Sample(rule.tag, absentBecause: .stale, at: verdict.at)
        }
        return Sample(rule.tag, value, verdict.quality, at: verdict.at)
    }

    /// Marks the tag bad without taking a sample.
    mutating func refuse(_ reason: QualityReason, at: PlantTime) {
        verdict = (nil, .bad(reason), at)
    }

    /// Judges a sample that is later than all before.
    mutating func take(_ sample: RawSample) {
        newest = sample.at
        guard let raw = sample.value else { return refuse(.disconnected, at: sample.at) }
        guard let finite = Finite(raw + 0) else { return refuse(.notFinite, at: sample.at) }
        let point = Point(value: finite.value, at: sample.at)
        let isFrozen = noteChange(point)
        if let range = rule.range,
            !(point.value >= range.lowerBound && point.value <= range.upperBound)
        {
            candidates = []
            return refuse(.outOfRange, at: sample.at)
        }
        forgetIfLongAgo(point)
        if let reason = disagreement(of: point), !completesAStep(point) {
            return refuse(reason, at: sample.at)
        }
        accept(point)
        if isFrozen { return refuse(.frozen, at: sample.at) }
        verdict = (finite, .good, sample.at)
    }

    /// Keeps the interval between changes; true if the silence is longer than a live signal's.
    private mutating func noteChange(_ point: Point) -> Bool {
        guard let last else {
            last = (point.value, point.at)
            return false
        }
        let silence = secondsFrom(last.changedAt, to: point.at)
        guard point.value == last.value else {
            changes += 1
            // A plain mean at first, then one that forgets: the plant's liveliness changes.
            let weight = 1 / Double(min(changes, 200))
            let learned = min(silence, longestLesson)
            meanSilence += weight * (learned - meanSilence)
            meanSquare += weight * (learned * learned - meanSquare)
            self.last = (point.value, point.at)
            return false
        }
        guard let frozenAfter = rule.frozenAfter else { return false }
        return silence >= max(frozenAfter, Self.patience * usualSilence)
    }

    /// How long this signal keeps still between changes [s]; 0 until enough have been seen.
    ///
    /// E[s²] / 2E[s] is the mean silence of changes at random, and unlike the plain mean it is not
    /// halved by a value that flickers to its neighbour and back.
    private var usualSilence: Double {
        guard changes >= Self.changesToLearn, meanSilence > 0 else { return 0 }
        return meanSquare / (2 * meanSilence)
    }

    /// No silence is learned from as if it had been longer than this [s]: a freeze of hours is a
    /// fault and not the signal's habit, and may not buy the next one patience of days. What truly
    /// grows quiet is learned all the same, silence by silence.
    private var longestLesson: Double {
        guard let frozenAfter = rule.frozenAfter else { return .infinity }
        return max(frozenAfter / 5, 5 * usualSilence)
    }

    /// After a gap longer than the age limit, old neighbours say nothing about a new sample.
    private mutating func forgetIfLongAgo(_ point: Point) {
        if let previous = accepted.last, secondsFrom(previous.at, to: point.at) > rule.staleAfter,
            candidates.isEmpty
        {
            accepted = []
        }
    }

    /// Why a sample cannot follow the accepted ones; nil if it can.
    private func disagreement(of point: Point) -> QualityReason? {
        guard let previous = accepted.last else { return nil }
        if let spike = rule.spike, accepted.count >= 3, abs(point.value - median) > spike {
            return .spike
        }
        return isTooFast(from: previous, to: point) ? .tooFast : nil
    }

    private func isTooFast(from a: Point, to b: Point) -> Bool {
        guard let rate = rule.rate else { return false }
        return !(abs(b.value - a.value) <= rate * secondsFrom(a.at, to: b.at))
    }

    private var median: Double {
        let values = accepted.suffix(Self.neighbours).map(\.value).sorted()
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }

    /// Whether this far-off sample is the third in a row that agree: then the plant has stepped.
    private mutating func completesAStep(_ point: Point) -> Bool {
        if let previous = candidates.last {
            let isNear = rule.spike.map { abs(point.value - previous.value) <= $0 } ?? true
            if !isNear || isTooFast(from: previous, to: point) { candidates = [] }
        }
        candidates.append(point)
        guard candidates.count >= Self.samplesOfAStep else { return false }
        accepted = Array(candidates.dropLast())
        return true
    }

    private mutating func accept(_ point: Point) {
        candidates = []
        accepted.append(point)
        if accepted.count > Self.neighbours { accepted.removeFirst() }
    }
}
