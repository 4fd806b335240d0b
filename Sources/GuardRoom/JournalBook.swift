package import Act
import Determinism
import Guard
package import Journal
import Tags

/// The journal with its clocks: every entry stamped with plant time and the machine's UTC.
final class JournalBook {
    private let journal: Journal
    private let clock: any GuardClock
    /// The plant is to be told the head: a decision has ended, or something was signed.
    var isHeadDue = true

    init(_ journal: Journal, clock: any GuardClock) {
        self.journal = journal
        self.clock = clock
    }

    var recap: Recap { journal.recap }
    /// What the record shows of the twin in supervisory mode.
    var record: TrackRecord { journal.recap.record }
    /// The head in eight bytes, for a tag of the plant.
    var headTag: HeadTag { HeadTag(journal.head) }
    /// What a head that was kept in the plant says against this journal; nil if nothing.
    func complaint(about kept: HeadTag) -> String? { journal.complaint(about: kept) }
    /// What the room on the journal's disk asks for.
    var diskConsequence: DiskRoom.Consequence { journal.diskConsequence }
    /// The hash of the sealed configuration, from the next record on.
    var seal: String {
        get { journal.seal }
        set { journal.seal = newValue }
    }

    /// Signs what stands there if that is due; to be called now and then.
    func checkpointIfDue() throws(JournalError) {
        let before = journal.head
        try journal.checkpointIfDue(
            plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
        if journal.head != before { isHeadDue = true }
    }

    /// Appends entries, each durable before the next.
    func append(_ entries: [JournalEntry]) throws(JournalError) {
        for entry in entries {
            try journal.append(
                entry, plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
            if entry.endsSomething { isHeadDue = true }
        }
    }

    /// The plant keeps this head now.
    func noteKept(_ head: HeadTag) {
        if head == headTag { isHeadDue = false }
    }
}

extension JournalEntry {
    /// Whether the plant is to be told of it.
    fileprivate var endsSomething: Bool {
        switch self {
        case .outcome, .settled, .mode, .rejection, .closed: true
        default: false
        }
    }
}

extension Journal {
    /// Opens the guard's journal at `path`, verifies all of it, and records what the run goes by.
    ///
    /// - Parameter settings: hashes of what else the run goes by.
    package convenience init(
        path: String, under charter: GuardCharter, settings: [Opened.Setting] = [],
        clock: any GuardClock
    ) throws(JournalError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."  // the working one
        try self.init(
            try PastJournal(path: path, reserveBytes: DiskRoom.reserveBytes), under: charter,
            settings: settings, keys: folder, clock: clock)
    }

    /// Goes on from what was read, and records what the run goes by.
    ///
    /// - Parameter keys: folder of the pair that signs checkpoints.
    package convenience init(
        _ past: PastJournal, under charter: GuardCharter, settings: [Opened.Setting] = [],
        keys: String, clock: any GuardClock
    ) throws(JournalError) {
        let own = charter.settings.map { Opened.Setting(name: $0.name, hash: $0.hash) }
        try self.init(
            past, settings: settings + own,
            signing: .init(key: try JournalKey(folder: keys), seal: charter.sealHash),
            plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
    }
}

/// Single-use tokens that bind an acceptance to its card.
enum CardToken {
    /// 32 hexadecimal digits from the system's random source, which cannot be guessed.
    static func fresh() -> String {
        // Not part of any result: only that nobody can guess it matters.
        var source = SystemRandomNumberGenerator()
        return [source.next(), source.next()].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
