package import Act
package import Determinism
package import Guard
package import Tags

/// A plant that lives in the rehearsal: it is read and written like the real one, in no wall time.
package protocol VirtualPlant {
    /// The plant's time.
    var now: PlantTime { get }
    /// Lets the plant go on [s].
    mutating func advance(by seconds: Double)
    /// What a master would read now: SI units, raw, possibly absent.
    func read() -> [RawSample]
    /// Writes one released setpoint and says what the control system answered.
    mutating func write(_ move: ReleasedMove) -> WriteStatus
}
