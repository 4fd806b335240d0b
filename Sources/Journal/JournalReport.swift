import Act

/// What a look through a whole journal found.
package struct JournalReport: Hashable, Sendable {
    /// Sound records from the start.
    package let count: UInt64
    /// The hash of the last of them. Keep it elsewhere: only that shows a tail that was cut off.
    package let headHash: String
    /// Bytes of the sound records.
    package let bytes: Int
    /// Bytes after them that are not a whole line: a record that was never acknowledged.
    package let tornBytes: Int
    /// The first damage; nothing after it was looked at.
    package let damage: Damage?
    /// Signed checkpoints among the sound records, and the number of the last; 0 if there is none.
    package let checkpoints: Int
    package let lastCheckpoint: UInt64
    /// The public keys they are signed with, in the order of their first use.
    package let keys: [String]
    /// What became of a head that was seen elsewhere; nil if none was given.
    package let outside: OutsideHead?

    package init(
        count: UInt64, headHash: String, bytes: Int, tornBytes: Int, damage: Damage?,
        checkpoints: Int = 0, lastCheckpoint: UInt64 = 0, keys: [String] = [],
        outside: OutsideHead? = nil
    ) {
        self.count = count
        self.headHash = headHash
        self.bytes = bytes
        self.tornBytes = tornBytes
        self.damage = damage
        self.checkpoints = checkpoints
        self.lastCheckpoint = lastCheckpoint
        self.keys = keys
        self.outside = outside
    }

    package enum OutsideHead: Hashable, Sendable {
        /// The record is in the journal as it was seen.
        case found(HeadMark)
        /// The journal ends before it.
        case removed(HeadMark)
        /// Another record stands there.
        case other(HeadMark)
    }

    package var isSound: Bool {
        switch outside {
        case .removed, .other: false
        case .found, nil: damage == nil
        }
    }

    /// In words, a sentence a line; `scripts/verify-journal.py` says the same.
    package var lines: [String] {
        var lines = ["\(count) records, \(bytes) bytes, head \(headHash)"]
        if tornBytes > 0 {
            lines.append("\(tornBytes) bytes of a torn last record, never acknowledged")
        }
        if checkpoints > 0 {
            lines.append(
                "\(checkpoints) checkpoints, the last at record \(lastCheckpoint); "
                    + "\(count - lastCheckpoint) records after it are not signed yet")
            lines += keys.map { "signed with \($0)" }
        } else {
            lines.append("no checkpoints: nothing is signed")
        }
        if let damage {
            lines.append(
                "DAMAGED: record \(damage.record) at byte \(damage.byteOffset): "
                    + damage.what.rawValue)
        }
        switch outside {
        case .found(let mark): lines.append("record \(mark.sequence) is the one seen elsewhere")
        case .removed(let mark):
            lines.append(
                "CUT: record \(mark.sequence) was seen elsewhere and the journal ends at "
                    + "\(count): records were removed at the end")
        case .other(let mark):
            lines.append(
                "REWRITTEN: record \(mark.sequence) is not the one seen elsewhere (\(mark.digits))")
        case nil: break
        }
        if isSound { lines.append("the chain is whole") }
        return lines
    }
}

/// Verifies the journal at `path` without changing it.
///
/// - Parameters:
///   - mark: a head that was seen elsewhere.
///   - keys: public keys that checkpoints may be signed with; any if empty.
package func verifyJournal(
    path: String, against mark: HeadMark? = nil, keys: [String] = []
) throws(JournalError) -> JournalReport {
    try verifyJournal(try DiskStorage(path: path, for: .reading), against: mark, keys: keys)
}

package func verifyJournal(
    _ storage: any JournalStorage, against mark: HeadMark? = nil, keys expected: [String] = []
) throws(JournalError) -> JournalReport {
    var reader = JournalReader(storage)
    var damage: Damage?
    var torn = 0
    var (checkpoints, lastCheckpoint) = (0, UInt64(0))
    var keys: [String] = []
    var outside = mark.map { JournalReport.OutsideHead.removed($0) }
    do {
        while damage == nil {
            let start = reader.position.byteOffset
            guard let record = try reader.next() else { break }
            if let mark, record.sequence == mark.sequence {
                outside = record.hash.hasPrefix(mark.digits) ? .found(mark) : .other(mark)
            }
            guard record.kind == .checkpoint, case .checkpoint(let point) = try record.entry()
            else {
                continue
            }
            if !expected.isEmpty, !expected.contains(point.key) {
                damage = Damage(what: .key, record: record.sequence, byteOffset: start)
            }
            checkpoints += 1
            lastCheckpoint = record.sequence
            if !keys.contains(point.key) { keys.append(point.key) }
        }
        if damage == nil {
            switch judgeTail(reader) {
            case .damaged(let found): damage = found
            case .clean, .torn, .unended: torn = reader.tail.count
            }
        }
    } catch {
        guard case .damaged(let found) = error else { throw error }
        damage = found
    }
    let position = reader.position
    // Behind damage nobody looked: the record seen elsewhere may still be there.
    if damage != nil, case .removed = outside { outside = nil }
    return JournalReport(
        count: position.sequence, headHash: position.hash, bytes: position.byteOffset,
        tornBytes: torn, damage: damage, checkpoints: checkpoints, lastCheckpoint: lastCheckpoint,
        keys: keys, outside: outside)
}
