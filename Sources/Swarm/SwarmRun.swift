import Act
import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Journal
import Seal
import Tags

/// One seed: the guard's side as it is shipped, for some plant hours in a world that goes wrong.
package struct SwarmRun {
    private let world: SwarmWorld
    private let seed: UInt64
    private let end: Double
    private let bug: SwarmBug?
    private var chance: RandomStream
    private var advisor: SwarmAdvisor
    private var process: Process?
    /// What the disk holds for the next start.
    private var kept: [UInt8] = []
    private var lastAdvice = -Double.infinity
    private var lastAsked = -Double.infinity
    private var starts = 0
    /// When a start that failed is tried again [s].
    private var nextStart = 0.0
    private var modes: [String: Int] = [:]

    /// One life of the guard's side.
    private struct Process {
        let desk: GuardDesk
        let disk: SwarmDisk
        let life: Int
    }

    /// Runs one seed.
    package static func result(
        seed: UInt64, hours: Double, bug: SwarmBug? = nil
    ) async -> SwarmResult {
        var run = SwarmRun(seed: seed, hours: hours, bug: bug)
        return await run.run()
    }

    private init(seed: UInt64, hours: Double, bug: SwarmBug?) {
        self.seed = seed
        self.bug = bug
        end = hours * 3600
        world = SwarmWorld(seed: seed, plan: SwarmPlan(seed: seed, hours: hours), bug: bug)
        chance = RandomStream(seed: seed, purpose: "swarm people")
        advisor = SwarmAdvisor(seed: seed, bug: bug)
    }

    private mutating func run() async -> SwarmResult {
        while world.now < end {
            if let process, world.isAlive(process.life) {
                await turn(process)
            } else if world.now >= nextStart {
                await start()
            }
            let life = world.life
            let next = ((world.now / SwarmAsset.sense).rounded(.down) + 1) * SwarmAsset.sense
            world.pass(next - world.now, life: life)
        }
        let plan = world.plan
        world.change { [end] state in
            if end - plan.quietFrom >= SwarmPlan.quiet - 1,
                !(state.witness.verifiedAt.map { $0 > plan.quietFrom } ?? false)
            {
                state.checks.report(
                    .liveness,
                    "no write verified since \(plan.quietFrom) s; the record's mode is "
                        + "\(state.witness.mode ?? "none")", at: end)
            }
        }
        let journal = process?.disk.afterCrash(keeping: 0) ?? kept
        return SwarmResult(
            seed: seed, world.standing, hours: end / 3600, starts: starts, journal: journal)
    }

    // MARK: Processes

    /// Starts the guard's side on what the disk holds, as after a crash.
    private mutating func start() async {
        if let old = process {
            kept = old.disk.afterCrash(keeping: chance.uniform())
            process = nil
        }
        world.end()
        let life = world.life
        var bytes = kept
        if bug == .damagesJournal, starts > 0, bytes.count > 2000 { bytes[1000] ^= 1 }
        let disk = SwarmDisk(bytes, of: world, life: life)
        verify(disk)
        let clock = SwarmClock(world: world, life: life, started: (world.now, world.utcShift))
        starts += 1
        world.change { state in
            state.witness.restart()
            state.checks.started(at: state.now)
            state.downSince = nil
            state.isPulsing = false
            state.lastPulse = -.infinity
        }
        do {
            let journal = try Journal(
                disk, settings: [], plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
            let charter = GuardCharter(unsealed: SwarmAsset.twin(changing: change))
            let desk = try GuardDesk(
                charter, startingIn: .advisory, journal: journal,
                on: GuardPorts(plant: SwarmPlant(world: world, life: life), clock: clock))
            process = Process(desk: desk, disk: disk, life: life)
            world.begin(desk)
            await desk.attend(true)
            await world.between(life)
            _ = try await desk.settle()
        } catch {
            // The disk does not let it begin; it is tried again at the next turn.
            kept = disk.afterCrash(keeping: 1)
            process = nil
            nextStart = world.now + 600
            world.end()
        }
    }

    private func change(_ rules: inout GuardRules) {
        for i in rules.handles.indices {
            if bug == .forgetsLimits {
                rules.handles[i].engineering = Band(-1e4, 1e4)
                rules.handles[i].operatorLimits = .notOffered
            }
            if bug == .forgetsLimits || bug == .forgetsRamps {
                rules.handles[i].ramps = [RampLimit(window: 600, reach: 1e4)]
                rules.jointLimits = []
                rules.softStart = nil
            }
        }
    }

    private func verify(_ disk: SwarmDisk) {
        let known = world.standing.witness.lines
        let complaint: String?
        do {
            let report = try verifyJournal(disk)
            complaint =
                !report.isSound
                ? report.lines.last
                : Int(report.count) < known ? "\(report.count) records of \(known) are left" : nil
        } catch { complaint = "\(error)" }
        guard let complaint else { return }
        world.change { $0.checks.report(.journal, complaint, at: $0.now) }
    }

    // MARK: Turns

    private mutating func turn(_ process: Process) async {
        await world.between(process.life)
        if let since = world.standing.downSince, world.now - since > 300 {
            world.end()
            return
        }
        guard !world.isActive(.loopSilent) else { return }
        do {
            let look = try await process.desk.look()
            _ = try await process.desk.settleIfReadable()
            await process.desk.note(
                cycleAt: look.circumstances.snapshot.at, isInRegion: true)
            if world.now - lastAdvice >= SwarmAsset.optimize {
                lastAdvice = world.now
                let mode = await process.desk.mode
                // Cards that nobody can accept cost time and show little.
                guard mode.maySend || chance.happens(with: 0.1) else {
                    return try await askForMode(process)
                }
                try await advise(look.circumstances, process)
            }
            try await askForMode(process)
        } catch is JournalError {
            world.noteTrouble(process.life)
        } catch {
            // A refused answer is an answer; the next card comes.
        }
    }

    private mutating func advise(_ circumstances: Circumstances, _ process: Process) async throws {
        let desk = process.desk
        guard
            let proposal = advisor.proposal(from: circumstances, seeing: await desk.view)
        else {
            await desk.withdrawCard()
            return
        }
        world.change { state in
            if state.life == process.life {
                state.checks.offered(proposal.id, proposal.inputs.map(\.tag))
            }
        }
        _ = try await desk.offer(proposal)
        guard chance.happens(with: 0.8) else {
            if chance.happens(with: 0.5) {
                try await desk.reject(
                    proposal.id, by: SwarmWorld.person, because: .moveTooBig, text: "")
            }
            return
        }
        // He thinks for a while.
        world.pass(chance.uniform(1, 25), life: process.life)
        await world.between(process.life)
        let fresh = try await desk.look().circumstances
        let renewed = advisor.certificate(
            for: proposal.moves, gain: proposal.shownGain, from: fresh)
        _ = try await desk.accept(proposal.id, by: SwarmWorld.person, renewed: renewed)
    }

    // MARK: People

    /// The operator raises the mode a step, and re-arms the twin after a fall.
    private mutating func askForMode(_ process: Process) async throws {
        guard world.now - lastAsked > 60 else { return }
        lastAsked = world.now
        let mode = await process.desk.mode
        let wanted: Mode
        switch mode {
        case .off: wanted = .shadow
        case .shadow, .hold, .shed, .backoff: wanted = .advisory
        case .advisory: wanted = .supervisory
        case .lockout: wanted = .off
        case .supervisory, .automatic: return
        }
        if mode == .hold, chance.happens(with: 0.7) { return }
        let isLockout = mode == .lockout
        let person =
            isLockout
            ? Person(name: "Eve", duty: .engineer, console: "C2") : SwarmWorld.person
        let request = ModeRequest(
            wanted, by: person,
            confirmedBy: isLockout ? Person(name: "Sam", duty: .supervisor, console: "C1") : nil,
            rearm: mode.rung == nil ? .test : nil, why: "rehearsal")
        if mode == .advisory {
            world.change { if $0.life == process.life { $0.checks.asked(at: $0.now) } }
        }
        _ = try await process.desk.request(request)
        let now = await process.desk.mode
        if mode.rung == nil, now.rung != nil {
            world.change { if $0.life == process.life { $0.checks.rearmed(at: $0.now) } }
        }
    }
}
