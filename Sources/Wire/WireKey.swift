/// A key by its text, or a place in a list by its number.
struct WireKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }

    /// What `superEncoder()` writes under.
    static let superior = WireKey(stringValue: "super")
}

/// "a.b[3].c"
func pathText(of keys: [any CodingKey]) -> String {
    var text = ""
    for key in keys {
        if let place = key.intValue {
            text += "[\(place)]"
        } else {
            text += (text.isEmpty ? "" : ".") + key.stringValue
        }
    }
    return text
}

/// The order of keys in a map: shorter ones first, then by their bytes, which is the order of their
/// encoded forms (RFC 8949, section 4.2.1).
func keyPrecedes(_ a: some Collection<UInt8>, _ b: some Collection<UInt8>) -> Bool {
    let (first, second) = (a.count, b.count)
    return first == second ? a.lexicographicallyPrecedes(b) : first < second
}
