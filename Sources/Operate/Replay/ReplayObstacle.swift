package import Tags

/// Why a decision cannot be calculated again.
package enum ReplayObstacle: Error, Hashable, Sendable {
    case journal(String)
    case noDecision(DecisionID)
    /// Recorded by a version that kept no grounds, or without its inputs.
    case nothingKept(DecisionID)
    case history(String)
    /// The history has no inputs under the hash that the journal names.
    case inputsGone(hash: String)
    /// They are there and do not fit their hash: they were exchanged or damaged.
    case inputsExchanged(hash: String)
    case inputsUnreadable(String)
    /// Neither the copies nor the folder have the file as it was then.
    case fileGone(name: String, hash: String)
    case twin(String)

    package var text: String {
        switch self {
        case .journal(let why): "the journal: \(why)"
        case .noDecision(let decision): "there is no recommendation \(decision) in the journal"
        case .nothingKept(let decision):
            "\(decision) was recorded without the inputs it was calculated from"
        case .history(let why): "the history: \(why)"
        case .inputsGone(let hash): "the history has no inputs with hash \(hash)"
        case .inputsExchanged(let hash):
            "EXCHANGED: the inputs in the history do not have the hash that the journal names "
                + "(\(hash))"
        case .inputsUnreadable(let why): "the inputs are sound and not understood: \(why)"
        case .fileGone(let name, let hash):
            "\(name) as it was then (hash \(hash)) is neither among the copies nor in the folder"
        case .twin(let why): "the twin of then cannot be read by this version: \(why)"
        }
    }
}
