import Testing
import Wire

/// Plain values, one by one: the bytes they must have, and the way back.
@Suite struct PlainTests {
    private func check<Value: Codable & Equatable>(
        _ value: Value, _ bytes: [UInt8], at location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try wireBytes(value) == bytes, sourceLocation: location)
        #expect(try wireValue(Value.self, from: bytes) == value, sourceLocation: location)
    }

    /// RFC 8949, appendix A, as far as this form goes.
    @Test func `whole numbers take the fewest bytes`() throws {
        try check(0, [0x00])
        try check(23, [0x17])
        try check(24, [0x18, 0x18])
        try check(255, [0x18, 0xFF])
        try check(256, [0x19, 0x01, 0x00])
        try check(65535, [0x19, 0xFF, 0xFF])
        try check(65536, [0x1A, 0, 1, 0, 0])
        try check(4_294_967_295, [0x1A, 0xFF, 0xFF, 0xFF, 0xFF])
        try check(4_294_967_296, [0x1B, 0, 0, 0, 1, 0, 0, 0, 0])
        try check(UInt64.max, [0x1B] + [UInt8](repeating: 0xFF, count: 8))
        try check(-1, [0x20])
        try check(-24, [0x37])
        try check(-25, [0x38, 0x18])
        try check(-1000, [0x39, 0x03, 0xE7])
        try check(Int64.min, [0x3B, 0x7F] + [UInt8](repeating: 0xFF, count: 7))
        try check(Int8.min, [0x38, 0x7F])
    }

    @Test func `the same number has the same bytes in every width`() throws {
        #expect(try wireBytes(Int8(-100)) == wireBytes(Int64(-100)))
        #expect(try wireBytes(UInt8(200)) == wireBytes(Int(200)))
        #expect(try wireValue(UInt16.self, from: wireBytes(200)) == 200)
    }

    @Test(arguments: [
        0, -0.0, 1.5, .infinity, -.infinity, .nan, -.nan, .leastNonzeroMagnitude,
        Double(bitPattern: 0x7FF8_DEAD_BEEF_0001), Double(bitPattern: 0x7FF0_0000_0000_0001),
        .greatestFiniteMagnitude,
    ])
    func `a number keeps every bit`(number: Double) throws {
        let bytes = try wireBytes(number)
        #expect(bytes.count == 9 && bytes[0] == 0xFB)
        #expect(try wireValue(Double.self, from: bytes).bitPattern == number.bitPattern)
        let single = Float(bitPattern: UInt32(truncatingIfNeeded: number.bitPattern))
        #expect(
            try wireValue(Float.self, from: wireBytes(single)).bitPattern == single.bitPattern)
    }

    @Test func `texts, truths and nothing are as in the standard`() throws {
        try check("", [0x60])
        try check("IETF", [0x64, 0x49, 0x45, 0x54, 0x46])
        try check("ü", [0x62, 0xC3, 0xBC])
        try check(false, [0xF4])
        try check(true, [0xF5])
        try check(Double?.none, [0xF6])
        try check([1, 2, 3], [0x83, 1, 2, 3])
        try check([Int](), [0x80])
        try check(["a": 1, "b": 2], [0xA2, 0x61, 0x61, 1, 0x61, 0x62, 2])
        try check([1.5, nil] as [Double?], [0x82, 0xFB, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xF6])
    }

    @Test func `keys stand in the order of their length, then of their bytes`() throws {
        try check(
            ["b": 1, "aa": 2, "c": 3],
            [0xA3, 0x61, 0x62, 1, 0x61, 0x63, 3, 0x62, 0x61, 0x61, 2])
    }

    private struct Empty: Codable, Equatable {}
    private struct Maybe: Codable, Equatable {
        var a: Int?
        var b: [Empty]
    }

    @Test func `what is absent is left out, and what is empty is an empty map`() throws {
        try check(Maybe(a: nil, b: []), [0xA1, 0x61, 0x62, 0x80])
        try check(Maybe(a: 7, b: [Empty()]), [0xA2, 0x61, 0x61, 7, 0x61, 0x62, 0x81, 0xA0])
    }

    private enum Signal: Codable, Equatable {
        case stop
        case go(Int, at: Double?)
    }

    @Test func `an enum is a map of its case`() throws {
        try check(Signal.stop, [0xA1, 0x64, 0x73, 0x74, 0x6F, 0x70, 0xA0])
        try check(Signal.go(5, at: nil), [0xA1, 0x62, 0x67, 0x6F, 0xA1, 0x62, 0x5F, 0x30, 5])
        for signal in [Signal.go(-5, at: 0.25), .go(0, at: .infinity)] {
            #expect(try wireValue(Signal.self, from: wireBytes(signal)) == signal)
        }
    }

    /// Every call a container offers, by hand.
    private final class ByHand: Codable {
        let total: Int
        private enum Keys: String, CodingKey { case list, map, later }

        init(_ total: Int) { self.total = total }

        func encode(to encoder: any Encoder) throws {
            var map = encoder.container(keyedBy: Keys.self)
            var list = map.nestedUnkeyedContainer(forKey: .list)
            try list.encode(total)
            try list.encodeNil()
            var inner = list.nestedUnkeyedContainer()
            try inner.encode("in")
            var innerMap = list.nestedContainer(keyedBy: Keys.self)
            try innerMap.encodeNil(forKey: .list)
            try 7.encode(to: list.superEncoder())
            var second = map.nestedContainer(keyedBy: Keys.self, forKey: .map)
            try second.encode(true, forKey: .later)
            try 1.5.encode(to: map.superEncoder())
            try "late".encode(to: map.superEncoder(forKey: .later))
        }

        init(from decoder: any Decoder) throws {
            let map = try decoder.container(keyedBy: Keys.self)
            var list = try map.nestedUnkeyedContainer(forKey: .list)
            #expect(list.count == 5)
            total = try list.decode(Int.self)
            #expect(try list.decodeNil())
            var inner = try list.nestedUnkeyedContainer()
            #expect(try !inner.decodeNil())
            #expect(try inner.decode(String.self) == "in" && inner.isAtEnd)
            let innerMap = try list.nestedContainer(keyedBy: Keys.self)
            #expect(try innerMap.decodeNil(forKey: .list))
            #expect(try Int(from: list.superDecoder()) == 7)
            #expect(list.isAtEnd && list.currentIndex == 5)
            let second = try map.nestedContainer(keyedBy: Keys.self, forKey: .map)
            #expect(try second.decode(Bool.self, forKey: .later))
            #expect(try Double(from: map.superDecoder()) == 1.5)
            #expect(try String(from: map.superDecoder(forKey: .later)) == "late")
            #expect(map.allKeys.count == 3)
        }
    }

    @Test func `containers by hand go there and back`() throws {
        let bytes = try wireBytes(ByHand(3))
        let back = try wireValue(ByHand.self, from: bytes)
        #expect(back.total == 3)
        #expect(try wireBytes(back) == bytes)
    }

    @Test func `collections without an order are refused`() throws {
        func refused(_ value: some Encodable) {
            #expect(throws: WireError.self) { try wireBytes(value) }
        }
        refused(Set([1, 2]))
        refused([1.5: 2])
        refused(["a": [Set(["b"])]])
        try check([7: "a"], [0xA1, 0x61, 0x37, 0x61, 0x61])
    }

    private struct Twice: Encodable {
        enum Keys: String, CodingKey { case a }
        func encode(to encoder: any Encoder) throws {
            var map = encoder.container(keyedBy: Keys.self)
            try map.encode(1, forKey: .a)
            try map.encode(2, forKey: .a)
        }
    }

    @Test func `a key given twice is refused before it is sent`() {
        #expect(throws: WireError(.duplicateKey("a"))) { try wireBytes(Twice()) }
    }
}
