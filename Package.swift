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
    core("Tape", numeric: true),
    core("Diagnostics"),
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"]),
    core("Expressions", ["Tags", "Quantities", "Determinism"]),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    // L4: the edge
    .systemLibrary(name: "CUDUnits"),
    edge("Units", ["CUDUnits", "Quantities"]),
    edge("TwinFile", ["Diagnostics", "Tags", "Expressions", "Quantities", .product(name: "Yams", package: "Yams")]),
    // tests
    tests("DiagnosticsTests", ["Diagnostics"]),
    tests("DeterminismTests", ["Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("ExpressionsTests", ["Expressions", "Quantities", "Determinism"]),
    tests("UnitsTests", ["Units", "Quantities", "Determinism"]),
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
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
    ],
    targets: targets
)
