import Act
import CompanionBlock
import ConnectModbus
import ConnectModbusWriting
import Determinism
import Foundation
import Guard
import GuardLink
package import GuardRoom
import GuardSide
import Journal
import Seal
package import Tags

/// The plant-side list, run step by step against a user's test system with the sealed twin's own
/// connections, rules and guard. Everything that is written is judged by the guard, but for what
/// the companion block must refuse: that is sent past the guard, or it could not be sent at all.
package actor DrillRun {
    package struct Options: Sendable {
        /// A new folder for the drill's own records.
        package var records: String
        package var person: Person
        /// Nothing is written without it.
        package var mayWrite = false
        /// Plant seconds per wall second; only a simulator's time runs fast.
        package var speed = 1.0
        /// How long the drill waits for anything that comes in its own time, on the wall [s].
        package var patience = 5400.0
        /// How long it waits for somebody to move a setpoint by hand, on the wall [s]; 0: not at
        /// all.
        package var handPatience = 0.0
        /// The coil that stands for the drop test's key at a simulated plant.
        package var keyCoil: Int?
        /// The seal in words.
        package var sealedBy = "no seal"

        package init(records: String, person: Person) {
            self.records = records
            self.person = person
        }
    }

    let options: Options
    let charter: GuardCharter
    let clock: PlantClock
    let desk: GuardDesk
    /// The block, not through the guard; nil where none is declared.
    let bench: ModbusBlock?
    let key: DropKey?
    /// To each connection, for the guard's side; and one to the block's, for the bench.
    let lines: [DrillLine]
    let benchLine: DrillLine?
    let asked: DrillPerson
    private let tell: @Sendable (String) -> Void
    private let addresses: [String]

    var steps: [DrillStep] = []
    /// What was last read.
    var latest: GuardLook?
    /// Any tag ever had a value.
    private var hasRead = false
    /// Where the operator had each handle when he gave it, in SI.
    var baselines: [TagName: Double] = [:]
    /// Handles that somebody moved by hand since.
    var moved: Set<TagName> = []
    private let started = PlantClock.utc
    /// When the last step ended.
    private var noted = PlantClock.utc

    /// Lays the lines and opens the record; nothing is connected yet.
    ///
    /// - Parameter charter: of the seal in force; of a simulator without one.
    package init(
        _ charter: GuardCharter, _ options: Options, asking person: DrillPerson,
        tell: @escaping @Sendable (String) -> Void
    ) throws {
        self.options = options
        asked = person
        self.tell = tell
        clock = PlantClock(speed: options.speed)
        let twin = charter.twin
        addresses = twin.connections.map { "\($0.name) at \($0.host):\($0.port)" }
        var lines: [DrillLine] = []
        var ports: [String: Int] = [:]
        for connection in twin.connections {
            let line = try DrillLine(to: connection.host, port: connection.port)
            ports[connection.name] = line.port
            lines.append(line)
        }
        self.lines = lines
        self.charter = charter.reached(over: ports)
        if let (connection, _) = twin.fenced {
            let line = try DrillLine(to: connection.host, port: connection.port)
            benchLine = line
            bench = ModbusBlock(
                charter.reached(over: [connection.name: line.port]).twin, mayWrite: true)
            key = try options.keyCoil.flatMap { try DropKey(connection, coil: $0) }
        } else {
            (benchLine, bench, key) = (nil, nil, nil)
        }
        try FileManager.default.createDirectory(
            atPath: options.records, withIntermediateDirectories: true)
        let mayWrite = options.mayWrite && charter.mayWrite
        let book = try Journal(
            path: options.records + "/decisions.journal", under: self.charter, clock: clock)
        desk = try GuardDesk(
            self.charter, startingIn: .advisory, journal: book,
            on: GuardPorts(
                plant: try ModbusPlant(self.charter.twin, mayWrite: mayWrite, clock: clock),
                clock: clock, block: ModbusBlock(self.charter.twin, mayWrite: mayWrite)))
    }

    var twin: SealedTwin { charter.twin }
    var words: PlantWords { PlantWords(twin) }

    /// Runs the whole list. A step that fails does not keep the others from being made.
    package func run(
        shouldStop: @escaping @Sendable () -> Bool = { false }
    ) async throws -> DrillReport {
        isStopped = shouldStop
        let left: String
        do {
            try await readSteps()
            if !hasRead {
                for step in actingList { note(step.notDone("nothing could be read")) }
            } else if options.mayWrite {
                try await lineSteps()
                try await actingSteps()
            } else {
                try await lineSteps()
                for step in actingList { note(step.notDone("needs --write")) }
            }
        } catch is Stopped {
            tell("stopped")
        } catch {
            // What was found so far is worth a report, and this is part of it.
            note(
                DrillStep("the drill itself", did: "ran the list", expected: "comes to its end")
                    .ended(false, "\(error)"))
        }
        left = try await giveBack()
        return report(left: left)
    }

    /// Somebody asked to stop.
    struct Stopped: Error {}
    private var isStopped: @Sendable () -> Bool = { false }

    // MARK: Turning

    /// Between two turns, on the wall [s].
    private var period: Double {
        max(0.1, min(twin.wall.pulse / 2, twin.cadence.sense / options.speed))
    }

    /// One turn of what stands for the loop: it ends a cycle, the guard beats, reads and looks.
    @discardableResult func turn() async throws -> GuardLook {
        if isStopped() { throw Stopped() }
        await desk.note(cycleAt: clock.now, isInRegion: true)
        await desk.attend(true)
        try await desk.pulse()
        let look = try await desk.look()
        latest = look
        if look.samples.contains(where: { $0.value != nil }) { hasRead = true }
        return look
    }

    /// Turns until it holds, or for so long [s]. Returns after how long it held, on the wall.
    func turn(
        for seconds: Double, until holds: (GuardLook) async throws -> Bool = { _ in false }
    ) async throws -> Double? {
        let start = PlantClock.monotonic
        while true {
            let look = try await turn()
            let waited = PlantClock.monotonic.elapsed(since: start) ?? .infinity  // not to be told
            if try await holds(look) { return waited }
            guard waited < seconds else { return nil }
            await pause(min(period, max(0.01, seconds - waited)))
        }
    }

    func pause(_ seconds: Double) async {
        // Cancelled or not, whoever waits looks at the time himself.
        try? await Task.sleep(for: .seconds(seconds))
    }

    func note(_ step: DrillStep) {
        steps.append(step)
        let now = PlantClock.utc
        let took = DemoSummary.round(now.seconds(since: noted), 1)
        noted = now
        tell("\(step.result.rawValue.uppercased())  \(step.name) (\(took) s): \(step.seen)")
    }

    func say(_ text: String) { tell(text) }

    // MARK: The end

    /// Gives the asset back and ends the lines. Returns how the plant is left.
    private func giveBack() async throws -> String {
        // A drill that was stopped may have left its lines held or cut.
        for line in lines + [benchLine].compactMap(\.self) { line.set(.open) }
        var left = "as it was; nothing was written"
        do throws(JournalError) { try await desk.close(why: "the drill ended") } catch {
            left = "the drill's record could not be closed: \(error.text)"
        }
        if options.mayWrite, let bench {
            if let seen = await bench.status() {
                let loops = seen.loops.sorted { $0.key < $1.key }.map {
                    "\($0.key) \($0.value.isRemote ? "remote" : "local") at "
                        + words.value(bench.value(Double($0.value.setpoint), of: $0.key), $0.key)
                }
                left =
                    (seen.asset.isOwned ? "owned by \(seen.asset.owner)" : "owned by nobody")
                    + "; " + loops.joined(separator: ", ")
            } else {
                left = "not known: the block cannot be read"
            }
        } else if options.mayWrite {
            left = "setpoints as last read: " + setpoints
        }
        bench?.close()
        key?.close()
        for line in lines + [benchLine].compactMap(\.self) { line.end() }
        return left
    }

    private var setpoints: String {
        (latest?.circumstances.live.handles ?? []).map {
            "\($0.tag) \(words.value($0.setpoint, $0.tag))"
        }.joined(separator: ", ")
    }

    private func report(left: String) -> DrillReport {
        DrillReport(
            subject: .init(
                asset: twin.name, seal: charter.sealHash, sealedBy: options.sealedBy,
                program: ProgramHash.own ?? "", connections: addresses,
                isSimulator: twin.isSimulator, hasBlock: twin.fenced != nil,
                speed: options.speed),
            person: options.person.name, wrote: options.mayWrite, started: started.iso8601,
            ended: PlantClock.utc.iso8601, steps: steps, left: left,
            journal: options.records + "/decisions.journal",
            isNothingRead: !hasRead)
    }
}
