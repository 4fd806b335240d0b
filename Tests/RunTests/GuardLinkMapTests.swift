import Foundation
import RunBench
import Testing

/// What is linked into the guard's program, by the names in the program itself.
@Suite struct GuardLinkMapTests {
    private static func program(_ name: String) throws -> Data {
        let path = try FlyballRun.program(named: name)
        return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    }

    /// Swift's names of a module's symbols begin with its length and name.
    private static func module(_ name: String) -> String { "$s\(name.utf8.count)\(name)" }

    private static let strangers =
        [
            "Optimize", "Simulate", "Estimate", "Learn", "Loop", "Modeling", "Modelica", "Tape",
            "LinearAlgebra", "TwinFile", "Yams", "Historian", "GRDB", "Operate", "Units",
            "ArgumentParser", "FurnacePlant",
        ].map(module) + [
            "libipopt", "libsundials", "libopenblas", "libudunits", "libsqlite3", "libyaml",
            "libFoundationNetworking", "yaml_parser", "IpoptSolve",
        ]

    @Test func `the guard's program links no optimizer, model, HTTP, YAML or database`() throws {
        let guardian = try Self.program("flyball-guard")
        let found = Self.strangers.filter { guardian.range(of: Data($0.utf8)) != nil }
        #expect(found == [])
        // The same search finds them where they are.
        let twin = try Self.program("flyball")
        for name in [Self.module("Optimize"), Self.module("TwinFile"), "libipopt"] {
            #expect(twin.range(of: Data(name.utf8)) != nil, "\(name)")
        }
    }

    @Test func `the guard's program links the writing of registers`() throws {
        #expect(try Self.program("flyball-guard").range(of: Data("modbus_write".utf8)) != nil)
    }
}
