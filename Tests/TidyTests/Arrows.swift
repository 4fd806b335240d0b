/// The graph of `ARCHITECTURE.md`: which module each target may import. Arrows point down only.
enum Arrows {
    /// What a target stands on.
    struct Place {
        /// Level in the graph: 0 kernels, 1 words, 2 stages, 3 loop, 4 edge, 5 executables.
        let level: Int
        let imports: Set<String>
    }

    private static let kernels: Set = ["Quantities", "Determinism", "LinearAlgebra", "Tape"]
    private static let words: Set = [
        "Diagnostics", "Tags", "Expressions", "Modeling", "Modelica", "Wire",
    ]
    private static let stages: Set = [
        "Sense", "Estimate", "Simulate", "Optimize", "Guard", "Act", "GuardSide", "Learn",
        "Line",
    ]
    private static let edges: Set = [
        "Units", "Historian", "Journal", "Signing", "Seal", "Connect", "ConnectModbus",
        "ConnectModbusWriting", "GuardLink", "GuardRoom", "ModbusDevice", "Tables", "Plots",
        "Replications", "LineDesk",
        "TwinFile",
        "Console", "Operate", "Swarm",
    ]
    private static let system: Set = [
        "Foundation", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
    ]

    /// Pure targets: no async, no I/O, no clock, no Foundation, chance only as an argument.
    static let core: Set<String> =
        kernels.union(words).union(stages).union([
            "CompanionBlock", "FurnacePlant", "Loop", "Rehearsal", "Scenarios",
        ])

    /// Modules that one file alone may import besides its target's row.
    static let exemptions: [String: Set<String>] = [
        "Sources/Determinism/ElementaryFunctions.swift": ["Glibc", "Musl", "Darwin"],
        "Sources/Optimize/IpoptLock.swift": ["Synchronization"],
    ]

    static let table: [String: Place] = [
        "Quantities": core(0, []),
        "Determinism": core(0, []),
        "LinearAlgebra": core(0, ["Determinism", "COpenBLAS", "CLapack"]),
        "Tape": core(0, ["Determinism"]),
        "Diagnostics": core(0, []),
        "Tags": core(1, kernels),
        "Expressions": core(1, kernels.union(["Tags", "Diagnostics"])),
        "Modeling": core(1, kernels.union(["Tags"])),
        "Modelica": core(
            1, kernels.union(["Tags", "Diagnostics", "Expressions", "Modeling"])),
        "Wire": core(1, []),
        "Sense": core(2, kernels.union(["Tags", "Expressions"])),
        "Simulate": core(2, kernels.union(["Tags", "Modeling", "CSundials"])),
        "Estimate": core(2, kernels.union(["Tags", "Modeling", "Simulate"])),
        "Optimize": core(2, kernels.union(["Tags", "Modeling", "Simulate", "CIpopt"])),
        "Guard": core(2, ["Tags", "Determinism"]),
        "Act": core(2, kernels.union(["Tags", "Guard"])),
        "GuardSide": core(2, kernels.union(["Tags", "Expressions", "Guard", "Act"])),
        "Learn": core(2, kernels.union(["Tags", "Modeling", "Simulate"])),
        "Line": core(2, kernels.union(["Tags", "Expressions"])),
        "FurnacePlant": core(2, ["Quantities", "Determinism"]),
        "CompanionBlock": core(2, ["Determinism"]),
        "Scenarios": core(3, ["Determinism", "Line"]),
        "Loop": core(3, kernels.union(words).union(stages)),
        "Rehearsal": core(3, kernels.union(words).union(stages).union(["Loop"])),
        "Historian": edge(["Tags", "Determinism", "Loop", "GRDB"]),
        "Signing": edge(["CSodium"]),
        "Seal": edge(
            kernels.union([
                "Tags", "Expressions", "Guard", "GuardSide", "Sense", "Connect",
                "ConnectModbus", "Signing", "Wire",
            ])),
        "Journal": edge(["Tags", "Determinism", "Guard", "Act", "Signing"]),
        "Connect": edge(["Tags", "Determinism", "Quantities"]),
        "GuardRoom": edge([
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism", "Guard", "GuardLink", "GuardSide", "Journal", "Seal", "Sense",
            "Signing", "Tags", "Wire",
        ]),
        "Swarm": edge([
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism", "Guard", "GuardLink", "GuardRoom", "GuardSide", "Journal", "Quantities",
            "Seal", "Sense", "Tags",
        ]),
        "GuardLink": edge(["Wire", "Guard", "GuardSide", "Act", "Tags", "Determinism"]),
        "ConnectModbus": edge(["Connect", "Tags", "Determinism", "Quantities", "CModbus"]),
        "ConnectModbusWriting": edge([
            "ConnectModbus", "Connect", "Tags", "Determinism", "Quantities", "CModbus",
            "CompanionBlock",
        ]),
        "ModbusDevice": edge(["CModbus"]),
        "Units": edge(["Quantities", "CUDUnits"]),
        "Tables": edge(["Diagnostics"]),
        "Plots": edge([]),
        "Replications": edge(["Line"]),
        "LineDesk": edge([
            "Diagnostics", "Line", "Plots", "Quantities", "Scenarios", "TwinFile",
        ]),
        "TwinFile": edge(
            kernels.union(words).union([
                "Sense", "Guard", "Line", "Scenarios", "Yams", "CSodium",
            ])),
        "Console": edge(
            kernels.union(words).union(stages).union(["Loop", "Historian", "Journal"])),
        "Operate": edge(
            kernels.union(words).union(stages).union(edges).union([
                "CompanionBlock", "FurnacePlant", "Loop", "Rehearsal",
            ]).subtracting(["Operate"])),
        "flyball": executable(["FurnacePlant", "Rehearsal", "Loop", "Scenarios"]),
        "flyball-bench": executable(["FurnacePlant", "Rehearsal", "Loop", "Scenarios"]),
        "flyball-guard": executable([]),
        "flyball-plant": executable(["CompanionBlock", "FurnacePlant", "ModbusDevice"]),
    ]

