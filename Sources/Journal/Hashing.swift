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
    return digits(of: digest)
}

/// Two lower-case digits a byte, as ASCII.
private func digits(of bytes: [UInt8]) -> [UInt8] {
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
