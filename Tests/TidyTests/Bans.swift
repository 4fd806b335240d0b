/// What the style guide forbids and a pattern can see. A new ban is one more entry here.
let bans: [Ban] = [
    Ban(
        name: "empty type name",
        pattern: #"\b(class|struct|enum|actor|protocol|typealias)\s+\w*"#
            + #"(Manager|Helpers?|Util(s|ity|ities)?|Engine|Impl|Info|Misc|Common)\b"#,
        reason: "name the type by what it is in the plant",
        violation: "struct RampManager {}", harmless: "struct Information {}"),
    Ban(
        name: "force try", pattern: #"\btry!"#, reason: "throw, or return a value",
        violation: "let a = try! read()", harmless: "let a = try read()"),
    Ban(
        name: "force cast", pattern: #"\bas!"#, reason: "use as? and handle nil",
        violation: "let a = b as! Int", harmless: "let a = b as? Int"),
    Ban(
        name: "force unwrap", pattern: #"(?<!\btry)(?<!\bas)(?<=[\w)\]])!(?!=)"#,
        reason: "bind it, or state why it is there with a precondition",
        violation: "let a = tags[0].value!", harmless: "let a = !b && c != d"),
    Ban(
        name: "fatal error", pattern: #"\bfatalError\b"#,
        reason: "use a precondition with the value in its message",
        violation: "fatalError()", harmless: "let a = \"fatalError\""),
    Ban(
        name: "silenced error", pattern: #"\btry\?"#,
        reason: "handle the error, or prove in a comment that it does not matter",
        scope: .sources, isExcusedByComment: true,
        violation: "let a = try? read()", harmless: "let a = try read()"),
    Ban(
        name: "unchecked concurrency",
        pattern: #"@unchecked\s+Sendable|nonisolated\(unsafe\)|@preconcurrency"#,
        reason: "let the compiler check it, or prove it in a comment on the line above",
        scope: .sources, isExcusedByComment: true,
        violation: "final class A: @unchecked Sendable {}", harmless: "final class A: Sendable {}"),
    Ban(
        name: "absent value made zero",
        pattern: #"\?\?\s*(-?0(\.0)?(?![\w.])|\.(zero|nan)\b)"#,
        reason: "a missing measurement is missing; prove the default in a comment",
        scope: .sources, isExcusedByComment: true,
        violation: "let a = reading ?? 0", harmless: "let a = reading ?? 0.5"),
    Ban(
        name: "range test that lets NaN pass",
        pattern: #"!\(\s*([\w.]+)\s*<=?[^()|\n]*\|\|\s*\1\s*>"#,
        reason: "write x >= lo && x <= hi",
        violation: "if !(x < lo || x > hi) {}", harmless: "if x >= lo && x <= hi {}"),
    Ban(
        name: "clock in the core",
        pattern: #"\bDate\(|\b(ContinuousClock|SuspendingClock|DispatchTime)\b"#
            + #"|\b(clock_gettime|gettimeofday)\b"#,
        reason: "take the time as an argument",
        scope: .core,
        violation: "let now = Date()", harmless: "let now = PlantTime.seconds(0)"),
    Ban(
        name: "sleep", pattern: #"\b(Task|Thread)\.sleep\b|\bu?sleep\("#,
        reason: "wait for what happens, not for time to pass; at the edge, say why in a comment",
        isExcusedByComment: true,
        violation: "try await Task.sleep(for: .seconds(1))",
        harmless: "let asleep = task.isAsleep"),
    Ban(
        name: "concurrency in the core",
        pattern: #"\b(async|await|Mutex|NSLock|OSAllocatedUnfairLock|pthread_\w+)\b"#
            + #"|(?<![.\w])actor\s+\w|\bTask\s*[.{(]|@MainActor\b|\bThread\b"#,
        reason: "the core is synchronous; only the lock around IPOPT is exempt",
        scope: .core,
        exemptions: ["Sources/Optimize/IpoptLock.swift"],
        violation: "actor Tank {}", harmless: "let factor = proposal.actor"),
    Ban(
        name: "input or output in the core",
        pattern: #"(?<![.\w])(print|debugPrint|dump|readLine|fopen|getenv)\("#,
        reason: "return effects as values",
        scope: .core,
        violation: "print(temperature)", harmless: "tape.print(temperature)"),
    Ban(
        name: "unseeded chance",
        pattern: #"\bSystemRandomNumberGenerator\b|\.random\((?![^)\n]*using:)"#
            + #"|\.(shuffled|shuffle|randomElement)\(\)|\b(drand48|arc4random\w*)\b|\brand\(\)"#,
        reason: "draw from a RandomStream that was handed in", isExcusedByComment: true,
        violation: "let a = Double.random(in: 0..<1)",
        harmless: "let a = Double.random(in: 0..<1, using: &chance)"),
    Ban(
        name: "fresh identifier in the core", pattern: #"\bUUID\(\)"#,
        reason: "identifiers come in as arguments", scope: .core,
        violation: "let a = UUID()", harmless: "let a = identifier"),
    Ban(
        name: "open note", pattern: #"\b(TODO|FIXME|XXX|HACK)\b"#,
        reason: "an open point is an issue number", view: .comments,
        violation: "// TODO: mend", harmless: "let a = \"TODO\""),
    Ban(
        name: "test that cannot fail", pattern: #"#expect\(\s*true\s*\)"#,
        reason: "test what a user of the type can see",
        violation: "#expect(true)", harmless: "#expect(tank.isEmpty)"),
    Ban(
        name: "process ended in the core", pattern: #"\bexit\(|\babort\(\)"#,
        reason: "only a command-line tool ends the process, through its exit code",
        scope: .core,
        violation: "exit(1)", harmless: "let a = slab.exit"),
]
