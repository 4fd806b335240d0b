import Damage
import Determinism
import Diagnostics
import Foundation
import Tables
import Testing

/// Any text is answered by a table or by findings with their places: never a crash.
@Suite struct DamageTests {
    private static let damage = Damage(snippets: [
        ",", ",,,", "\"", "\"a,b\"", "#", "\n", "\r", "\r\n", "\n\n", "time", "time_s", "NaN",
        "nan",
        "inf", "-inf", "1e999", "-1e308", "1e308", "5e-324", "0x1p-3", "1,5", " ", "\t", "\u{0}",
        "\u{FEFF}", "\u{202E}", "é", "-", "-0", "1e", ".", "0.1.2", "12:30", "2026-11-01T00:00:00Z",
        "9223372036854775808", "\n5,5\n5,5\n", "\n5,5\n5,6\n", "\n-1,0\n",
    ])

    /// The first lines of a recording that the examples use.
    private func start(of path: String, lines: Int = 60) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
            .split(separator: "\n").prefix(lines).joined(separator: "\n")
    }

    private func check(_ text: String, seed: UInt64 = 0) -> Table? {
        let read = readTable(csv: text, file: "data.csv")
        #expect((read.table == nil) == read.findings.hasErrors, "seed \(seed): \(text)")
        let unusable = read.findings.unusable(in: SourceText(file: "data.csv", text: text))
        #expect(unusable.isEmpty, "seed \(seed): \(unusable)\n\(text)")
        guard let table = read.table else { return nil }
        #expect(zip(table.times, table.times.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
        let numbers = table.times + table.rows.joined().compactMap { $0 }
        let areFinite = numbers.allSatisfy(\.isFinite)
        #expect(areFinite, "seed \(seed)")
        return table
    }

    @Test(
        arguments: [
            "examples/reheat-furnace/step-test.csv", "examples/heat-exchanger/recorded.csv",
            "examples/cascaded-tanks/estimation.csv",
        ], 0..<2 as Range<UInt64>)
    func `a damaged recording is answered by a table or by findings`(
        path: String, seed: UInt64
    ) throws {
        let whole = try start(of: path)
        _ = try #require(check(whole))
        var chance = RandomStream(seed: seed, purpose: "damage to \(path)")
        var refused = 0
        for _ in 0..<300 {
            let text = Self.damage.damaged(whole, &chance)
            guard let table = check(text, seed: seed) else {
                refused += 1
                continue
            }
            let again = readTable(csv: table.csv, file: "again.csv").table
            #expect(again == table, "seed \(seed): written and read back\n\(text)")
        }
        #expect(refused > 60 && refused < 290, "\(refused)")
    }

    @Test func `many oddities that are each taken are taken together`() {
        let rows = (0..<1000).map { "\($0 / 2),5" }
        let read = readTable(csv: "time,a\n" + rows.joined(separator: "\n"), file: "data.csv")
        #expect(read.table?.times.count == 500)
        #expect(read.findings.all.count == Findings.most && read.findings.dropped == 400)
        #expect(!read.findings.hasErrors)
    }

    @Test func `one error among many oddities refuses the table and is shown`() {
        let rows = (0..<1000).map { "\($0 / 2),5" } + ["499,6"]
        let read = readTable(csv: "time,a\n" + rows.joined(separator: "\n"), file: "data.csv")
        #expect(read.table == nil && read.findings.hasErrors)
        #expect(read.findings.all.contains { $0.line == 1002 && $0.severity == .error })
    }

    @Test(.timeLimit(.minutes(10)))
    func `a header of a hundred thousand columns is read at once`() {
        let names = (0..<100_000).map { "c\($0)" }
        let read = readTable(csv: "time," + names.joined(separator: ",") + "\n", file: "data.csv")
        #expect(read.table?.columns.count == 100_000)
    }
}
