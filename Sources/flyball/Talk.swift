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

extension Talk {
    /// Reads a folder with a twin or a model alone, or says what is wrong and ends with 2.
    static func modelFolder(_ path: String) throws -> ModelFolder {
        do throws(Findings) {
            return try ModelFolder(path, units: UDUnits())
        } catch {
            say(error.text(in: sources(of: error, in: path)))
            throw ExitStatus.misconfigured
        }
    }

    /// Does the work; what refuses a file or the command line is said, and ends with 2.
    static func refusing(in directory: String, _ work: () throws -> Void) throws {
        do { try work() } catch let findings as Findings {
            say(findings.text().trimmingCharacters(in: .newlines))
            throw ExitStatus.misconfigured
        } catch let refusal as RequestRefusal {
            say(refusal.text)
            throw ExitStatus.misconfigured
        }
    }

    /// Writes a result's file, or says why it cannot and ends with 1.
    static func write(_ text: String, to path: String) throws {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            say("\(path) cannot be written: \(error.localizedDescription)")
            throw ExitStatus.failed
        }
    }
}
