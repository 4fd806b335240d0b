import Diagnostics
import Foundation
import LineDesk
import Units

extension Talk {
    /// Whether a folder holds a line and not the twin of one asset.
    static func holdsLineAlone(_ path: String) -> Bool {
        LineFolder.holdsLine(path)
            && !FileManager.default.fileExists(atPath: path + "/twin.yaml")
    }

    /// Reads a line's folder and says what its author should look at, or says everything that is
    /// wrong with it and ends with 2.
    static func lineFolder(_ path: String) throws -> LineFolder {
        do throws(Findings) {
            let folder = try LineFolder(path, units: UDUnits())
            if !folder.warnings.isEmpty {
                say(
                    folder.warnings.text(in: [folder.source])
                        .trimmingCharacters(in: .newlines))
            }
            return folder
        } catch {
            say(error.text(in: lineSources(of: error, in: path)))
            throw ExitStatus.misconfigured
        }
    }

    /// The files that findings speak of, to show the lines.
    static func lineSources(of findings: Findings, in path: String) -> [SourceText] {
        Set(findings.all.map(\.file)).sorted().compactMap { file in
            FileManager.default.contents(atPath: path + "/" + file)
                .flatMap { String(data: $0, encoding: .utf8) }
                .map { SourceText(file: file, text: $0) }
        }
    }
}
