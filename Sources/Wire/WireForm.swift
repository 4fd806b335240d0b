/// What became of a value on its way to bytes.
enum WireForm {
    /// Nothing was encoded: an empty map.
    case nothing
    case null
    case truth(Bool)
    case whole(UInt64)
    /// −1 − n
    case negative(UInt64)
    case single(UInt32)
    case double(UInt64)
    case text(String)
    case list(WireList)
    case map(WireMap)
    /// Filled in after its parent went on: what `superEncoder()` handed out.
    case later(WireEncoder)
}

/// The elements of an unkeyed container, while it is filled.
final class WireList {
    var elements: [WireForm] = []
}

/// The entries of a keyed container, while it is filled; in the order in which they came.
final class WireMap {
    var entries: [(key: String, form: WireForm)] = []
}

/// Turns forms into bytes, within the limits.
struct WireWriter {
    let limits: WireLimits
    private(set) var bytes: [UInt8] = []
    private var values = 0

    init(limits: WireLimits) { self.limits = limits }

    mutating func write(_ form: WireForm) throws(WireError) {
        try count()
        switch form {
        case .nothing: head(WireHead.map, 0)
        case .null: bytes.append(WireHead.null)
        case .truth(let truth): bytes.append(truth ? WireHead.right : WireHead.wrong)
        case .whole(let number): head(WireHead.whole, number)
        case .negative(let number): head(WireHead.negative, number)
        case .single(let bits):
            bytes.append(WireHead.single)
            append(UInt64(bits), count: 4)
        case .double(let bits):
            bytes.append(WireHead.double)
            append(bits, count: 8)
        case .text(let text): try write(text)
        case .list(let list):
            head(WireHead.list, UInt64(list.elements.count))
            for element in list.elements { try write(element) }
        case .map(let map): try write(map)
        case .later(let encoder):
            values -= 1
            try write(encoder.form)
        }
        guard bytes.count <= limits.bytes else {
            throw WireError(.tooManyBytes(count: bytes.count, allowed: limits.bytes))
        }
    }

    private mutating func write(_ map: WireMap) throws(WireError) {
        head(WireHead.map, UInt64(map.entries.count))
        let sorted = map.entries.sorted { keyPrecedes($0.key.utf8, $1.key.utf8) }
        for (a, b) in zip(sorted, sorted.dropFirst()) where a.key.utf8.elementsEqual(b.key.utf8) {
            throw WireError(.duplicateKey(a.key))
        }
        for entry in sorted {
            try count()
            try write(entry.key)
            try write(entry.form)
        }
    }

    private mutating func write(_ text: String) throws(WireError) {
        let length = text.utf8.count
        guard length <= limits.textBytes else {
            throw WireError(.textTooLong(count: UInt64(length), allowed: limits.textBytes))
        }
        head(WireHead.text, UInt64(length))
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func count() throws(WireError) {
        values += 1
        guard values <= limits.values else {
            throw WireError(.tooManyValues(allowed: limits.values))
        }
    }

    /// A kind and its number in the fewest bytes: below 24 in the head itself, else in 1, 2, 4 or
    /// 8 bytes after it.
    private mutating func head(_ kind: UInt8, _ number: UInt64) {
        switch number {
        case 0..<24: bytes.append(kind | UInt8(number))
        case 24...0xFF:
            bytes.append(kind | 24)
            append(number, count: 1)
        case 0x100...0xFFFF:
            bytes.append(kind | 25)
            append(number, count: 2)
        case 0x1_0000...0xFFFF_FFFF:
            bytes.append(kind | 26)
            append(number, count: 4)
        default:
            bytes.append(kind | 27)
            append(number, count: 8)
        }
    }

    /// The lowest `count` bytes of a number, highest first.
    private mutating func append(_ number: UInt64, count: Int) {
        for place in (0..<count).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(place))))
        }
    }
}
