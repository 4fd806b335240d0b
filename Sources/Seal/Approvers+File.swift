import Signing

extension Approvers {
    private static let magic = Array("FLYKEYS1".utf8)
    private static let version: UInt32 = 1
    /// Longest file.
    package static let longest = 4 << 20
    private static let mostChanges: UInt32 = 10_000

    /// `"FLYKEYS1"` 8 · version 4 · number of changes 4 · changes · hash 32 over all before.
    package var bytes: [UInt8] {
        var writer = OctetWriter()
        writer.put(Approvers.magic)
        writer.put(Approvers.version)
        writer.put(UInt32(changes.count))
        for change in changes { change.put(into: &writer) }
        return writer.bytes + Digest(of: writer.bytes).bytes
    }

    /// Reads a list and judges each of its changes as when it was made.
    package init(_ bytes: [UInt8]) throws(ApproverRefusal) {
        self.init()
        let changes: [ApproverChange]
        do throws(FileDamage) { changes = try Approvers.changes(in: bytes) } catch {
            throw .damaged(error)
        }
        for change in changes { try take(change) }
    }

    private static func changes(in bytes: [UInt8]) throws(FileDamage) -> [ApproverChange] {
        guard bytes.count <= longest else { throw .tooLong(bytes: bytes.count) }
        guard bytes.starts(with: magic) else { throw .notThisFile }
        guard bytes.count >= magic.count + Digest.length else { throw .cut(byte: bytes.count) }
        let body = Array(bytes.dropLast(Digest.length))
        guard Digest(of: body).bytes == Array(bytes.suffix(Digest.length)) else { throw .hash }
        var reader = OctetReader(body)
        _ = try reader.take(magic.count)
        let version = try reader.number32()
        guard version == Approvers.version else { throw .version(version) }
        let count = try reader.number32()
        guard count <= mostChanges else { throw .content(byte: 12) }
        var changes: [ApproverChange] = []
        for _ in 0..<count { changes.append(try ApproverChange(&reader)) }
        guard reader.isAtEnd else { throw .goesOn(byte: reader.position) }
        return changes
    }
}
