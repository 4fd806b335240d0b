/// One value on its way to bytes: the limits, and the first failure of a call that cannot throw.
final class WireWriting {
    let limits: WireLimits
    private(set) var failure: WireError?

    init(limits: WireLimits) { self.limits = limits }

    func note(_ problem: WireError.Problem, at place: WirePlace?) {
        if failure == nil { failure = WireError(problem, in: pathText(of: place.keys)) }
    }

    /// The form of any value, `depth` containers down.
    func form<Value: Encodable>(
        of value: Value, depth: Int, at place: WirePlace?
    ) throws -> WireForm {
        if Value.self == Double.self, let number = value as? Double {
            return .double(number.bitPattern)
        }
        if let collection = Value.self as? any Unordered.Type, !collection.hasOrder {
            throw WireError(.unordered(type: "\(Value.self)"), in: pathText(of: place.keys))
        }
        let encoder = WireEncoder(writing: self, depth: depth, place: place)
        try value.encode(to: encoder)
        return encoder.form
    }
}

/// Where a value stands among others; nil is the whole.
final class WirePlace {
    let parent: WirePlace?
    let key: any CodingKey

    init(_ key: any CodingKey, in parent: WirePlace?) {
        self.key = key
        self.parent = parent
    }
}

extension WirePlace? {
    /// From the whole down to here.
    var keys: [any CodingKey] {
        var keys: [any CodingKey] = []
        var place = self
        while let here = place {
            keys.append(here.key)
            place = here.parent
        }
        return keys.reversed()
    }
}

/// Collections whose order differs from process to process, unless their keys become map keys.
private protocol Unordered {
    static var hasOrder: Bool { get }
}

extension Dictionary: Unordered {
    fileprivate static var hasOrder: Bool { Key.self is any CodingKeyRepresentable.Type }
}

extension Set: Unordered {
    fileprivate static var hasOrder: Bool { false }
}

/// Takes the form of one value.
final class WireEncoder: Encoder {
    let writing: WireWriting
    /// Containers around the value.
    let depth: Int
    let place: WirePlace?
    var form = WireForm.nothing
    let userInfo: [CodingUserInfoKey: Any] = [:]

    init(writing: WireWriting, depth: Int, place: WirePlace?) {
        self.writing = writing
        self.depth = depth
        self.place = place
    }

    var codingPath: [any CodingKey] { place.keys }

    func container<Key>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        // Asking again gives the same one, as Codable wants it.
        if case .map(let map) = form {
            return KeyedEncodingContainer(WireMapWriting(to: map, of: self))
        }
        let map = WireMap()
        settle(.map(map), opening: true)
        return KeyedEncodingContainer(WireMapWriting(to: map, of: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list(let list) = form { return WireListWriting(to: list, of: self) }
        let list = WireList()
        settle(.list(list), opening: true)
        return WireListWriting(to: list, of: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func settle(_ new: WireForm, opening: Bool = false) {
        if case .nothing = form {
        } else {
            writing.note(.invalid("encoded as two different things"), at: place)
        }
        if opening, depth >= writing.limits.depth {
            writing.note(.tooDeep(allowed: writing.limits.depth), at: place)
        }
        form = new
    }
}

extension WireEncoder: SingleValueEncodingContainer {
    func encodeNil() { settle(.null) }
    func encode(_ value: Bool) { settle(.truth(value)) }
    func encode(_ value: String) { settle(.text(value)) }
    func encode(_ value: Double) { settle(.double(value.bitPattern)) }
    func encode(_ value: Float) { settle(.single(value.bitPattern)) }
    func encode(_ value: Int) { settle(WireForm(value)) }
    func encode(_ value: Int8) { settle(WireForm(value)) }
    func encode(_ value: Int16) { settle(WireForm(value)) }
    func encode(_ value: Int32) { settle(WireForm(value)) }
    func encode(_ value: Int64) { settle(WireForm(value)) }
    func encode(_ value: UInt) { settle(WireForm(value)) }
    func encode(_ value: UInt8) { settle(WireForm(value)) }
    func encode(_ value: UInt16) { settle(WireForm(value)) }
    func encode(_ value: UInt32) { settle(WireForm(value)) }
    func encode(_ value: UInt64) { settle(WireForm(value)) }

    func encode(_ value: some Encodable) throws {
        settle(try writing.form(of: value, depth: depth, at: place))
    }
}

extension WireForm {
    /// An integer of at most 64 bits.
    init(_ number: some FixedWidthInteger) {
        // ~n is −1 − n of a negative n, and fits.
        self =
            number < 0
            ? .negative(UInt64(truncatingIfNeeded: ~number))
            : .whole(UInt64(truncatingIfNeeded: number))
    }
}
