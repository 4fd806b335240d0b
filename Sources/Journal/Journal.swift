package import Act
package import Determinism

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The guard's journal: an append-only file of hash-chained records, each durable before the next
/// step is taken. Belongs to one process and one caller; the Historian reads it, nobody else
/// writes it.
package final class Journal {
    /// Numbers of the record and its hash, as acknowledged.
    package struct Receipt: Hashable, Sendable {
        package let sequence: UInt64
        package let hash: String
    }

    /// What every record is stamped and signed with, beside its time.
    package struct Signing: Sendable {
        /// Signs checkpoints; nil for a journal without them.
        package var key: JournalKey?
        /// Hash of the sealed configuration in force, 64 hexadecimal digits; empty if there is
        /// none.
        package var seal = ""
        /// Wall time between two checkpoints [s].
        package var period = 3600.0

        package init(key: JournalKey? = nil, seal: String = "") {
            self.key = key
            self.seal = seal
        }
    }

    private let storage: any JournalStorage
    /// The last durable record.
    package private(set) var head: Receipt
    /// True after any failure: no more records in this process run.
    package private(set) var isRefusing = false
    /// True once the disk was full: the reserve is in use, and only what ends a run is taken.
    package private(set) var isOnReserve = false
    /// What earlier runs left, this opening included.
    package private(set) var recap: Recap
    /// Hashes of the last records.
    private(set) var trail: HeadTrail
    private var signing: Signing
    /// When the last checkpoint of this run was made, on the wall.
    private var checkpointed: Int64?
    /// Bytes of all durable records.
    private var size: Int

    /// Opens or creates the journal at `path`, verifies all of it, cuts a torn last record, and
    /// records the opening. Any other damage throws and changes nothing.
    ///
    /// - Parameter reserveBytes: room that is kept for the last records.
    package convenience init(
        path: String, settings: [Opened.Setting], signing: Signing = Signing(),
        reserveBytes: Int = 0, plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) {
        try self.init(
            try PastJournal(path: path, reserveBytes: reserveBytes), settings: settings,
            signing: signing, plant: plant, wallNanoseconds: wallNanoseconds)
    }

    package convenience init(
        _ storage: any JournalStorage, settings: [Opened.Setting], signing: Signing = Signing(),
        plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) {
        try self.init(
            try PastJournal(storage), settings: settings, signing: signing, plant: plant,
            wallNanoseconds: wallNanoseconds)
    }

    /// Goes on from what was read: cuts a torn last record, and records the opening. Any other
    /// damage throws and changes nothing.
    package init(
        _ past: PastJournal, settings: [Opened.Setting], signing: Signing = Signing(),
        plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) {
        Self.check(signing.seal)
        storage = past.storage
        self.signing = signing
        let reader = past.reader
        var opened = Opened(settings: settings)
        let position = reader.position
        head = Receipt(sequence: position.sequence, hash: position.hash)
        recap = past.recap
        trail = past.trail
        size = position.byteOffset
        do {
            switch judgeTail(reader) {
            case .clean: break
            case .torn(let bytes):
                opened.cutBytes = bytes
                try storage.truncate(to: position.byteOffset)
                try storage.sync()
            case .unended(let record):
                opened.lineCompleted = true
                size += reader.tail.count + 1
                try storage.append([UInt8(ascii: "\n")])
                try storage.sync()
                head = Receipt(sequence: record.sequence, hash: record.hash)
                recap.take(try record.entry(), at: record.plantTime)
                trail.note(record.sequence, record.hash)
            case .damaged(let damage): throw JournalError.damaged(damage)
            }
            // Also when the file is old: the run that made it may have died before this.
            try storage.syncDirectory()
        } catch let failure as StorageFailure { throw .storage(failure) } catch let error
            as JournalError
        { throw error } catch { throw .notEncodable("\(error)") }
        try append(.opened(opened), plant: plant, wallNanoseconds: wallNanoseconds)
        try checkpoint(plant: plant, wallNanoseconds: wallNanoseconds)
    }

    /// The hash of the sealed configuration, from the next record on.
    package var seal: String {
        get { signing.seal }
        set {
            Self.check(newValue)
            signing.seal = newValue
        }
    }

    private static func check(_ seal: String) {
        precondition(
            seal.isEmpty || (seal.utf8.count == 64 && seal.utf8.allSatisfy(isHexadecimal)),
            "a seal of \(seal)")
    }

    /// What the disk's room asks for.
    package var diskConsequence: DiskRoom.Consequence {
        isOnReserve ? .shed : DiskRoom.consequence(of: storage.room)
    }

    /// Appends one entry and returns when it is durable. After any failure of the disk the journal
    /// refuses everything: what is durable is then found out by opening it anew.
    ///
    /// A checkpoint that is due goes before it; one follows the record of an orderly end.
    @discardableResult
    package func append(
        _ entry: JournalEntry, plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) -> Receipt {
        if isOnReserve, entry.leadsToWrite { throw .onReserve }
        try checkpointIfDue(plant: plant, wallNanoseconds: wallNanoseconds)
        let receipt = try add(entry, plant: plant, wallNanoseconds: wallNanoseconds)
        if case .closed = entry { try checkpoint(plant: plant, wallNanoseconds: wallNanoseconds) }
        return receipt
    }

    /// Signs what stands there, if the last checkpoint is an hour old or the wall clock was set
    /// back. To be called now and then where records are rare.
    package func checkpointIfDue(
        plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) {
        guard let last = checkpointed, head.sequence > 0 else { return }
        let (passed, isWild) = wallNanoseconds.subtractingReportingOverflow(last)
        let age = Double(passed) * 1e-9
        guard isWild || age < 0 || age >= signing.period else { return }
        try checkpoint(plant: plant, wallNanoseconds: wallNanoseconds)
    }

    private func checkpoint(plant: PlantTime, wallNanoseconds: Int64) throws(JournalError) {
        guard let key = signing.key else { return }
        let entry = key.checkpoint(sequence: head.sequence, hash: head.hash)
        try add(.checkpoint(entry), plant: plant, wallNanoseconds: wallNanoseconds)
        checkpointed = wallNanoseconds
    }

    @discardableResult
    private func add(
        _ entry: JournalEntry, plant: PlantTime, wallNanoseconds: Int64
    ) throws(JournalError) -> Receipt {
        guard !isRefusing else { throw .refusing }
        let json: String
        do { json = try encodeEntry(entry) } catch { throw .notEncodable("\(error)") }
        let sequence = head.sequence + 1
        let line = JournalLine.bytes(
            .init(
                sequence: sequence, plant: plant, wallNanoseconds: wallNanoseconds,
                seal: signing.seal, previous: head.hash), entry, json: json)
        guard line.bytes.count <= JournalLine.longest else {
            throw .tooLong(bytes: line.bytes.count)
        }
        do {
            try put(line.bytes, isPermitting: entry.leadsToWrite)
            try storage.sync()
        } catch {
            isRefusing = true
            throw .storage(error)
        }
        size += line.bytes.count
        head = Receipt(sequence: sequence, hash: line.hash)
        trail.note(sequence, line.hash)
        recap.take(entry, at: plant)
        return head
    }

    /// Writes a line; on a full disk once more in the place of the reserve, unless it would lead to
    /// a write. Nothing of the first attempt was durable or acknowledged, so it may be cut off.
    private func put(_ line: [UInt8], isPermitting: Bool) throws(StorageFailure) {
        do {
            try storage.append(line)
        } catch {
            guard error.code == ENOSPC, !isPermitting, storage.releaseReserve() else { throw error }
            isOnReserve = true
            try storage.truncate(to: size)
            try storage.append(line)
        }
    }
}

extension JournalEntry {
    /// Whether a write to the plant may follow from it.
    fileprivate var leadsToWrite: Bool {
        switch self {
        case .intent, .permit: true
        default: false
        }
    }
}
