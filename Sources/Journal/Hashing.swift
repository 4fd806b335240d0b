import CSodium

/// SHA-256 of bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: sha256Digits(bytes), as: UTF8.self)
}

func sha256Digits(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe bytes.withUnsafeBufferPointer { input in
        unsafe crypto_hash_sha256(&digest, input.baseAddress, UInt64(input.count))
    }
    return hexadecimal(digest)
}

/// Two lower-case digits a byte, as ASCII.
func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
    func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.count)
    for byte in bytes {
        text.append(digit(byte >> 4))
        text.append(digit(byte & 15))
    }
    return text
}

/// The bytes of lower-case hexadecimal digits; nil if `text` is anything else.
func bytes(ofHexadecimal text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2), digits.allSatisfy(isHexadecimal) else { return nil }
    func value(_ digit: UInt8) -> UInt8 {
        digit >= UInt8(ascii: "a") ? digit - UInt8(ascii: "a") + 10 : digit - UInt8(ascii: "0")
    }
    return stride(from: 0, to: digits.count, by: 2).map {
        value(digits[$0]) << 4 | value(digits[$0 + 1])
    }
}
