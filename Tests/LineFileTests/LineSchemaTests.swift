import Diagnostics
import Foundation
import Testing
import Units

@testable import TwinFile

@Suite struct LineSchemaTests {
    let schema: [String: Any]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Data(LineSchema.json.utf8))
        schema = try #require(object as? [String: Any])
    }

    /// What of the text the schema refuses, by the few rules of JSON Schema it uses.
    private func check(_ text: String) throws -> [String] {
        let source = SourceText(file: "line.yaml", text: text)
        let root = try #require(Reading(source: source, units: UDUnits()).compose())
        return complaints(root, schema, "")
    }

    private func complaints(_ entry: Entry, _ shape: [String: Any], _ path: String) -> [String] {
        if let reference = shape["$ref"] as? String {
            let name = String(reference.dropFirst("#/$defs/".count))
            let defined = (schema["$defs"] as? [String: [String: Any]])?[name]
            return defined.map { complaints(entry, $0, path) } ?? ["\(path): no \(reference)"]
        }
        if let options = shape["anyOf"] as? [[String: Any]] {
            return options.contains { complaints(entry, $0, path).isEmpty }
                ? [] : ["\(path): none fits"]
        }
        switch entry.shape {
        case .text(let text, let isPlain):
            if let words = shape["enum"] as? [String] {
                return words.contains(text) ? [] : ["\(path): \(text) is no word"]
            }
            switch shape["type"] as? String {
            case "string":
                guard let pattern = shape["pattern"] as? String else { return [] }
                return text.range(of: pattern, options: .regularExpression) != nil
                    ? [] : ["\(path): \(text) does not match"]
            case "number", "integer":
                return isPlain && Double(text) != nil ? [] : ["\(path): \(text) is no number"]
            case "boolean": return ["true", "false"].contains(text) ? [] : ["\(path): no truth"]
            default: return ["\(path): a text"]
            }
        case .list(let items):
            guard shape["type"] as? String == "array", let item = shape["items"] as? [String: Any]
            else { return ["\(path): a list"] }
            return items.flatMap { complaints($0, item, path + "[]") }
        case .map(let pairs): return complaints(pairs, shape, path)
        }
    }

    private func complaints(
        _ pairs: [Pair], _ shape: [String: Any], _ path: String
    ) -> [String] {
        guard shape["type"] as? String == "object" else { return ["\(path): a section"] }
        let properties = shape["properties"] as? [String: [String: Any]] ?? [:]
        var found: [String] = []
        for key in shape["required"] as? [String] ?? []
        where !pairs.contains(where: { $0.key == key }) {
            found.append("\(path): \(key) is missing")
        }
        for pair in pairs {
            if let inner = properties[pair.key] ?? shape["additionalProperties"] as? [String: Any] {
                found += complaints(pair.value, inner, "\(path)/\(pair.key)")
            } else {
                found.append("\(path): \(pair.key) is not allowed")
            }
        }
        return found
    }

    @Test func `the tests' lines fit the schema`() throws {
        #expect(try check(smallLine) == [])
        #expect(try check(wholeLine) == [])
    }

    @Test func `the schema refuses unknown and missing keys and wrong kinds of values`() throws {
        func check(_ old: String, _ new: String) throws -> [String] {
            try self.check(smallLine.replacing(old, with: new, maxReplacements: 1))
        }
        #expect(try check("queue:", "buffer:") == ["/stations/B: buffer is not allowed"])
        #expect(try check("release: saturated, ", "") == ["/products/part: release is missing"])
        #expect(try check("1 min", "1") == ["/stations/A/process: none fits"])
        #expect(try check("1 min", "{exponental: 1 min}") == ["/stations/A/process: none fits"])
        #expect(try check("1 min", "{exponential: 1 min}") == [])
    }

    /// Compares a committed text with what the code makes of it; UPDATE_DOCS=1 writes it anew.
    private func checkCommitted(_ path: String, _ expected: String) throws {
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            var root = URL(fileURLWithPath: #filePath)
            for _ in 0..<3 { root.deleteLastPathComponent() }
            try expected.write(
                to: root.appendingPathComponent(path), atomically: true, encoding: .utf8)
        }
        #expect(try repositoryFile(path) == expected, "run the tests once with UPDATE_DOCS=1")
    }

    @Test func `the published schema is the code's`() throws {
        try checkCommitted("docs/line.schema.json", LineSchema.json)
    }

    @Test func `the reference names every key as the code does`() throws {
        let document = try repositoryFile("docs/line-file.md")
        let parts = document.components(separatedBy: "<!-- keys -->\n")
        try #require(parts.count == 3)
        try checkCommitted(
            "docs/line-file.md",
            parts[0] + "<!-- keys -->\n" + LineSchema.markdown + "<!-- keys -->\n" + parts[2])
    }

    @Test func `the published schemas of scenarios and studies are the code's`() throws {
        try checkCommitted("docs/scenario.schema.json", LineSchema.scenarioJson)
        try checkCommitted("docs/study.schema.json", LineSchema.studyJson)
    }

    @Test func `the reference of scenarios names every key as the code does`() throws {
        let document = try repositoryFile("docs/scenario-file.md")
        let parts = document.components(separatedBy: "<!-- keys -->\n")
        try #require(parts.count == 3)
        try checkCommitted(
            "docs/scenario-file.md",
            parts[0] + "<!-- keys -->\n" + LineSchema.scenarioMarkdown + "<!-- keys -->\n"
                + parts[2])
    }
}
