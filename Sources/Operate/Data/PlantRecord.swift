package import Diagnostics
package import Modeling
package import Simulate
import Quantities
import Tables
import Tags
import TwinFile

/// What a record may be forgiven.
package struct RecordRules: Hashable, Sendable {
    /// Gaps, doubled and disordered rows are taken with a warning, and an input without a value
    /// keeps the one before.
    package var takesAsIs: Bool
    /// Columns that neither the model nor the twin knows are left out with a warning.
    package var allowsOtherColumns: Bool

    package init(takesAsIs: Bool = false, allowsOtherColumns: Bool = false) {
        self.takesAsIs = takesAsIs
        self.allowsOtherColumns = allowsOtherColumns
    }
}

/// A recorded run of the plant as courses of model variables, in SI.
package struct PlantRecord: Sendable {
    /// One column of the file that stands for a variable.
    package struct Column: Sendable {
        package let name: NamedVariable
        /// In SI; nil where nothing valid was recorded.
        package internal(set) var values: [Double?]
    }

    /// As the user named it.
    package let file: String
    /// Ascending strictly [s].
    package let times: [Double]
    /// In the order of the file.
    package private(set) var columns: [Column] = []
    /// What was taken all the same.
    package private(set) var warnings = Findings()
    private let headings: [String: TablePlace]

    /// Reads comma-separated values whose columns are named by tags of the twin's map, in the
    /// tags' units, or by variables of the model, in SI.
    ///
    /// Declared tags that are not mapped are left out. A number outside its tag's `valid: range`
    /// is absent.
    /// - Throws: everything that refuses the file, each with file, line and column.
    package init(
        csv text: String, file: String, for folder: ModelFolder, rules: RecordRules = .init()
    ) throws(Findings) {
        let read = readTable(csv: text, file: file)
        self.file = file
        var findings = rules.takesAsIs ? read.findings : read.findings.asErrors
        guard let table = read.table else { throw findings }
        times = table.times
        headings = Dictionary(
            zip(table.columns, read.headings), uniquingKeysWith: { first, _ in first })
        if times.count < 2 {
            findings.add(
                Diagnostic(
                    file: file, line: 1, column: 1,
                    message: "\(times.count) rows are no course over time",
                    mend: "give at least two rows"))
        }
        var others: [String] = []
        for (index, heading) in table.columns.enumerated() {
            guard let name = folder.find(heading) else {
                if folder.twin?.tags.contains(where: { $0.name.text == heading }) == true {
                    continue
                }
                others.append(heading)
                continue
            }
            if case .parameter = name.found {
                findings.add(
                    finding(
                        heading, "\(heading) is a parameter of the model and has no course",
                        "remove the column, or give the value on the command line"))
                continue
            }
            if let other = columns.first(where: { $0.name.found == name.found }) {
                findings.add(
                    finding(
                        heading,
                        "\(heading) and \(other.name.name) both stand for "
                            + "\(name.variable.name)", "keep one of the two columns"))
                continue
            }
            var column = Column(
                name: name, values: table.rows.map { $0[index].map(name.toSI) })
            if case .input = name.found {
                fill(&column, read.missing.filter { $0.index == index }, rules, &findings)
            }
            leaveOutInvalid(&column, &findings)
            columns.append(column)
        }
        note(others, folder, rules, &findings)
        warnings = findings
        if findings.hasErrors { throw findings }
    }

    /// The column that stands for a variable.
    package func column(_ found: Model.Found) -> Column? {
        columns.first { $0.name.found == found }
    }

    /// The model's inputs over the record, with settings in the place of columns.
    package func schedule(
        _ model: Model, settings: [Setting], course: InputSchedule.Course
    ) throws(Findings) -> InputSchedule {
        var findings = Findings()
        var courses: [[Double]] = []
        for (i, input) in model.inputs.enumerated() {
            if let setting = settings.last(where: { $0.target.found == .input(i) }) {
                courses.append(Array(repeating: setting.value, count: times.count))
            } else if let column = column(.input(i)) {
                courses.append(column.values.compactMap { $0 })
            } else {
                findings.add(
                    Diagnostic(
                        file: file, line: headerLine, column: 1,
                        message: "no column stands for the input \(input.name)",
                        mend: "add the column, or give --set \(input.name)=value"))
            }
        }
        if findings.hasErrors { throw findings }
        return InputSchedule(
            times: times, values: times.indices.map { k in courses.map { $0[k] } },
            course: course)
    }

    private var headerLine: Int { headings.values.map(\.line).min() ?? 1 }

    private func finding(
        _ heading: String, severity: Diagnostic.Severity = .error, _ message: String,
        _ mend: String?
    ) -> Diagnostic {
        let place = headings[heading]
        return Diagnostic(
            severity, file: file, line: place?.line ?? 1, column: place?.column ?? 1,
            length: heading.unicodeScalars.count, message: message, mend: mend)
    }

    /// Columns that nobody knows: each refused, or all left out with one warning.
    private func note(
        _ others: [String], _ folder: ModelFolder, _ rules: RecordRules,
        _ findings: inout Findings
    ) {
        if rules.allowsOtherColumns {
            guard let first = others.first else { return }
            findings.add(
                finding(
                    first, severity: .warning,
                    "left out, known to nobody: \(others.joined(separator: ", "))", nil))
            return
        }
        let twin = folder.twin == nil ? "" : " nor a tag of the twin"
        for heading in others {
            findings.add(
                finding(
                    heading,
                    "column \(heading) is no variable of \(folder.model.name)\(twin)",
                    "correct the name, remove the column, or allow --other-columns"))
        }
    }

    /// The row of a time; nil if there is none. By halves: a long record may miss much.
    private func position(of time: Double) -> Int? {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low < times.count && times[low] == time ? low : nil
    }

    /// Missing values of an input: refused, or held from the row before.
    private func fill(
        _ column: inout Column, _ missing: [MissingCell], _ rules: RecordRules,
        _ findings: inout Findings
    ) {
        let name = column.name
        for cell in missing {
            let k = position(of: cell.time)
            let before = k.flatMap { $0 > 0 ? column.values[$0 - 1] : nil }
            let isHeld = rules.takesAsIs && before != nil
            if isHeld, let k { column.values[k] = before }
            findings.add(
                Diagnostic(
                    isHeld ? .warning : .error, file: file, line: cell.place.line,
                    column: cell.place.column,
                    message: "the input \(name.name) has no value at \(cell.time) s",
                    mend: isHeld
                        ? "the value before is kept" : "fill the value in, or begin after it"))
        }
    }

    /// Values outside their tag's valid range are absent; of an input they refuse the record.
    private func leaveOutInvalid(_ column: inout Column, _ findings: inout Findings) {
        guard let tag = column.name.tag, let range = tag.validity.range else { return }
        var isInput = false
        if case .input = column.name.found { isInput = true }
        var outside: [Int] = []
        for (k, value) in column.values.enumerated() {
            guard let value, !range.contains(value) else { continue }
            outside.append(k)
            if !isInput { column.values[k] = nil }
        }
        guard let first = outside.first else { return }
        let bounds = [range.lowerBound, range.upperBound].map { briefly(tag.unit.fromSI($0)) }
        findings.add(
            finding(
                tag.name.text, severity: isInput ? .error : .warning,
                "\(outside.count) values of \(tag.name.text) lie outside its valid range "
                    + "[\(bounds[0]), \(bounds[1])] \(tag.unit.symbol), the first at "
                    + "\(briefly(times[first])) s",
                isInput ? "correct the values, or the range in twin.yaml" : "they are left out"))
    }
}
