/// The head of a journal as it is kept elsewhere: in a tag of the plant, in a shift report.
///
/// Only such a copy shows that whole records were removed at the end.
package struct HeadMark: Hashable, Sendable {
    package let sequence: UInt64
    /// The first digits of its hash, 8 to 64 of them.
    package let digits: String

    /// - Returns: nil unless there are 8 to 64 lower-case hexadecimal digits.
    package init?(sequence: UInt64, digits: String) {
        guard (8...64).contains(digits.utf8.count), digits.utf8.allSatisfy(isHexadecimal) else {
            return nil
        }
        self.sequence = sequence
        self.digits = digits
    }

    /// Reads `SEQUENCE:DIGITS`, as the shift report writes it.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = UInt64(parts[0]), sequence > 0 else { return nil }
        self.init(sequence: sequence, digits: parts[1].lowercased())
    }

    package var text: String { "\(sequence):\(digits)" }
}

/// The head of the journal in eight bytes, for a tag of the plant: the lower 32 bits of the
/// record's number, then the first four bytes of its hash.
package struct HeadTag: Hashable, Sendable {
    package let sequence: UInt32
    /// The first four bytes of the hash, the first the most significant.
    package let hash: UInt32

    package init(_ head: Journal.Receipt) {
        sequence = UInt32(truncatingIfNeeded: head.sequence)
        // A hash is hexadecimal digits; anything else would be the journal's own fault.
        let first = UInt32(head.hash.prefix(8), radix: 16)
        precondition(first != nil, "a head with hash \(head.hash)")
        hash = first ?? 0  // never: it was just looked at
    }

    /// Out of four registers of 16 bits, the most significant first; nil for another count.
    package init?(registers: [UInt16]) {
        guard registers.count == 4 else { return nil }
        sequence = UInt32(registers[0]) << 16 | UInt32(registers[1])
        hash = UInt32(registers[2]) << 16 | UInt32(registers[3])
    }

    /// Nobody has written the tag yet.
    package var isBlank: Bool { number == 0 }

    /// For a tag that takes a whole number of 64 bits.
    package var number: UInt64 { UInt64(sequence) << 32 | UInt64(hash) }

    /// For four registers of 16 bits, or two of 32, the most significant first.
    package var registers: [UInt16] {
        stride(from: 48, through: 0, by: -16).map {
            UInt16(truncatingIfNeeded: number >> UInt64($0))
        }
    }

    /// What to give to `flyball decisions verify --head`, as long as the journal has fewer than
    /// 2³² records.
    package var mark: HeadMark? {
        let digits = String(hash, radix: 16)
        return HeadMark(
            sequence: UInt64(sequence),
            digits: String(repeating: "0", count: 8 - digits.count) + digits)
    }
}
