package import Guard
package import GuardSide
package import Sense

/// The safety part of a twin as it was approved: everything that the guard's own process needs, as
/// plain values in SI, and nothing else. It is made from `twin.yaml` by `flyball change propose`;
/// the guard reads no YAML.
package struct SealedTwin: Hashable, Codable, Sendable {
    /// The asset, as the records name it.
    package var name: String
    /// The role that owns the twin.
    package var owner: String
    /// Whether every connection leads to a simulation. Only then may plant time run fast.
    package var isSimulator: Bool
    package var cadence: SealedCadence
    /// The modes a user may ask for, and what each of them takes.
    package var modes: ModeRules
    /// What the guard judges by.
    package var rules: GuardRules
    /// Every handle of the write list: its loop, its owner and what happens when the twin lets go.
    package var handles: [SealedHandle]
    /// While one is true, or not known, nothing is moved; in the order of `rules.interlocks`.
    package var interlocks: [SealedCondition]
    /// Work permits and laboratory holds; in the order of `rules.holds`.
    package var stops: [SealedCondition]
    /// In order of precedence; the first that is true counts.
    package var plantModes: [SealedPlantMode]
    /// When values are believed; one rule a tag.
    package var sense: [SenseRule]
    package var tags: [SealedTag]
    /// The units that formulas and tags are written in, so that no database of units is needed.
    package var units: [SealedUnit]
    package var connections: [SealedConnection]
    package var holds: [SealedHold]
    package var objective: SealedObjective
    /// Where the model's word is judged separately.
    package var regions: [SealedRegion]
    package var wall: WallClockFigures
    package var sources: SealedSources
    /// Nil if no tag of the plant keeps the journal's head.
    package var head: SealedHead?

    package init(
        name: String, owner: String, isSimulator: Bool, cadence: SealedCadence,
        modes: ModeRules, rules: GuardRules, handles: [SealedHandle],
        interlocks: [SealedCondition], stops: [SealedCondition] = [],
        plantModes: [SealedPlantMode], sense: [SenseRule],
        tags: [SealedTag], units: [SealedUnit], connections: [SealedConnection],
        holds: [SealedHold], objective: SealedObjective, regions: [SealedRegion],
        wall: WallClockFigures, sources: SealedSources
    ) {
        self.name = name
        self.owner = owner
        self.isSimulator = isSimulator
        self.cadence = cadence
        self.modes = modes
        self.rules = rules
        self.handles = handles
        self.interlocks = interlocks
        self.stops = stops
        self.plantModes = plantModes
        self.sense = sense
        self.tags = tags
        self.units = units
        self.connections = connections
        self.holds = holds
        self.objective = objective
        self.regions = regions
        self.wall = wall
        self.sources = sources
    }
}

/// How often the loop turns; plant time [s].
package struct SealedCadence: Hashable, Codable, Sendable {
    package var sense: Double
    package var optimize: Double
    package var horizon: Double

    package init(sense: Double, optimize: Double, horizon: Double) {
        self.sense = sense
        self.optimize = optimize
        self.horizon = horizon
    }
}

/// Figures on the monotonic wall clock [s]; they do not run faster with a simulated plant. The life
/// of a permit stands in the rules, the watchdog's patience with the modes.
package struct WallClockFigures: Hashable, Codable, Sendable {
    /// How long a lease on the asset lasts.
    package var lease: Double
    /// How often it is renewed; at most half the lease.
    package var leaseRenewal: Double
    /// Between two beats.
    package var heartbeat: Double

    package init(lease: Double = 15, leaseRenewal: Double = 5, heartbeat: Double = 5) {
        self.lease = lease
        self.leaseRenewal = leaseRenewal
        self.heartbeat = heartbeat
    }

    /// Between two pulses of the guard's process.
    package var pulse: Double { min(leaseRenewal, heartbeat) }

    /// What is wrong with them; nil if nothing.
    ///
    /// - Parameter watchdog: without a beat for so long the control system takes its loops back
    /// [s].
    package func complaint(watchdog: Double) -> String? {
        for (value, name) in [
            (lease, "lease"), (leaseRenewal, "lease renewal"), (heartbeat, "heartbeat"),
            (watchdog, "watchdog"),
        ] where !(value >= 0.1 && value <= 3600) {
            return "\(name) is \(value) s; 0.1 s to 1 h are possible"
        }
        if !(leaseRenewal <= lease / 2) { return "the lease is renewed too late; half its length" }
        if !(heartbeat <= watchdog / 3) { return "the watchdog waits for less than three beats" }
        return nil
    }
}

/// What the seal was made from, for reference.
package struct SealedSources: Hashable, Codable, Sendable {
    /// SHA-256 of the text of `twin.yaml`, in hexadecimal. A comment changes it, and no limit.
    package var twinHash: String
    /// The model's file, relative to the twin's folder.
    package var modelFile: String
    /// SHA-256 of its text, in hexadecimal: another model is another twin.
    package var modelHash: String

    package init(twinHash: String, modelFile: String, modelHash: String) {
        self.twinHash = twinHash
        self.modelFile = modelFile
        self.modelHash = modelHash
    }
}
