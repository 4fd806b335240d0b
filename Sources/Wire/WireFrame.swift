/// What two ends must agree on before a byte means anything.
package struct WireDialect: Hashable, Sendable {
    /// The first four bytes of every frame.
    package let magic: UInt32
    /// Raised when a message means something else than before; only equal ones talk.
    package let version: UInt16
    /// Kinds of frame that mean the same in every version, and are taken from any.
    package let timelessKinds: [UInt16]

    package init(magic: UInt32, version: UInt16, timelessKinds: [UInt16] = []) {
        self.magic = magic
        self.version = version
        self.timelessKinds = timelessKinds
    }
}

/// The first 20 bytes of a frame, all numbers highest byte first: magic (4), version (2), kind (2),
/// number (4), length of what follows (4), CRC-32 of the 16 bytes before it and what follows (4).
/// The head is the same in every version.
package struct WireFrameHead: Hashable, Sendable {
    package static let count = 20

    package let version: UInt16
    /// What the message is, such as a request; the dialect knows.
    package let kind: UInt16
    /// Counted by the asker; the answer bears the same.
    package let number: UInt32
    /// Bytes that follow.
    package let length: Int
    private let checksum: UInt32
    private let covered: [UInt8]

    /// Reads the first 20 bytes. What follows may only be waited for once its length is allowed.
    ///
    /// - Throws: on another magic, then on another version, then on a length beyond the limit.
    package init(
        _ bytes: some Collection<UInt8>, of dialect: WireDialect, limits: WireLimits
    ) throws(WireError) {
        let head = Array(bytes.prefix(Self.count))
        func number(_ range: Range<Int>) -> UInt32 {
            head[range].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard head.count == Self.count else {
            let left = head.count
            throw WireError(.endsEarly(needed: UInt64(Self.count - left), left: 0), at: left)
        }
        guard number(0..<4) == dialect.magic else { throw WireError(.noMagic, at: 0) }
        version = UInt16(number(4..<6))
        kind = UInt16(number(6..<8))
        guard version == dialect.version || dialect.timelessKinds.contains(kind) else {
            throw WireError(.otherVersion(found: version, wanted: dialect.version), at: 4)
        }
        self.number = number(8..<12)
        length = Int(number(12..<16))
        guard length <= limits.bytes else {
            throw WireError(.tooManyBytes(count: length, allowed: limits.bytes), at: 12)
        }
        checksum = number(16..<20)
        covered = Array(head[..<16])
    }

    /// Whether head and content are what was sent.
    package func check(_ content: ArraySlice<UInt8>) throws(WireError) {
        guard content.count >= length else {
            let missing = UInt64(length - content.count)
            throw WireError(
                .endsEarly(needed: missing, left: 0), at: Self.count + content.count)
        }
        guard content.count == length else {
            throw WireError(.trailing(count: content.count - length), at: Self.count + length)
        }
        let computed = frameChecksum(covered, content)
        guard computed == checksum else {
            throw WireError(.checksum(found: checksum, computed: computed), at: 16)
        }
    }
}

/// A message with its frame around it.
package struct WireFrame: Hashable, Sendable {
    package let kind: UInt16
    package let number: UInt32
    package let content: [UInt8]

    package init(kind: UInt16, number: UInt32, content: [UInt8]) {
        self.kind = kind
        self.number = number
        self.content = content
    }

    /// Reads one whole frame and nothing after it.
    package init(
        _ bytes: some Collection<UInt8>, of dialect: WireDialect, limits: WireLimits = WireLimits()
    ) throws(WireError) {
        let head = try WireFrameHead(bytes, of: dialect, limits: limits)
        let content = Array(bytes.dropFirst(WireFrameHead.count))
        try head.check(content[...])
        self.init(kind: head.kind, number: head.number, content: content)
    }

    /// - Throws: if the content is longer than the limit.
    package func bytes(
        of dialect: WireDialect, limits: WireLimits = WireLimits()
    ) throws(WireError) -> [UInt8] {
        guard content.count <= limits.bytes else {
            throw WireError(.tooManyBytes(count: content.count, allowed: limits.bytes))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(WireFrameHead.count + content.count)
        func append(_ number: UInt32, _ count: Int) {
            for place in (0..<count).reversed() {
                bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt32(place))))
            }
        }
        append(dialect.magic, 4)
        append(UInt32(dialect.version), 2)
        append(UInt32(kind), 2)
        append(number, 4)
        append(UInt32(content.count), 4)
        append(frameChecksum(bytes, content[...]), 4)
        bytes += content
        return bytes
    }
}

/// Of the head before the checksum, and of the content.
private func frameChecksum(_ head: [UInt8], _ content: ArraySlice<UInt8>) -> UInt32 {
    cyclicRedundancyCheck(content, after: cyclicRedundancyCheck(head[...]))
}
