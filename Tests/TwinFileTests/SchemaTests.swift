import Diagnostics
import Foundation
import Testing
import Units

@testable import TwinFile

@Suite struct SchemaTests {
    let schema: [String: Any]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Data(TwinSchema.json.utf8))
        schema = try #require(object as? [String: Any])
    }

    /// What of the text the schema refuses, by the few rules of JSON Schema it uses.
    func check(_ text: String) throws -> [String] {
        let source = SourceText(file: "twin.yaml", text: text)
        let root = try #require(Reading(source: source, units: UDUnits()).compose())
        return complaints(root, schema, "")
    }

    func complaints(_ entry: Entry, _ schema: [String: Any], _ path: String) -> [String] {
        if let options = schema["anyOf"] as? [[String: Any]] {
            return options.contains { complaints(entry, $0, path).isEmpty }
                ? [] : ["\(path): none fits"]
        }
        switch entry.shape {
        case .text(let text, let isPlain):
            if let words = schema["enum"] as? [String] {
                return words.contains(text) ? [] : ["\(path): \(text) is no word of \(words)"]
            }
            let isNumber = isPlain && Double(text) != nil
            switch schema["type"] as? String {
            case "string":
                guard let pattern = schema["pattern"] as? String else { return [] }
                return text.range(of: pattern, options: .regularExpression) != nil
                    ? [] : ["\(path): \(text) does not match"]
            case "number", "integer": return isNumber ? [] : ["\(path): \(text) is no number"]
            case "boolean": return ["true", "false"].contains(text) ? [] : ["\(path): no truth"]
            default: return ["\(path): a text"]
            }
        case .list(let items):
            guard schema["type"] as? String == "array", let item = schema["items"] as? [String: Any]
            else { return ["\(path): a list"] }
            return items.flatMap { complaints($0, item, path + "[]") }
        case .map(let pairs): return complaints(pairs, schema, path)
        }
    }

    func complaints(_ pairs: [Pair], _ schema: [String: Any], _ path: String) -> [String] {
        guard schema["type"] as? String == "object" else { return ["\(path): a section"] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let patterns = schema["patternProperties"] as? [String: [String: Any]] ?? [:]
        var found: [String] = []
        for key in schema["required"] as? [String] ?? []
        where !pairs.contains(where: { $0.key == key }) {
            found.append("\(path): \(key) is missing")
        }
        for pair in pairs {
            let fitting = patterns.first {
                pair.key.range(of: $0.key, options: .regularExpression) != nil
            }
            if let inner = properties[pair.key] ?? fitting?.value
                ?? schema["additionalProperties"] as? [String: Any]
            {
                found += complaints(pair.value, inner, "\(path)/\(pair.key)")
            } else {
                found.append("\(path): \(pair.key) is not allowed")
            }
        }
        return found
    }

    @Test func `the example and the tests' twin fit the schema`() throws {
        #expect(try check(repositoryFile("examples/reheat-furnace/twin.yaml")) == [])
        #expect(try check(smallTwin) == [])
    }

    @Test func `the schema refuses unknown and missing keys and wrong kinds of values`() throws {
        func check(_ old: String, _ new: String) throws -> [String] {
            try self.check(smallTwin.replacing(old, with: new, maxReplacements: 1))
        }
        #expect(try check("envelope:", "envelop:").count == 2)
        #expect(try check("sense: 5 s", "sense: 5") == ["/cadence/sense: 5 does not match"])
        #expect(try check("hard: true", "hard: 1") == ["/hold/spread/hard: no truth"])
        #expect(
            try check("station: 1", "station: one") == [
                "/connections/plc/station: one is no number"
            ])
    }

    /// Compares a committed text with what the code makes of it; UPDATE_DOCS=1 writes it anew.
    func checkCommitted(_ path: String, _ expected: String) throws {
        if ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" {
            var root = URL(fileURLWithPath: #filePath)
            for _ in 0..<3 { root.deleteLastPathComponent() }
            try expected.write(
                to: root.appendingPathComponent(path), atomically: true, encoding: .utf8)
        }
        #expect(try repositoryFile(path) == expected, "run the tests once with UPDATE_DOCS=1")
    }

    @Test func `the published schema is the code's`() throws {
        try checkCommitted("docs/twin.schema.json", TwinSchema.json)
    }

    @Test func `the reference names every key as the code does`() throws {
        let document = try repositoryFile("docs/twin-file.md")
        let parts = document.components(separatedBy: "<!-- keys -->\n")
        try #require(parts.count == 3)
        try checkCommitted(
            "docs/twin-file.md",
            parts[0] + "<!-- keys -->\n" + TwinReference.markdown + "<!-- keys -->\n" + parts[2])
    }
}
