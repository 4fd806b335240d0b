import Determinism
import Foundation
import Optimize
import Quantities
import Rehearsal
import Tags
package import TwinFile

extension FurnaceRehearsal {
    /// Every recommendation and what became of it, a row each: for those who ask why a day went
    /// as it did. Temperatures and flows as the plant writes them, money per hour.
    ///
    /// Columns: time since the start; each measured tag; each handle's live and planned setpoint;
    /// each held variable soon after now if nothing is moved, its lowest and its highest value
    /// under the plan (SI); gain, solver, answer, and what may not move and why.
    package func traceCSV(_ twin: Twin) -> String {
        let measured = twin.tags.filter { $0.source != nil && $0.role != .block }
        let handles = twin.tags(.mv)
        var columns = ["time_s"] + measured.map(\.name.text)
        columns += handles.flatMap { ["live \($0.name)", "planned \($0.name)"] }
        columns += twin.holds.flatMap { hold in
            ["soon", "lowest", "highest"].map { "\($0) \(hold.variable)" }
        }
        columns += ["gain_per_h", "solver", "answer", "may not move"]
        let rows = report.notes.map { note -> [String] in
            var row = [number(note.at.seconds(since: Self.origin))]
            row += measured.map { tag in
                // Absent: an empty cell.
                note.snapshot.value(of: tag.name).map { number(tag.unit.fromSI($0)) } ?? ""
            }
            for (i, tag) in handles.enumerated() {
                row.append(number(tag.unit.fromSI(note.live[i])))
                row.append(
                    note.planned.isEmpty ? "" : number(tag.unit.fromSI(note.planned[i])))
            }
            for i in twin.holds.indices {
                guard i < note.held.count else {
                    row += ["", "", ""]
                    continue
                }
                let course = note.held[i]
                row += [course.soonIfLeft, course.lowest, course.highest].map(number)
            }
            let why = note.unavailable.map { "\($0.tag): \($0.reason)" }
            return row + [
                number(note.gainPerHour * 3600), "\(note.status)", quoted(note.answer),
                quoted(why.joined(separator: "; ")),
            ]
        }
        return ([columns.map(quoted)] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private func number(_ value: Double) -> String { String(format: "%.6g", value) }

    private func quoted(_ text: String) -> String {
        text.contains(",") || text.contains("\"")
            ? "\"\(text.replacingOccurrences(of: "\"", with: "\"\""))\"" : text
    }
}
