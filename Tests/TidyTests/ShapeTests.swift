import Testing

/// Sizes and documentation of the repository's files, and of planted ones just past each limit.
@Suite struct ShapeTests {
    private let sources = Repository.current.sources

    @Test func `no file is longer than its limit`() {
        let lengths = sources.map(\.lineCount).sorted()
        print(
            "Swift files: \(lengths.count), median \(lengths[lengths.count / 2]) lines,",
            "longest \(lengths[lengths.count - 1]), together \(lengths.reduce(0, +))")
        #expect(sources.flatMap(Shape.tooLongFile).isEmpty, listing(Shape.tooLongFile))
    }

    @Test func `no line is wider than its limit`() {
        #expect(sources.flatMap(Shape.tooLongLines).isEmpty, listing(Shape.tooLongLines))
    }

    @Test func `no function is longer than its limit`() {
        #expect(sources.flatMap(Shape.tooLongFunctions).isEmpty, listing(Shape.tooLongFunctions))
    }

    @Test func `public declarations and package types are documented`() {
        #expect(sources.flatMap(Shape.undocumented).isEmpty, listing(Shape.undocumented))
    }

    @Test func `a file one line past the limit is caught`() {
        let text = { (lines: Int) in String(repeating: "\n", count: lines) }
        #expect(Shape.tooLongFile(planted(text(500))).isEmpty)
        #expect(Shape.tooLongFile(planted(text(501))).count == 1)
    }

    @Test func `a line one column past the limit is caught`() {
        #expect(Shape.tooLongLines(planted(String(repeating: "é", count: 100))).isEmpty)
        #expect(Shape.tooLongLines(planted(String(repeating: "é", count: 101))).count == 1)
    }

    @Test(arguments: ["func a(b: Int = [1].map { $0 }[0]) {", "init?() {", "var c: Int {"])
    func `a function one line past the limit is caught`(head: String) {
        let body = { (lines: Int) in
            let filler = String(repeating: "    \"}\" // }\n", count: lines - 2)
            return planted("struct A {\n" + head + "\n" + filler + "}\nlet d = 1\n}\n")
        }
        #expect(Shape.tooLongFunctions(body(70)).isEmpty)
        #expect(Shape.tooLongFunctions(body(71)).map(\.line) == [2])
    }

    @Test func `a requirement without a body is not taken for a function`() {
        let filler = String(repeating: "    let a = 1\n", count: 100)
        let text =
            "protocol P {\n    func a() -> Int\n    var b: Int { get }\n}\n"
            + "struct S {\n" + filler + "}\n"
        #expect(Shape.tooLongFunctions(planted(text)).isEmpty)
    }

    @Test(arguments: [
        ("public func a() {}", 1), ("/// A.\npublic func a() {}", 0), ("public let a = 1", 1),
        ("/// A.\n@inlinable\npublic func a() {}", 0), ("@inlinable public func a() {}", 1),
        ("// A.\npublic struct A {}", 1), ("package struct A {}", 1), ("package let a = 1", 0),
        ("/// A.\npackage final class A {}", 0), ("public import Tags", 0),
        ("\n\n    public init() {}", 1), ("let republic = 1", 0),
        ("open.count = 1", 0), ("open += 1", 0),
    ])
    func `an undocumented declaration is caught`(text: String, count: Int) {
        #expect(Shape.undocumented(planted("import A\n" + text + "\n")).count == count)
    }

    private func planted(_ text: String) -> SourceFile {
        SourceFile(path: "Sources/Loop/Planted.swift", text: text)
    }

    private func listing(_ rule: (SourceFile) -> [Violation]) -> Comment {
        Comment(rawValue: sources.flatMap(rule).listed)
    }
}
