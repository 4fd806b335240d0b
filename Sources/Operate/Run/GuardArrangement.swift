import Act
import Foundation
import GuardLink
import GuardRoom
import GuardSide
import Journal
import Seal
import Signing
import Tags

/// How the guard's side of a run is set up: in a process of its own under a seal, or in this one.
///
/// Without a seal a plant is only read; a simulator may be written to if the user asks for a single
/// process.
struct GuardArrangement: Sendable {
    let seat: any GuardSeat
    /// The guard's own process.
    let process: GuardProcess?
    /// The guard in this process.
    let own: OwnGuard?
    /// The mode it starts in.
    let mode: Mode
    /// What was found out about decisions that an earlier run left open.
    let settled: [Settled]
    /// What the user must know about the seal.
    let lines: [String]

    /// Sets it up: opens the journal, starts the guard, settles what is open.
    static func made(
        _ folder: TwinFolder, _ options: RunSession.Options, records: String,
        journal path: String, clock: PlantClock
    ) async throws -> GuardArrangement {
        let twin = try SealedTwin(folder)
        let settings = folder.fingerprints + [Workplace.here.setting]
        guard let program = options.guardProgram else {
            guard twin.isSimulator else {
                throw GuardFailure(
                    "--single-process is for simulated plants; this twin has a connection without "
                        + "`simulator: true`")
            }
            return try await here(
                GuardCharter(unsealed: twin), options, settings, journal: path, clock, lines: [])
        }
        let witness = try JournalReader.lastOpening(at: path).flatMap { opening in
            SealWitness(settings: opening.settings.map { ($0.name, $0.hash) })
        }
        let sealed = options.sealFolder ?? folder.path
        let state = SealFolder(sealed).check(against: twin, witness: witness)
        guard let standing = state.standing else {
            let charter = GuardCharter(
                reading: twin, brokenBy: state.locksOut ? state.lines.first : nil)
            return try await here(
                charter, options, settings, journal: path, clock, lines: state.lines)
        }
        let process = try GuardProcess(
            program: program, folder: sealed, records: records, mode: options.mode,
            clock: clock)
        // If the file was edited since, the guard hears of another content, and locks out.
        let seal = state.maySupervise ? standing.hash : Digest(of: try twin.body())
        let line = try await process.sit(seal: "\(seal)")
        return GuardArrangement(
            seat: line, process: process, own: nil, mode: try await line.view().mode,
            settled: try await line.settleIfReadable(), lines: state.lines)
    }

    /// The guard within this process.
    private static func here(
        _ charter: GuardCharter, _ options: RunSession.Options, _ settings: [Opened.Setting],
        journal path: String, _ clock: PlantClock, lines: [String]
    ) async throws -> GuardArrangement {
        let book = try Journal(path: path, under: charter, settings: settings, clock: clock)
        let plant = try ModbusPlant(charter.twin, mayWrite: charter.mayWrite, clock: clock)
        let desk = try GuardDesk(
            charter, startingIn: options.mode, journal: book,
            on: GuardPorts(
                plant: plant, clock: clock,
                block: ModbusBlock(charter.twin, mayWrite: charter.mayWrite),
                head: ModbusHead(charter.twin, mayWrite: charter.mayWrite)))
        let own = OwnGuard(desk: desk)
        await desk.note(loopBuild: ProgramHash.own)
        try await desk.pulse()
        return GuardArrangement(
            seat: own, process: nil, own: own, mode: await desk.mode,
            settled: try await desk.settle(), lines: lines)
    }
}
