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
    // L1: the shared words
    core("Tags", ["Quantities", "Determinism"]),
    core("Modeling", ["Tags", "Tape", "Quantities", "Determinism"]),
    // L3: the simulated plant; shares no source with the twin's model beyond L0
    core("FurnacePlant", ["Determinism"], numeric: true),
    // L4: the asynchronous edge
    .systemLibrary(name: "CModbus", pkgConfig: "libmodbus"),
    edge("Connect", ["Tags", "Quantities", "Determinism"]),
    edge("ConnectModbus", ["Connect", "Tags", "CModbus"]),
    edge("ConnectModbusWriting", ["ConnectModbus", "Connect", "Tags", "CModbus"]),
    edge("ModbusDevice", ["CModbus"]),
    // L5: executables
    tool("flyball-plant", ["FurnacePlant", "ModbusDevice", "Determinism"]),
    // tests
    tests("DeterminismTests", ["Determinism"]),
    tests("QuantitiesTests", ["Quantities"]),
    tests("FurnacePlantTests", ["FurnacePlant", "Determinism"]),
    tests("ConnectTests", ["Connect", "Tags", "Quantities", "Determinism"]),
    tests(
        "ConnectModbusTests",
        ["ConnectModbus", "ConnectModbusWriting", "ModbusDevice", "Connect", "Tags"]),
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
