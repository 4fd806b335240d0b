import ArgumentParser

/// How the program ends; scripts rely on these numbers.
enum ExitStatus {
    /// The work failed.
    static let failed = ExitCode(1)
    /// The command line or a file is wrong.
    static let misconfigured = ExitCode(2)
    /// Who asks may not, or something stands against it.
    static let notAllowed = ExitCode(4)
    /// A connection cannot be reached.
    static let unreachable = ExitCode(5)
    /// What the person saw is not what stands now.
    static let conflict = ExitCode(6)
    /// Ctrl-C or SIGTERM ended it early; what a shell expects.
    static let interrupted = ExitCode(130)
}
