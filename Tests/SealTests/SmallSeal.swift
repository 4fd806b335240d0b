import Connect
import ConnectModbus
import Guard
import GuardSide
import Quantities
import Sense
import Signing
import Tags

@testable import Seal

/// A small sealed twin, two people and their keys; the tests change one thing at a time.
struct SmallSeal {
    static let second: Int64 = 1_000_000_000
    /// When the first key was listed.
    static let start: Int64 = 1_790_000_000 * second

    let anna = PrivateKey()
    let bo = PrivateKey()
    let cleo = PrivateKey()
    var approvers: Approvers

    init() throws {
        approvers = Approvers()
        try approvers.add("Anna Berg", [.engineer], anna, at: Self.start)
        try approvers.add("Bo Lind", [.approver], bo, at: Self.start + Self.second)
        // The list is founded: from here on two others sign.
        try approvers.add(
            "Cleo Dahl", [.engineer, .approver], cleo, at: Self.start + 2 * Self.second,
            with: [anna, bo])
    }

    /// When things are signed in the tests.
    let later = Self.start + 60 * Self.second

    func words(_ person: String, _ duty: Duty, at: Int64? = nil) -> SealSignature.Words {
        SealSignature.Words(person: person, duty: duty, at: at ?? later, why: "the winter's limits")
    }

    /// Proposed by Anna, approved by Bo.
    func seal(
        _ twin: SealedTwin = kiln, serial: UInt64 = 1, previous: Digest = .origin
    ) throws -> SealFile {
        SealFile(serial: serial, previous: previous, body: try twin.body())
            .signed(by: anna, words("Anna Berg", .engineer))
            .signed(by: bo, words("Bo Lind", .approver))
    }

    static let degC = Unit(
        symbol: "degC", dimension: .temperature, scale: 1, offset: 273.15)

    /// A twin of one handle, with an interlock and a plant mode.
    static let kiln: SealedTwin = {
        let setpoint = TagName("TIC-1.SP")
        let names = ["TIC-1.SP", "TIC-1.MODE", "TIC-1.LO", "TI-5.PV", "STOPPED"].map {
            TagName($0)
        }
        var handle = HandleRules(setpoint)
        handle.engineering = Band(1173.15, 1573.15)
        handle.envelope = Band(1423.15, 1533.15)
        handle.largestStep = 3
        handle.ramps = [RampLimit(window: 60, reach: 3), RampLimit(window: 600, reach: 20)]
        handle.smallestMove = 1
        handle.leastApart = 120
        handle.reversalsPerHour = 4
        handle.resolution = 0
        handle.recovery = .rampToSafe(value: 1433.15, rate: 0.05)
        var rules = GuardRules()
        rules.handles = [handle]
        rules.interlocks = ["kiln stands still"]
        rules.worth.leastGain = 8
        rules.snapshotAge = 60
        rules.jointLimits = [
            JointLimit(
                name: "roof", terms: [.init(1, setpoint)], low: nil, high: 1500)
        ]
        let points = names.enumerated().map { index, name in
            ModbusPoint(
                tag: name, area: .input, number: 200 + 2 * index, encoding: .float32,
                scaling: Scaling(factor: 1, offset: 273.15))
        }
        var modes = ModeRules()
        modes.allowed = [.shadow, .advisory, .supervisory]
        return SealedTwin(
            name: "kiln", owner: "kiln operations", isSimulator: false,
            cadence: SealedCadence(sense: 5, optimize: 120, horizon: 3600),
            modes: modes, rules: rules,
            handles: [
                SealedHandle(
                    binding: HandleBinding(
                        tag: setpoint, low: .tag(TagName("TIC-1.LO")), high: .fixed(1533.15),
                        mode: TagName("TIC-1.MODE"), remoteWhen: [3, 4]),
                    owner: "process engineering", reason: "refractory")
            ],
            interlocks: [
                SealedCondition(name: "kiln stands still", when: "STOPPED or TI-5.PV < 500 degC")
            ],
            plantModes: [SealedPlantMode(mode: .startUp, when: "TI-5.PV < 800 degC")],
            sense: names.map { SenseRule(tag: $0, range: 0...2000, staleAfter: 30) },
            tags: names.map { SealedTag(tag: $0, role: .state, text: "", unit: "degC") },
            units: [SealedUnit(degC), SealedUnit(.one)],
            connections: [
                SealedConnection(
                    name: "plc", isSimulator: false, ModbusSettings(host: "10.0.0.1"),
                    reading: points,
                    writing: [
                        ModbusPoint(
                            tag: setpoint, area: .holding, number: 101, encoding: .float32)
                    ])
            ],
            holds: [
                SealedHold(
                    name: "exit_mean", unit: "degC", low: 1453.15, high: 1493.15,
                    softPrice: 40.0 / 3600, owner: "rolling", reason: "specification")
            ],
            objective: SealedObjective(
                costs: [
                    .init(
                        name: "fuel", of: "fuel", price: 1e-8, unit: "1", owner: "purchasing",
                        validFor: 31 * 86_400)
                ], travel: [.init(tag: setpoint, travelPrice: 0.4)],
                worthActingAbove: 8.0 / 3600),
            regions: [], wall: WallClockFigures(),
            sources: SealedSources(
                twinHash: "00", modelFile: "kiln.mo", modelHash: "11"))
    }()
}

extension Approvers {
    /// Adds a person; with two others' signatures once the list is founded.
    mutating func add(
        _ person: String, _ duties: [Duty], _ key: PrivateKey, at: Int64,
        with others: [PrivateKey] = []
    ) throws(ApproverRefusal) {
        var change = ApproverChange(
            after: head, .add(person: person, duties: duties, key: key.publicKey), at: at
        ).signed(by: key)
        for other in others { change = change.signed(by: other) }
        try take(change)
    }

    mutating func change(
        _ what: ApproverChange.What, at: Int64, with keys: [PrivateKey]
    ) throws(ApproverRefusal) {
        var change = ApproverChange(after: head, what, at: at)
        for key in keys { change = change.signed(by: key) }
        try take(change)
    }
}
