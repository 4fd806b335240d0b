/// CRC-32 as in Ethernet and zlib (ISO 3309, ITU-T V.42): reflected polynomial 0xEDB88320, all ones
/// before and after. Finds damage, not forgery. `earlier` is the check of the bytes before these.
package func cyclicRedundancyCheck(
    _ bytes: ArraySlice<UInt8>, after earlier: UInt32 = 0
) -> UInt32 {
    var register = ~earlier
    // A global is looked up anew at each use.
    let table = table
    for byte in bytes {
        register = register >> 8 ^ table[Int(UInt8(truncatingIfNeeded: register) ^ byte)]
    }
    return ~register
}

/// The register after each byte, from zero.
private let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { register, _ in
        register >> 1 ^ (register & 1 == 1 ? 0xEDB8_8320 : 0)
    }
}
