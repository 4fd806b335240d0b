// swift-tools-version: 6.2
// The graph of ARCHITECTURE.md as code: one line a target, arrows point down only.
import PackageDescription

/// Numeric code is 25–40 times slower unoptimized: optimized in debug builds too.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

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
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies)
}

let targets: [Target] = [
    // L0: no arrows but among themselves
    core("Quantities"),
    core("Determinism"),
    core("LinearAlgebra", numeric: true),
    core("Tape", ["Determinism"], numeric: true),
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"]),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    // L2: one stage each
    core("Simulate", ["Modeling", "Tape", "LinearAlgebra"], numeric: true),
    core(
        "Estimate", ["Tags", "Modeling", "Simulate", "Tape", "LinearAlgebra", "Determinism"],
        numeric: true),
    .systemLibrary(name: "CIpopt", pkgConfig: "ipopt"),
    core(
        "Optimize",
        ["Tags", "Modeling", "Simulate", "CIpopt", "Tape", "LinearAlgebra", "Quantities", "Determinism"],
        numeric: true),
    // L4: the asynchronous edge
    edge("Operate", ["Determinism"]),
    // L5: command line
    tool("flyball", [argumentParser]),
    tool("flyball-bench", ["Determinism", "Tape"]),
    // tests
    tests("DeterminismTests", ["Determinism"]),
    tests(
        "EstimateTests",
        ["Estimate", "Modeling", "Tags", "Tape", "LinearAlgebra", "Determinism", "Simulate"]),
    tests(
        "OptimizeTests",
        ["Optimize", "Modeling", "Tags", "Tape", "LinearAlgebra", "Quantities", "Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("TapeTests", ["Tape", "Determinism"]),
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
    ],
    targets: targets
)
