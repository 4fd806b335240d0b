/// Reads records in order and verifies each against the one before. Needs no lock: a record under
/// way is a line without an end and is not seen yet; call `next` again later.
package struct JournalReader {
    /// Where a reader stands: enough to go on from there in another process run.
    package struct Position: Hashable, Codable, Sendable {
        package var byteOffset = 0
        /// The last record read; 0 before the first.
        package var sequence: UInt64 = 0
        /// Its hash.
        package var hash = JournalLine.origin

        package init() {}
    }

    package private(set) var position: Position
    private let storage: any JournalStorage
    private var buffer: [UInt8] = []
    /// The part of the buffer already consumed, and searched for a line end.
    private var consumed = 0
    private var searched = 0
    private static let chunk = 1 << 18

    /// Opens a journal for reading; `position` is where an earlier reader stood.
    package init(path: String, from position: Position = Position()) throws(JournalError) {
        self.init(try DiskStorage(path: path, for: .reading), from: position)
    }

    package init(_ storage: any JournalStorage, from position: Position = Position()) {
        self.storage = storage
        self.position = position
    }

    /// Bytes after the last record that are not a whole line.
    var tail: ArraySlice<UInt8> { buffer[consumed...] }

    /// The next record; nil at the end for now.
    package mutating func next() throws(JournalError) -> JournalRecord? {
        while true {
            if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[consumed..<end]
                guard line.count < JournalLine.longest else { throw .damaged(damage(.tooLong)) }
                let record = try parse(line)
                position.byteOffset += line.count + 1
                position.sequence = record.sequence
                position.hash = record.hash
                consumed = end + 1
                searched = consumed
                return record
            }
            searched = buffer.count
            guard buffer.count - consumed <= JournalLine.longest else {
                throw .damaged(damage(.tooLong))
            }
            guard try fill() else { return nil }
        }
    }

    private func parse(_ line: ArraySlice<UInt8>) throws(JournalError) -> JournalRecord {
        let (next, hash) = (position.sequence + 1, position.hash)
        switch JournalLine.parse(line, expecting: next, after: hash) {
        case .success(let record): return record
        case .failure(let fault): throw .damaged(damage(fault.what))
        }
    }

    private func damage(_ what: Damage.What) -> Damage {
        Damage(what: what, record: position.sequence + 1, byteOffset: position.byteOffset)
    }

    /// False if there are no more bytes.
    private mutating func fill() throws(JournalError) -> Bool {
        if consumed > 0 {
            buffer.removeFirst(consumed)
            searched -= consumed
            consumed = 0
        }
        do {
            let more = try storage.read(
                at: position.byteOffset + buffer.count, count: Self.chunk)
            buffer += more
            return !more.isEmpty
        } catch { throw .storage(error) }
    }
}

/// What stands after the last whole line.
enum Tail {
    case clean
    /// The beginning of a record.
    case torn(bytes: Int)
    /// A whole record that lacks only its line end.
    case unended(JournalRecord)
    /// A whole record and something behind it that is no line end.
    case damaged(Damage)
}

/// Tells a record that was being written from one that was altered. A torn record is a beginning;
/// whole record plus one foreign byte is a line end that was changed.
func judgeTail(_ reader: JournalReader) -> Tail {
    let (tail, position) = (reader.tail, reader.position)
    guard !tail.isEmpty else { return .clean }
    let next = position.sequence + 1
    func isRecord(_ bytes: ArraySlice<UInt8>) -> JournalRecord? {
        if case .success(let record) = JournalLine.parse(
            bytes, expecting: next, after: position.hash)
        {
            return record
        }
        return nil
    }
    if let record = isRecord(tail) { return .unended(record) }
    if isRecord(tail.dropLast()) != nil {
        return .damaged(
            Damage(what: .form, record: next, byteOffset: position.byteOffset))
    }
    return .torn(bytes: tail.count)
}
