import Foundation

/// The tree of this repository as it lies on disk, read once per test run.
struct Repository {
    /// Every Swift file under `Sources` and `Tests`, by path.
    let sources: [SourceFile]
    /// Every other text file that is committed: manifest, scripts, documents, examples.
    let texts: [TextFile]

    static let current = Repository(root: root)

    /// The folder three levels above this file.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static let textEndings: Set = [
        "md", "yml", "yaml", "mo", "sh", "py", "json", "modulemap", "h", "swift",
    ]
    private static let textNames: Set = ["Makefile", "setup", "demo", "run", "soak", "LICENSE"]

    init(root: URL) {
        var sources: [SourceFile] = []
        var texts: [TextFile] = []
        for path in Self.paths(under: root) {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let ending = name.split(separator: ".").last.map(String.init) ?? ""
            guard Self.textEndings.contains(ending) || Self.textNames.contains(name),
                let bytes = FileManager.default.contents(atPath: root.path + "/" + path)
            else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            if ending == "swift", path.hasPrefix("Sources/") || path.hasPrefix("Tests/") {
                sources.append(SourceFile(path: path, text: text))
            }
            texts.append(TextFile(path: path, text: text))
        }
        self.sources = sources
        self.texts = texts
    }

    /// Relative paths of all files, sorted; hidden folders and build folders are passed over.
    private static func paths(under root: URL) -> [String] {
        let tree = FileManager.default.enumerator(atPath: root.path)
        var found: [String] = []
        while let path = tree?.nextObject() as? String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let isHidden = name.hasPrefix(".") && name != ".ci"
            let isFolder = tree?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory
            if isFolder, isHidden || name == "records" {
                tree?.skipDescendants()
            } else if !isFolder, !isHidden {
                found.append(path)
            }
        }
        return found.sorted()
    }
}

/// A committed text that is not judged as Swift code.
struct TextFile {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Words as a reader counts them; fenced code counts too.
    var wordCount: Int { text.split(whereSeparator: \.isWhitespace).count }
}
