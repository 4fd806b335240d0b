import Glibc
package import Journal

extension JournalError {
    /// What is wrong and what to do about it.
    package var text: String {
        switch self {
        case .locked(let path):
            "another process has the journal (\(path)); two writers would break its chain"
        case .storage(let failure):
            "the file cannot be used (\(failure.operation.rawValue): \(failure.reason))"
        case .damaged(let damage):
            "the journal is damaged at record \(damage.record), byte \(damage.byteOffset) "
                + "(\(damage.what.rawValue)); "
                + "nothing is written before an engineer has looked at it"
        case .refusing: "an earlier operation on the journal failed; it takes no more records"
        case .tooLong(let bytes): "an entry of \(bytes) bytes is longer than a line may be"
        case .notEncodable(let why): "an entry cannot be put into words: \(why)"
        case .notUnderstood(let sequence, let why):
            "record \(sequence) is sound but not understood by this version: \(why)"
        case .keyExposed(let path):
            "others may read \(path); make it readable by its owner only (chmod 600), and if it "
                + "was read, move it away so that a new one is made"
        case .keyUnreadable(let path): "\(path) is not a secret key; put it right or move it away"
        case .onReserve:
            "the disk is full and the journal writes on its reserve; the plant is not written to"
        }
    }
}

extension StorageFailure {
    /// The system's words for the error number.
    fileprivate var reason: String {
        guard let words = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: words)
    }
}
