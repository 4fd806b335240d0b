/// One value or key as it stands in a message, found before anything is made of it.
struct WireItem {
    enum Kind: UInt8 {
        case whole, negative, text, key, list, map, truth, null, single, double

        /// As an error names it.
        var name: String {
            switch self {
            case .whole, .negative: "a whole number"
            case .text, .key: "a text"
            case .list: "a list"
            case .map: "a map"
            case .truth: "a truth value"
            case .null: "null"
            case .single: "a number of 32 bits"
            case .double: "a number"
            }
        }
    }

    let kind: Kind
    /// The byte where its head stands.
    let offset: UInt32
    /// The item that follows it and all it holds.
    var after: UInt32
    /// A number's bits; the count of bytes of a text or key, of elements of a list, of entries of
    /// a map.
    let bits: UInt64
}

/// Finds the items of a message, each before those it holds; a key stands before its value.
struct WireScanner {
    private let bytes: [UInt8]
    private let limits: WireLimits
    private var at = 0
    private(set) var items: [WireItem] = []

    /// - Throws: if the bytes are not one whole value, or it breaks a limit.
    init(_ bytes: [UInt8], limits: WireLimits) throws(WireError) {
        self.bytes = bytes
        self.limits = limits
        try scan(depth: 0)
        guard at == bytes.count else {
            throw WireError(.trailing(count: bytes.count - at), at: at)
        }
    }

    private var left: Int { bytes.count - at }

    private mutating func scan(depth: Int, isKey: Bool = false) throws(WireError) {
        let start = at
        let head = UInt8(try take(1))
        switch head {
        case WireHead.wrong, WireHead.right:
            try add(.truth, head == WireHead.right ? 1 : 0, from: start)
        case WireHead.null: try add(.null, 0, from: start)
        case WireHead.single: try add(.single, take(4), from: start)
        case WireHead.double: try add(.double, take(8), from: start)
        default:
            let number = try number(after: head, from: start)
            switch head & 0xE0 {
            case WireHead.whole: try add(.whole, number, from: start)
            case WireHead.negative: try add(.negative, number, from: start)
            case WireHead.text: try scanText(number, from: start, isKey: isKey)
            case WireHead.list: try scanList(number, from: start, depth: depth)
            case WireHead.map: try scanMap(number, from: start, depth: depth)
            default: throw WireError(.unknownHead(byte: head), at: start)
            }
        }
    }

    private mutating func scanText(
        _ count: UInt64, from start: Int, isKey: Bool
    ) throws(WireError) {
        guard count <= UInt64(limits.textBytes) else {
            throw WireError(.textTooLong(count: count, allowed: limits.textBytes), at: start)
        }
        try need(count)
        let end = at + Int(count)
        guard String(validating: bytes[at..<end], as: UTF8.self) != nil else {
            throw WireError(.notUTF8, at: start)
        }
        at = end
        try add(isKey ? .key : .text, count, from: start)
    }

    private mutating func scanList(
        _ count: UInt64, from start: Int, depth: Int
    ) throws(WireError) {
        let list = items.count
        try open(.list, count, atLeast: 1, from: start, depth: depth)
        for _ in 0..<count { try scan(depth: depth + 1) }
        items[list].after = UInt32(items.count)
    }

    private mutating func scanMap(
        _ count: UInt64, from start: Int, depth: Int
    ) throws(WireError) {
        let map = items.count
        try open(.map, count, atLeast: 2, from: start, depth: depth)
        var before: Range<Int>?
        for _ in 0..<count {
            let keyAt = at
            guard at < bytes.count, bytes[at] & 0xE0 == WireHead.text else {
                try need(1)
                throw WireError(.keyIsNoText, at: keyAt)
            }
            try scan(depth: depth + 1, isKey: true)
            let key = at - Int(items[items.count - 1].bits)..<at
            if let before, !keyPrecedes(bytes[before], bytes[key]) {
                let texts = (
                    String(decoding: bytes[before], as: UTF8.self),
                    String(decoding: bytes[key], as: UTF8.self)
                )
                throw bytes[before] == bytes[key]
                    ? WireError(.duplicateKey(texts.1), at: keyAt)
                    : WireError(.keysOutOfOrder(before: texts.0, after: texts.1), at: keyAt)
            }
            before = key
            try scan(depth: depth + 1)
        }
        items[map].after = UInt32(items.count)
    }

    /// A list or map of `count` entries, each of which takes at least so many bytes.
    private mutating func open(
        _ kind: WireItem.Kind, _ count: UInt64, atLeast bytesEach: UInt64, from start: Int,
        depth: Int
    ) throws(WireError) {
        guard depth < limits.depth else {
            throw WireError(.tooDeep(allowed: limits.depth), at: start)
        }
        guard count <= UInt64(limits.values) else {
            throw WireError(.tooManyValues(allowed: limits.values), at: start)
        }
        try need(count * bytesEach)
        try add(kind, count, from: start)
    }

    private mutating func add(
        _ kind: WireItem.Kind, _ bits: UInt64, from start: Int
    ) throws(WireError) {
        guard items.count < limits.values else {
            throw WireError(.tooManyValues(allowed: limits.values), at: start)
        }
        items.append(
            WireItem(
                kind: kind, offset: UInt32(start), after: UInt32(items.count + 1), bits: bits))
    }

    /// The number of a head, which must stand in the fewest bytes.
    private mutating func number(after head: UInt8, from start: Int) throws(WireError) -> UInt64 {
        let short = UInt64(head & 0x1F)
        guard short >= 24 else { return short }
        guard short <= 27, head < 0xE0 else {
            throw WireError(.unknownHead(byte: head), at: start)
        }
        let count = 1 << (short - 24)
        let number = try take(count)
        let least: UInt64 = count == 1 ? 24 : 1 << (4 * UInt64(count))
        guard number >= least else { throw WireError(.notShortest, at: start) }
        return number
    }

    /// A number of `count` bytes, highest first.
    private mutating func take(_ count: Int) throws(WireError) -> UInt64 {
        try need(UInt64(count))
        var number: UInt64 = 0
        for byte in bytes[at..<at + count] { number = number << 8 | UInt64(byte) }
        at += count
        return number
    }

    private func need(_ count: UInt64) throws(WireError) {
        guard count <= UInt64(left) else {
            throw WireError(.endsEarly(needed: count, left: left), at: at)
        }
    }
}
