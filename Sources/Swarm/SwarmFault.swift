import Determinism

/// Everything that may go wrong or happen in a rehearsed run.
package enum SwarmFault: String, CaseIterable, Codable, Sendable {
    case notANumber = "a reading is not a number"
    case infinite = "a reading is infinite"
    case frozen = "a measurement is frozen"
    case spikes = "a measurement jumps about"
    case stale = "a reading keeps its old time"
    case missing = "a tag has no answer"
    case readFails = "nothing can be read"
    case slowRead = "reading takes seconds"
    case writeLost = "a write is lost"
    case answerLost = "a write is taken and its answer lost"
    case refused = "a write is refused"
    case clamped = "a write is clamped"
    case duplicate = "a write comes once more, late"
    case operatorMidWrite = "the operator moves a setpoint within a write"
    case operatorMoves = "the operator moves a setpoint"
    case limitsMoved = "the operator narrows his limits"
    case loopTaken = "the operator takes a loop out of remote"
    case interlock = "an interlock comes up"
    case trip = "the plant trips"
    case appendFails = "the disk refuses to append"
    case syncFails = "the disk fails to sync"
    case crash = "the process dies and its last line is torn"
    case clockJump = "the machine's UTC jumps"
    case stopped = "the process is stopped past its lease"
    case diskLow = "the disk is nearly full"
    case diskFull = "the disk is full"
    case failsafe = "FAILSAFE"
    case loopSilent = "the loop ends no cycles"

    /// Whether it waits for the next write, instead of coming at its time.
    var awaitsWrite: Bool {
        switch self {
        case .writeLost, .answerLost, .refused, .clamped, .duplicate, .operatorMidWrite: true
        default: false
        }
    }

    /// Shortest and longest duration, plant time [s].
    var lasts: (Double, Double) {
        switch self {
        case .frozen: (300, 6000)
        case .readFails, .slowRead, .loopSilent: (30, 900)
        case .notANumber, .infinite, .spikes, .missing, .stale: (30, 1200)
        case .interlock, .trip, .loopTaken, .diskLow, .diskFull: (60, 1800)
        case .limitsMoved: (300, 3600)
        case .appendFails, .syncFails: (30, 300)
        default: (1, 1)
        }
    }
}

/// One fault with its time.
struct SwarmEvent: Sendable {
    let fault: SwarmFault
    /// Seconds after the start [s].
    let at: Double
    /// [s]
    let until: Double
    /// Which loop it meets.
    let loop: Int
    /// A number for what else is drawn, in [0, 1).
    let share: Double
}

/// What a seed holds in store: first which faults exist at all, then when they come.
///
/// A run with every fault hides those that only show while others are absent (Groce et al., Swarm
/// testing, ISSTA 2012), so that each seed leaves most of them out.
struct SwarmPlan: Sendable {
    /// In the order of time.
    let events: [SwarmEvent]
    /// Nothing new goes wrong from then on [s].
    let quietFrom: Double
    /// Long enough for a cool-down, the operator's rest and an hour of watched setpoints [s].
    static let quiet = 9000.0
    private static let settling = 600.0

    init(seed: UInt64, hours: Double) {
        var chance = RandomStream(seed: seed, purpose: "swarm plan")
        let quietFrom = max(hours * 3600 - Self.quiet, Self.settling)
        let share = chance.uniform(0.1, 0.4)
        var events: [SwarmEvent] = []
        for fault in SwarmFault.allCases {
            guard chance.happens(with: share) else { continue }
            for _ in 0..<Self.count(of: fault, &chance) {
                let at = chance.uniform(Self.settling, quietFrom)
                let (short, long) = fault.lasts
                events.append(
                    SwarmEvent(
                        fault: fault, at: at,
                        until: min(at + chance.uniform(short, long), quietFrom),
                        loop: Int(chance.next() % 3), share: chance.uniform()))
            }
        }
        self.events = events.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
        self.quietFrom = quietFrom
    }

    private static func count(of fault: SwarmFault, _ chance: inout RandomStream) -> Int {
        switch fault {
        case .crash, .stopped, .clockJump, .failsafe, .appendFails, .syncFails, .diskFull:
            1 + Int(chance.next() % 2)
        default: 1 + Int(chance.next() % 5)
        }
    }
}
