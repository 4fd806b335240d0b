package import Act
package import Determinism

/// The guard's journal: an append-only file of hash-chained records, each durable before the next
/// step is taken. Belongs to one process and one caller; the Historian reads it, nobody else
/// writes it.
package final class Journal {
    /// Numbers of the record and its hash, as acknowledged.
    package struct Receipt: Hashable, Sendable {
        package let sequence: UInt64
        package let hash: String
    }

    private let storage: any JournalStorage
    /// The last durable record.
    package private(set) var head: Receipt
    /// True after any failure: no more records in this process run.
    package private(set) var isRefusing = false
    /// What earlier runs left, this opening included.
    package private(set) var recap: Recap

    /// Opens or creates the journal at `path`, verifies all of it, cuts a torn last record, and
    /// records the opening. Any other damage throws and changes nothing.
    package convenience init(
        path: String, settings: [Opened.Setting], plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) {
        try self.init(
            try DiskStorage(path: path, for: .writing), settings: settings, plant: plant,
            wallNanoseconds: wallNanoseconds)
    }

    package init(
        _ storage: any JournalStorage, settings: [Opened.Setting], plant: PlantTime,
        wallNanoseconds: Int64
    ) throws(JournalError) {
        self.storage = storage
        var reader = JournalReader(storage)
        var recap = Recap()
        while let record = try reader.next() {
            recap.take(try record.entry(), at: record.plantTime)
        }
        var opened = Opened(settings: settings)
        let position = reader.position
        head = Receipt(sequence: position.sequence, hash: position.hash)
        self.recap = recap
        do {
            switch judgeTail(reader) {
            case .clean: break
            case .torn(let bytes):
                opened.cutBytes = bytes
                try storage.truncate(to: position.byteOffset)
                try storage.sync()
            case .unended(let record):
                opened.lineCompleted = true
                try storage.append([UInt8(ascii: "\n")])
                try storage.sync()
                head = Receipt(sequence: record.sequence, hash: record.hash)
                self.recap.take(try record.entry(), at: record.plantTime)
            case .damaged(let damage): throw JournalError.damaged(damage)
            }
            // Also when the file is old: the run that made it may have died before this.
            try storage.syncDirectory()
        } catch let failure as StorageFailure { throw .storage(failure) } catch let error
            as JournalError
        { throw error } catch { throw .notEncodable("\(error)") }
        try append(.opened(opened), plant: plant, wallNanoseconds: wallNanoseconds)
    }

    /// Appends one entry and returns when it is durable. After any failure of the disk the journal
    /// refuses everything: what is durable is then found out by opening it anew.
    @discardableResult
    package func append(
        _ entry: JournalEntry, plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) -> Receipt {
        guard !isRefusing else { throw .refusing }
        let json: String
        do { json = try encodeEntry(entry) } catch { throw .notEncodable("\(error)") }
        let sequence = head.sequence + 1
        let line = JournalLine.bytes(
            sequence: sequence, entry, json: json, plant: plant, wallNanoseconds: wallNanoseconds,
            previous: head.hash)
        guard line.bytes.count <= JournalLine.longest else {
            throw .tooLong(bytes: line.bytes.count)
        }
        do {
            try storage.append(line.bytes)
            try storage.sync()
        } catch {
            isRefusing = true
            throw .storage(error)
        }
        head = Receipt(sequence: sequence, hash: line.hash)
        recap.take(entry, at: plant)
        return head
    }
}
