import Act
import Determinism
import Guard
import Journal
import Tags

/// The journal with its clocks: every entry stamped with plant time and the machine's UTC.
final class JournalBook {
    private let journal: Journal
    private let clock: PlantClock

    init(path: String, settings: [Opened.Setting], clock: PlantClock) throws(JournalError) {
        journal = try Journal(
            path: path, settings: settings, plant: clock.now,
            wallNanoseconds: PlantClock.utc.nanoseconds)
        self.clock = clock
    }

    var recap: Recap { journal.recap }

    /// Appends entries, each durable before the next.
    func append(_ entries: [JournalEntry]) throws(JournalError) {
        for entry in entries {
            try journal.append(
                entry, plant: clock.now, wallNanoseconds: PlantClock.utc.nanoseconds)
        }
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
