import Testing

/// One rule over committed text, with a text that breaks it and one beside it that does not.
struct ProseRule: CustomTestStringConvertible, Sendable {
    let name: String
    let rule: @Sendable (TextFile) -> [Violation]
    let path: String
    let violation: String
    let harmless: String

    var testDescription: String { name }
}

/// The samples are put together from pieces, so that this file keeps the rules itself.
private let rules: [ProseRule] = [
    ProseRule(
        name: "no path of one machine", rule: Prose.machinePaths, path: "docs/a.md",
        violation: "see /ho" + "me/anna/twin", harmless: "see ./home/twin and work/later"),
    ProseRule(
        name: "no package registry", rule: Prose.registries, path: "scripts/a.sh",
        violation: "pip install --index" + "-url x", harmless: "pip install --quiet numpy"),
    ProseRule(
        name: "no foreign host in build files", rule: Prose.foreignHosts, path: "Makefile",
        violation: "curl https://example.org/x", harmless: "git clone https://github.com/a/b"),
    ProseRule(
        name: "no praise", rule: Prose.praise, path: "README.md",
        violation: "A seam" + "less twin.", harmless: "A twin with two seams."),
    ProseRule(
        name: "README within its words", rule: Prose.tooManyWords, path: "README.md",
        violation: String(repeating: "word ", count: 501),
        harmless: String(repeating: "word\n", count: 500)),
    ProseRule(
        name: "changelog entries are short", rule: Prose.longEntries, path: "CHANGELOG.md",
        violation: "# A\n\n-" + String(repeating: " word\n ", count: 61),
        harmless: "# A\n\n-" + String(repeating: " word", count: 50) + "\n- more\n"),
]

/// The rules for committed text hold, and each can see what it forbids.
@Suite struct ProseTests {
    @Test(arguments: rules) func `the repository keeps the rule`(rule: ProseRule) {
        let found = Repository.current.texts.flatMap(rule.rule)
        #expect(found.isEmpty, "\(found.listed)")
    }

    @Test(arguments: rules) func `the rule catches a planted violation`(rule: ProseRule) {
        #expect(rule.rule(TextFile(path: rule.path, text: rule.violation)).count == 1)
        #expect(rule.rule(TextFile(path: rule.path, text: rule.harmless)).isEmpty)
    }
}
