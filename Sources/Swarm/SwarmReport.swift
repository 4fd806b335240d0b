package import Foundation

/// What many seeds came to.
package struct SwarmReport: Sendable {
    package private(set) var seeds = 0
    /// Plant time [h].
    package private(set) var hours = 0.0
    package private(set) var violations: [SwarmViolation] = []
    package private(set) var met: [SwarmFault: Int] = [:]
    package private(set) var writes = 0
    package private(set) var outcomes: [String: Int] = [:]
    /// First denials on record: what was judged, check and reason.
    package private(set) var denials: [String: Int] = [:]
    /// Held values late after the last fault, seed by seed.
    package private(set) var recovered: [RecoveredValue] = []
    package private(set) var starts = 0
    package private(set) var records = 0
    package private(set) var handBacks = 0
    package private(set) var automatic = AutomaticTally()
    /// Seeds whose loops stood behind a companion block.
    package private(set) var fenced = 0
    /// What was rehearsed, as the command line has it.
    private let subject: String

    package init(of subject: String = "--swarm") { self.subject = subject }

    /// Runs the seeds of the small asset, as many at a time as there are cores.
    package static func run(
        seeds: ClosedRange<UInt64>, hours: Double, bug: SwarmBug? = nil
    ) async -> SwarmReport {
        await withTaskGroup(of: SwarmResult.self) { group in
            var report = SwarmReport()
            var waiting = seeds.makeIterator()
            func begin() {
                guard let seed = waiting.next() else { return }
                group.addTask { await swarmResult(seed: seed, hours: hours, bug: bug) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { begin() }
            while let result = await group.next() {
                report.take(result)
                begin()
            }
            return report
        }
    }

    package mutating func take(_ result: SwarmResult) {
        seeds += 1
        hours += result.hours
        writes += result.writes
        starts += result.starts
        records += result.records
        handBacks += result.handBacks
        automatic.add(result.automatic)
        fenced += result.isFenced ? 1 : 0
        recovered += result.recovered
        take(result.violations, result.met, result.outcomes, result.denials)
    }

    /// Adds what other seeds came to.
    package mutating func take(_ other: SwarmReport) {
        seeds += other.seeds
        hours += other.hours
        writes += other.writes
        starts += other.starts
        records += other.records
        handBacks += other.handBacks
        automatic.add(other.automatic)
        fenced += other.fenced
        recovered += other.recovered
        take(other.violations, other.met, other.outcomes, other.denials)
    }

    private mutating func take(
        _ violations: [SwarmViolation], _ met: [SwarmFault: Int], _ outcomes: [String: Int],
        _ denials: [String: Int]
    ) {
        self.violations += violations
        // Seeds end in any order.
        self.violations.sort { ($0.seed, $0.at) < ($1.seed, $1.at) }
        self.met.merge(met, uniquingKeysWith: +)
        self.outcomes.merge(outcomes, uniquingKeysWith: +)
        self.denials.merge(denials, uniquingKeysWith: +)
    }

    /// In words, a line each.
    ///
    /// - Parameter wallSeconds: how long it took [s].
    package func text(wallSeconds: Double) -> String {
        let speed = hours / max(wallSeconds, 1e-3)
        var lines = [
            "\(seeds) seeds, \(Int(hours)) plant hours in \(Int(wallSeconds.rounded())) s "
                + "(\((speed * 100).rounded() / 100) plant hours a second)",
            "\(starts) starts, \(records) records, \(writes) writes sent, "
                + "\(handBacks) loops handed back",
            "\(fenced) seeds behind a companion block; \(automatic.text)",
        ]
        for (result, count) in outcomes.sorted(by: { $0.key < $1.key }) {
            lines.append("outcome \(result): \(count)")
        }
        for (reason, count) in denials.sorted(by: { $0.key < $1.key }) {
            lines.append("denied, \(reason): \(count)")
        }
        for name in Set(recovered.map(\.name)).sorted() {
            let all = recovered.filter { $0.name == name }
            func worst(_ way: (RecoveredValue) -> Double) -> Double {
                ((all.map(way).max() ?? 0) * 10).rounded() / 10  // there is one
            }
            lines.append(
                "late after the last fault, \(name): at most \(worst(\.led)) outside on average, "
                    + "without the twin \(worst(\.alone)), of \(all.count) seeds")
        }
        for fault in SwarmFault.allCases { lines.append("\(fault.rawValue): \(count(of: fault))") }
        for property in SwarmProperty.allCases {
            let broken = violations.count { $0.property == property }
            lines.append("\(property.rawValue): " + (broken == 0 ? "held" : "BROKEN \(broken)×"))
        }
        return (lines + violations.prefix(20).map(line)).joined(separator: "\n")
    }

    /// How often a fault was met.
    package func count(of fault: SwarmFault) -> Int { met[fault, default: 0] }

    /// One violation, with the command that shows it again.
    package func line(_ violation: SwarmViolation) -> String {
        "seed \(violation.seed), \(Int(violation.at)) s: \(violation.property.rawValue): "
            + "\(violation.what); flyball rehearse \(subject) --seed \(violation.seed) "
            + "--hours \(hours / Double(max(seeds, 1)))"
    }
}

extension SwarmReport {
    /// What scripts read; the names are stable.
    private struct Form: Codable {
        let seeds, starts, records, writes, handBacks, fenced: Int
        let automatic: AutomaticTally
        let plantHours, wallSeconds, plantHoursPerSecond: Double
        let faults, outcomes, denials: [String: Int]
        let recovered: [RecoveredValue]
        let violations: [SwarmViolation]
        let replay: [String]
    }

    /// One JSON object.
    ///
    /// - Parameter wallSeconds: how long it took [s].
    package func json(wallSeconds: Double) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let form = Form(
            seeds: seeds, starts: starts, records: records, writes: writes,
            handBacks: handBacks, fenced: fenced, automatic: automatic, plantHours: hours,
            wallSeconds: wallSeconds,
            plantHoursPerSecond: hours / max(wallSeconds, 1e-3),
            faults: Dictionary(
                uniqueKeysWithValues: SwarmFault.allCases.map { ($0.rawValue, count(of: $0)) }),
            outcomes: outcomes, denials: denials, recovered: recovered, violations: violations,
            replay: violations.map(line))
        return String(decoding: try encoder.encode(form), as: UTF8.self)
    }

    /// Reads what another process printed; nil if that is no report.
    package init?(json: Data, of subject: String) {
        // What is wrong with it does not matter to the caller: there is no report.
        guard let form = try? JSONDecoder().decode(Form.self, from: json) else { return nil }
        self.init(of: subject)
        (seeds, starts, records, writes) = (form.seeds, form.starts, form.records, form.writes)
        (handBacks, fenced, automatic) = (form.handBacks, form.fenced, form.automatic)
        (hours, outcomes, violations) = (form.plantHours, form.outcomes, form.violations)
        (denials, recovered) = (form.denials, form.recovered)
        for fault in SwarmFault.allCases { met[fault] = form.faults[fault.rawValue] }
    }
}
