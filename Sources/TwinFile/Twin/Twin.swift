package import Expressions
package import Tags

/// What `twin.yaml` says, checked, as plain values in SI.
///
/// Levels (limits, bounds) and differences (ramps, deadbands, deviations) are converted once,
/// each by its own rule; money is EUR, time is seconds.
package struct Twin: Sendable {
    /// What the twin is called, such as "reheat-furnace-2".
    package var name: String
    /// The role that owns the twin, named in the records.
    package var owner: String
    /// The model's file, relative to the twin's directory.
    package var modelFile: String
    package var cadence: Cadence
    /// In file order.
    package var connections: [Connection]
    /// Nil where the site has no companion block.
    package var block: BlockDeclaration?
    /// In file order.
    package var tags: [TagDeclaration]
    /// Which tag is which variable of the model; in file order, each side at most once.
    package var map: [MapEntry]
    /// What is held; in file order.
    package var holds: [Hold]
    package var groups: [MoveGroup]
    package var jointLimits: [JointLimit]
    package var interlocks: [Interlock]
    /// Work permits and laboratory holds; in file order.
    package var stops: [Stop]
    /// Nil where no drift is limited.
    package var shifts: ShiftSettings?
    package var stepResponses: [StepResponseDeclaration]
    package var plantModes: PlantModeRules
    package var objective: Objective
    /// Where the model's word is judged separately; the first that is true counts.
    package var regions: [Region]
    package var modes: ModeSettings
    package var guardSettings: GuardSettings
    package var estimate: EstimateSettings
    /// Nil if the file leaves calibration out.
    package var learn: LearnSettings?
    /// Where the plant keeps the journal's head; nil if it does not.
    package var journalHead: HeadDeclaration?
    /// Where the records are kept, relative to the twin's directory.
    package var records: String

    /// The modes a user may ask for, lowest first; never holds `off`, which is always allowed.
    package var allowedModes: [Mode] { modes.allowed }

    /// Whether every connection leads to a simulation; false without any.
    package var isSimulator: Bool {
        !connections.isEmpty && connections.allSatisfy(\.isSimulator)
    }

    /// The declaration of a tag.
    package subscript(tag: TagName) -> TagDeclaration? { tags.first { $0.name == tag } }

    /// The model variable a tag stands for.
    package func variable(of tag: TagName) -> String? { map.first { $0.tag == tag }?.variable }

    /// The tag that stands for a model variable.
    package func tag(of variable: String) -> TagName? { map.first { $0.variable == variable }?.tag }

    /// All tags of one role, in file order.
    package func tags(_ role: Role) -> [TagDeclaration] { tags.filter { $0.role == role } }
}

/// How often the loop turns; plant time [s].
package struct Cadence: Hashable, Sendable {
    /// Between two snapshots.
    package var sense: Double
    /// Between two recommendations; a whole multiple of `sense`.
    package var optimize: Double
    /// How far ahead a recommendation looks; a whole multiple of `optimize`.
    package var horizon: Double
}

/// A tag of the plant and the model variable it stands for.
package struct MapEntry: Hashable, Sendable {
    package var tag: TagName
    /// As the flattened model names it, such as "setpoint[1]".
    package var variable: String
}

/// A part of the operating range in which the model is judged by itself.
package struct Region: Hashable, Sendable {
    package var name: String
    /// True or false, over tags and model variables.
    package var when: Formula
}
