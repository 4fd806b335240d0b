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
func tests(_ name: String, _ dependencies: [Target.Dependency], numeric: Bool = false) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: numeric ? optimized : [])
}

let targets: [Target] = [
    // L0: no arrows but among themselves
    core("Quantities"),
    core("Determinism", numeric: true),
    core("Tape", numeric: true),
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"], numeric: true),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    // L2: one stage each
    core("Guard", ["Tags", "Determinism"], numeric: true),
    core("Act", ["Guard", "Tags", "Determinism"]),
    // L4: the edge
    .systemLibrary(name: "CSodium", pkgConfig: "libsodium"),
    edge("Journal", ["Act", "Guard", "Tags", "Determinism", "CSodium"]),
    // tests
    tests("GuardTests", ["Guard", "Tags", "Determinism"], numeric: true),
    tests("ActTests", ["Act", "Guard", "Tags", "Determinism"], numeric: true),
    tests("JournalTests", ["Journal", "Act", "Guard", "Tags", "Determinism"]),
    tests("DeterminismTests", ["Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
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
