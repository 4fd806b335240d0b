import Act
import Determinism
import Guard
import GuardLink
import GuardRoom
import GuardSide
import Tags

/// Proposes moves as a cheap optimizer would: towards a goal that wanders, with a certificate that
/// adds up. Now and then it proposes nonsense, which the guard must see. An operator accepts most
/// of it.
struct SwarmAdvisor: RehearsedLoop {
    private var chance: RandomStream
    private let bug: SwarmBug?
    private var goals = [50.0, 50.0, 50.0]
    private var lastAdvice = -Double.infinity
    /// Whether the twin may write by itself, so that the loop owes it figures of its model.
    private let isFenced: Bool
    /// Of what it says about its model.
    private var modelChance: RandomStream
    private var isInRegion = true

    init(seed: UInt64, bug: SwarmBug?, isFenced: Bool) {
        chance = RandomStream(seed: seed, purpose: "swarm advisor")
        modelChance = RandomStream(seed: seed, purpose: "swarm model")
        self.bug = bug
        self.isFenced = isFenced
    }

    mutating func restarted(_ chance: inout RandomStream) {}

    mutating func turn(_ side: inout GuardsSide, on look: GuardLook) async throws {
        isInRegion = side.noteRegion() || bug == .hidesRegion
        await side.desk.note(
            cycleAt: look.circumstances.snapshot.at, isInRegion: isInRegion,
            model: isFenced ? report() : nil)
        guard side.now - lastAdvice >= SwarmAsset.optimize else { return }
        lastAdvice = side.now
        // Cards that nobody can accept cost time and show little.
        let maySend = await side.desk.mode.maySend
        guard maySend || side.chance.happens(with: 0.1) else { return }
        try await advise(look.circumstances, &side)
    }

    private mutating func advise(
        _ circumstances: Circumstances, _ side: inout GuardsSide
    ) async throws {
        let desk = side.desk
        guard let proposal = proposal(from: circumstances, seeing: await desk.view) else {
            await desk.withdrawCard()
            return
        }
        side.note(proposal.id, restingOn: proposal.inputs.map(\.tag))
        let preview = try await desk.offer(proposal)
        if await desk.mode == .automatic {
            if preview?.isAccepted == true { _ = try await desk.act(on: proposal.id) }
            return
        }
        guard side.chance.happens(with: 0.8) else {
            if side.chance.happens(with: 0.5) {
                try await desk.reject(
                    proposal.id, by: SwarmWorld.person, because: .moveTooBig, text: "")
            }
            return
        }
        // He thinks for a while.
        await side.wait(side.chance.uniform(1, 25))
        let fresh = try await desk.look().circumstances
        let renewed = certificate(for: proposal.moves, gain: proposal.shownGain, from: fresh)
        _ = try await desk.accept(proposal.id, by: SwarmWorld.person, renewed: renewed)
    }

    /// What it says of its model: good figures nearly always.
    private mutating func report() -> ModelReport {
        let isGood = modelChance.happens(with: 0.995)
        return ModelReport(
            region: isInRegion ? SwarmAsset.region : nil,
            forecasts: SwarmAsset.loops.map {
                ForecastFigures(
                    tag: $0.value, count: 300, bias: isGood ? 0.3 : 1.4, coverage: 0.9)
            })
    }

    /// What it proposes from what was read; nil if it sees nothing to do.
    private mutating func proposal(
        from circumstances: Circumstances, seeing view: DeskView
    ) -> Proposal? {
        for i in goals.indices {
            goals[i] = min(75, max(25, goals[i] + chance.normal(deviation: 3)))
        }
        let now = circumstances.snapshot.at
        var moves: [ProposedMove] = []
        for (i, loop) in SwarmAsset.loops.enumerated() {
            guard chance.happens(with: 0.6),
                let setpoint = circumstances.live.handle(loop.setpoint)?.setpoint
            else { continue }
            let isTaken = view.taken[loop.setpoint].map { now < $0 } ?? false
            // The guard must also see what an advisor overlooks.
            guard !isTaken || chance.happens(with: 0.1) else { continue }
            let reach = chance.happens(with: 0.5) ? 0.95 : 3.0
            var target = setpoint + min(reach, max(-reach, goals[i] - setpoint))
            if bug == .forgetsRamps { target = setpoint + (i == 0 ? 3.5 : -3.5) }
            if bug == .forgetsLimits { target = setpoint + 3.5 }
            guard abs(target - setpoint) >= 0.5 else { continue }
            moves.append(ProposedMove(tag: loop.setpoint, from: setpoint, to: target))
        }
        guard !moves.isEmpty else { return nil }
        var shown = chance.uniform(9, 60)
        spoil(&moves, &shown)
        let inputs = inputs(of: circumstances)
        return Proposal(
            id: view.nextDecision, madeAt: now, expiresAt: now.later(by: 600), moves: moves,
            shownGain: shown, inputs: inputs,
            certificate: certificate(for: moves, gain: shown, from: circumstances))
    }

    /// Inputs that were good, as it read them.
    private func inputs(of circumstances: Circumstances) -> [UsedInput] {
        SwarmAsset.loops.flatMap { [$0.setpoint, $0.value] }.compactMap { tag in
            circumstances.snapshot.value(of: tag).map { UsedInput(tag, $0) }
        }
    }

    private mutating func spoil(_ moves: inout [ProposedMove], _ shown: inout Double) {
        guard chance.happens(with: 0.1) else { return }
        let first = moves[0]
        func moved(to target: Double) -> ProposedMove {
            ProposedMove(tag: first.tag, from: first.from, to: target)
        }
        switch chance.next() % 6 {
        case 0: moves[0] = moved(to: .nan)
        case 1: moves[0] = moved(to: first.from + 30)
        case 2: moves[0] = moved(to: 1e6)
        case 3: moves.append(first)
        case 4: shown = 0.5
        default: moves[0] = ProposedMove(tag: first.tag, from: first.from - 9, to: first.to)
        }
    }

    /// Predictions of the first measurement under the moves, and bounds on what is moved.
    private mutating func certificate(
        for moves: [ProposedMove], gain: Double, from circumstances: Circumstances
    ) -> Certificate {
        let loop = SwarmAsset.loops[0]
        let value = circumstances.snapshot.value(of: loop.value) ?? 50
        let goal = moves.first { $0.tag == loop.setpoint }?.to ?? value
        let times = (0...6).map { Double($0) * 300 }
        let bounds = moves.map { move in
            CertifiedBound(
                name: move.tag.text, value: move.to, low: SwarmAsset.engineering.lowerBound,
                high: SwarmAsset.engineering.upperBound, lowMultiplier: 0, highMultiplier: 1e-4)
        }
        let gap = bounds.map { $0.highMultiplier * (100 - $0.value) }.reduce(0, +)
        return Certificate(
            status: chance.happens(with: 0.97) ? .optimal : .iterationLimit,
            predictedFrom: circumstances.snapshot.at,
            trajectories: [
                PredictedTrajectory(
                    tag: loop.value, times: times,
                    means: times.map { goal + (value - goal) / (1 + $0 / SwarmAsset.lag) },
                    deviations: times.map { 0.2 + $0 / 1500 })
            ], bounds: bounds, gap: gap, residual: 1e-9, gain: gain, gainDeviation: gain / 4,
            model: isFenced
                ? ModelStanding(
                    region: isInRegion ? SwarmAsset.region : nil, gate: .green,
                    judgedAt: circumstances.snapshot.at) : nil)
    }
}
