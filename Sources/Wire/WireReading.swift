/// A message being made into a value: its bytes, its items, and which of them were asked for.
final class WireReading {
    let bytes: [UInt8]
    let items: [WireItem]
    private var asked: [Bool]

    init(_ bytes: [UInt8], limits: WireLimits) throws(WireError) {
        self.bytes = bytes
        items = try WireScanner(bytes, limits: limits).items
        asked = [Bool](repeating: false, count: items.count)
    }

    /// The value of an item, which thereby counts as asked for.
    func value<Value: Decodable>(_ type: Value.Type, of item: Int) throws -> Value {
        if type == Double.self, let number = try double(of: item) as? Value { return number }
        note(asked: item)
        return try Value(from: WireDecoder(reading: self, item: item))
    }

    func note(asked item: Int) { asked[item] = true }

    /// The first item nothing asked for, in the order of the bytes. A key counts with its value.
    var firstUnasked: Int? {
        items.indices.first { !asked[$0] && items[$0].kind != .key }
    }

    // MARK: Plain values

    func isNull(_ item: Int) -> Bool { items[item].kind == .null }

    func truth(of item: Int) throws(WireError) -> Bool {
        try require(.truth, "a truth value", item).bits == 1
    }

    func double(of item: Int) throws(WireError) -> Double {
        Double(bitPattern: try require(.double, "a number", item).bits)
    }

    func single(of item: Int) throws(WireError) -> Float {
        Float(bitPattern: UInt32(try require(.single, "a number of 32 bits", item).bits))
    }

    func text(of item: Int) throws(WireError) -> String {
        _ = try require(.text, "a text", item)
        return String(decoding: textBytes(of: item), as: UTF8.self)
    }

    func integer<Number: FixedWidthInteger>(
        _ type: Number.Type, of item: Int
    ) throws(WireError) -> Number {
        let found = items[item]
        note(asked: item)
        switch found.kind {
        case .whole:
            if let number = Number(exactly: found.bits) { return number }
        case .negative:
            if found.bits <= UInt64(Int64.max),
                let number = Number(exactly: -1 - Int64(found.bits))
            {
                return number
            }
        default:
            throw error(.wrongKind(found: found.kind.name, wanted: "a whole number"), of: item)
        }
        throw error(.numberTooLarge(wanted: "\(type)"), of: item)
    }

    /// The bytes of a text, which were checked to be UTF-8.
    func textBytes(of item: Int) -> ArraySlice<UInt8> {
        let count = items[item].bits
        let head: Int =
            switch count {
            case 0..<24: 1
            case 24...0xFF: 2
            case 0x100...0xFFFF: 3
            default: 5
            }
        let start = Int(items[item].offset) + head
        return bytes[start..<start + Int(count)]
    }

    func require(
        _ kind: WireItem.Kind, _ wanted: String, _ item: Int
    ) throws(WireError) -> WireItem {
        let found = items[item]
        guard found.kind == kind else {
            throw error(.wrongKind(found: found.kind.name, wanted: wanted), of: item)
        }
        note(asked: item)
        return found
    }

    // MARK: Places

    func error(_ problem: WireError.Problem, of item: Int) -> WireError {
        WireError(
            problem, at: Int(items[item].offset), in: pathText(of: codingPath(of: item)))
    }

    /// What a type's own initializer found wrong, with the place in the bytes.
    func wireError(_ error: DecodingError) -> WireError {
        let (context, problem): (DecodingError.Context, WireError.Problem) =
            switch error {
            case .typeMismatch(_, let context), .dataCorrupted(let context),
                .valueNotFound(_, let context):
                (context, .invalid(context.debugDescription))
            case .keyNotFound(let key, let context): (context, .missing(key: key.stringValue))
            @unknown default:
                (
                    DecodingError.Context(codingPath: [], debugDescription: "\(error)"),
                    .invalid("\(error)")
                )
            }
        return WireError(
            problem, at: Int(items[item(at: context.codingPath)].offset),
            in: pathText(of: context.codingPath))
    }

    /// The way from the whole to an item.
    func codingPath(of item: Int) -> [any CodingKey] {
        let way = ancestors(of: item) + [item]
        return zip(way, way.dropFirst()).map { parent, child in
            var next = parent + 1
            var place = 0
            if items[parent].kind == .map {
                while Int(items[next + 1].after) <= child { next = Int(items[next + 1].after) }
                return WireKey(stringValue: String(decoding: textBytes(of: next), as: UTF8.self))
            }
            while Int(items[next].after) <= child {
                next = Int(items[next].after)
                place += 1
            }
            return WireKey(intValue: place)
        }
    }

    /// The path of the innermost value that holds a byte.
    func path(ofByte offset: Int) -> String {
        // Items stand in the order of their bytes.
        let after = items.partitionPoint { Int($0.offset) > offset }
        return pathText(of: codingPath(of: max(after - 1, 0)))
    }

    /// The lists and maps around an item, from the whole down.
    private func ancestors(of item: Int) -> [Int] {
        var way: [Int] = []
        var here = 0
        while here < item {
            if Int(items[here].after) <= item {
                here = Int(items[here].after)
            } else {
                way.append(here)
                here += 1
            }
        }
        return way
    }

    /// The item at a path, or the last one on the way that there is.
    private func item(at path: [any CodingKey]) -> Int {
        var here = 0
        for key in path {
            let end = Int(items[here].after)
            var next = here + 1
            var place = 0
            while next < end {
                if items[here].kind == .map {
                    if textBytes(of: next).elementsEqual(key.stringValue.utf8) { break }
                    next = Int(items[next + 1].after)
                } else {
                    if place == key.intValue { break }
                    next = Int(items[next].after)
                    place += 1
                }
            }
            guard next < end else { return here }
            here = items[here].kind == .map ? next + 1 : next
        }
        return here
    }
}

extension Array {
    /// The first place where the condition holds, given that it holds from there on.
    fileprivate func partitionPoint(_ holds: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
