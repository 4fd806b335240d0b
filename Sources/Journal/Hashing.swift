import Signing

/// SHA-256 of bytes, as 64 lower-case hexadecimal digits.
package func sha256(_ bytes: ArraySlice<UInt8>) -> String { Digest(of: bytes).description }
