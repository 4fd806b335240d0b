/// Reads a list, element by element.
struct WireListReading: UnkeyedDecodingContainer {
    private let reading: WireReading
    private let list: Int
    private let length: Int
    private var next: Int
    private(set) var currentIndex = 0

    init(_ reading: WireReading, _ item: Int) throws {
        self.reading = reading
        list = item
        length = Int(try reading.require(.list, "a list", item).bits)
        next = item + 1
    }

    var codingPath: [any CodingKey] { reading.codingPath(of: list) }
    var count: Int? { length }
    var isAtEnd: Bool { currentIndex == length }

    /// Reads the next element; a failed one is not passed over.
    private mutating func step<Value>(_ read: (Int) throws -> Value) throws -> Value {
        let item = try upcoming()
        let value = try read(item)
        next = Int(reading.items[item].after)
        currentIndex += 1
        return value
    }

    private func upcoming() throws(WireError) -> Int {
        guard !isAtEnd else {
            throw reading.error(.missing(key: "element \(currentIndex)"), of: list)
        }
        return next
    }

    mutating func decodeNil() throws -> Bool {
        let item = try upcoming()
        guard reading.isNull(item) else { return false }
        reading.note(asked: item)
        return try step { _ in true }
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool {
        try step { [reading] in try reading.truth(of: $0) }
    }
    mutating func decode(_ type: String.Type) throws -> String {
        try step { [reading] in try reading.text(of: $0) }
    }
    mutating func decode(_ type: Double.Type) throws -> Double {
        try step { [reading] in try reading.double(of: $0) }
    }
    mutating func decode(_ type: Float.Type) throws -> Float {
        try step { [reading] in try reading.single(of: $0) }
    }
    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try step { [reading] in try reading.value(type, of: $0) }
    }

    private mutating func integer<Number: FixedWidthInteger>(
        _ type: Number.Type
    ) throws -> Number {
        try step { [reading] in try reading.integer(type, of: $0) }
    }

    mutating func nestedContainer<Inner>(
        keyedBy type: Inner.Type
    ) throws -> KeyedDecodingContainer<Inner> {
        try step { [reading] in
            KeyedDecodingContainer(try WireMapReading<Inner>(reading, $0))
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try step { [reading] in try WireListReading(reading, $0) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try step { [reading] item in
            reading.note(asked: item)
            return WireDecoder(reading: reading, item: item)
        }
    }
}
