package import Determinism
package import Guard
package import GuardSide
package import Learn
package import Optimize
import Sense
package import Tags

/// The loop: sense, estimate, learn, forecast, optimize, propose. One turn of it is one function.
///
/// Pure but for the solver's deadline, which is the caller's: the same samples at the same times
/// give the same outcome.
package struct LoopCycle {
    package let settings: LoopSettings
    private var sense: SenseStage
    private var estimation: Estimation
    private var advisor: Advisor
    package private(set) var learner: PredictionLedger
    /// How forecasts did in each region, of earlier runs too.
    private var track: ForecastTrack
    private var hindsight: Hindsight
    private let regions: OperatingRegions
    private var nextAdvice: PlantTime?

    /// - Parameter track: how the forecasts of earlier runs did.
    package init(_ settings: LoopSettings, continuing track: ForecastTrack = ForecastTrack()) {
        self.settings = settings
        self.track = track
        sense = SenseStage(rules: settings.senseRules)
        estimation = Estimation(settings)
        advisor = Advisor(settings)
        learner = settings.emptyLedger
        hindsight = Hindsight(settings)
        regions = OperatingRegions(settings)
    }

    /// One turn, on what was read since the last.
    package mutating func turn(
        on samples: [RawSample], at now: PlantTime, seeing desk: DeskView,
        solving options: SolverOptions = SolverOptions()
    ) -> CycleOutcome {
        let snapshot = sense.snapshot(of: samples, at: now)
        let live = settings.reading.live(snapshot)
        hindsight.watch(live)
        var outcome = CycleOutcome(snapshot: snapshot, live: live)
        guard let believed = estimation.update(with: snapshot) else { return outcome }
        outcome.believed = believed
        guard isAdviceDue(at: now), desk.mode != .off else { return outcome }

        outcome.lessons = hindsight.judge(snapshot, by: advisor.forecaster, into: &learner)
        for lesson in outcome.lessons { track.take(lesson) }
        let region = regions.region(
            of: snapshot, believing: believed, settings.parameters(of: believed.state))
        outcome.isInRegion = settings.regions.isEmpty || region != OperatingRegions.elsewhere
        hindsight.keep(
            advisor.start(from: believed), believed.inputs, made: now, in: region)
        let inputs = AdviceInputs(believed, live, snapshot, desk, former: advisor.former)
        outcome.model = settings.report(in: region, track)
        outcome.advice = advisor.advise(on: inputs, solving: options)
        // A person looks at every other plan, and the guard would refuse it for lack of a record.
        if desk.mode == .automatic {
            outcome.advice?.proposal?.certificate.model = settings.standing(
                in: region, track, at: now)
        }
        return outcome
    }

    /// The certificate of a plan made earlier, predicted anew from what is believed now; nil if
    /// that cannot be done.
    package mutating func renewed(
        _ certificate: Certificate, of advice: CycleOutcome.Advice, in outcome: CycleOutcome,
        seeing desk: DeskView
    ) -> Certificate? {
        guard let believed = outcome.believed else { return nil }
        let made = advice.situation
        var situation = advisor.situation(believed, outcome.live, desk, forecast: nil)
        // The bands widen too slowly for the age of a card to matter.
        for i in situation.bounds.indices { situation.bounds[i].margin = made.bounds[i].margin }
        guard let courses = advisor.predict(advice.recommendation.setpoints, situation) else {
            return nil
        }
        return settings.certificate(
            certificate, renewedBy: courses, in: situation, believing: believed)
    }

    /// Why the last turn estimated nothing; nil if it did.
    package var obstacle: Obstacle? { estimation.obstacle }

    private mutating func isAdviceDue(at now: PlantTime) -> Bool {
        guard let due = nextAdvice else {
            nextAdvice = now.later(by: settings.optimizeEvery)
            return false
        }
        guard now >= due else { return false }
        // Missed turns are skipped, not made up.
        var next = due
        while next <= now { next = next.later(by: settings.optimizeEvery) }
        nextAdvice = next
        return true
    }
}
