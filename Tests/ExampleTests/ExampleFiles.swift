import Diagnostics
import Foundation
import Modelica
import Modeling
import Simulate
import Tables
import Testing
import Units

/// Reads what the examples ship.
enum ExampleFiles {
    static func text(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appendingPathComponent("examples/\(path)"), encoding: .utf8)
    }

    static func model(_ path: String) throws -> Model {
        let compiled = compile(text: try text(path), file: path, units: UDUnits())
        return try #require(
            compiled.model, "\(compiled.findings.text(in: [compiled.source]))")
    }

    static func table(_ path: String) throws -> Table {
        let read = readTable(csv: try text(path), file: path)
        return try #require(read.table, "\(read.findings.text())")
    }
}

extension Table {
    /// One column as an input schedule; the column must be complete.
    func schedule(_ name: String, course: InputSchedule.Course) throws -> InputSchedule {
        let values = try #require(column(name))
        return InputSchedule(
            times: times, values: try values.map { [try #require($0)] }, course: course)
    }
}
