import Testing

/// Arrows point down: what the graph of ARCHITECTURE.md allows, and nothing else.
@Suite struct ArrowTests {
    @Test func `every import in the repository is an arrow of the graph`() {
        let found = Repository.current.sources.flatMap(Arrows.violations)
        #expect(found.isEmpty, "\(found.listed)")
    }

    @Test(arguments: [
        ("Guard", "import Optimize", 1),
        ("Guard", "import Quantities", 1),
        ("Guard", "package import Tags", 0),
        ("Guard", "import Determinism", 0),
        ("FurnacePlant", "import Tape", 1),
        ("FurnacePlant", "import Modeling", 1),
        ("FurnacePlant", "package import Determinism", 0),
        ("Tags", "import Guard", 1),
        ("Tape", "@preconcurrency import Foundation", 1),
        ("Loop", "import Dispatch", 1),
        ("Loop", "import struct Foundation.Date", 1),
        ("Loop", "import Historian", 1),
        ("Act", "import Glibc", 1),
        ("Historian", "import Foundation", 0),
        ("Unheard", "import Tags", 1),
    ])
    func `an arrow that the graph lacks is caught`(target: String, line: String, count: Int) {
        let file = SourceFile(path: "Sources/\(target)/Planted.swift", text: line + "\n")
        #expect(Arrows.violations(in: file).count == count)
    }

    /// A merge that loses a line of the manifest would silently build and test less.
    @Test func `every folder of sources and of tests is a target of the manifest`() throws {
        let texts = Repository.current.texts
        let manifest = try #require(texts.first { $0.path == "Package.swift" }?.text)
        let folders = Set(
            Repository.current.sources.map {
                String($0.path.split(separator: "/").prefix(2).joined(separator: "/"))
            })
        let missing = folders.filter { folder in
            !manifest.contains("\"" + folder.drop { $0 != "/" }.dropFirst() + "\"")
        }
        #expect(missing.isEmpty, "\(missing.sorted())")
    }

    @Test func `the C library enters the core through one file`() {
        let text = "import Glibc\n"
        let path = "Sources/Determinism/ElementaryFunctions.swift"
        #expect(Arrows.violations(in: SourceFile(path: path, text: text)).isEmpty)
        let other = SourceFile(path: "Sources/Determinism/PlantTime.swift", text: text)
        #expect(Arrows.violations(in: other).count == 1)
    }

    @Test func `the table itself has no arrow upward and no circle`() {
        for (name, place) in Arrows.table {
            for below in place.imports {
                guard let lower = Arrows.table[below] else { continue }
                #expect(lower.level <= place.level, "\(name) imports \(below) above it")
                #expect(!reaches(name, from: below), "\(name) and \(below) import each other")
            }
        }
    }

    @Test func `core targets are allowed no system module`() {
        for name in Arrows.core.sorted() {
            let imports = Arrows.table[name]?.imports
            #expect(imports?.isDisjoint(with: ["Foundation", "Glibc", "Dispatch"]) == true)
        }
    }

    private func reaches(_ goal: String, from start: String) -> Bool {
        var seen: Set<String> = []
        var open = [start]
        while let name = open.popLast() {
            if name == goal { return true }
            guard seen.insert(name).inserted else { continue }
            open.append(contentsOf: Arrows.table[name]?.imports.sorted() ?? [])
        }
        return false
    }
}
