import ArgumentParser

extension Flyball {
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
        } catch {
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            Talk.say(fullMessage(for: error))
            exit(withError: ExitStatus.misconfigured)
        }
    }
}
