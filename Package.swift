// swift-tools-version: 6.2
// The graph of ARCHITECTURE.md as code: one line a target, arrows point down only.
import PackageDescription

/// Numeric code is 25–40 times slower unoptimized, so these targets are optimized in debug builds too.
let optimized: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

func core(_ name: String, _ dependencies: [Target.Dependency] = [], numeric: Bool = false) -> Target {
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
    core(
        "Simulate", ["Tags", "Modeling", "Tape", "LinearAlgebra", "Determinism", "CSundials"],
        numeric: true),
    core(
        "Learn", ["Tags", "Modeling", "Simulate", "Tape", "LinearAlgebra", "Determinism"],
        numeric: true),
    // C libraries, each wrapped once
    .systemLibrary(name: "CSundials"),
    // tests
    tests("DeterminismTests", ["Determinism"]),
    .testTarget(
        name: "LearnTests",
        dependencies: [
            "Learn", "Simulate", "Modeling", "Tape", "Tags", "LinearAlgebra", "Determinism",
        ],
        exclude: ["NIST"]),
    tests("LinearAlgebraTests", ["LinearAlgebra", "Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("SimulateTests", ["Simulate", "Modeling", "Tape", "LinearAlgebra", "Determinism"]),
    tests("TablesTests", ["Tables", "Plots", "Diagnostics"]),
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
    dependencies: [],
    targets: targets
)
