package import Act
package import Determinism
package import Tags

/// A plant in virtual time: it is read and written like a real one, and things happen to it.
package protocol RehearsedPlant: Sendable {
    /// Lets time pass [s].
    mutating func pass(_ seconds: Double, chance: inout RandomStream)
    /// Every tag with its true value now, in SI.
    mutating func show(chance: inout RandomStream) -> [(tag: TagName, value: Double)]
    /// Where a loop's setpoint stands, in SI.
    func setpoint(of loop: Int) -> Double
    /// Whether a loop takes setpoints from outside.
    func isRemote(_ loop: Int) -> Bool
    /// What a measurement shows now, in SI; nil if there is no such tag.
    func value(of tag: TagName) -> Double?
    /// What the twin is there to hold, as it truly is; empty where nothing is.
    var held: [HeldValue] { get }
    /// Lets time pass [s] while people lead the plant without a twin.
    mutating func passAlone(_ seconds: Double, chance: inout RandomStream)
    /// A setpoint arrives from outside, in SI.
    mutating func apply(_ setpoint: Double, to loop: Int) -> WriteStatus
    /// The control system itself moves a setpoint, in SI.
    mutating func drive(_ setpoint: Double, loop: Int)
    /// The control system or its people put a loop into remote, or take it out.
    mutating func put(_ loop: Int, intoRemote isRemote: Bool)
    /// The operator's limits of a loop's setpoint, in SI.
    func operatorLimits(of loop: Int) -> (low: Double, high: Double)
    /// Something befalls plant or people: an operator's act, an interlock, a trip.
    mutating func begin(_ event: SwarmEvent)
    /// It is over.
    mutating func end(_ event: SwarmEvent)
}

extension RehearsedPlant {
    package var held: [HeldValue] { [] }

    package mutating func passAlone(_ seconds: Double, chance: inout RandomStream) {
        pass(seconds, chance: &chance)
    }
}
