/// Writes the frame of a file: whole numbers high byte first, texts and lists with their length.
struct OctetWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ raw: some Sequence<UInt8>) { bytes.append(contentsOf: raw) }

    mutating func put(_ value: UInt8) { bytes.append(value) }

    mutating func put(_ value: UInt32) {
        for shift in [24, 16, 8, 0] as [UInt32] {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    mutating func put(_ value: UInt64) {
        put(UInt32(truncatingIfNeeded: value >> 32))
        put(UInt32(truncatingIfNeeded: value))
    }

    mutating func put(_ value: Int64) { put(UInt64(bitPattern: value)) }

    /// Its length in bytes, then its UTF-8.
    mutating func put(text: String) {
        put(UInt32(text.utf8.count))
        put(text.utf8)
    }
}

extension String {
    /// The text, or its beginning where its UTF-8 is longer, cut between letters.
    func cut(toBytes longest: Int) -> String {
        var text = ""
        var count = 0
        for letter in self {
            count += letter.utf8.count
            if count > longest { break }
            text.append(letter)
        }
        return text
    }
}

/// Reads what `OctetWriter` wrote, and nothing else: every length is checked before it is believed.
struct OctetReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ count: Int) throws(FileDamage) -> [UInt8] {
        guard count >= 0, count <= bytes.count - position else { throw .cut(byte: position) }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func byte() throws(FileDamage) -> UInt8 { try take(1)[0] }

    mutating func number32() throws(FileDamage) -> UInt32 {
        try take(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func number64() throws(FileDamage) -> UInt64 {
        try take(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func signed64() throws(FileDamage) -> Int64 { Int64(bitPattern: try number64()) }

    /// A text of at most `longest` bytes.
    mutating func text(longest: Int) throws(FileDamage) -> String {
        let start = position
        let count = Int(try number32())
        guard count <= longest else { throw .content(byte: start) }
        let raw = try take(count)
        guard let text = String(validating: raw, as: UTF8.self) else {
            throw .content(byte: start)
        }
        return text
    }
}
