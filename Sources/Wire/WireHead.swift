/// The first byte of each kind of value: CBOR's major types, and its simple values in full.
enum WireHead {
    static let whole: UInt8 = 0 << 5
    /// −1 − n
    static let negative: UInt8 = 1 << 5
    static let text: UInt8 = 3 << 5
    static let list: UInt8 = 4 << 5
    static let map: UInt8 = 5 << 5
    static let wrong: UInt8 = 0xF4
    static let right: UInt8 = 0xF5
    static let null: UInt8 = 0xF6
    static let single: UInt8 = 0xFA
    static let double: UInt8 = 0xFB
}
