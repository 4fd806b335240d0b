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

let targets: [Target] = [
    // L0: no arrows but among themselves
    core("Quantities"),
    core("Determinism"),
    core("Diagnostics"),
    core("LinearAlgebra", numeric: true),
    core("Tape", ["Determinism"], numeric: true),
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"]),
    core("Expressions", ["Tags", "Quantities", "Determinism"]),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    // L2: one stage each
    .systemLibrary(name: "CSundials"),
    core(
        "Simulate", ["Tags", "Modeling", "Tape", "LinearAlgebra", "Determinism", "CSundials"],
        numeric: true),
    core("Sense", ["Tags", "Determinism"], numeric: true),
    core("Guard", ["Tags", "Determinism"], numeric: true),
    core("Act", ["Guard", "Tags", "Determinism"]),
    core("FurnacePlant", ["Determinism"], numeric: true),
    // L3: one cycle composed
    core("Loop", ["Tags", "Expressions", "Modeling", "Tape", "Guard", "Act", "Determinism"]),
    // L4: the asynchronous edge
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    edge("Journal", ["Act", "Guard", "Tags", "Determinism", "CSodium"]),
    .systemLibrary(name: "CUDUnits"),
    edge("Units", ["CUDUnits", "Quantities"]),
    edge("TwinFile", ["Diagnostics", "Tags", "Expressions", "Quantities", yams]),
    edge("Operate", ["Determinism"]),
    // L5: command line
    tool("flyball", [argumentParser]),
    tool("flyball-plant", ["FurnacePlant", "Determinism"]),
    tool("flyball-bench", ["Determinism", "Tape"]),
    // tests
    tests("DeterminismTests", ["Determinism"]),
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("SimulateTests", ["Simulate", "Modeling", "Tape", "LinearAlgebra", "Determinism"]),
    tests("TapeTests", ["Tape", "Determinism"]),
    tests("ExpressionsTests", ["Expressions", "Quantities", "Determinism"]),
    tests("SenseTests", ["Sense", "Tags", "Determinism"]),
    tests("UnitsTests", ["Units", "Quantities", "Determinism"]),
    tests("TwinFileTests", ["TwinFile", "Units", "Diagnostics", "Expressions", "Tags", "Quantities", "Determinism"]),
    tests("TidyTests", []),
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
        ]
}

let package = Package(
    name: "flyball",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets
)
