package import Diagnostics
import Foundation
import Journal

/// Copies of the twin's files beside the records, under the hash of what they say: a folder that is
/// edited later does not take old decisions with it.
package struct KeptTexts: Sendable {
    private let folder: String

    /// `records`: the folder of journal and history.
    package init(records: String) { folder = records + "/kept" }

    /// Keeps what is not there yet. A copy that is there already is left alone.
    package func keep(_ sources: [SourceText]) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for source in sources {
            let text = Self.text(of: source)
            let path = folder + "/" + Self.hash(of: text)
            guard !FileManager.default.fileExists(atPath: path) else { continue }
            // Whole or not at all.
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
    }

    /// The text with that hash, if a copy of it is there and still fits.
    package func text(hash: String) -> String? {
        guard hash.count == 64,
            let data = FileManager.default.contents(atPath: folder + "/" + hash),
            let text = String(data: data, encoding: .utf8), Self.hash(of: text) == hash
        else { return nil }
        return text
    }

    /// As it is hashed for the record.
    static func text(of source: SourceText) -> String { source.lines.joined(separator: "\n") }

    static func hash(of text: String) -> String { sha256(Array(text.utf8)[...]) }
}
