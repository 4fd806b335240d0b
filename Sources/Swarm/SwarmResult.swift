import Foundation

/// What one seed came to.
package struct SwarmResult: Sendable {
    package let seed: UInt64
    /// Plant time [h].
    package let hours: Double
    package let violations: [SwarmViolation]
    /// How often each fault was met.
    package let met: [SwarmFault: Int]
    package let writes: Int
    /// Outcomes on record, by result.
    package let outcomes: [String: Int]
    package let starts: Int
    package let records: Int
    /// The bytes of its journal.
    package let journal: [UInt8]

    init(
        seed: UInt64, _ state: SwarmState, hours: Double, starts: Int, journal: [UInt8]
    ) {
        self.journal = journal
        self.seed = seed
        self.hours = hours
        self.starts = starts
        violations = state.checks.violations
        met = state.met
        writes = state.writes
        outcomes = state.witness.outcomes
        records = state.witness.lines
    }
}

/// What many seeds came to.
package struct SwarmReport: Sendable {
    package private(set) var seeds = 0
    /// Plant time [h].
    package private(set) var hours = 0.0
    package private(set) var violations: [SwarmViolation] = []
    package private(set) var met: [SwarmFault: Int] = [:]
    package private(set) var writes = 0
    package private(set) var outcomes: [String: Int] = [:]
    package private(set) var starts = 0
    package private(set) var records = 0

    package init() {}

    /// Runs the seeds, as many at a time as there are cores.
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
            // They end in any order.
            report.violations.sort { ($0.seed, $0.at) < ($1.seed, $1.at) }
            return report
        }
    }

    package mutating func take(_ result: SwarmResult) {
        seeds += 1
        hours += result.hours
        violations += result.violations
        met.merge(result.met, uniquingKeysWith: +)
        outcomes.merge(result.outcomes, uniquingKeysWith: +)
        writes += result.writes
        starts += result.starts
        records += result.records
    }

    /// In words, a line each.
    ///
    /// - Parameter wallSeconds: how long it took [s].
    package func text(wallSeconds: Double) -> String {
        var lines = [
            "\(seeds) seeds, \(Int(hours)) plant hours in \(Int(wallSeconds.rounded())) s "
                + "(\(Int(hours / max(wallSeconds, 1e-3))) plant hours a second)",
            "\(starts) starts, \(records) records, \(writes) writes sent",
        ]
        for (result, count) in outcomes.sorted(by: { $0.key < $1.key }) {
            lines.append("outcome \(result): \(count)")
        }
        for fault in SwarmFault.allCases { lines.append("\(fault.rawValue): \(count(of: fault))") }
        for property in SwarmProperty.allCases {
            let broken = violations.count { $0.property == property }
            lines.append("\(property.rawValue): " + (broken == 0 ? "held" : "BROKEN \(broken)×"))
        }
        return (lines + violations.prefix(20).map(line)).joined(separator: "\n")
    }

    /// One JSON object.
    ///
    /// - Parameter wallSeconds: how long it took [s].
    package func json(wallSeconds: Double) throws -> String {
        struct Form: Encodable {
            let seeds, starts, records, writes: Int
            let plantHours, wallSeconds, plantHoursPerSecond: Double
            let faults, outcomes: [String: Int]
            let violations: [SwarmViolation]
            let replay: [String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let form = Form(
            seeds: seeds, starts: starts, records: records, writes: writes, plantHours: hours,
            wallSeconds: wallSeconds, plantHoursPerSecond: hours / max(wallSeconds, 1e-3),
            faults: Dictionary(
                uniqueKeysWithValues: SwarmFault.allCases.map { ($0.rawValue, count(of: $0)) }),
            outcomes: outcomes, violations: violations, replay: violations.map(line))
        return String(decoding: try encoder.encode(form), as: UTF8.self)
    }

    /// How often a fault was met.
    package func count(of fault: SwarmFault) -> Int { met[fault, default: 0] }

    /// One violation, with the command that shows it again.
    package func line(_ violation: SwarmViolation) -> String {
        "seed \(violation.seed), \(Int(violation.at)) s: \(violation.property.rawValue): "
            + "\(violation.what); flyball rehearse --swarm --seed \(violation.seed) "
            + "--hours \(hours / Double(max(seeds, 1)))"
    }
}
