package import Seal
package import Signing

/// Why a change of what is sealed was not made. Nothing was written unless the disk failed.
package enum ChangeRefusal: Error, Hashable, Sendable {
    /// The key's owner is not listed, not any more, or not in the duty that it takes.
    case notAllowed(String)
    /// The state is not the one the person saw: another proposal, another seal, an edited file.
    case conflict(String)
    /// The twin's files do not make a sealed twin.
    case misconfigured(String)
    case key(KeyError)
    case disk(SealFolderError)

    package var text: String {
        switch self {
        case .notAllowed(let text), .conflict(let text), .misconfigured(let text): text
        case .key(let error): error.text
        case .disk(let error): error.text
        }
    }
}
