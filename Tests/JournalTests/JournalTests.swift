import Act
import Determinism
import Guard
import Journal
import Tags
import Testing

#if canImport(Glibc)
    import Glibc
#endif

let start = PlantTime.seconds(1_700_000_000)
let settings = [Opened.Setting(name: "twin.yaml", hash: String(repeating: "a", count: 64))]
let ada = Person(name: "Ada", duty: .operator, console: "C1")

/// An entry of every kind that needs no judgement, with awkward numbers and texts.
let samples: [JournalEntry] = [
    .mode(
        ModeChange(requested: .supervisory, actual: .advisory, by: ada, why: "\"quoted\"\n\u{1b}")),
    .recommendation(Recommended(proposal(5, to: 0.1 + 0.2))),
    .recommendation(Recommended(proposal(6, to: .nan))),
    .intent(Intent(proposal(7, to: -0.0), by: ada)),
    .rejection(Rejection(decision: DecisionID(8), person: ada, reason: .workOnSite, text: "é ü 火")),
    .writeStatus(
        WriteAnswered(
            decision: DecisionID(9), tag: TagName("T"), to: .leastNonzeroMagnitude,
            status: .refused(reason: "no"))),
    .readback(
        Readback(
            decision: DecisionID(9), tag: TagName("T"), asked: 1e300, seen: nil, loop: .local,
            poll: 2)),
    .outcome(
        Outcome(
            decision: DecisionID(9), result: .unknown, partial: true, withdrawal: .permitExpired,
            moves: [MoveOutcome(tag: TagName("T"), from: 1, to: 2, result: .unknown, seen: nil)])),
    .settled(
        Settled(
            decision: DecisionID(9),
            moves: [.init(tag: TagName("T"), from: 1, to: 2, result: .applied, seen: 2)])),
    .overridden(
        Override(
            tag: TagName("T"), expected: 1, seen: 2, until: start, decision: nil, handedBackBy: nil)
    ),
    .acceptance(
        Acceptance(
            person: ada, token: "t", decision: DecisionID(9), digest: proposal(9, to: 1).digest,
            at: start, expiresAt: start)),
    .closed(Closed(why: "stopped")),
]

/// Kinds and fields that came later.
private let laterSamples: [JournalEntry] = [
    .modelReport(
        ModelReport(
            region: "full load",
            forecasts: [.init(tag: TagName("T"), count: 3, bias: -1 / 3, coverage: 1)])),
    .overridden(handedBack),
]

private var handedBack: Override {
    var override = Override(
        tag: TagName("T"), expected: 1, seen: 2, until: Override.untilHandedBack, decision: nil,
        handedBackBy: ada)
    (override.reason, override.why) = (.causeMended, "valve freed")
    return override
}

func proposal(_ number: UInt64, to target: Double) -> Proposal {
    Proposal(
        id: DecisionID(number), madeAt: start, expiresAt: start.later(by: 60),
        moves: [ProposedMove(tag: TagName("TIC-1.SP"), from: 500, to: target)], shownGain: 1 / 3,
        inputs: [],
        certificate: Certificate(
            status: .optimal, predictedFrom: start, trajectories: [], bounds: [], gap: 1e-9,
            residual: 0, gain: 10, gainDeviation: 1))
}

/// A journal of the samples, as bytes.
func written(_ entries: [JournalEntry] = samples) throws -> [UInt8] {
    let disk = FailingDisk()
    let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 1)
    for (i, entry) in entries.enumerated() {
        try journal.append(entry, plant: start.later(by: Double(i)), wallNanoseconds: Int64(i))
    }
    return disk.durable
}

func open(_ bytes: [UInt8]) throws -> (journal: Journal, disk: FailingDisk) {
    let disk = FailingDisk(bytes)
    let journal = try Journal(disk, settings: settings, plant: start, wallNanoseconds: 1)
    return (journal, disk)
}

@Suite struct JournalTests {
    @Test func `every kind of entry reads back to the same value, bit for bit`() throws {
        var reader = JournalReader(FailingDisk(try written()))
        var read: [JournalEntry] = []
        while let record = try reader.next() {
            #expect(record.sequence == UInt64(read.count + 1))
            #expect(record.decision == (try record.entry()).decision)
            read.append(try record.entry())
        }
        #expect(read.count == samples.count + 1)
        for (a, b) in zip(read.dropFirst(), samples) {
            if case .recommendation(let a) = a, case .recommendation(let b) = b {
                // NaN is not equal to itself: compare what the digest covers, which is bits.
                #expect(a.proposal.digest == b.proposal.digest || b.proposal.id == DecisionID(6))
                #expect(a.digest == b.digest)
            } else {
                #expect(a == b)
            }
        }
    }

    @Test func `what came later reads back too`() throws {
        var reader = JournalReader(FailingDisk(try written(laterSamples)))
        var read: [JournalEntry] = []
        while let record = try reader.next() { read.append(try record.entry()) }
        #expect(Array(read.dropFirst()) == laterSamples)
    }

