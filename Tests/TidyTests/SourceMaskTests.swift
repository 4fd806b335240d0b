import Testing

/// The rules are as good as the view they look at: what is code, what is comment, what is text.
@Suite struct SourceMaskTests {
    @Test(arguments: [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        (#"a "b // c" d"#, #"a "      " d"#),
        (#"a "\"b" c"#, #"a "   " c"#),
        (#"a "b \(c + "d") e" f"#, #"a "   (c + " ")  " f"#),
        (##"a #"b \(c) " d"# e"##, ##"a #"          "# e"##),
        (##"a #"b \#(c) d"# e"##, ##"a #"    (c)  "# e"##),
        ("a \"\"\"\n b \" c\n \"\"\" d", "a \"\"\"\n      \n \"\"\" d"),
        ("func `b c`() {}", "func `   `() {}"),
        ("a \"b\nc\" d", "a \" \nc\"  "),
    ])
    func `code is kept and the rest is blanked`(text: String, code: String) {
        #expect(SourceFile(path: "a.swift", text: text).code == code)
    }

    @Test func `comments are kept apart`() {
        let file = SourceFile(path: "a.swift", text: "a \"// b\" // c\n/* d */ e\n")
        #expect(file.comments == "         // c\n/* d */  \n")
    }

    @Test func `this repository is found and holds its own manifest`() {
        #expect(Repository.current.texts.contains { $0.path == "Package.swift" })
        #expect(Repository.current.sources.contains { $0.path.hasSuffix("SourceMaskTests.swift") })
    }
}
