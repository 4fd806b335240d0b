package import Act
package import Guard
import Quantities
import Tags
package import TwinFile

/// Holds what the plant saw against what the journal permits, asking nobody in between.
///
/// An escape is a write that reached the plant without a permit on record, or outside the
/// engineering limits, the operator's limits at that moment, or a ramp. Ramps are rebuilt from the
/// plant's own record of its setpoints, whoever moved them.
package struct EscapeCheck: Sendable {
    /// Writes that reached the plant, refused ones included.
    package private(set) var seen = 0
    /// In words; empty if all is well.
    package private(set) var escapes: [String] = []

    /// Setpoints travel as 32-bit floats and stand in the record with three decimals.
    private static let tolerance = 0.005

    /// - Parameters:
    ///   - permitted: the moves of all permits on record, in their order.
    ///   - answered: what the plant answered to the writes, as recorded.
    package init(
        _ twin: Twin, plant rows: [SetpointRow], permitted: [ProposedMove],
        answered: [WriteAnswered]
    ) {
        var known: Set<Int> = []
        for tag in twin.tags(.mv) {
            guard let register = tag.write?.number, let limits = tag.limits else { continue }
            known.insert(register)
            let good = answered.count { $0.tag == tag.name && $0.status == .good }
            check(
                tag, limits, rows.filter { $0.register == register },
                permitted.filter { $0.tag == tag.name }.map { tag.unit.fromSI($0.to) }, good)
        }
        for row in rows where !known.contains(row.register) {
            escapes.append("register \(row.register) is no setpoint of the twin's")
        }
    }

    private mutating func check(
        _ tag: TagDeclaration, _ limits: MoveLimits, _ rows: [SetpointRow],
        _ targets: [Double], _ answered: Int
    ) {
        var permits = targets[...]
        var history: [SetpointRow] = []
        var taken = 0
        for row in rows {
            if row.cause == .remote || row.cause == .refused {
                seen += 1
                let what = "\(tag.name) was written \(row.value) after \(row.time) s"
                if let at = permits.firstIndex(where: { abs($0 - row.value) <= Self.tolerance }) {
                    permits = permits[(at + 1)...]
                } else {
                    escapes.append("\(what) without a permit")
                }
                if row.cause == .remote {
                    taken += 1
                    judge(row, tag, limits, history, what)
                }
            }
            if row.cause != .refused { history.append(row) }
        }
        if answered > taken {
            escapes.append("\(tag.name): \(answered) writes on record, the plant took \(taken)")
        }
    }

    private mutating func judge(
        _ row: SetpointRow, _ tag: TagDeclaration, _ limits: MoveLimits,
        _ history: [SetpointRow], _ what: String
    ) {
        let si = tag.unit.toSI(row.value)
        if !limits.engineering.contains(si) { escapes.append("\(what): engineering limits") }
        if !(row.value >= row.low && row.value <= row.high) {
            escapes.append("\(what): the operator's limits")
        }
        for ramp in limits.ramps {
            let start = row.time - ramp.window
            // What was held when the window began, and all after.
            let first = history.lastIndex { $0.time <= start } ?? 0  // the record began later
            let values = history[min(first, history.count)...].map(\.value) + [row.value]
            guard let low = values.min(), let high = values.max() else { continue }
            let travelled = tag.unit.toSI(difference: high - low)
            if !(travelled <= ramp.reach + Self.tolerance) {
                escapes.append("\(what): \(travelled) within \(ramp.window) s")
            }
        }
    }
}
