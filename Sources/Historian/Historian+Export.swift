package import Determinism
import Foundation
import GRDB
package import Tags

extension Historian {
    /// Writes samples as CSV (RFC 4180) to a new file at `path`; returns the number of rows.
    ///
    /// Columns: time (ISO 8601, UTC), tag, value (SI, empty if absent), quality, reason. By tag in
    /// the given order, then by time. The file appears whole: written beside, then renamed.
    @discardableResult
    package func exportSamples(
        of tags: [TagName], in range: ClosedRange<PlantTime>, to path: String
    ) throws(HistorianError) -> Int {
        let partial = path + ".partial"
        guard FileManager.default.createFile(atPath: partial, contents: nil),
            let output = FileHandle(forWritingAtPath: partial)
        else { throw .notWritable(path: partial, detail: "cannot create the file") }
        do {
            try output.write(contentsOf: Data("time,tag,value,quality,reason\r\n".utf8))
            var rows = 0
            for tag in tags { rows += try export(tag, in: range, to: output) }
            try output.synchronize()
            try output.close()
            guard unsafe rename(partial, path) == 0 else {
                throw HistorianError.notWritable(path: path, detail: "cannot rename \(partial)")
            }
            return rows
        } catch {
            throw HistorianError(error, path: path)
        }
    }

    private func export(
        _ tag: TagName, in range: ClosedRange<PlantTime>, to output: FileHandle
    ) throws -> Int {
        let field = csvField(tag.text)
        var count = 0
        try file.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT t_ns, value, quality, reason FROM samples
                    WHERE tag = (SELECT number FROM tags WHERE name = ?)
                        AND t_ns BETWEEN ? AND ? ORDER BY t_ns
                    """,
                arguments: [tag.text, range.lowerBound.nanoseconds, range.upperBound.nanoseconds])
            var text = ""
            while let row = try rows.next() {
                text += csvLine(Sample(tag, row), tagField: field)
                count += 1
                if text.utf8.count > 1 << 16 {
                    try output.write(contentsOf: Data(text.utf8))
                    text = ""
                }
            }
            try output.write(contentsOf: Data(text.utf8))
        }
        return count
    }
}

private func csvLine(_ sample: Sample, tagField: String) -> String {
    let quality =
        switch sample.quality {
        case .good: "good"
        case .uncertain: "uncertain"
        case .bad: "bad"
        }
    let value = sample.value.map { "\($0.value)" }
    let reason = sample.quality.reason?.rawValue
    // An empty field is how CSV says that there is no value, or no reason.
    let fields = [sample.at.iso8601, tagField, value ?? "", quality, reason ?? ""]
    return fields.joined(separator: ",") + "\r\n"
}

/// Quoted where RFC 4180 asks for it.
private func csvField(_ text: String) -> String {
    guard text.contains(where: { ",\"\r\n".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
}
