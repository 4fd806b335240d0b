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
package struct SwarmRun<Loop: RehearsedLoop> {
    private let world: SwarmWorld
    private let seed: UInt64
    private let bug: SwarmBug?
    private var chance: RandomStream
    /// What stands beside the guard.
    package private(set) var loop: Loop
    private var process: Process?
    /// What the disk holds for the next start.
    private var kept: [UInt8] = []
    private var lastAsked = -Double.infinity
    /// Whether the operator of this seed gives loops back before their rest is over, and when.
    private let handsBack: Bool
    private var handChance: RandomStream
    private var starts = 0
    /// When a start that failed is tried again [s].
    private var nextStart = 0.0

    /// One life of the guard's side.
    private struct Process {
        let desk: GuardDesk
        let disk: SwarmDisk
        let life: Int
    }

    package init(
        _ asset: RehearsedAsset, _ plant: any RehearsedPlant, beside loop: Loop, seed: UInt64,
        plan: SwarmPlan, bug: SwarmBug? = nil
    ) {
        self.seed = seed
        self.bug = bug
        self.loop = loop
        world = SwarmWorld(seed: seed, asset, plant, plan: plan, bug: bug)
        chance = RandomStream(seed: seed, purpose: "swarm people")
        handChance = RandomStream(seed: seed, purpose: "swarm hand-back")
        handsBack = handChance.happens(with: 0.4)
    }

    /// The plant as it stands at the end.
    package var plant: any RehearsedPlant { world.standing.plant }

    /// Goes on until that time [s].
    package mutating func run(until end: Double) async {
        let sense = world.asset.twin.cadence.sense
        while world.now < end {
            if let process, world.isAlive(process.life) {
                await turn(process)
            } else if world.now >= nextStart {
                await start()
            }
            await rest(until: ((world.now / sense).rounded(.down) + 1) * sense, world.life)
        }
    }

    /// What it came to; liveness is judged here.
    package func finish() -> SwarmResult {
        let end = world.now
        judgeLiveness(at: end)
        // The guard's side reaches the world, and the world it: whoever runs thousands of seeds
        // would keep them all.
        defer { world.end() }
        return SwarmResult(
            seed: seed, world.standing, hours: (end / 36).rounded() / 100, starts: starts,
            journal: process?.disk.afterCrash(keeping: 0) ?? kept)
    }

    /// In pieces that leave the guard's own beat in time.
    private func rest(until next: Double, _ life: Int) async {
        let pulse = world.asset.twin.wall.pulse
        while next - world.now > pulse * (1 + 1e-9) {
            world.pass(pulse, life: life)
            if world.life != life { return world.pass(next - world.now, life: world.life) }
            await world.between(life)
        }
        world.pass(next - world.now, life: life)
    }

    private func judgeLiveness(at end: Double) {
        let plan = world.plan
        guard end - plan.quietFrom >= SwarmPlan.quiet - 1 else { return }
        let mustWrite = world.asset.mustWrite
        world.change { state in
            for value in state.recovery.means where !value.isBack {
                state.checks.report(.recovery, value.text, at: end)
            }
            let mode = state.witness.mode ?? "none"
            let isLive =
                mustWrite
                ? state.witness.verifiedAt.map { $0 > plan.quietFrom } ?? false
                : mode == "supervisory" || mode == "automatic"
                    || state.witness.supervisedUntil > plan.quietFrom
            guard !isLive else { return }
            let what = mustWrite ? "no write verified" : "no supervisory mode"
            state.checks.report(
                .liveness, "\(what) since \(plan.quietFrom) s; the record's mode is \(mode)",
                at: end)
        }
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
            var twin = world.asset.twin
            change(&twin.rules)
            let isFenced = world.asset.isFenced
            let charter =
                isFenced
                ? GuardCharter(rehearsing: twin, signedAt: .seconds(world.asset.origin - 7200))
                : GuardCharter(unsealed: twin)
            let journal = try Journal(
                disk, settings: charter.settings.map { .init(name: $0.name, hash: $0.hash) },
                plant: clock.now, wallNanoseconds: clock.utc.nanoseconds)
            let desk = try GuardDesk(
                charter, startingIn: .advisory, journal: journal,
                on: GuardPorts(
                    plant: SwarmPlant(world: world, life: life), clock: clock,
                    block: isFenced ? SwarmBlockPort(world: world, life: life) : nil,
                    build: twin.rules.itself.approvedBuild))
            await desk.note(loopBuild: twin.modes.approvedLoop)
            process = Process(desk: desk, disk: disk, life: life)
            world.begin(desk)
            if starts > 1 { loop.restarted(&chance) }
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
            if bug == .forgetsEnvelope { rules.handles[i].envelope = Band(-1e4, 1e4) }
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
        var side = GuardsSide(
            desk: process.desk, chance: chance, world: world, life: process.life)
        do {
            let look = try await process.desk.look()
            _ = try await process.desk.settleIfReadable()
            try await loop.turn(&side, on: look)
            try await askForMode(&side)
            if handsBack { try await handBack(side) }
        } catch is JournalError {
            world.noteTrouble(process.life)
        } catch {
            // A refused answer is an answer; the next card comes.
        }
        chance = side.chance
    }

    // MARK: People

    /// The operator raises the mode a step, and re-arms the twin after a fall.
    private mutating func askForMode(_ side: inout GuardsSide) async throws {
        let mode = await side.desk.mode
        // Each refusal goes on record with all its reasons.
        let pause = mode == .supervisory ? 300.0 : 60
        guard world.now - lastAsked > pause, world.now >= world.asset.supervisedFrom else { return }
        lastAsked = world.now
        let life = side.life
        let wanted: Mode
        switch mode {
        case .off: wanted = .shadow
        case .shadow, .hold, .shed, .backoff: wanted = .advisory
        case .advisory: wanted = .supervisory
        case .lockout: wanted = .off
        case .supervisory where world.asset.isFenced: wanted = .automatic
        case .supervisory, .automatic: return
        }
        if mode == .hold, side.chance.happens(with: 0.7) { return }
        let isLockout = mode == .lockout
        let person =
            isLockout
            ? Person(name: "Eve", duty: .engineer, console: "C2") : SwarmWorld.person
        let request = ModeRequest(
            wanted, by: person,
            confirmedBy: isLockout || wanted == .automatic ? SwarmWorld.supervisor : nil,
            rearm: mode.rung == nil ? .test : nil, why: "rehearsal")
        if mode == .advisory {
            world.change { if $0.life == life { $0.checks.asked(at: $0.now) } }
        }
        _ = try await side.desk.request(request)
        let now = await side.desk.mode
        if mode.rung == nil, now.rung != nil {
            world.change { if $0.life == life { $0.checks.rearmed(at: $0.now) } }
        }
    }
}

extension SwarmRun {
    /// In a share of the seeds the operator gives a loop back that he, or a failed write, took.
    private mutating func handBack(_ side: GuardsSide) async throws {
        let taken = await side.desk.view.taken
        for (i, loop) in world.asset.loops.enumerated() {
            guard let until = taken[loop.setpoint], until > side.time,
                handChance.happens(with: 0.05)
            else { continue }
            let blockers = try await side.desk.take(
                HandBack(
                    loop.setpoint, by: SwarmWorld.person, because: .done, why: "rehearsal"))
            guard blockers.isEmpty else { continue }
            let life = side.life
            world.change { if $0.life == life { $0.checks.handedBack(i) } }
        }
    }
}

/// Runs one seed of the small asset.
package func swarmResult(seed: UInt64, hours: Double, bug: SwarmBug? = nil) async -> SwarmResult {
    let asset = SwarmAsset.asset(seed: seed)
    var run = SwarmRun(
        asset, SmallPlant(),
        beside: SwarmAdvisor(seed: seed, bug: bug, isFenced: asset.isFenced), seed: seed,
        plan: SwarmPlan(seed: seed, hours: hours, of: asset.faults), bug: bug)
    await run.run(until: hours * 3600)
    return run.finish()
}
