import Testing
import Wire

/// The frame around a message.
@Suite struct FrameTests {
    private let dialect = WireDialect(magic: 0x464C_5947, version: 3)

    @Test func `a frame goes there and back`() throws {
        for count in [0, 1, 255, 4096] {
            let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
            let frame = WireFrame(kind: 2, number: 0xDEAD_BEEF, content: content)
            let bytes = try frame.bytes(of: dialect)
            #expect(bytes.count == WireFrameHead.count + count)
            #expect(try WireFrame(bytes, of: dialect) == frame)
        }
    }

    @Test func `the head stands where the document says`() throws {
        let bytes = try WireFrame(kind: 0x0102, number: 0x0304_0506, content: [9]).bytes(
            of: dialect)
        #expect(
            Array(bytes[..<16]) == [0x46, 0x4C, 0x59, 0x47, 0, 3, 1, 2, 3, 4, 5, 6, 0, 0, 0, 1])
        let check = cyclicRedundancyCheck(bytes[..<16] + [9])
        #expect(bytes[16..<20].reduce(0) { $0 << 8 | UInt32($1) } == check)
    }

    /// The check value of the catalogue of CRCs, of "123456789".
    @Test func `the checksum is the one of Ethernet`() {
        let digits = Array("123456789".utf8)
        #expect(cyclicRedundancyCheck(digits[...]) == 0xCBF4_3926)
        let first = cyclicRedundancyCheck(digits[..<4])
        #expect(cyclicRedundancyCheck(digits[4...], after: first) == 0xCBF4_3926)
    }

    @Test func `another version is told apart from damage`() throws {
        let bytes = try WireFrame(kind: 1, number: 1, content: [1, 2]).bytes(
            of: WireDialect(magic: dialect.magic, version: 4))
        #expect(throws: WireError(.otherVersion(found: 4, wanted: 3), at: 4)) {
            try WireFrame(bytes, of: dialect)
        }
        #expect(throws: WireError(.noMagic, at: 0)) {
            try WireFrame([0] + bytes.dropFirst(), of: dialect)
        }
    }

    @Test func `a timeless kind is taken from any version, and only that`() throws {
        let lasting = WireDialect(magic: dialect.magic, version: 3, timelessKinds: [5])
        let newer = WireDialect(magic: dialect.magic, version: 9)
        let stop = WireFrame(kind: 5, number: 1, content: [1])
        #expect(try WireFrame(stop.bytes(of: newer), of: lasting) == stop)
        let other = WireFrame(kind: 6, number: 1, content: [1])
        #expect(throws: WireError(.otherVersion(found: 9, wanted: 3), at: 4)) {
            try WireFrame(other.bytes(of: newer), of: lasting)
        }
    }

    @Test func `a length beyond the limit is refused by the head alone`() throws {
        var head = try WireFrame(kind: 1, number: 1, content: []).bytes(of: dialect)
        head[12] = 0xFF
        let count = 0xFF00_0000
        #expect(throws: WireError(.tooManyBytes(count: count, allowed: 4 << 20), at: 12)) {
            try WireFrameHead(head, of: dialect, limits: WireLimits())
        }
        let limits = WireLimits(bytes: 3)
        #expect(throws: WireError(.tooManyBytes(count: 4, allowed: 3))) {
            try WireFrame(kind: 1, number: 1, content: [1, 2, 3, 4]).bytes(
                of: dialect, limits: limits)
        }
        #expect(throws: Never.self) {
            let bytes = try WireFrame(kind: 1, number: 1, content: [1, 2, 3]).bytes(
                of: dialect, limits: limits)
            _ = try WireFrame(bytes, of: dialect, limits: limits)
        }
    }

    @Test func `every bit flipped, every byte cut and every byte added is found`() throws {
        let content = try wireBytes(["text": [1.5, -2]])
        let bytes = try WireFrame(kind: 1, number: 77, content: content).bytes(of: dialect)
        for at in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[at] ^= 1 << UInt8(bit)
                #expect(throws: WireError.self) { try WireFrame(damaged, of: dialect) }
            }
            #expect(throws: WireError.self) { try WireFrame(bytes[..<at], of: dialect) }
        }
        #expect(throws: WireError.self) { try WireFrame(bytes + [0], of: dialect) }
    }
}
