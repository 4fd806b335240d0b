package import Act
package import Determinism
package import Guard
package import Tags

/// What the guard's side stands on: plant, disk and clock, so that all of them can be rehearsed.
package struct GuardPorts: Sendable {
    package let plant: any PlantPort
    package let clock: any GuardClock
    /// The companion block; nil if the site has none, or nothing may be written.
    package let block: (any BlockPort)?
    /// The tag of the plant that keeps the journal's head; nil if there is none.
    package let head: (any HeadPort)?
    /// Hash of this program; nil if it cannot be told.
    package let build: String?

    package init(
        plant: any PlantPort, clock: any GuardClock, block: (any BlockPort)? = nil,
        head: (any HeadPort)? = nil, build: String? = ProgramHash.own
    ) {
        self.head = head
        self.build = build
        self.plant = plant
        self.clock = clock
        self.block = block
    }
}

/// The plant as the guard's side reaches it.
package protocol PlantPort: Sendable {
    /// One round of reading: a sample a tag, without a value where none came, and what went wrong,
    /// its subject before the colon.
    func read() async -> (samples: [RawSample], trouble: [String])
    /// Sends one absolute setpoint, once, and says what the control system answered.
    func write(_ move: ReleasedMove) async -> WriteStatus
    func close()
}

/// Plant time and wall time.
package protocol GuardClock: Sendable {
    var now: PlantTime { get }
    /// This machine's monotonic clock, for permits, leases and timeouts.
    var monotonic: MonotonicInstant { get }
    /// The machine's UTC, for records only.
    var utc: PlantTime { get }
    /// How far UTC has moved against the monotonic clock since the start [s].
    var utcDrift: Double { get }
    /// Waits so long on the wall [s].
    func pause(_ seconds: Double) async
}

extension GuardClock {
    /// Both clocks now.
    var clocks: WriteProtocol.Clocks { WriteProtocol.Clocks(plant: now, wall: monotonic) }
}
