import Foundation
import Signing

/// The hash of the running program, for the record and for the guard to compare with what was
/// approved.
package enum ProgramHash {
    /// SHA-256 in hexadecimal; nil if the program's own file cannot be read.
    package static let own: String? = {
        guard let data = FileManager.default.contents(atPath: "/proc/self/exe") else { return nil }
        return "\(Digest(of: Array(data)))"
    }()
}
