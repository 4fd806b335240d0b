import Determinism
import Foundation
import GRDB
import Historian
import Tags
import Testing

/// A folder that is removed with its owner, and the record in it.
final class TemporaryRecord {
    let folder: String
    var path: String { folder + "/record.sqlite" }

    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        folder = parent + "/flyball-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Issue.record("\(folder) was not removed: \(error)")
        }
    }

    /// The historian of this record, on a clock that stands at 1000 s.
    func open(
        _ limits: Historian.Limits = .init(), at path: String? = nil
    ) throws(HistorianError) -> Historian {
        try Historian(path: path ?? self.path, limits: limits) { .seconds(1000) }
    }

    /// The file as any other SQLite program sees it.
    func foreignConnection() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}

/// `count` good samples of one tag, one a second, with values that name their second.
func samples(of tag: String = "TIC-1.PV", from start: Int = 0, count: Int) throws -> [Sample] {
    try (start..<start + count).map { second in
        Sample(
            TagName(tag), try #require(Finite(Double(second))), at: .seconds(Double(second)))
    }
}

/// A journal entry of decision 7.
func entry(_ sequence: Int64, kind: String = "intent", hash: String = "ab") -> IngestedRecord {
    IngestedRecord(
        sequence: sequence, kind: kind, decision: 7, at: .seconds(Double(sequence)),
        json: #"{"n":\#(sequence)}"#, hash: hash)
}

let always = PlantTime.seconds(0)...PlantTime.seconds(1e9)
