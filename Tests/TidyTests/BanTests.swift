import Testing

/// The bans hold in this repository, and each of them can see what it forbids.
@Suite struct BanTests {
    @Test(arguments: bans) func `the repository keeps the ban`(ban: Ban) {
        let found = Repository.current.sources.flatMap(ban.violations)
        #expect(found.isEmpty, "\(found.listed)")
    }

    @Test(arguments: bans) func `the ban catches a planted violation`(ban: Ban) {
        #expect(ban.violations(in: planted(ban.violation)).map(\.line) == [3])
    }

    @Test(arguments: bans) func `the ban lets a harmless neighbour pass`(ban: Ban) {
        #expect(ban.violations(in: planted(ban.harmless)).isEmpty)
    }

    @Test(arguments: bans.filter(\.isExcusedByComment))
    func `a comment on the line above proves an exception`(ban: Ban) {
        let proven = planted("// Proven: the value is always there.\n" + ban.violation)
        #expect(ban.violations(in: proven).isEmpty)
        let elsewhere = planted("// Not about it.\nlet b = 1\n" + ban.violation)
        #expect(ban.violations(in: elsewhere).count == 1)
    }

    @Test(arguments: bans.filter { !$0.isExcusedByComment && $0.view == .code })
    func `no comment excuses the other bans`(ban: Ban) {
        #expect(ban.violations(in: planted("// Yes, but.\n" + ban.violation)).count == 1)
    }

    /// A core file that holds `line` on its third line.
    private func planted(_ line: String) -> SourceFile {
        SourceFile(path: "Sources/Loop/Planted.swift", text: "import Tags\n\n" + line + "\n")
    }
}

extension [Violation] {
    /// One line each, as compilers print them.
    var listed: String { map(\.description).joined(separator: "\n") }
}
