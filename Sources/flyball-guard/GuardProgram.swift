import Act
import Determinism
import Glibc
import GuardLink
import GuardRoom
import GuardSide
import Journal
import Seal
import Signing
import Synchronization
import Tags

/// `flyball-guard`: reads the plant itself, judges, owns the journal, and alone may write. Started
/// by `flyball run`, which it outlives for as long as it takes to give the loops back.
@main
struct GuardProgram {
    static func main() async {
        let options: GuardOptions
        do throws(GuardOptions.Fault) { options = try GuardOptions(CommandLine.arguments) } catch {
            end(2, error.text)
        }
        do {
            try await serve(options)
        } catch let error as JournalError {
            end(1, error.text)
        } catch let error as HandleTaken {
            end(1, error.text)
        } catch let error as SealRefused {
            end(4, error.lines.joined(separator: "\n"))
        } catch { end(1, "\(error)") }
    }

    private static func serve(_ options: GuardOptions) async throws {
        // Read once: for the seal of the newest run, and to go on from.
        let past = try PastJournal(
            path: options.records + "/decisions.journal", reserveBytes: DiskRoom.reserveBytes)
        let charter = try charter(of: options, past)
        let book = try Journal(
            past, under: charter, keys: options.keys ?? options.records, clock: options.clock)
        let plant = try ModbusPlant(
            charter.twin, mayWrite: charter.mayWrite, clock: options.clock)
        let desk = try GuardDesk(
            charter, startingIn: options.mode, journal: book,
            on: GuardPorts(
                plant: plant, clock: options.clock,
                block: ModbusBlock(charter.twin, mayWrite: charter.mayWrite),
                head: ModbusHead(charter.twin, mayWrite: charter.mayWrite)))
        let host = GuardHost(desk, program: "flyball-guard", process: getpid())
        let listener = try GuardListener(at: options.socket, for: host)
        GuardSignals.install()
        say("listening at \(options.socket)")
        let why = try await turn(host, charter)
        listener.stop()
        try await desk.close(why: why)
    }

    /// The seal is read here and nothing else: whoever edits the twin's file changes nothing.
    private static func charter(
        of options: GuardOptions, _ past: PastJournal
    ) throws -> GuardCharter {
        let witness = past.lastOpened.flatMap { opening in
            SealWitness(settings: opening.settings.map { ($0.name, $0.hash) })
        }
        let state = SealFolder(options.folder).check(witness: witness)
        guard let standing = state.standing, !state.locksOut else {
            throw SealRefused(lines: state.lines)
        }
        return GuardCharter(standing)
    }

    /// Until a signal, or until the loop has left: in order, or for longer than the block waits.
    private static func turn(_ host: GuardHost, _ charter: GuardCharter) async throws -> String {
        let period = charter.twin.wall.pulse
        // A loop may come and go between two looks, and may never come.
        var aloneSince: MonotonicInstant?
        while !GuardSignals.isAsked {
            try await host.pulse()
            if host.isClosed { return "stopped" }
            let now = PlantClock.monotonic
            aloneSince = host.hasLoop ? nil : aloneSince ?? now
            if let alone = aloneSince.flatMap({ now.elapsed(since: $0) }),
                alone > charter.twin.modes.watchdog
            {
                return "there is no loop"
            }
            await rest(until: now.later(by: period), host)
        }
        return "stopped by a signal"
    }

    /// In short naps, so that a stop need not wait.
    private static func rest(until end: MonotonicInstant, _ host: GuardHost) async {
        while PlantClock.monotonic < end, !GuardSignals.isAsked, !host.isClosed {
            // Cancelled or not, the loop looks whether it goes on.
            try? await Task.sleep(for: .seconds(0.1))
        }
    }

    private static func say(_ text: String) {
        print(text)
        fflush(nil)
    }

    private static func end(_ status: Int32, _ text: String) -> Never {
        let bytes = Array("flyball-guard: \(text)\n".utf8)
        _ = unsafe write(STDERR_FILENO, bytes, bytes.count)
        exit(status)
    }
}

/// The seal does not hold: nothing is served.
struct SealRefused: Error {
    let lines: [String]
}

/// SIGTERM and SIGINT end it in order. SIGHUP does not end it: a terminal that is closed, or a loop
/// that dies while this process is stopped, must not take the shed and its record along.
enum GuardSignals {
    private static let asked = Atomic(false)

    static var isAsked: Bool { asked.load(ordering: .relaxed) }

    static func install() {
        for number in [SIGTERM, SIGINT] {
            signal(number) { _ in GuardSignals.asked.store(true, ordering: .relaxed) }
        }
        for number in [SIGPIPE, SIGHUP] { signal(number, SIG_IGN) }
    }
}
