package import Act
package import Determinism
package import Guard
package import Journal
import Tags

/// What a demonstration must have shown, each by name with its number.
package struct DemoJudgement: Sendable {
    package struct Point: Hashable, Sendable {
        package let name: String
        package let isPassed: Bool
        package let figure: String
    }

    package private(set) var points: [Point] = []

    package var isPassed: Bool { points.allSatisfy(\.isPassed) }

    /// - Parameters:
    ///   - ended: true if the run came to its own end.
    ///   - fence: what the records say of the companion block; nil where there is none.
    package init(
        _ tally: JournalTally, chain: JournalReport, sight: DemoWatch.Sight,
        escapes: EscapeCheck, advised: PlantResult, practice: PlantResult, ended: Bool,
        fence: FenceTally? = nil
    ) {
        add("verified writes", tally.verified >= 12, "\(tally.verified), 12 asked")
        add("denials by the guard", tally.denials.count >= 1, first(tally.denials))
        add("rejections with a reason", tally.rejections.count >= 1, first(tally.rejections))
        add(
            "operator overrides respected",
            tally.overrides.count >= 1 && tally.trespasses == 0,
            first(tally.overrides) + ", \(tally.trespasses) writes to a handle that was his")
        let failed = sight.failed.sorted { $0.key < $1.key }.map { "\($0) \($1.rawValue)" }
        add(
            "faulty sensors survived",
            !failed.isEmpty && sight.plansSinceFailure >= 1 && ended,
            first(failed) + ", \(sight.plansSinceFailure) plans since, "
                + "\(sight.plansOnFailedSensors) of them while a value was bad")
        add(
            "escapes", escapes.escapes.isEmpty && escapes.seen >= tally.verified,
            "\(escapes.escapes.count) among \(escapes.seen) writes the plant saw"
                + escapes.escapes.prefix(3).map { "; \($0)" }.joined())
        let shares = (advised.share ?? .nan, practice.share ?? .nan)  // no slab proves nothing
        add(
            "slabs in specification", shares.0 <= shares.1,
            "\(advised.offSpecification) of \(advised.slabs) out of specification, "
                + "practice \(practice.offSpecification) of \(practice.slabs)")
        add(
            "chain verified", chain.isSound && chain.tornBytes == 0 && chain.count > 0,
            "\(chain.count) records")
        if let fence {
            add("writes behind the fence", fence.isPassed, fence.figure)
        }
    }

    private mutating func add(_ name: String, _ isPassed: Bool, _ figure: String) {
        points.append(Point(name: name, isPassed: isPassed, figure: figure))
    }

    /// How many, and the first of them.
    private func first(_ list: [String]) -> String {
        list.first.map { "\(list.count) (\($0))" } ?? "0"  // none
    }
}

/// A record of the journal with its time.
package struct StampedEntry: Sendable {
    package let entry: JournalEntry
    package let at: PlantTime

    package init(_ entry: JournalEntry, at: PlantTime) {
        self.entry = entry
        self.at = at
    }
}

/// Counts of what the journal says.
package struct JournalTally: Sendable {
    package private(set) var verified = 0
    /// Binding verdicts against a move: the check and what it is about.
    package private(set) var denials: [String] = []
    package private(set) var rejections: [String] = []
    package private(set) var overrides: [String] = []
    /// Writes to a handle while the operator had it.
    package private(set) var trespasses = 0
    /// The moves of all permits, in their order.
    package private(set) var permitted: [ProposedMove] = []
    /// The block's epochs that permits were given for, in their order; nil for a permit without.
    package private(set) var epochs: [UInt32?] = []
    /// What the plant answered to each write.
    package private(set) var answered: [WriteAnswered] = []
    /// Decisions by what became of them; sorted by name.
    package private(set) var outcomes: [(name: String, count: Int)] = []

    package init(_ journal: [StampedEntry]) {
        var taken: [(override: Override, from: StampedEntry)] = []
        var counts: [String: Int] = [:]
        for stamped in journal {
            switch stamped.entry {
            case .outcome(let outcome):
                verified += outcome.moves.count { $0.result == .verified }
                counts[outcome.result.rawValue, default: 0] += 1
            case .rejection(let entry):
                rejections.append("\(entry.reason.rawValue) \(entry.reason.text)")
                counts["rejected", default: 0] += 1
            case .verdict(let judged) where judged.verdict.kind == .binding:
                if let finding = judged.denial {
                    denials.append("\(finding.check.rawValue), \(finding.about ?? "all")")
                }
            case .overridden(let override) where override.handedBackBy == nil:
                overrides.append(override.tag.text)
                taken.append((override, stamped))
            case .permit(let permit):
                permitted += permit.moves
                epochs.append(permit.epoch)
            case .writeStatus(let status):
                answered.append(status)
                let isTaken = taken.contains {
                    $0.override.tag == status.tag && stamped.at < $0.override.until
                }
                if isTaken { trespasses += 1 }
            default: break
            }
        }
        outcomes = counts.sorted { $0.key < $1.key }.map { (name: $0.key, count: $0.value) }
    }
}

extension StampedEntry {
    /// All records of a journal, verified as they are read.
    package static func all(ofJournalAt path: String) throws -> [StampedEntry] {
        var reader = try JournalReader(path: path)
        var entries: [StampedEntry] = []
        while let record = try reader.next() {
            entries.append(StampedEntry(try record.entry(), at: record.plantTime))
        }
        return entries
    }
}
