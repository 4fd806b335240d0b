package import Diagnostics
import Foundation
import Line
package import Quantities
package import Scenarios
import TwinFile

/// A folder with scenarios: `scenarios/*.yaml`, a `study.yaml` that may be left out, and a line of
/// its own or several that the study names.
package struct StudyFolder: Sendable {
    package let path: String
    /// The line; more than one: models of one plant.
    package let lines: [LineFolder]
    /// Options in the order of their files' names.
    package let study: Study
    package let measurements: Measurements?

    package static let fileName = "study.yaml"

    /// - Parameters:
    ///   - measured: a file of the folder with measured shares; nil: nothing was measured.
    /// - Throws: all that is wrong with the first kind of file that has something wrong.
    package init(
        _ path: String, measured: String? = nil, units: any UnitReader
    ) throws(Findings) {
        self.path = path
        let studyText = LineFolder.text(StudyFolder.fileName, in: path).map {
            NamedText(file: StudyFolder.fileName, text: $0)
        }
        let folders: [String]
        if let studyText {
            folders = try Study.lines(of: studyText, units: units)
        } else {
            folders = []
        }
        lines = try StudyFolder.lines(folders.isEmpty ? [""] : folders, in: path, units)
        let models = lines.map(\.model)
        let currency = models.first?.economy.currency ?? "EUR"  // there is at least one
        var study = Study([])
        if let studyText {
            study = try Study.read(studyText, currency: currency, units: units).study
        }
        study.options = try StudyFolder.options(in: path, models, units)
        self.study = study
        guard let measured else {
            measurements = nil
            return
        }
        guard let text = LineFolder.text(measured, in: path) else {
            throw StudyFolder.missing(measured, "there is no such file in \(path)")
        }
        measurements = try Measurements.read(
            NamedText(file: measured, text: text), units: units)
    }

    private static func lines(
        _ folders: [String], in path: String, _ units: any UnitReader
    ) throws(Findings) -> [LineFolder] {
        var lines: [LineFolder] = []
        var findings = Findings()
        for folder in folders {
            do throws(Findings) {
                lines.append(try LineFolder(path, below: folder, units: units))
            } catch {
                findings.add(error)
            }
        }
        if findings.hasErrors { throw findings }
        return lines
    }

    private static func options(
        in path: String, _ models: [LineModel], _ units: any UnitReader
    ) throws(Findings) -> [Scenario] {
        let scenarios = path + "/scenarios"
        let manager = FileManager.default
        let found = try? manager.contentsOfDirectory(atPath: scenarios)  // no folder: no scenarios
        let names = found ?? []
        let files = names.filter { $0.hasSuffix(".yaml") }.sorted()
        guard !files.isEmpty else {
            throw missing("scenarios", "there is no scenarios/*.yaml in \(path)")
        }
        var options: [Scenario] = []
        var findings = Findings()
        for file in files {
            let name = "scenarios/" + file
            do throws(Findings) {
                guard let text = LineFolder.text(name, in: path) else {
                    throw missing(name, "it cannot be read as UTF-8 text")
                }
                let scenario = try Scenario.read(
                    NamedText(file: name, text: text), for: models, units: units
                ) { LineFolder.text($0, in: path) }
                if options.contains(where: { $0.name == scenario.name }) {
                    throw missing(name, "another scenario is called \(scenario.name), too")
                }
                options.append(scenario)
            } catch {
                findings.add(error)
            }
        }
        if findings.hasErrors { throw findings }
        return options
    }

    private static func missing(_ file: String, _ message: String) -> Findings {
        Findings([
            Diagnostic(
                file: file, line: 1, column: 1, message: message,
                mend: "docs/scenario-file.md says how to write one")
        ])
    }

    /// What a report is made from.
    package func inquiry(version: String, command: String) -> Inquiry {
        Inquiry(
            study, about: lines.map(\.model), measured: measurements, version: version,
            command: command)
    }
}
