import Act
import Determinism
import Guard
import Tags

/// Draws values of the types that cross the process border, every case of their enums among them.
struct Drawn {
    var chance: RandomStream

    init(seed: UInt64, index: UInt64) {
        chance = RandomStream(seed: seed, purpose: "wire", index: index)
    }

    mutating func below(_ count: Int) -> Int { Int(chance.next() % UInt64(count)) }

    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    mutating func some<Value>(_ upTo: Int, _ draw: (inout Drawn) -> Value) -> [Value] {
        (0..<below(upTo + 1)).map { _ in draw(&self) }
    }

    mutating func maybe<Value>(_ draw: (inout Drawn) -> Value) -> Value? {
        chance.happens(with: 0.3) ? nil : draw(&self)
    }

    /// Any bits: numbers as they are read, and those that are none.
    mutating func number() -> Double {
        switch below(6) {
        case 0: Double(bitPattern: chance.next())
        case 1: one(of: [.nan, -.nan, .infinity, -.infinity, -0.0, 0, .leastNonzeroMagnitude])
        default: chance.uniform(-1000, 1000)
        }
    }

    mutating func finite() -> Finite {
        while true {
            if let finite = Finite(number()) { return finite }
        }
    }

    mutating func text() -> String {
        one(of: ["", "x", "TIC-201.SP", "zone 1, °C", "e\u{301}", "é", "\u{0}", "🏭"])
            + String(below(50))
    }

    mutating func flag() -> Bool { chance.happens(with: 0.5) }
    /// Of composed characters only: the standard library (6.3) finds some texts in which the two
    /// forms of "é" are mixed neither equal nor before one another, and then no order is kept.
    mutating func tag() -> TagName {
        while true {
            let text = text()
            if !text.unicodeScalars.contains("\u{301}") { return TagName(text) }
        }
    }
    mutating func time() -> PlantTime {
        PlantTime(nanoseconds: Int64(bitPattern: chance.next()) >> Int64(below(60)))
    }
    mutating func decision() -> DecisionID { DecisionID(chance.next() >> UInt64(below(64))) }
    mutating func digest() -> DecisionDigest { DecisionDigest(text: text()) }
    mutating func person() -> Person {
        Person(name: text(), duty: one(of: Duty.allCases), console: text())
    }

    mutating func move() -> ProposedMove { ProposedMove(tag: tag(), from: number(), to: number()) }

    mutating func certificate() -> Certificate {
        Certificate(
            status: one(of: SolverClaim.allCases), predictedFrom: time(),
            trajectories: some(3) {
                PredictedTrajectory(
                    tag: $0.tag(), times: $0.some(5) { $0.number() },
                    means: $0.some(5) { $0.number() }, deviations: $0.some(5) { $0.number() })
            },
            bounds: some(4) {
                CertifiedBound(
                    name: $0.text(), value: $0.number(), low: $0.maybe { $0.number() },
                    high: $0.maybe { $0.number() }, lowMultiplier: $0.number(),
                    highMultiplier: $0.number())
            },
            gap: number(), residual: number(), gain: number(), gainDeviation: number(),
            standIns: some(2) { StandIn($0.tag(), $0.number(), at: $0.time()) })
    }

    mutating func proposal() -> Proposal {
        Proposal(
            id: decision(), madeAt: time(), expiresAt: time(), moves: some(4) { $0.move() },
            shownGain: number(), inputs: some(4) { UsedInput($0.tag(), $0.number()) },
            certificate: certificate())
    }

    mutating func quality() -> Quality {
        let reason = one(of: QualityReason.allCases)
        return one(of: [.good, .uncertain(reason), .bad(reason)])
    }

    mutating func sample() -> Sample {
        switch quality() {
        case .bad(let reason): Sample(tag(), absentBecause: reason, at: time())
        case let usable: Sample(tag(), finite(), usable, at: time())
        }
    }

    mutating func live() -> LivePlant {
        LivePlant(
            readAt: time(),
            handles: some(4) {
                LiveHandle(
                    tag: $0.tag(), setpoint: $0.maybe { $0.number() },
                    operatorLow: $0.maybe { $0.number() },
                    operatorHigh: $0.maybe { $0.number() },
                    loop: $0.maybe { $0.one(of: LoopMode.allCases) },
                    saturation: $0.maybe { $0.one(of: Saturation.allCases) })
            },
            interlocks: some(3) { LiveInterlock($0.text(), active: $0.maybe { $0.flag() }) },
            plantMode: one(of: PlantMode.allCases))
    }

    mutating func circumstances() -> Circumstances {
        Circumstances(
            snapshot: Snapshot(at: time(), samples: some(8) { $0.sample() }), live: live(),
            mode: one(of: Mode.allCases), boundByEnvelope: flag())
    }

    mutating func acceptance() -> Acceptance {
        Acceptance(
            person: person(), token: text(), decision: decision(), digest: digest(), at: time(),
            expiresAt: time())
    }
}
