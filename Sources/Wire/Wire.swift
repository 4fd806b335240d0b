// The one way of plain values over a process border: deterministic CBOR (RFC 8949, section 4.2), of
// which only what Codable needs. Exactly one byte string a value; anything else is refused.

/// The bytes of a value.
///
/// A keyed container is a map with its keys in order, an unkeyed one a list, an absent optional is
/// left out of a map and null elsewhere. Integers take the fewest bytes, a Double its eight bytes
/// bit for bit. Sets and dictionaries whose keys are no texts are refused: they have no order.
/// An optional of an optional loses which of the two was absent.
///
/// - Throws: if the value breaks a limit, or cannot be said in one way only.
package func wireBytes(
    _ value: some Encodable, limits: WireLimits = WireLimits()
) throws(WireError) -> [UInt8] {
    let writing = WireWriting(limits: limits)
    do {
        let form = try writing.form(of: value, depth: 0, at: nil)
        if let failure = writing.failure { throw failure }
        var writer = WireWriter(limits: limits)
        try writer.write(form)
        return writer.bytes
    } catch let error as WireError {
        throw error
    } catch EncodingError.invalidValue(_, let context) {
        let path = pathText(of: context.codingPath)
        throw WireError(.invalid(context.debugDescription), in: path)
    } catch {
        throw WireError(.invalid("\(error)"))
    }
}

/// The value of some bytes: of all of them, and in the one form that `wireBytes` gives it.
///
/// Form and limits are checked before anything is made of the bytes; then the value is made,
/// everything in them must have been asked for, and the value must give the same bytes again.
package func wireValue<Value: Codable>(
    _ type: Value.Type, from bytes: some Collection<UInt8>, limits: WireLimits = WireLimits()
) throws(WireError) -> Value {
    let count = bytes.count
    guard count <= limits.bytes else {
        throw WireError(.tooManyBytes(count: count, allowed: limits.bytes), at: limits.bytes)
    }
    let reading = try WireReading(Array(bytes), limits: limits)
    let value: Value
    do {
        value = try reading.value(type, of: 0)
    } catch let error as WireError {
        throw error
    } catch let error as DecodingError {
        throw reading.wireError(error)
    } catch {
        throw WireError(.invalid("\(error)"))
    }
    if let unasked = reading.firstUnasked {
        throw reading.error(.unexpected, of: unasked)
    }
    let again = try wireBytes(value, limits: limits)
    if let offset = firstDifference(reading.bytes, again) {
        throw WireError(.notCanonical, at: offset, in: reading.path(ofByte: offset))
    }
    return value
}

/// Nil if the two are the same.
private func firstDifference(_ a: [UInt8], _ b: [UInt8]) -> Int? {
    if a == b { return nil }
    let common = min(a.count, b.count)
    return (0..<common).first { a[$0] != b[$0] } ?? common
}
