import ArgumentParser

/// The command line: each verb parses, calls and prints; one file a verb.
@main
struct Flyball: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flyball",
        abstract: "A closed-loop digital twin for one asset of a plant.",
        subcommands: [
            DemoVerb.self, CheckVerb.self, SimulateVerb.self, CalibrateVerb.self, StepsVerb.self,
            RunVerb.self, RehearseVerb.self, DecisionsVerb.self, ReplayVerb.self, ChangeVerb.self,
            UserVerb.self, ModeVerb.self, FailsafeVerb.self, DrillVerb.self, ScenarioVerb.self,
        ])
}
