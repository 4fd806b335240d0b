package import Act
import Foundation
import GuardRoom

/// Where a calculation is made: bits are promised to be the same for one program on one machine.
package struct Workplace: Hashable, Sendable {
    /// SHA-256 of the program's file; empty if it cannot be read.
    package let program: String
    /// Processor and count of them: what mathematics libraries choose their code by.
    package let machine: String

    package init(program: String, machine: String) {
        self.program = program
        self.machine = machine
    }

    /// This process on this machine. Without the program's hash nobody can be told that it is the
    /// same program; that is said then.
    package static let here = Workplace(
        program: ProgramHash.own ?? "", machine: machineText())

    /// As the record lists it.
    package var setting: Opened.Setting { Opened.Setting(name: "program", hash: program) }

    private static func machineText() -> String {
        #if arch(x86_64)
            let architecture = "x86_64"
        #elseif arch(arm64)
            let architecture = "arm64"
        #else
            let architecture = "another architecture"
        #endif
        let count = ProcessInfo.processInfo.activeProcessorCount
        let text = FileManager.default.contents(atPath: "/proc/cpuinfo").map {
            String(decoding: $0, as: UTF8.self)
        }
        let model = text?.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":").last?.trimmingCharacters(in: .whitespaces)
        return "\(architecture), \(model ?? "processor not named"), \(count) processors"
    }
}
