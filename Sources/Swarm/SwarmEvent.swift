import Determinism

/// One fault with its time.
package struct SwarmEvent: Sendable {
    package let fault: SwarmFault
    /// Seconds after the start [s].
    package let at: Double
    /// [s]
    package let until: Double
    /// Which loop it meets.
    package let loop: Int
    /// A number for what else is drawn, in [0, 1).
    package let share: Double

    /// How far an operator moves a setpoint.
    package var distance: Double { 1.5 + 5 * share }
}

/// What a seed holds in store: first which faults exist at all, then when they come.
///
/// A run with every fault hides those that only show while others are absent (Groce et al., Swarm
/// testing, ISSTA 2012), so that each seed leaves most of them out.
package struct SwarmPlan: Sendable {
    /// In the order of time.
    let events: [SwarmEvent]
    /// Nothing new goes wrong from then on [s].
    package let quietFrom: Double
    /// Long enough for a cool-down, the operator's rest and an hour of watched setpoints [s].
    static let quiet = 9000.0
    private static let settling = 600.0

    /// Whether anything may go wrong.
    var isFaulty: Bool { quietFrom.isFinite }

    /// Nothing goes wrong by it.
    package static let none = SwarmPlan()

    private init() {
        events = []
        quietFrom = .infinity
    }

    /// - Parameters:
    ///   - faults: those that can occur.
    ///   - loops: number of loops of the asset.
    package init(
        seed: UInt64, hours: Double, of faults: [SwarmFault] = SwarmFault.allCases, loops: Int = 3
    ) {
        var chance = RandomStream(seed: seed, purpose: "swarm plan")
        let quietFrom = max(hours * 3600 - Self.quiet, Self.settling)
        let share = chance.uniform(0.1, 0.4)
        var events: [SwarmEvent] = []
        for fault in faults {
            // Plants leave the region of a model on ordinary days, too.
            let isThere = chance.happens(with: fault == .regionLeft ? 0.6 : share)
            guard isThere else { continue }
            for _ in 0..<Self.count(of: fault, &chance) {
                let at = chance.uniform(Self.settling, quietFrom)
                let (short, long) = fault.lasts
                events.append(
                    SwarmEvent(
                        fault: fault, at: at,
                        until: min(at + chance.uniform(short, long), quietFrom),
                        loop: Int(chance.next() % UInt64(loops)), share: chance.uniform()))
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
