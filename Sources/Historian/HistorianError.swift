import GRDB

/// What can go wrong between the historian and the disk.
package enum HistorianError: Error, Hashable, Sendable {
    /// No room. Nothing was lost: what was offered still waits. Retried; free some space.
    case diskFull(path: String)
    /// Another process holds the file. Retried; see who else has it open.
    case locked(path: String)
    /// The file is damaged. Fatal; keep it for inquiry and start a new record.
    case corrupt(path: String, detail: String)
    /// A newer Flyball wrote the file. Fatal; use that version.
    case newerSchema(path: String)
    /// The file is an SQLite database of some other program. Fatal; give another path.
    case foreignFile(path: String)
    /// The file or its folder cannot be opened or written. Fatal; check the path and its rights.
    case notWritable(path: String, detail: String)
    /// The journal holds another entry under a number that was ingested before. Fatal:
    /// the journal was rewritten; verify it.
    case rewrittenEntry(sequence: Int64)
    /// The journal's numbers jump. Fatal for this ingestion; read the journal from `expected` on.
    case missingEntries(expected: Int64, found: Int64)
    /// Anything else that SQLite or the file system says. Fatal.
    case failed(path: String, detail: String)

    /// The error as the historian names it.
    init(_ error: any Error, path: String) {
        if let error = error as? HistorianError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, detail: "\(error)")
            return
        }
        let detail = error.message ?? "SQLite code \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: path, detail: detail)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            self = .notWritable(path: path, detail: detail)
        default: self = .failed(path: path, detail: detail)
        }
    }
}

extension HistorianError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diskFull(let path):
            "\(path): no room on the disk; samples wait in memory until there is"
        case .locked(let path):
            "\(path): another process holds the record; close it there first"
        case .corrupt(let path, let detail):
            "\(path): the record is damaged (\(detail)); keep it and start a new one"
        case .newerSchema(let path):
            "\(path): written by a newer Flyball; use that version"
        case .foreignFile(let path):
            "\(path): a database of another program, not a record of Flyball"
        case .notWritable(let path, let detail):
            "\(path): cannot be opened for writing (\(detail))"
        case .rewrittenEntry(let sequence):
            "journal entry \(sequence) differs from the one ingested before; verify the journal"
        case .missingEntries(let expected, let found):
            "journal entry \(expected) is missing: the next one is \(found)"
        case .failed(let path, let detail):
            "\(path): \(detail)"
        }
    }
}
