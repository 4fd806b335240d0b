import ArgumentParser

/// The command line: each verb parses, calls and prints; one file a verb.
@main
struct Flyball: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flyball",
        abstract: "A closed-loop digital twin for one asset of a plant.",
        subcommands: [CheckVerb.self, RunVerb.self, RehearseVerb.self, DecisionsVerb.self])

    /// Parses and runs; a command line that cannot be understood ends with 2, not with the 64 of
    /// the parser.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch  where exitCode(for: error) == .validationFailure {
            Talk.say(fullMessage(for: error))
            exit(withError: ExitStatus.misconfigured)
        } catch {
            exit(withError: error)
        }
    }
}
