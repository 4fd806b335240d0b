import ArgumentParser
import Diagnostics
import Foundation
import Operate
import Units

/// Results go to stdout, talk goes to stderr.
enum Talk {
    /// A line of result, at once: a run is watched live.
    static func tell(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// Reads a twin's folder, or says everything that is wrong with it and ends with 2.
    static func folder(_ path: String) throws -> TwinFolder {
        do throws(Findings) {
            return try TwinFolder(path, units: UDUnits())
        } catch {
            say(error.text(in: sources(of: error, in: path)))
            throw ExitStatus.misconfigured
        }
    }

    /// The files that findings speak of, to show the lines.
    private static func sources(of findings: Findings, in path: String) -> [SourceText] {
        Set(findings.all.map(\.file)).sorted().compactMap { file in
            FileManager.default.contents(atPath: path + "/" + file)
                .flatMap { String(data: $0, encoding: .utf8) }
                .map { SourceText(file: file, text: $0) }
        }
    }
}
