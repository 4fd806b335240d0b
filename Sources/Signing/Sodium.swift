import CSodium

/// The one place where libsodium is set up, and where chance comes from the operating system.
package enum Sodium {
    /// True once the library is ready; it picks its code for this processor.
    static let isReady = sodium_init() >= 0

    /// Bytes from the operating system's source of chance.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        precondition(isReady, "libsodium cannot be set up on this machine")
        var bytes = [UInt8](repeating: 0, count: count)
        unsafe bytes.withUnsafeMutableBytes { buffer in
            if let start = buffer.baseAddress { unsafe randombytes_buf(start, count) }
        }
        return bytes
    }

    /// Overwrites bytes in a way that no compiler leaves out.
    static func wipe(_ bytes: inout [UInt8]) {
        unsafe bytes.withUnsafeMutableBytes { buffer in
            if let start = buffer.baseAddress { unsafe sodium_memzero(start, buffer.count) }
        }
    }
}
