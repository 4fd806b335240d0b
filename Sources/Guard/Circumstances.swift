package import Determinism
package import Tags

/// What the guard side read for itself at one instant.
package struct Circumstances: Hashable, Codable, Sendable {
    /// The validated measurements.
    package var snapshot: Snapshot
    package var live: LivePlant
    /// The twin's actual mode.
    package var mode: Mode
    /// True if no person stands behind the move, so that the envelope binds.
    package var boundByEnvelope = false
    package var itself: GuardItself
    package var ownership: Ownership
    /// Whole cycles of the optimizer since the mode was last raised; nil is "not known".
    package var cyclesSinceClimb: Int?

    package init(
        snapshot: Snapshot, live: LivePlant, mode: Mode, boundByEnvelope: Bool = false,
        itself: GuardItself = GuardItself(), ownership: Ownership = Ownership(),
        cyclesSinceClimb: Int? = nil
    ) {
        self.snapshot = snapshot
        self.live = live
        self.mode = mode
        self.boundByEnvelope = boundByEnvelope
        self.itself = itself
        self.ownership = ownership
        self.cyclesSinceClimb = cyclesSinceClimb
    }
}

/// The state of loops and interlocks as the control system gave it, in one reading.
package struct LivePlant: Hashable, Codable, Sendable {
    package var readAt: PlantTime
    package var handles: [LiveHandle]
    package var interlocks: [LiveInterlock]
    package var plantMode: PlantMode
    /// The declared regions of operation in their order, as far as readings alone tell them; empty
    /// if none is declared.
    package var regions: [LiveRegion]
    /// The epoch in the companion block; nil if there is none or it could not be read.
    package var blockEpoch: UInt32?

    package init(
        readAt: PlantTime, handles: [LiveHandle], interlocks: [LiveInterlock],
        plantMode: PlantMode, regions: [LiveRegion] = [], blockEpoch: UInt32? = nil
    ) {
        self.readAt = readAt
        self.handles = handles
        self.interlocks = interlocks
        self.plantMode = plantMode
        self.regions = regions
        self.blockEpoch = blockEpoch
    }

    package func handle(_ tag: TagName) -> LiveHandle? { handles.first { $0.tag == tag } }
}

/// Who gives the loop its setpoint.
package enum LoopMode: String, CaseIterable, Codable, Sendable {
    /// The twin may.
    case remote
    /// The operator does.
    case local
    /// The operator moves the valve himself.
    case manual
}

/// At which end the loop's valve is.
package enum Saturation: String, CaseIterable, Codable, Sendable {
    case none, high, low
    /// At an end, and the control system does not say which.
    case unknownEnd = "at an end"
}

/// One handle as read; nil is "not known".
package struct LiveHandle: Hashable, Codable, Sendable {
    package var tag: TagName
    /// The live setpoint of the loop, in SI; NaN and infinities count as not known.
    package var setpoint: Double?
    package var operatorLow: Double?
    package var operatorHigh: Double?
    package var loop: LoopMode?
    package var saturation: Saturation?

    package init(
        tag: TagName, setpoint: Double?, operatorLow: Double? = nil, operatorHigh: Double? = nil,
        loop: LoopMode?, saturation: Saturation? = nil
    ) {
        self.tag = tag
        self.setpoint = setpoint
        self.operatorLow = operatorLow
        self.operatorHigh = operatorHigh
        self.loop = loop
        self.saturation = saturation
    }
}

/// One interlock as evaluated from live values.
package struct LiveInterlock: Hashable, Codable, Sendable {
    package var name: String
    /// Nil if a value it needs is absent.
    package var active: Bool?

    package init(_ name: String, active: Bool?) {
        self.name = name
        self.active = active
    }
}

/// One region of operation as evaluated from live values.
package struct LiveRegion: Hashable, Codable, Sendable {
    package var name: String
    /// Whether its condition is true; nil if a value it needs is absent or is not measured.
    package var holds: Bool?

    package init(_ name: String, holds: Bool?) {
        self.name = name
        self.holds = holds
    }
}
