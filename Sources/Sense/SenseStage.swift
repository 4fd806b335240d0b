package import Determinism
package import Tags

/// Turns what the connections delivered into one validated snapshot a cycle.
///
/// Samples are taken in the order of their source time, whatever order they arrive in. What is not
/// later than the newest already taken is late or a duplicate: it is counted and dropped, because
/// the past that a decision was made from is not rewritten.
package struct SenseStage: Sendable {
    /// What was dropped since the start.
    package struct Counts: Hashable, Sendable {
        /// Came after a later sample of the same tag was taken.
        package var late = 0
        /// The same tag and time once more.
        package var duplicates = 0
        /// Of a tag without a rule.
        package var undeclared = 0
    }

    package private(set) var counts = Counts()
    /// How far a source's clock may be ahead of ours [s].
    private let clockTolerance: Double
    /// One a tag, sorted by tag.
    private var tags: [TagSense]

    /// - Parameters:
    ///   - rules: one for each tag of the snapshot; a tag without a rule never enters it.
    ///   - clockTolerance: how far a source's clock may be ahead of ours [s].
    package init(rules: [SenseRule], clockTolerance: Double = 2) {
        tags = rules.sorted { $0.tag < $1.tag }.map(TagSense.init)
        for i in tags.indices.dropFirst() {
            precondition(
                tags[i - 1].rule.tag != tags[i].rule.tag, "two rules for \(tags[i].rule.tag)")
        }
        self.clockTolerance = clockTolerance
    }

    /// Takes in what came since the last cycle; gives every tag's value, or why it is absent.
    package mutating func snapshot(of raw: [RawSample], at now: PlantTime) -> Snapshot {
        // Stable by arrival where times are equal, so that a run can be repeated.
        let ordered = raw.enumerated().sorted { a, b in
            (a.element.at, a.offset) < (b.element.at, b.offset)
        }
        for (_, sample) in ordered {
            guard let i = index(of: sample.tag) else {
                counts.undeclared += 1
                continue
            }
            if secondsFrom(now, to: sample.at) > clockTolerance {
                tags[i].refuse(.fromTheFuture, at: now)
            } else if let newest = tags[i].newest, sample.at <= newest {
                if sample.at == newest { counts.duplicates += 1 } else { counts.late += 1 }
            } else {
                tags[i].take(sample)
            }
        }
        return Snapshot(at: now, samples: tags.map { $0.sample(at: now) })
    }

    private func index(of tag: TagName) -> Int? {
        var low = 0
        var high = tags.count
        while low < high {
            let middle = (low + high) / 2
            if tags[middle].rule.tag < tag { low = middle + 1 } else { high = middle }
        }
        return low < tags.count && tags[low].rule.tag == tag ? low : nil
    }
}

/// Seconds from one instant to another; endless where a source's stamp is beyond all sense.
func secondsFrom(_ a: PlantTime, to b: PlantTime) -> Double {
    let (difference, overflow) = b.nanoseconds.subtractingReportingOverflow(a.nanoseconds)
    if overflow { return b > a ? .infinity : -.infinity }
    return Double(difference) / 1e9
}
