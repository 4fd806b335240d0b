import Glibc

/// A sealed kettle with an earlier run on record, and its run; all of it is gone after `body`.
///
/// - Parameters:
///   - speed: plant seconds a second.
///   - cards: so many were accepted in the earlier run, in supervisory mode all the time.
///   - change: what is different in the twin's files.
///   - prepare: done before the run starts.
package func withSealedRun(
    _ kettle: Kettle, at speed: Int = 200,
    accepting cards: Int = 0, changing change: (String) -> String = { $0 },
    prepare: @escaping @Sendable (Workbench) throws -> Void = { _ in },
    _ body: @escaping @Sendable (FlyballRun, Workbench, Kettle) throws -> Void
) async throws {
    let bench: Workbench
    do {
        bench = try Workbench(port: kettle.port, changing: change)
    } catch {
        kettle.stop()
        throw error
    }
    try await onThread {
        defer {
            kettle.stop()
            bench.remove()
        }
        try bench.seal()
        try bench.recordEarlierRun(accepting: cards)
        try prepare(bench)
        let run = try FlyballRun(
            try FlyballRun.program,
            ["run", bench.folder, "--speed", "\(speed)", "--records", bench.records])
        defer { run.signal(SIGKILL) }
        try body(run, bench, kettle)
    }
}