    @Test func `the file is JSON, a record a line, without a number that is none`() throws {
        let text = String(decoding: try written(), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.count == samples.count + 1)
        #expect(lines.allSatisfy { $0.hasPrefix(#"{"sequence":"#) && $0.hasSuffix(#""}"#) })
        #expect(!text.contains("nan,") && !text.contains(":NaN") && !text.contains("inf,"))
        #expect(text.contains("not a number"))
    }

    @Test func `what the guard hashes is what the library hashes`() {
        for length in [0, 1, 55, 56, 63, 64, 65, 200] {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
            var digest = SecureDigest()
            for byte in bytes { digest.mix(byte: byte) }
            #expect(digest.finish() == sha256(bytes[...]))
        }
        #expect(
            sha256(Array("abc".utf8)[...])
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `the next run goes on in the chain and knows what is open`() throws {
        let again = try open(try written()).journal
        #expect(again.head.sequence == UInt64(samples.count + 2))
        #expect(again.recap.lastDecision == DecisionID(9))
        #expect(again.recap.open.map(\.decision) == [DecisionID(7)])
        #expect(again.recap.lastMode?.mode == .advisory)
    }

    @Test func `an opening that leaves most records unread knows what all of them say`() throws {
        let journal = try open(try written()).journal
        var whole = Recap()
        for (i, entry) in ([.opened(Opened(settings: settings))] + samples).enumerated() {
            // The first sample follows the opening at the same time.
            whole.take(entry, at: start.later(by: Double(max(0, i - 1))))
        }
        whole.take(.opened(Opened(settings: settings)), at: start)
        #expect(journal.recap == whole)
        for entry in samples {
            var (taken, numbered) = (whole, whole)
            taken.take(entry, at: start.later(by: 60))
            numbered.take(numberOf: entry.decision, at: start.later(by: 60))
            #expect(Recap.heeds(entry.kind) || taken == numbered, "\(entry.kind.rawValue)")
        }
    }

    @Test func `a journal that was read shows what the newest run went by, and is gone on from`()
        throws
    {
        let other = [Opened.Setting(name: "twin.yaml", hash: String(repeating: "b", count: 64))]
        let disk = FailingDisk(try written())
        #expect(try PastJournal(FailingDisk()).lastOpened == nil)
        _ = try Journal(disk, settings: other, plant: start, wallNanoseconds: 1)
        let past = try PastJournal(disk)
        #expect(past.lastOpened?.settings == other)
        let journal = try Journal(past, settings: settings, plant: start, wallNanoseconds: 2)
        #expect(try verifyJournal(disk).headHash == journal.head.hash)
        #expect(try PastJournal(disk).lastOpened?.settings == settings)
    }

    @Test func `a reader goes on where an earlier one stood and sees what was added since`() throws
    {
        let (journal, disk) = try open(try written())
        var reader = JournalReader(disk)
        while try reader.next() != nil {}
        let position = reader.position
        try journal.append(.closed(Closed(why: "end")), plant: start, wallNanoseconds: 2)
        #expect(try reader.next()?.kind == .closed)
        var later = JournalReader(disk, from: position)
        #expect(try later.next()?.kind == .closed)
        #expect(try later.next() == nil)
    }

    @Test func `an entry that is longer than a line may be is refused and nothing breaks`() throws {
        let (journal, disk) = try open([])
        let text = String(repeating: "x", count: 9 << 20)
        #expect(throws: JournalError.self) {
            try journal.append(.closed(Closed(why: text)), plant: start, wallNanoseconds: 0)
        }
        try journal.append(.closed(Closed(why: "end")), plant: start, wallNanoseconds: 0)
        #expect(try verifyJournal(disk).count == 2)
    }

    @Test func `two processes cannot write one journal, and a file on disk verifies`() throws {
        let folder = "/tmp/flyball-journal-\(getpid())"
        let made = unsafe mkdir(folder, 0o700)
        #expect(made == 0)
        let path = folder + "/guard.journal"
        defer {
            for name in [path, path + ".lock"] { _ = unsafe unlink(name) }
            _ = unsafe rmdir(folder)
        }
        var first: Journal? = try Journal(
            path: path, settings: settings, plant: start, wallNanoseconds: 0)
        #expect(throws: JournalError.locked(path: path)) {
            _ = try Journal(path: path, settings: settings, plant: start, wallNanoseconds: 0)
        }
        try first?.append(.closed(Closed(why: "end")), plant: start, wallNanoseconds: 0)
        first = nil
        let second = try Journal(path: path, settings: settings, plant: start, wallNanoseconds: 0)
        let report = try verifyJournal(path: path)
        #expect(report.isSound && report.count == 3 && report.headHash == second.head.hash)
    }
}
