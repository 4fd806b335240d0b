/// What the guard judges by beside the limits of each MV: the section `guard` of the file.
///
/// Every figure has a default; those of times follow the cadence.
package struct GuardSettings: Hashable, Sendable {
    /// Oldest snapshot and readings that may be judged [s].
    package var snapshotAge: Double
    /// Oldest prediction that may be judged [s].
    package var predictionAge: Double
    /// Longest life of a card, from the solve to its expiry [s].
    package var cardLife: Double
    /// Life of a permit [s of wall time].
    package var permitLife = 2.0
    /// Longest hole in the readings of a setpoint that still counts as watched [s].
    package var readbackGap: Double
    /// How long an MV is left alone after the operator moved it [s].
    package var handsOff = 1800.0
    /// Share of an instrument's valid range by which an input may move between solve and judgement.
    package var inputDeadband = 0.05
    /// Standard deviations of a prediction that must stay inside a hard limit. The optimizer keeps
    /// the same distance.
    package var hardLimitDeviations = 1.0
    /// Nothing done now acts on a held value earlier than this [s].
    package var actsAfter: Double
    /// Share of the horizon that a prediction of a hard limit must cover.
    package var predictionReach = 0.9
    /// The gain must exceed its own standard deviation times this.
    package var gainDeviations = 0.25
    package var writesPerHour: Int
    /// Two readings of a setpoint closer than this share of its engineering span are the same.
    package var setpointTolerance = 0.001
    /// Regions in which the model may be acted on; nil: every one that is declared.
    package var approvedRegions: [String]?
    /// How far backing off is followed from its beginning [s]; nil: it is not followed.
    package var recoveryHorizon: Double?
    /// How long after now backing off may begin [s]; each is tried.
    package var recoveryStarts = [0.0]
    /// How long the lease on the asset lasts; wall time, like the next three [s].
    package var lease = 15.0
    /// How often the lease is renewed; at most half of it.
    package var leaseRenewal = 5.0
    /// Between two beats to the control system.
    package var heartbeat = 5.0
    /// Without a beat for so long the control system takes its loops back; three beats or more.
    package var watchdog = 30.0
    package var certificate = CertificateSettings()
    package var programs = ProgramSettings()

    /// The defaults for a twin of this cadence with so many MVs.
    package init(_ cadence: Cadence, handles: Int) {
        snapshotAge = min(cadence.optimize / 2, 60)
        predictionAge = cadence.optimize
        cardLife = 2 * cadence.optimize
        readbackGap = max(10 * cadence.sense, cadence.optimize)
        actsAfter = 2 * cadence.optimize
        // Every MV in every cycle.
        let cycles = (3600 / cadence.optimize).rounded()
        writesPerHour = max(1, handles) * Int(min(3600, max(1, cycles)))
    }
}

/// What the solver's certificate must show.
package struct CertificateSettings: Hashable, Sendable {
    /// Largest complementarity gap [EUR over the horizon].
    package var gap = 5.0
    /// How far a value may lie outside its own bound, relative to max(1, |bound|).
    ///
    /// IPOPT relaxes bounds by 1e-8 of a variable's nominal size, 3.5e-6 K for a temperature that
    /// is scaled by 350 K: less than that must not be asked. The moves' own limits are exact.
    package var feasibility = 1e-5
    /// Largest residual of the equations that the loop may claim, in their scaled size.
    package var residual = 1e-3

    package init() {}
}
