package import Signing
package import Tags

/// Whose signatures count: the list of trusted public keys, as a chain of signed changes. Kept in
/// the file `approvers` beside the twin.
///
/// **The first are taken on trust.** Nobody can vouch for the first people, so a list begins with
/// changes that only the new key itself signs, until there is one who may propose and another who
/// may approve. From then on, for good, each change needs the signatures of two other people who
/// are on the list, one of them an approver. Whoever can replace the whole file can found a new
/// list: so its hash goes on record with every run (`SealWitness`), and people compare
/// fingerprints.
package struct Approvers: Hashable, Sendable {
    /// A person's key, with the time in which it counts [nanoseconds since 1970-01-01 UTC].
    package struct Entry: Hashable, Sendable {
        package let person: String
        package let duties: [Duty]
        package let key: PublicKey
        package let from: Int64
        /// Nil while it counts.
        package var end: End?
    }

    /// How a key came to its end.
    package enum End: Hashable, Sendable {
        /// Given back or replaced in good order: what it signed before stays good.
        case retired(at: Int64, why: String)
        /// Lost, stolen or in doubt: nothing that it ever signed counts any more.
        case revoked(at: Int64, why: String)
    }

    /// What may be listed: the duties in which somebody signs.
    package static let signingDuties: [Duty] = [.engineer, .approver, .operator, .supervisor]
    /// The duties that change what is trusted.
    static let trustingDuties: Set<Duty> = [.engineer, .approver]

    /// In the order they were made.
    package private(set) var changes: [ApproverChange] = []
    /// Everybody who was ever on the list, in the order of entering.
    package private(set) var entries: [Entry] = []
    /// True once there was a proposer and another approver; never false again.
    package private(set) var isFounded = false

    /// An empty list.
    package init() {}

    /// The hash of the newest change; zeros for an empty list.
    package var head: Digest { changes.last?.hash ?? .origin }

    package func entry(of key: PublicKey) -> Entry? { entries.first { $0.key == key } }

    /// The keys that count now.
    package var active: [Entry] { entries.filter { $0.end == nil } }

    /// Takes one more change, or says why it may not be made.
    package mutating func take(_ change: ApproverChange) throws(ApproverRefusal) {
        guard change.previous == head else { throw .notNext }
        if let last = changes.last, change.at < last.at { throw .backInTime }
        try judgeSignatures(of: change)
        switch change.what {
        case .add(let person, let duties, let key):
            try enter(person, duties, key, at: change.at)
        case .retire(let key, let why):
            try end(key, .retired(at: change.at, why: why))
        case .revoke(let key, let why):
            try end(key, .revoked(at: change.at, why: why))
        case .replace(let old, let new):
            guard let entry = entry(of: old), entry.end == nil else { throw .unknownKey }
            try end(old, .retired(at: change.at, why: "replaced"))
            try enter(entry.person, entry.duties, new, at: change.at)
        }
        changes.append(change)
        isFounded = isFounded || hasTwo
    }

    /// Whether one may propose and somebody else approve.
    private var hasTwo: Bool {
        active.contains { author in
            author.duties.contains(.engineer)
                && active.contains { $0.person != author.person && $0.duties.contains(.approver) }
        }
    }

    private mutating func enter(
        _ person: String, _ duties: [Duty], _ key: PublicKey, at: Int64
    ) throws(ApproverRefusal) {
        guard Approvers.isName(person) else { throw .name(person) }
        guard !duties.isEmpty, duties.allSatisfy(Approvers.signingDuties.contains),
            Set(duties).count == duties.count
        else { throw .duties }
        guard entry(of: key) == nil else { throw .keyListed }
        // Two spellings of one name would let one person pass for two.
        let plain = Approvers.plain(person)
        guard !active.contains(where: { Approvers.plain($0.person) == plain }) else {
            throw .personListed(person)
        }
        entries.append(Entry(person: person, duties: duties, key: key, from: at))
    }

    private mutating func end(_ key: PublicKey, _ end: End) throws(ApproverRefusal) {
        guard let index = entries.firstIndex(where: { $0.key == key }) else { throw .unknownKey }
        // A retired key may still turn out to be stolen; a revoked one stays revoked.
        switch (entries[index].end, end) {
        case (nil, _), (.retired, .revoked): entries[index].end = end
        default: throw .endedAlready(entries[index].person)
        }
    }

    private func judgeSignatures(of change: ApproverChange) throws(ApproverRefusal) {
        guard change.falseSignatures.isEmpty else { throw .falseSignature }
        let keys = change.signatures.map(\.key)
        guard Set(keys).count == keys.count else { throw .sameKeyTwice }
        if let new = change.newKey, !keys.contains(new) { throw .newKeyUnsigned }
        var others = keys.filter { $0 != change.newKey }
        if !isFounded {
            guard case .add = change.what else { throw .notFounded }
            guard others.isEmpty else { throw .notListed }
            return
        }
        var people: Set<String> = []
        var hasApprover = false
        while let key = others.popLast() {
            guard let entry = entry(of: key), entry.end == nil,
                !Approvers.trustingDuties.isDisjoint(with: entry.duties)
            else { throw .notListed }
            guard people.insert(Approvers.plain(entry.person)).inserted else {
                throw .samePerson(entry.person)
            }
            hasApprover = hasApprover || entry.duties.contains(.approver)
        }
        guard people.count >= 2 else { throw .tooFew }
        guard hasApprover else { throw .noApprover }
    }

    /// A name that can be shown: 1 to 80 letters, no control characters, no space at an end.
    static func isName(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        let isPrintable = scalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                .paragraphSeparator:
                false
            default: true
            }
        }
        return isPrintable && !name.isEmpty && name.count <= 80 && name.utf8.count <= 400
            && name.first != " "
            && name.last != " "
    }

    /// The name as far as people are told apart by it: letters and digits in lower case.
    static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
