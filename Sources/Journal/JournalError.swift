/// What can go wrong with the journal. None is retried: who cannot record must not write.
package enum JournalError: Error, Hashable, Sendable {
    /// Another process has it. Fatal for this one: two writers would break the chain.
    case locked(path: String)
    /// The disk refused. Fatal for writing: after a failed sync nobody knows what is durable.
    case storage(StorageFailure)
    /// A record is not what was written. Fatal: keep the file as evidence, write nothing.
    case damaged(Damage)
    /// An earlier operation failed; the journal takes no more records in this process run.
    case refusing
    /// The entry is longer than a line may be; nothing was written.
    case tooLong(bytes: Int)
    /// The entry cannot be put into words; nothing was written.
    case notEncodable(String)
    /// A sound record whose entry this version does not understand.
    case notUnderstood(sequence: UInt64, why: String)
    /// Others may read the secret key. Fatal: the owner takes their rights away, or makes a new
    /// one.
    case keyExposed(path: String)
    /// The file is there and is no secret key. Fatal: it is put right or moved away.
    case keyUnreadable(path: String)
    /// The disk is full and what was kept in reserve is in use: nothing that leads to a write.
    case onReserve
}

/// One operation on the file that failed.
package struct StorageFailure: Error, Hashable, Sendable {
    package enum Operation: String, Sendable {
        case open, lock, read, append, truncate, sync
        case syncDirectory = "sync directory"
    }

    package let operation: Operation
    /// `errno`
    package let code: Int32

    package init(_ operation: Operation, code: Int32) {
        self.operation = operation
        self.code = code
    }
}

/// The first place where the file is not what was written.
package struct Damage: Hashable, Sendable {
    package enum What: String, Sendable {
        /// Not a record at all.
        case form
        /// Its hash does not fit its bytes.
        case hash
        /// It does not continue the record before it.
        case chain
        /// Its number is not one more than the last.
        case sequence
        case tooLong = "too long"
        /// It is no checkpoint of the records before it.
        case checkpoint
        /// Its signature does not fit.
        case signature
        /// It is signed by a key that is not among those expected.
        case key
    }

    package let what: What
    /// The number the record should have, from 1.
    package let record: UInt64
    /// Where its line begins, from 0.
    package let byteOffset: Int
}
