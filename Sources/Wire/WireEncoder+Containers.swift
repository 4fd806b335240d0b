/// Fills a map.
struct WireMapWriting<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let map: WireMap
    private let encoder: WireEncoder

    init(to map: WireMap, of encoder: WireEncoder) {
        self.map = map
        self.encoder = encoder
    }

    var codingPath: [any CodingKey] { encoder.codingPath }

    private func add(_ form: WireForm, _ key: any CodingKey) {
        map.entries.append((key.stringValue, form))
    }

    private func inner(_ key: any CodingKey) -> WireEncoder {
        WireEncoder(
            writing: encoder.writing, depth: encoder.depth + 1,
            place: WirePlace(key, in: encoder.place))
    }

    func encodeNil(forKey key: Key) { add(.null, key) }
    func encode(_ value: Bool, forKey key: Key) { add(.truth(value), key) }
    func encode(_ value: String, forKey key: Key) { add(.text(value), key) }
    func encode(_ value: Double, forKey key: Key) { add(.double(value.bitPattern), key) }
    func encode(_ value: Float, forKey key: Key) { add(.single(value.bitPattern), key) }
    func encode(_ value: Int, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: Int8, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: Int16, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: Int32, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: Int64, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: UInt, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: UInt8, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: UInt16, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: UInt32, forKey key: Key) { add(WireForm(value), key) }
    func encode(_ value: UInt64, forKey key: Key) { add(WireForm(value), key) }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        let place = WirePlace(key, in: encoder.place)
        add(try encoder.writing.form(of: value, depth: encoder.depth + 1, at: place), key)
    }

    func nestedContainer<Inner>(
        keyedBy type: Inner.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Inner> {
        let inner = inner(key)
        let container = inner.container(keyedBy: type)
        add(inner.form, key)
        return container
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let inner = inner(key)
        let container = inner.unkeyedContainer()
        add(inner.form, key)
        return container
    }

    func superEncoder() -> any Encoder { later(WireKey.superior) }
    func superEncoder(forKey key: Key) -> any Encoder { later(key) }

    private func later(_ key: any CodingKey) -> WireEncoder {
        let inner = inner(key)
        add(.later(inner), key)
        return inner
    }
}

/// Fills a list.
struct WireListWriting: UnkeyedEncodingContainer {
    private let list: WireList
    private let encoder: WireEncoder

    init(to list: WireList, of encoder: WireEncoder) {
        self.list = list
        self.encoder = encoder
    }

    var codingPath: [any CodingKey] { encoder.codingPath }
    var count: Int { list.elements.count }

    private func add(_ form: WireForm) { list.elements.append(form) }

    private var place: WirePlace { WirePlace(WireKey(intValue: count), in: encoder.place) }

    private func inner() -> WireEncoder {
        WireEncoder(writing: encoder.writing, depth: encoder.depth + 1, place: place)
    }

    func encodeNil() { add(.null) }
    func encode(_ value: Bool) { add(.truth(value)) }
    func encode(_ value: String) { add(.text(value)) }
    func encode(_ value: Double) { add(.double(value.bitPattern)) }
    func encode(_ value: Float) { add(.single(value.bitPattern)) }
    func encode(_ value: Int) { add(WireForm(value)) }
    func encode(_ value: Int8) { add(WireForm(value)) }
    func encode(_ value: Int16) { add(WireForm(value)) }
    func encode(_ value: Int32) { add(WireForm(value)) }
    func encode(_ value: Int64) { add(WireForm(value)) }
    func encode(_ value: UInt) { add(WireForm(value)) }
    func encode(_ value: UInt8) { add(WireForm(value)) }
    func encode(_ value: UInt16) { add(WireForm(value)) }
    func encode(_ value: UInt32) { add(WireForm(value)) }
    func encode(_ value: UInt64) { add(WireForm(value)) }

    func encode(_ value: some Encodable) throws {
        add(try encoder.writing.form(of: value, depth: encoder.depth + 1, at: place))
    }

    func nestedContainer<Inner>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
        let inner = inner()
        let container = inner.container(keyedBy: type)
        add(inner.form)
        return container
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let inner = inner()
        let container = inner.unkeyedContainer()
        add(inner.form)
        return container
    }

    func superEncoder() -> any Encoder {
        let inner = inner()
        add(.later(inner))
        return inner
    }
}
