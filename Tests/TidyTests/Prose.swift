/// Rules for everything that is committed as text, code or not.
enum Prose {
    static let readmeWords = 500
    static let changelogEntryWords = 60
    /// Hosts that build files and scripts may name.
    static let buildHosts: Set = ["github.com", "swift.org", "www.swift.org"]

    /// Paths that only exist on one machine.
    static func machinePaths(in file: TextFile) -> [Violation] {
        violations(
            of: #"(?<![\w.)}~])/(work|root|home|Users)/"#, in: file,
            what: "names a path of one machine")
    }

    /// Package registries and mirrors: where packages come from is the user's own setup.
    static func registries(in file: TextFile) -> [Violation] {
        // A letter in brackets keeps this line from breaking its own rule.
        let names =
            #"(?i)artifactor[y]|pythonhoste[d]|--(extra-)?index-url|registry\.npm"#
            + #"|\bdeb\.debian\.org|\bpypi\.org|goprox[y]|\bnexus\."#
        return violations(of: names, in: file, what: "names a package registry")
    }

    /// Addresses in the manifest, the Makefile and the scripts, other than the few known ones.
    static func foreignHosts(in file: TextFile) -> [Violation] {
        let isBuildFile =
            ["Package.swift", "Makefile"].contains(file.path)
            || file.path.hasPrefix("scripts/") || file.path.hasPrefix(".ci/")
        guard isBuildFile else { return [] }
        let hosts = buildHosts.sorted().map { $0.replacing(".", with: #"\."#) }
        let pattern = "https?://(?!(" + hosts.joined(separator: "|") + #")[/"'\s)])"#
        return violations(of: pattern, in: file, what: "names a host the build does not need")
    }

    /// Praise that a reader cannot check.
    static func praise(in file: TextFile) -> [Violation] {
        guard file.path.hasSuffix(".md") else { return [] }
        let words =
            #"(?i)\b(blazing|seamless|cutting.edge|state.of.the.art|enterprise.grade"#
            + #"|production.ready|world.class|revolutionary|effortless)"#
        return violations(of: words, in: file, what: "praise; give the figure")
    }

    static func tooManyWords(in file: TextFile) -> [Violation] {
        guard file.path == "README.md", file.wordCount > readmeWords else { return [] }
        let what = "\(file.wordCount) words; stop at \(readmeWords)"
        return [Violation(path: file.path, line: 1, what: what)]
    }

    /// Entries of the changelog (a dash and the lines that go on with it) that say too much.
    static func longEntries(in file: TextFile) -> [Violation] {
        guard file.path == "CHANGELOG.md" else { return [] }
        var found: [Violation] = []
        var start = 0
        var words = 0
        for (index, line) in (file.lines + ["- "]).enumerated() {
            if line.hasPrefix("- ") || line.hasPrefix("#") || line.isEmpty {
                if words > changelogEntryWords {
                    let what = "an entry of \(words) words; stop at \(changelogEntryWords)"
                    found.append(Violation(path: file.path, line: start + 1, what: what))
                }
                start = index
                words = 0
            }
            words += line.split(separator: " ").count
        }
        return found
    }

    private static func violations(
        of pattern: String, in file: TextFile, what: String
    ) -> [Violation] {
        lineNumbers(of: pattern, in: file.text).map {
            Violation(path: file.path, line: $0 + 1, what: what)
        }
    }
}
