/// What became of a claim. The numbers are those of plc/companion.st.
package enum ClaimResult: Int16, CaseIterable, Hashable, Sendable {
    case none = 0
    case granted = 1
    /// The owner half of the word was 0.
    case noOwner = 2
    /// The FAILSAFE switch is on.
    case failsafe = 3
    /// The watchdog is 0 or outside its range: without one nobody may own the asset.
    case noWatchdog = 4
    /// A loop's limits, steps or shed action are not usable.
    case badConfiguration = 5
}

/// Why the loops were taken from the owner.
package enum ShedCause: Int16, CaseIterable, Hashable, Sendable {
    case none = 0
    /// The FAILSAFE switch at the control system.
    case failsafe = 1
    /// The owner asked for it.
    case asked = 2
    /// The watchdog was taken away while the asset was owned.
    case noWatchdog = 3
    /// No beat that counts for longer than the watchdog allows.
    case beatLost = 4
    /// A loop's configuration became unusable.
    case badConfiguration = 5
    /// The owner gave the asset back: setpoints are kept, and no alarm is raised.
    case released = 6
}

/// Where the drop test stands: beats are withheld on purpose, and the loops must leave remote.
package enum DropTest: Int16, CaseIterable, Hashable, Sendable {
    case none = 0
    case running = 1
    case passed = 2
    case failed = 3
}

/// What a loop does when it is shed.
package enum ShedAction: Int16, CaseIterable, Hashable, Sendable {
    /// The setpoint stays where it is.
    case keep = 1
    /// The setpoint moves to a declared safe value.
    case rampToSafe = 2
    /// The setpoint moves to where the operator had it.
    case returnToBaseline = 3
    /// The setpoint moves to what the site's own strategy would use.
    case returnToLocal = 4
}

/// What became of a command of the present owner, or of a stray one.
package enum CommandResult: Int16, CaseIterable, Hashable, Sendable {
    case none = 0
    case applied = 1
    /// Applied, but to a limit instead of the value asked for.
    case clamped = 2
    /// Applied, but not in one step: the rest follows at the ramp's rate.
    case ramped = 3
    case clampedAndRamped = 4
    /// Was on its way when somebody else moved, the loop left remote, or the loop was shed.
    case cutShort = 5
    // Dropped; the setpoint is as it was.
    case wrongEpoch = 11
    /// A sequence number that does not follow the last one of this epoch.
    case oldSequence = 12
    case shed = 13
    /// No beat of this epoch yet, or the last one is too old.
    case beatStale = 14
    case notRemote = 15
    /// The value, the expected setpoint or the live setpoint is no number.
    case notFinite = 16
    /// The limits that hold now cross, or one of them is no number.
    case badLimits = 17
    /// The setpoint or the mode was changed since the owner looked.
    case otherCount = 18
    case otherSetpoint = 19

    /// True if the setpoint moved because of this command, wholly or in part.
    package var hasActed: Bool { rawValue >= 1 && rawValue <= 5 }
}
