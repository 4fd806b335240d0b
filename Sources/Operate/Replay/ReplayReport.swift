package import Tags

/// What became of a recalculation.
package struct ReplayReport: Hashable, Sendable {
    package let decision: DecisionID
    package let differences: [ReplayDifference]
    package let then: Workplace
    package let now: Workplace
    /// Within the tolerance that is stated for another program or machine.
    package let isClose: Bool

    /// One program on one machine: nothing may differ.
    package var isSameWorkplace: Bool {
        then == now && !now.program.isEmpty
    }

    package var isSame: Bool {
        differences.isEmpty || (!isSameWorkplace && isClose)
    }

    /// In words, a sentence a line.
    package var lines: [String] {
        var lines: [String] = []
        if then.program != now.program || now.program.isEmpty {
            lines.append("another program: then \(then.program), now \(now.program)")
        }
        if then.machine != now.machine {
            lines.append("another machine: then \(then.machine), now \(now.machine)")
        }
        if differences.isEmpty { return lines + ["\(decision): same, bit for bit"] }
        lines += differences.map { "\($0.path): then \($0.then), now \($0.now)" }
        if isSameWorkplace {
            lines.append("\(decision): DIFFERENT in \(differences.count) places")
        } else {
            let tolerance =
                "moves within 0.1 % of their range, gain within 1 %, as is allowed for another "
                + "program or machine"
            lines.append(
                isClose
                    ? "\(decision): same within tolerance (\(tolerance))"
                    : "\(decision): DIFFERENT in \(differences.count) places (not: \(tolerance))")
        }
        return lines
    }
}
