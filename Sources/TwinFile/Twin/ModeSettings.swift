package import Tags

/// How far the twin may act and what each step up takes: the section `modes` of the file.
///
/// Every figure has a default (`docs/safety.md`).
package struct ModeSettings: Hashable, Sendable {
    /// The modes a user may ask for, lowest first; never holds `off`, which is always allowed.
    package var allowed: [Mode] = []
    /// So many cycles of the optimizer a hold may last before it becomes a back-off.
    package var holdCycles = 3.0
    /// For so many cycles every critical input must have been good before a step up.
    package var goodCycles = 3.0
    /// Least time between a fall and a new start [s].
    package var coolDown = 900.0
    /// So many sheds within the window lock the twin out.
    package var shedsToLockout = 2
    /// [s]
    package var lockoutWindow = 28_800.0
    /// How long a request waits for what clears by itself; wall time [s].
    package var patience = 60.0
    /// Oldest drop test of the companion block that counts [s].
    package var dropTestAge = 90 * 86_400.0
    /// Heartbeats that the block must have answered before it is relied upon.
    package var answeredBeats = 3
    /// MVs that the asset cannot be led without.
    package var criticalLoops: [TagName] = []
    package var softStart = SoftStartSettings()
    package var automatic = AutomaticSettings()

    package init() {}
}

/// Smaller steps after the mode was raised.
package struct SoftStartSettings: Hashable, Sendable {
    /// In so many cycles of the optimizer.
    package var cycles = 3
    /// The largest step is multiplied by this.
    package var share = 0.25

    package init() {}
}

/// What a twin must have shown in supervisory mode before it may write by itself.
package struct AutomaticSettings: Hashable, Sendable {
    /// Time in supervisory mode, in this region of operation [s].
    package var time = 14 * 86_400.0
    package var decisions = 200
    /// Share of cards that operators accepted.
    package var acceptance = 0.8
    /// Bias of the forecasts, in standard deviations of their error.
    package var bias = 1.0
    /// Shares of what happened that the 90 % bands must cover, at least and at most.
    package var leastCoverage = 0.85
    package var mostCoverage = 0.95
    /// Time without a denial that our solver caused [s].
    package var cleanTime = 7 * 86_400.0
    /// A gain must exceed its own standard deviation times this to be acted upon without a person.
    package var gainDeviations = 1.0

    package init() {}
}
