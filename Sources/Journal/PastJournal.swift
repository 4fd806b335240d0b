package import Act

/// What a journal's file holds, read and verified once, before anything is added to it.
///
/// The guard looks at it to see by which seal the newest run went; then the same reading is what
/// the journal goes on from.
package final class PastJournal {
    let storage: any JournalStorage
    let reader: JournalReader
    /// What the whole records say; a record without its line end is not among them yet.
    let recap: Recap
    /// Hashes of the last records.
    let trail: HeadTrail
    /// What the newest run on record went by; nil if there is none.
    package let lastOpened: Opened?

    /// Reads the journal at `path`, which is made if it is not there, and keeps others from writing
    /// it.
    ///
    /// - Parameter reserveBytes: room that is kept for the last records.
    package convenience init(path: String, reserveBytes: Int = 0) throws(JournalError) {
        try self.init(try DiskStorage(path: path, for: .writing, reserveBytes: reserveBytes))
    }

    /// - Throws: what is wrong with a record; nothing was changed.
    package init(_ storage: any JournalStorage) throws(JournalError) {
        self.storage = storage
        var reader = JournalReader(storage)
        var recap = Recap()
        var trail = HeadTrail()
        var lastOpened: Opened?
        while let record = try reader.next() {
            trail.note(record.sequence, record.hash)
            // What says nothing about the next run is verified and not put into values: that is
            // most of the file.
            if let kind = record.kind, !Recap.heeds(kind) {
                recap.take(numberOf: record.decision, at: record.plantTime)
                continue
            }
            let entry = try record.entry()
            if case .opened(let opened) = entry { lastOpened = opened }
            recap.take(entry, at: record.plantTime)
        }
        self.reader = reader
        self.recap = recap
        self.trail = trail
        self.lastOpened = lastOpened
    }
}
