/// Why a list of approvers, or a change of it, is not believed.
package enum ApproverRefusal: Error, Hashable, Sendable {
    case damaged(FileDamage)
    /// The change continues another list, or this one at another place.
    case notNext
    case backInTime
    case name(String)
    case duties
    case keyListed
    case personListed(String)
    case unknownKey
    case endedAlready(String)
    case falseSignature
    case sameKeyTwice
    case samePerson(String)
    /// The key that enters did not sign.
    case newKeyUnsigned
    /// Before the list has its first two people, only they can be added.
    case notFounded
    /// A signer who is not on the list, no longer, or not as engineer or approver.
    case notListed
    case tooFew
    case noApprover

    package var text: String {
        switch self {
        case .damaged(let damage): "the list of approvers is damaged: \(damage.text)"
        case .notNext:
            "the list of approvers was changed meanwhile, or a change was taken out of it"
        case .backInTime: "the change is older than the one before it; look at the machine's clock"
        case .name(let name):
            "\"\(name.prefix(80))\" cannot stand on the list; write a name of 1 to 80 letters"
        case .duties: "name one or more of engineer, approver, operator, supervisor, each once"
        case .keyListed: "this key is on the list already; every key belongs to one person, once"
        case .personListed(let name):
            "\(name) is on the list already; a new key for him is made by `flyball user rotate`"
        case .unknownKey: "no such key is on the list"
        case .endedAlready(let name): "the key of \(name) ended before"
        case .falseSignature: "a signature under a change of the list is not of the key it names"
        case .sameKeyTwice: "one key signed twice"
        case .samePerson(let name): "\(name) signed twice; two different people must"
        case .newKeyUnsigned: "the new key did not sign for itself"
        case .notFounded:
            "the list has not yet one who may propose and another who may approve; add them first"
        case .notListed:
            "a signer is not on the list, no longer, or neither engineer nor approver"
        case .tooFew: "two people who are on the list must sign (engineers or approvers)"
        case .noApprover: "one of the two who sign must be an approver"
        }
    }
}
