import Foundation
import RunBench

/// Holds every record of a journal for a moment between the write and its `fdatasync`, so that a
/// kill can be placed exactly there: `strace` delays the call.
enum Tracer {
    /// How long a record is held [ms].
    static let hold = 40

    /// The command that runs `program` with its journal held; the process is the program's own.
    static func command(
        _ program: String, _ arguments: [String], journal: String
    ) -> (String, [String]) {
        (
            "/usr/bin/strace",
            [
                "-D", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-P", journal, "-e",
                "trace=fdatasync", "-e", "inject=fdatasync:delay_enter=\(hold)ms", program,
            ] + arguments
        )
    }

    /// Whether this machine has strace and lets it trace.
    static let isPermitted: Bool = {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/strace") else { return false }
        let (strace, arguments) = Tracer.command("/bin/true", [], journal: "/nowhere")
        // What cannot be started cannot trace.
        guard let run = try? FlyballRun(strace, arguments) else { return false }
        return run.end(within: 10) == .exit(0)
    }()
}
