import Testing
import Wire

/// What is no message, and what the error says of it.
@Suite struct RefusalTests {
    private struct Bound: Codable, Hashable {
        var name: String
        var low: Double?
    }
    private struct Box: Codable, Hashable {
        var bounds: [Bound]
        var kind: Kind?
        enum Kind: String, Codable { case hard, soft }
    }

    private func check(
        _ bytes: [UInt8], _ problem: WireError.Problem, at offset: Int, in path: String = "",
        limits: WireLimits = WireLimits(), location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: WireError(problem, at: offset, in: path), sourceLocation: location) {
            try wireValue(Box.self, from: bytes, limits: limits)
        }
    }

    private func text(_ text: String) -> [UInt8] { [0x60 | UInt8(text.utf8.count)] + text.utf8 }
    private var name: [UInt8] { text("name") + text("x") }
    private func box(_ bound: [UInt8]) -> [UInt8] { [0xA1] + text("bounds") + [0x81] + bound }

    @Test func `what these refusals start from is accepted`() throws {
        let bytes = box([0xA1] + name)
        #expect(
            try wireValue(Box.self, from: bytes) == Box(bounds: [Bound(name: "x", low: nil)]))
    }

    @Test func `bytes that end early or go on are refused`() {
        let whole = box([0xA1] + name)
        check([], .endsEarly(needed: 1, left: 0), at: 0)
        check(Array(whole.dropLast()), .endsEarly(needed: 1, left: 0), at: whole.count - 1)
        check(whole + [0], .trailing(count: 1), at: whole.count)
        check(whole + whole, .trailing(count: whole.count), at: whole.count)
    }

    @Test func `a length beyond the bytes that are left is refused at once`() {
        let huge: [UInt8] = [0x1B, 0x7F] + [UInt8](repeating: 0xFF, count: 7)
        for kind in [0x60, 0x80, 0xA0] as [UInt8] {
            let bytes = [kind | huge[0] & 0x1F] + huge.dropFirst()
            #expect(throws: WireError.self) { try wireValue(Box.self, from: bytes) }
        }
        check([0x98, 100, 0], .endsEarly(needed: 100, left: 1), at: 2)
        check([0xB8, 100, 0], .endsEarly(needed: 200, left: 1), at: 2)
        check([0x78, 100, 0], .endsEarly(needed: 100, left: 1), at: 2)
    }

    @Test func `a number in more bytes than it needs is refused`() {
        check([0x18, 23], .notShortest, at: 0)
        check([0x19, 0, 255], .notShortest, at: 0)
        check([0x1A, 0, 0, 255, 255], .notShortest, at: 0)
        check([0x1B, 0, 0, 0, 0, 255, 255, 255, 255], .notShortest, at: 0)
        check([0xB8, 1] + box([0xA1] + name).dropFirst(), .notShortest, at: 0)
    }

    @Test func `kinds of value that are not ours are refused`() {
        for head in [0x40, 0x5F, 0x7F, 0x9F, 0xBF, 0xC0, 0xE0, 0xF7, 0xF8, 0xF9, 0xFF, 0x1C] {
            check(
                [UInt8(head)] + [UInt8](repeating: 0, count: 32),
                .unknownHead(byte: UInt8(head)), at: 0)
        }
    }

    @Test func `text that is not UTF-8 is refused`() {
        check(box([0xA1] + text("name") + [0x62, 0xC3, 0x28]), .notUTF8, at: 15)
        check(box([0xA1] + text("name") + [0x63, 0xED, 0xA0, 0x80]), .notUTF8, at: 15)
        check(box([0xA1] + text("name") + [0x62, 0xC0, 0x80]), .notUTF8, at: 15)
    }

    @Test func `keys must be texts, in order and each only once`() {
        check(box([0xA1, 0x01, 0x01]), .keyIsNoText, at: 10)
        check(box([0xA2] + name + name), .duplicateKey("name"), at: 17)
        let low = text("low") + [0xFB] + [UInt8](repeating: 0, count: 8)
        check(box([0xA2] + name + low), .keysOutOfOrder(before: "name", after: "low"), at: 17)
        #expect(throws: Never.self) {
            try wireValue(Box.self, from: box([0xA2] + low + name))
        }
    }

    @Test func `an unknown key is named with its place`() {
        check(
            box([0xA2] + name + text("other") + [0x00]), .unexpected, at: 23,
            in: "bounds[0].other")
    }

    @Test func `a missing key is named with its place`() {
        check(box([0xA0]), .missing(key: "name"), at: 9, in: "bounds[0]")
        check([0xA0], .missing(key: "bounds"), at: 0)
    }

    @Test func `a value of another kind is named with its place`() {
        check(
            box([0xA1] + text("name") + [0x07]),
            .wrongKind(found: "a whole number", wanted: "a text"), at: 15, in: "bounds[0].name")
        check(
            box([0xA2] + text("low") + [0x07] + name),
            .wrongKind(found: "a whole number", wanted: "a number"), at: 14, in: "bounds[0].low")
        check(box([0x80]), .wrongKind(found: "a list", wanted: "a map"), at: 9, in: "bounds[0]")
        check(
            [0xA1] + text("bounds") + [0xF6], .wrongKind(found: "null", wanted: "a list"), at: 8,
            in: "bounds")
    }

    @Test func `a null where an absent value is left out is not the one form`() {
        check(
            box([0xA2] + text("low") + [0xF6] + name), .notCanonical, at: 9, in: "bounds[0]")
    }

    @Test func `an unknown word of an enum is named with its place`() throws {
        let bytes = [0xA2] + text("kind") + text("mild") + text("bounds") + [0x80]
        let error = #expect(throws: WireError.self) { try wireValue(Box.self, from: bytes) }
        #expect(error?.offset == 6 && error?.path == "kind")
        #expect(error?.description.contains("mild") == true)
    }

    @Test func `a number that does not fit is refused`() throws {
        func fits<Number: Codable & FixedWidthInteger>(_ type: Number.Type, _ bytes: [UInt8]) {
            #expect(throws: WireError(.numberTooLarge(wanted: "\(type)"), at: 0)) {
                try wireValue(type, from: bytes)
            }
        }
        fits(UInt8.self, [0x19, 1, 0])
        fits(Int8.self, [0x18, 128])
        fits(Int8.self, [0x38, 128])
        fits(UInt64.self, [0x20])
        fits(Int64.self, [0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0])
        fits(Int64.self, [0x3B, 0x80, 0, 0, 0, 0, 0, 0, 0])
    }

    // MARK: Limits

    @Test func `more bytes than allowed are refused unread`() throws {
        let limits = WireLimits(bytes: 19)
        let texts = [String](repeating: "abcde", count: 3)
        let bytes = try wireBytes(texts, limits: limits)
        #expect(bytes.count == 19)
        #expect(try wireValue([String].self, from: bytes, limits: limits) == texts)
        let more = texts + ["z"]
        #expect(throws: WireError(.tooManyBytes(count: 21, allowed: 19))) {
            try wireBytes(more, limits: limits)
        }
        #expect(throws: WireError(.tooManyBytes(count: 21, allowed: 19), at: 19)) {
            try wireValue([String].self, from: wireBytes(more), limits: limits)
        }
    }

    private indirect enum Nest: Codable, Equatable {
        case leaf
        case inner(Nest)
        static func of(depth: Int) -> Nest { depth == 0 ? .leaf : .inner(.of(depth: depth - 1)) }
    }

    @Test func `one level more than allowed is refused, sent or received`() throws {
        // A leaf takes two levels, each inner one two more.
        let limits = WireLimits(depth: 8)
        let deep = Nest.of(depth: 3)
        #expect(try wireValue(Nest.self, from: wireBytes(deep, limits: limits)) == deep)
        #expect(throws: WireError.self) { try wireBytes(Nest.of(depth: 4), limits: limits) }
        let bytes = try wireBytes(Nest.of(depth: 4))
        let error = #expect(throws: WireError.self) {
            try wireValue(Nest.self, from: bytes, limits: limits)
        }
        #expect(error?.problem == .tooDeep(allowed: 8))
    }

    @Test func `as many levels as allowed are taken, one more is not`() throws {
        let lists = [[[7]]]
        let bytes = try wireBytes(lists)
        let (three, two) = (WireLimits(depth: 3), WireLimits(depth: 2))
        #expect(try wireBytes(lists, limits: three) == bytes)
        #expect(try wireValue([[[Int]]].self, from: bytes, limits: three) == lists)
        #expect(throws: WireError(.tooDeep(allowed: 2), in: "[0][0]")) {
            try wireBytes(lists, limits: two)
        }
        #expect(throws: WireError(.tooDeep(allowed: 2), at: 2)) {
            try wireValue([[[Int]]].self, from: bytes, limits: two)
        }
    }

    @Test func `a hundred thousand levels end in an error, not in a crash`() {
        for head in [0x81, 0xA1] as [UInt8] {
            let step: [UInt8] = head == 0x81 ? [head] : [head, 0x60]
            let bytes = Array([[UInt8]](repeating: step, count: 100_000).joined())
            let error = #expect(throws: WireError.self) {
                try wireValue(Nest.self, from: bytes)
            }
            #expect(error?.problem == .tooDeep(allowed: 32))
        }
    }

    @Test func `one value more than allowed is refused, sent or received`() throws {
        let limits = WireLimits(values: 5)
        let four = [1, 2, 3, 4]
        #expect(
            try wireValue([Int].self, from: wireBytes(four, limits: limits), limits: limits)
                == four)
        #expect(throws: WireError(.tooManyValues(allowed: 5))) {
            try wireBytes(four + [5], limits: limits)
        }
        let error = #expect(throws: WireError.self) {
            try wireValue([Int].self, from: wireBytes(four + [5]), limits: limits)
        }
        #expect(error?.problem == .tooManyValues(allowed: 5) && error?.offset == 5)
    }

    @Test func `one byte of text more than allowed is refused, sent or received`() throws {
        let limits = WireLimits(textBytes: 3)
        #expect(try wireValue(String.self, from: wireBytes("abc"), limits: limits) == "abc")
        #expect(throws: WireError(.textTooLong(count: 4, allowed: 3))) {
            try wireBytes("abcd", limits: limits)
        }
        #expect(throws: WireError(.textTooLong(count: 4, allowed: 3), at: 0)) {
            try wireValue(String.self, from: wireBytes("abcd"), limits: limits)
        }
    }

    @Test func `an error reads as a sentence with its place`() {
        let error = WireError(.missing(key: "low"), at: 17, in: "bounds[3]")
        #expect(error.description == "low is missing at byte 17 in bounds[3]")
    }
}
