/// The first digits of the hashes of a journal's last records, so that a head kept elsewhere can be
/// looked up without reading the file again.
struct HeadTrail: Sendable {
    /// So many are kept at least: a month and a half at a record a minute.
    static let least = 65_536

    /// Number of the first that is kept.
    private var first: UInt64 = 1
    private var hashes: [UInt32] = []

    /// Takes the next record's hash, which is hexadecimal digits.
    mutating func note(_ sequence: UInt64, _ hash: String) {
        if sequence != first + UInt64(hashes.count) {
            first = sequence
            hashes = []
        }
        hashes.append(HeadTag(.init(sequence: sequence, hash: hash)).hash)
        // Half at once, so that forgetting costs little a record.
        if hashes.count >= 2 * Self.least {
            hashes.removeFirst(Self.least)
            first += UInt64(Self.least)
        }
    }

    /// Nil if that record is not kept here.
    func hash(of sequence: UInt64) -> UInt32? {
        guard sequence >= first, sequence - first < UInt64(hashes.count) else { return nil }
        return hashes[Int(sequence - first)]
    }
}

extension Journal {
    /// What a head that was kept in the plant says against this journal; nil if it is one of its
    /// records, or if none was ever kept.
    package func complaint(about kept: HeadTag) -> String? {
        if kept.isBlank { return nil }
        let number = UInt64(kept.sequence)
        guard number <= head.sequence else {
            return "the plant remembers record \(number) and the last one here is "
                + "\(head.sequence): records were removed at the end, or an older copy was put back"
        }
        guard let hash = trail.hash(of: number) else {
            return "the plant remembers record \(number), which lies too far back to be compared"
        }
        return hash == kept.hash
            ? nil : "record \(number) is not the one that the plant remembers"
    }
}
