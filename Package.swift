// swift-tools-version: 6.2
// The graph of ARCHITECTURE.md as code: one line a target, arrows point down only.
import PackageDescription

/// Numeric code is 25–40 times slower unoptimized: optimized in debug builds too.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func core(
    _ name: String, _ dependencies: [Target.Dependency] = [], numeric: Bool = false
) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: numeric ? optimized : [])
}
func edge(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies)
}
func tool(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies)
}
func tests(
    _ name: String, _ dependencies: [Target.Dependency], numeric: Bool = false
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, swiftSettings: numeric ? optimized : [])
}

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

let targets: [Target] = [
    // L0: no arrows but among themselves
    core("Quantities"),
    core("Determinism", numeric: true),
    core("Diagnostics"),
    core("LinearAlgebra", numeric: true),
    core("Tape", ["Determinism"], numeric: true),
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"], numeric: true),
    core("Expressions", ["Tags", "Quantities", "Determinism"]),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    core("Modelica", ["Modeling", "Tape", "Quantities", "Diagnostics"], numeric: true),
    core("Wire"),
    // L2: one stage each
    .systemLibrary(name: "CSundials"),
    core(
        "Simulate", ["Tags", "Modeling", "Tape", "LinearAlgebra", "Determinism", "CSundials"],
        numeric: true),
    core(
        "Estimate", ["Tags", "Modeling", "Simulate", "Tape", "LinearAlgebra", "Determinism"],
        numeric: true),
    core("Sense", ["Tags", "Determinism"], numeric: true),
    .systemLibrary(name: "CIpopt", pkgConfig: "ipopt"),
    core(
        "Optimize",
        [
            "Tags", "Modeling", "Simulate", "Tape", "LinearAlgebra", "Quantities", "Determinism",
            "CIpopt",
        ], numeric: true),
    core(
        "Learn", ["Tags", "Modeling", "Simulate", "Tape", "LinearAlgebra", "Determinism"],
        numeric: true),
    core("Guard", ["Tags", "Determinism"], numeric: true),
    core("Act", ["Guard", "Tags", "Determinism"]),
    core("GuardSide", ["Act", "Guard", "Tags", "Determinism", "Expressions"]),
    core("CompanionBlock", numeric: true),
    core("FurnacePlant", ["Determinism"], numeric: true),
    core("Line", ["Expressions", "Quantities", "Determinism"], numeric: true),
    // L3: one cycle composed; scenarios of a line compared
    core("Scenarios", ["Line", "Determinism"], numeric: true),
    core(
        "Loop",
        [
            "Act", "Determinism", "Estimate", "Expressions", "Guard", "GuardSide", "Learn",
            "LinearAlgebra", "Modeling", "Optimize", "Sense", "Simulate", "Tags", "Tape",
        ]),
    core(
        "Rehearsal",
        ["Act", "Determinism", "Estimate", "Guard", "Learn", "Loop", "Optimize", "Tags"]),
    // L4: the asynchronous edge
    edge("Tables", ["Diagnostics"]),
    edge("Plots", []),
    edge("Replications", ["Line"]),
    .systemLibrary(name: "CUDUnits"),
    edge("Units", ["Quantities", "CUDUnits"]),
    edge(
        "TwinFile",
        ["Diagnostics", "Tags", "Expressions", "Line", "Quantities", "Scenarios", yams]),
    edge("LineDesk", ["Diagnostics", "Line", "Plots", "Quantities", "Scenarios", "TwinFile"]),
    edge("Connect", ["Tags", "Quantities", "Determinism"]),
    .systemLibrary(name: "CModbus", pkgConfig: "libmodbus"),
    edge("ConnectModbus", ["Connect", "Tags", "CModbus"]),
    edge(
        "ConnectModbusWriting", ["CompanionBlock", "ConnectModbus", "Connect", "Tags", "CModbus"]),
    edge("ModbusDevice", ["CModbus"]),
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    edge("Signing", ["CSodium"]),
    edge(
        "Seal",
        [
            "Connect", "ConnectModbus", "Expressions", "Guard", "GuardSide", "Quantities", "Sense",
            "Signing", "Tags", "Wire",
        ]),
    edge("Journal", ["Act", "Guard", "Tags", "Determinism", "Signing"]),
    edge("GuardLink", ["Wire", "Guard", "GuardSide", "Act", "Tags", "Determinism"]),
    edge(
        "GuardRoom",
        [
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism", "Guard", "GuardLink", "GuardSide", "Journal", "Seal", "Sense",
            "Signing", "Tags", "Wire",
        ]),
    edge(
        "Swarm",
        [
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism", "Guard", "GuardLink", "GuardRoom", "GuardSide", "Journal", "Quantities",
            "Seal", "Sense", "Tags",
        ]),
    edge("Historian", ["Tags", "Determinism", grdb]),
    edge(
        "Operate",
        [
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism",
            "Diagnostics", "Estimate", "Expressions", "FurnacePlant", "Guard", "GuardLink",
            "GuardRoom", "GuardSide", "Historian", "Journal", "Learn", "Loop", "Modelica",
            "Modeling", "Optimize",
            "Plots", "Quantities", "Rehearsal", "Seal", "Sense", "Signing", "Simulate", "Swarm",
            "Tables", "Tags", "Tape", "TwinFile", "Units", "Wire",
        ]),
    // L5: command line
    tool(
        "flyball",
        [
            "Act", "Determinism", "Diagnostics", "FurnacePlant", "Guard", "GuardLink", "GuardRoom",
            "GuardSide", "Journal", "Line", "LineDesk", "Loop", "Learn", "Modeling", "Operate",
            "Rehearsal", "Replications", "Scenarios", "Seal",
            "Signing", "Simulate", "Swarm", "Tags", "TwinFile", "Units",
            argumentParser,
        ]),
    tool(
        "flyball-guard",
        [
            "Act", "Determinism", "GuardLink", "GuardRoom", "GuardSide", "Journal", "Seal",
            "Signing", "Tags",
        ]),
    tool("flyball-plant", ["CompanionBlock", "FurnacePlant", "ModbusDevice", "Determinism"]),
    tool(
        "flyball-bench",
        [
            "Act", "Determinism", "FurnacePlant", "Guard", "GuardSide", "Historian", "Line",
            "Loop", "Modeling", "Operate", "Optimize", "Replications", "Sense", "Tags", "Tape",
            "TwinFile", "Units",
        ]),
    // tests
    .target(name: "Damage", dependencies: ["Determinism", "Diagnostics"], path: "Tests/Damage"),
    .target(name: "ServedDevice", dependencies: ["ModbusDevice"], path: "Tests/ServedDevice"),
    .target(
        name: "RunBench",
        dependencies: [
            "Act", "CompanionBlock", "Determinism", "Guard", "Journal", "ModbusDevice", "Operate",
            "Seal", "Tags", "Units",
        ], path: "Tests/RunBench", exclude: ["Fixtures"]),
    tests("ActTests", ["Act", "CompanionBlock", "Guard", "Tags", "Determinism"], numeric: true),
    tests("CompanionBlockTests", ["CompanionBlock", "Determinism"], numeric: true),
    tests(
        "ConnectModbusTests",
        [
            "CompanionBlock", "ConnectModbus", "ConnectModbusWriting", "ModbusDevice", "Connect",
            "ServedDevice", "Tags",
        ]),
    tests("ConnectTests", ["Connect", "Tags", "Quantities", "Determinism"]),
    tests("DeterminismTests", ["Determinism"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    .testTarget(
        name: "DrillTests",
        dependencies: [
            "Act", "CompanionBlock", "ConnectModbusWriting", "Guard", "GuardRoom", "Journal",
            "Operate", "RunBench", "Seal", "Tags", "Units",
        ], exclude: ["Shim"]),
    tests(
        "EstimateTests",
        ["Estimate", "Modeling", "Tags", "Tape", "LinearAlgebra", "Determinism", "Simulate"]),
    tests(
        "ExampleTests",
        ["Modelica", "Units", "Diagnostics", "Modeling", "Simulate", "Learn", "Tables"]),
    tests("ExpressionsTests", ["Damage", "Expressions", "Quantities", "Determinism"]),
    tests(
        "FlyballPlantTests",
        [
            "flyball-plant", "CompanionBlock", "FurnacePlant", "ConnectModbus",
            "ConnectModbusWriting", "Connect", "ModbusDevice", "Tags",
        ]),
    tests("FurnacePlantTests", ["FurnacePlant", "Determinism"]),
    tests(
        "GuardLinkTests",
        ["GuardLink", "Wire", "Guard", "GuardSide", "Act", "Tags", "Determinism"]),
    tests("GuardTests", ["Guard", "Tags", "Determinism"], numeric: true),
    tests(
        "GuardRoomTests",
        [
            "Act", "CompanionBlock", "Connect", "ConnectModbus", "ConnectModbusWriting",
            "Determinism", "Guard", "GuardRoom", "GuardSide", "Journal", "ModbusDevice",
            "Quantities", "Seal", "Sense", "ServedDevice", "Signing", "Tags",
        ]),
    tests("GuardSideTests", ["GuardSide", "Act", "Guard", "Tags", "Determinism"]),
    tests("HistorianTests", ["Historian", "Tags", "Determinism", grdb]),
    tests(
        "LineFileTests",
        [
            "TwinFile", "Line", "Scenarios", "Units", "Diagnostics", "Expressions", "Quantities",
            "Determinism",
        ]),
    tests(
        "LineDeskTests",
        [
            "LineDesk", "Line", "Scenarios", "TwinFile", "Plots", "Replications", "Units",
            "Diagnostics",
        ]),
    tests("LineTests", ["Line", "Expressions", "Quantities", "Determinism"], numeric: true),
    tests("JournalTests", ["Journal", "Act", "Guard", "Signing", "Tags", "Determinism"]),
    .testTarget(
        name: "LearnTests",
        dependencies: [
            "Learn", "Simulate", "Modeling", "Tape", "Tags", "LinearAlgebra", "Determinism",
        ], exclude: ["NIST"], swiftSettings: optimized),
    tests("LinearAlgebraTests", ["LinearAlgebra", "Determinism"]),
    tests(
        "LoopTests",
        [
            "Act", "Determinism", "Diagnostics", "Estimate", "FurnacePlant", "Guard", "GuardSide",
            "Historian", "Journal", "Learn", "Loop",
            "Operate", "Optimize", "Sense", "Tags", "Units", "Wire",
        ]),
    tests(
        "ModelicaTests",
        ["Damage", "Modelica", "Modeling", "Tape", "Quantities", "Diagnostics", "Determinism"]),
    tests(
        "OperateTests",
        [
            "Act", "ConnectModbus", "Determinism", "Diagnostics", "Expressions", "Guard",
            "GuardRoom", "GuardSide", "Journal", "Loop", "Operate",
            "Optimize",
            "Quantities", "Seal", "Signing", "Simulate", "Tags", "TwinFile", "Units",
        ]),
    tests(
        "OptimizeTests",
        ["Optimize", "Modeling", "Tags", "Tape", "LinearAlgebra", "Quantities", "Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests(
        "RehearsalTests",
        [
            "Act", "Determinism", "FurnacePlant", "Guard", "Operate", "Rehearsal", "Swarm", "Tags",
            "Units",
        ]),
    tests(
        "RunTests",
        [
            "Act", "CompanionBlock", "ConnectModbus", "ConnectModbusWriting", "Determinism",
            "Diagnostics", "Guard", "GuardRoom", "Historian", "Journal", "ModbusDevice", "Operate",
            "RunBench", "Seal", "Signing", "Tags", "Units",
        ]),
    tests("ReplicationsTests", ["Replications", "Line"]),
    tests(
        "SealTests",
        [
            "Connect", "ConnectModbus", "Determinism", "Expressions", "Guard", "GuardSide",
            "Quantities", "Seal", "Sense", "Signing", "Tags",
        ]),
    tests("ScenariosTests", ["Scenarios", "Replications", "Line", "Determinism"], numeric: true),
    tests("SenseTests", ["Sense", "Tags", "Determinism"]),
    tests("SigningTests", ["Signing"]),
    tests("SimulateTests", ["Simulate", "Modeling", "Tape", "LinearAlgebra", "Determinism"]),
    tests("SwarmTests", ["Swarm", "Act", "Guard", "GuardSide", "Journal", "Tags", "Determinism"]),
    tests("TablesTests", ["Damage", "Tables", "Plots", "Diagnostics", "Determinism"]),
    tests("TapeTests", ["Tape", "Determinism"]),
    tests("TidyTests", []),
    tests(
        "TwinFileTests",
        [
            "Damage", "TwinFile", "Modelica", "Modeling", "Units", "Diagnostics", "Expressions",
            "Tags", "Quantities", "Determinism",
        ]),
    tests(
        "VerbTests",
        [
            "Operate", "Units", "Tables", "Simulate", "Learn", "Diagnostics", "Quantities",
            "Modeling",
        ]),
    tests("UnitsTests", ["Units", "Quantities", "Determinism"]),
    tests("WireTests", ["Wire", "Act", "Guard", "Tags", "Determinism"]),
]

for target in targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .swiftLanguageMode(.v6),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .treatAllWarnings(as: .error),
            .strictMemorySafety(),
            // Tests share the release build of the demo; some look at what is internal.
            .unsafeFlags(["-enable-testing"], .when(configuration: .release)),
        ]
}

let package = Package(
    name: "flyball",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets
)
