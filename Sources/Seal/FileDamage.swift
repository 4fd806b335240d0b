/// Why the bytes of a seal or of a list of approvers are not what flyball wrote. Fatal: the file is
/// kept as evidence, and nothing is read out of it.
package enum FileDamage: Error, Hashable, Sendable {
    /// It begins otherwise.
    case notThisFile
    /// Written by another version of flyball.
    case version(UInt32)
    case tooLong(bytes: Int)
    /// It ends too early. Offsets are counted from 0.
    case cut(byte: Int)
    /// A field that cannot be.
    case content(byte: Int)
    /// The hash does not fit the bytes before it.
    case hash
    /// Something follows its end.
    case goesOn(byte: Int)

    package var text: String {
        switch self {
        case .notThisFile: "it does not begin as such a file begins"
        case .version(let version): "it is of version \(version), which this program does not read"
        case .tooLong(let bytes): "it is \(bytes) bytes long, more than such a file may be"
        case .cut(let byte): "it ends too early: something is missing at byte \(byte)"
        case .content(let byte): "what stands at byte \(byte) cannot be"
        case .hash: "its hash does not fit its bytes: it was changed or damaged"
        case .goesOn(let byte): "something was added behind its end, at byte \(byte)"
        }
    }
}
