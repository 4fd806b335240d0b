/// Makes a value of one item.
struct WireDecoder: Decoder, SingleValueDecodingContainer {
    let reading: WireReading
    let item: Int

    var codingPath: [any CodingKey] { reading.codingPath(of: item) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try WireMapReading<Key>(reading, item))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try WireListReading(reading, item)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { reading.isNull(item) }
    func decode(_ type: Bool.Type) throws -> Bool { try reading.truth(of: item) }
    func decode(_ type: String.Type) throws -> String { try reading.text(of: item) }
    func decode(_ type: Double.Type) throws -> Double { try reading.double(of: item) }
    func decode(_ type: Float.Type) throws -> Float { try reading.single(of: item) }
    func decode(_ type: Int.Type) throws -> Int { try reading.integer(type, of: item) }
    func decode(_ type: Int8.Type) throws -> Int8 { try reading.integer(type, of: item) }
    func decode(_ type: Int16.Type) throws -> Int16 { try reading.integer(type, of: item) }
    func decode(_ type: Int32.Type) throws -> Int32 { try reading.integer(type, of: item) }
    func decode(_ type: Int64.Type) throws -> Int64 { try reading.integer(type, of: item) }
    func decode(_ type: UInt.Type) throws -> UInt { try reading.integer(type, of: item) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try reading.integer(type, of: item) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try reading.integer(type, of: item) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try reading.integer(type, of: item) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try reading.integer(type, of: item) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try reading.value(type, of: item)
    }
}

/// Reads a map.
struct WireMapReading<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let reading: WireReading
    private let map: Int
    /// The keys' items, in their order; a value stands right after its key.
    private let keys: [Int]

    init(_ reading: WireReading, _ item: Int) throws {
        self.reading = reading
        map = item
        let count = Int(try reading.require(.map, "a map", item).bits)
        var keys: [Int] = []
        keys.reserveCapacity(count)
        var next = item + 1
        for _ in 0..<count {
            keys.append(next)
            next = Int(reading.items[next + 1].after)
        }
        self.keys = keys
    }

    var codingPath: [any CodingKey] { reading.codingPath(of: map) }

    var allKeys: [Key] {
        keys.compactMap {
            Key(stringValue: String(decoding: reading.textBytes(of: $0), as: UTF8.self))
        }
    }

    private func find(_ key: any CodingKey) -> Int? {
        let wanted = key.stringValue.utf8
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keyPrecedes(reading.textBytes(of: keys[middle]), wanted) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < keys.count, reading.textBytes(of: keys[low]).elementsEqual(wanted) else {
            return nil
        }
        return keys[low] + 1
    }

    private func item(_ key: any CodingKey) throws(WireError) -> Int {
        guard let item = find(key) else {
            throw reading.error(.missing(key: key.stringValue), of: map)
        }
        return item
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool {
        let item = try item(key)
        guard reading.isNull(item) else { return false }
        reading.note(asked: item)
        return true
    }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try reading.truth(of: item(key))
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try reading.text(of: item(key))
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try reading.double(of: item(key))
    }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
        try reading.single(of: item(key))
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
        try reading.integer(type, of: item(key))
    }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
        try reading.integer(type, of: item(key))
    }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try reading.value(type, of: item(key))
    }

    func nestedContainer<Inner>(
        keyedBy type: Inner.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Inner> {
        KeyedDecodingContainer(try WireMapReading<Inner>(reading, item(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try WireListReading(reading, item(key))
    }

    func superDecoder() throws -> any Decoder { try later(WireKey.superior) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try later(key) }

    private func later(_ key: any CodingKey) throws -> any Decoder {
        let item = try item(key)
        reading.note(asked: item)
        return WireDecoder(reading: reading, item: item)
    }
}
