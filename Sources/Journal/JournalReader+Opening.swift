package import Act
import Foundation

extension JournalReader {
    /// What the newest run on record went by; nil if there is no journal, or none was opened.
    package static func lastOpening(at path: String) throws(JournalError) -> Opened? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var reader = try JournalReader(path: path)
        var last: Opened?
        while let record = try reader.next() {
            if record.kind == .opened, case .opened(let opened) = try record.entry() {
                last = opened
            }
        }
        return last
    }
}
