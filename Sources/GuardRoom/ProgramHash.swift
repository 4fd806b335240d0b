import Foundation
import Signing

/// The hash of a running program, for the record and for the guard to compare with what was
/// approved.
package enum ProgramHash {
    /// SHA-256 in hexadecimal; nil if the program's own file cannot be read.
    package static let own: String? = of(file: "/proc/self/exe")

    /// Of the program that a process of this machine runs, as the kernel shows it.
    package static func of(process: Int32) -> String? { of(file: "/proc/\(process)/exe") }

    /// Of a program that lies on the disk.
    package static func of(file path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return "\(Digest(of: Array(data)))"
    }
}
