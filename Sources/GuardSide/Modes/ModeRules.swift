package import Tags

/// The figures of the mode machine; proposals of ours, set in the twin's file (`docs/safety.md`).
package struct ModeRules: Hashable, Codable, Sendable {
    /// What the file allows, besides off and the states a twin falls into.
    package var allowed: [Mode] = [.shadow]
    /// The optimizer's cycle in plant time [s].
    package var cycle = 60.0
    /// A hold that lasts longer than so many cycles becomes a back-off.
    package var holdCycles = 3.0
    /// Trouble that ended before the block's watchdog would have noticed ends a hold by itself;
    /// on the wall [s].
    package var watchdog = 30.0
    /// Every critical input must have been good for so many cycles.
    package var goodCycles = 3.0
    /// Least plant time between a fall and a new start [s]: the longer of a quarter of an hour and
    /// two settling times.
    package var coolDown = 900.0
    /// So many sheds of the twin's own within `lockoutWindow` lock it out.
    package var shedsToLockout = 2
    /// [s], plant time
    package var lockoutWindow = 28_800.0
    /// How long a request waits for what clears by itself: on the wall [s], and besides until
    /// critical inputs can have been good for long enough.
    package var patience = 60.0
    /// Loops the asset cannot be led without: taken by the operator, or not where they were
    /// written, they shed the whole asset and not themselves alone.
    package var criticalLoops: [TagName] = []
    /// The drop test of the block may be this old [days].
    package var dropTestDays = 90.0
    /// Heartbeats that the block must have answered before it is relied upon.
    package var answeredBeats = 3
    /// Cycles after a climb in which steps are cut short.
    package var softStartCycles = 3
    /// Hash of the approved program of the loop, in hexadecimal; nil if none was approved. The
    /// guard's own stands in the rules that the guard judges by.
    package var approvedLoop: String?
    package var record = AutomaticRules()

    package init() {}
}

/// What a twin must have shown in supervisory mode before it may write by itself.
package struct AutomaticRules: Hashable, Codable, Sendable {
    /// In this region of operation.
    package var leastDays = 14.0
    package var leastDecisions = 200
    /// Share of cards that operators accepted.
    package var leastAcceptance = 0.8
    /// Bias of the forecasts, in standard deviations of their error.
    package var mostBias = 1.0
    /// What the 90 % bands must cover.
    package var leastCoverage = 0.85
    package var mostCoverage = 0.95
    /// Days without a denial that our solver caused.
    package var cleanDays = 7.0
    /// A gain that does not exceed its own standard deviation times this is too uncertain to be
    /// acted upon without a person.
    package var gainDeviations = 1.0

    package init() {}
}