    private static func core(_ level: Int, _ imports: Set<String>) -> Place {
        Place(level: level, imports: imports)
    }

    private static func edge(_ imports: Set<String>) -> Place {
        Place(level: 4, imports: imports.union(system))
    }

    private static func executable(_ imports: Set<String>) -> Place {
        let all = kernels.union(words).union(stages).union(edges).union(system)
        return Place(level: 5, imports: all.union(imports).union(["ArgumentParser"]))
    }

    /// Imports of a file that its target may not have; tests import what they like.
    static func violations(in file: SourceFile) -> [Violation] {
        guard let target = file.target, !target.isSystemLibrary else { return [] }
        let imports = importedModules(in: file)
        guard let place = table[target] else {
            let what = "\(target) is not in the table of arrows (Tests/TidyTests/Arrows.swift)"
            return [Violation(path: file.path, line: 1, what: what)]
        }
        let allowed = place.imports.union(exemptions[file.path, default: []])
        return imports.filter { !allowed.contains($0.module) }.map { line, module in
            let what = "\(target) may not import \(module)"
            return Violation(path: file.path, line: line + 1, what: what)
        }
    }

    /// Modules that a file imports, with the line (from 0) that does it.
    static func importedModules(in file: SourceFile) -> [(line: Int, module: String)] {
        file.codeLines.enumerated().compactMap { line, text in
            let words = text.split(whereSeparator: \.isWhitespace)
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count,
                words[..<at].allSatisfy({ $0.first == "@" || importWords.contains($0) })
            else { return nil }
            let isKind = kindWords.contains(words[at + 1]) && at + 2 < words.count
            let path = words[isKind ? at + 2 : at + 1]
            return (line, String(path.split(separator: ".").first ?? path))
        }
    }

    private static let importWords: Set<Substring> = ["package", "public", "internal", "private"]
    private static let kindWords: Set<Substring> = [
        "struct", "class", "enum", "func", "var", "let", "protocol", "typealias",
    ]
}

extension String {
    /// `CIpopt`, `CModbus` …: folders with a module map and no Swift of their own.
    fileprivate var isSystemLibrary: Bool {
        let second = dropFirst().first
        return first == "C" && second?.isUppercase == true
    }
}
