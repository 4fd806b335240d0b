package import Expressions
package import Quantities
package import Tags

/// One tag: what it is, where it is found, how it is judged.
package struct TagDeclaration: Hashable, Sendable {
    package var name: TagName
    package var role: Role
    /// What the plant calls it in words; "" if the file does not say.
    package var text: String
    /// The unit the source counts in; `Unit.one` where none is declared.
    package var unit: Unit
    /// Where the value is read: of an MV the `readback` of the live setpoint. Nil only in a twin
    /// without connections, which is fed from a file.
    package var source: Source?
    /// Of an MV: where the setpoint is written.
    package var write: Source?
    /// Of an MV: the loop behind the setpoint.
    package var loop: LoopDeclaration?
    /// Whether its loss stops the twin's acting on the whole asset.
    package var isCritical: Bool
    /// Whether it belongs to a safety system: never written.
    package var isSafety = false
    package var validity: Validity
    /// Of a DV: where plans expect it to go; nil: it stays as it is.
    package var expected: Expected?
    /// Of an MV; nil for all other roles.
    package var limits: MoveLimits?
    /// Of an MV; nil for all other roles.
    package var recovery: Recovery?
    /// How fast a recovery goes that moves the setpoint [SI/s]; nil for those that do not move it.
    package var recoveryRate: Double?

    /// Whether it is true or false rather than a number.
    package var isTruth: Bool { source?.type == .bit && unit == .one }

    /// What formulas take it for.
    package var kind: Kind { isTruth ? .truth : .level(in: unit) }
}

/// The regulatory loop whose setpoint we move.
package struct LoopDeclaration: Hashable, Sendable {
    /// The tag of the loop's mode.
    package var mode: TagName
    /// The values of `mode` at which the loop takes our setpoint.
    package var remoteWhen: [Double]
    /// The values at which the operator drives the valve by hand; all others mean local.
    package var manualWhen: [Double]
    /// True while the loop's output can go no higher; nil if the plant does not tell.
    package var saturatedHigh: TagName?
    /// True while the loop's output can go no lower; may be the same tag.
    package var saturatedLow: TagName?
}

/// The course of a disturbance in plans: from its present value towards another, exponentially.
package struct Expected: Hashable, Sendable {
    /// Where it ends, in SI.
    package var to: Double
    /// Time constant [s].
    package var within: Double
}

/// When a tag's value is believed. Nil: that rule is not applied.
package struct Validity: Hashable, Sendable {
    /// Where the instrument can be right, in SI.
    package var range: ClosedRange<Double>?
    /// The fastest true change, as a difference in SI per second.
    package var rate: Double?
    /// The age beyond which the value is stale [s].
    package var staleAfter: Double
    /// Without any change for so long it is frozen [s]; nil for what may truly stand still.
    package var frozenAfter: Double?
    /// A single sample further than this from its neighbours is a spike; a difference in SI.
    package var spike: Double?
}

/// What happens to an MV when the twin lets go. Declared for each, no default.
package enum Recovery: Hashable, Sendable {
    /// The setpoint stays.
    case keep
    /// It travels within its ramps to a safe value [SI].
    case rampToSafe(Double)
    /// It travels within its ramps to where the operator had it.
    case returnToBaseline
    /// The loop goes back to its local setpoint.
    case returnToLocal
}
