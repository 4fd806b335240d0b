import CompanionBlock
package import Seal
package import Tags

/// An asset as the checkers and the world around a rehearsed guard know it.
///
/// The figures stand here beside the sealed rules, so that a checker does not ask the rules whether
/// the rules were kept.
package struct RehearsedAsset: Sendable {
    /// One handle and what belongs to it.
    package struct Loop: Sendable {
        package let setpoint: TagName
        /// The operator's limits.
        package let low: TagName
        package let high: TagName
        package let mode: TagName
        /// What the mode shows while the loop takes setpoints from outside.
        package let remote: Double
        /// The measurements that faults meet; at least one.
        package let values: [TagName]
        package let engineering: ClosedRange<Double>
        /// What moves that nobody accepted may not leave; nil where there are none.
        package var envelope: ClosedRange<Double>?
        /// How the companion block is set up for it, where there is one.
        var blockSettings = LoopBlock.Settings()
        /// Two readings of the setpoint this near are the same.
        package let tolerance: Double
        /// Largest travel within a sliding window [s].
        package let ramps: [(window: Double, reach: Double)]

        package init(
            setpoint: TagName, low: TagName, high: TagName, mode: TagName, remote: Double,
            values: [TagName], engineering: ClosedRange<Double>, tolerance: Double,
            ramps: [(window: Double, reach: Double)]
        ) {
            precondition(!values.isEmpty, "\(setpoint) has no measurement")
            self.setpoint = setpoint
            self.low = low
            self.high = high
            self.mode = mode
            self.remote = remote
            self.values = values
            self.engineering = engineering
            self.tolerance = tolerance
            self.ramps = ramps
        }
    }

    /// What the guard goes by.
    package var twin: SealedTwin
    package var loops: [Loop]
    /// Not 0 while nothing may be written.
    package let stops: [TagName]
    /// What can go wrong with it.
    package var faults = SwarmFault.allCases
    /// Plant time when a run starts [s since 1970].
    package var origin = 1_800_000_000.0
    /// The oldest input that may be judged by [s].
    package var inputAge = 90.0
    /// After the operator's last touch [s].
    package var handsOff = 1800.0
    /// How long one round of reading takes [s].
    package var readSeconds = 0.05
    /// The operator asks for more than advice from then on [s].
    package var supervisedFrom = 0.0
    /// Whether a write must come in the quiet time; otherwise supervisory mode must.
    package var mustWrite = true

    package init(twin: SealedTwin, loops: [Loop], stops: [TagName]) {
        self.twin = twin
        self.loops = loops
        self.stops = stops
    }

    /// The tag that a faulty reading meets.
    func reading(of event: SwarmEvent) -> TagName {
        let loop = loops[event.loop]
        guard event.share < 0.7 else { return loop.setpoint }
        return loop.values[min(loop.values.count - 1, Int(event.share / 0.7 * loop.count))]
    }

    /// The measurement that freezes or jumps.
    func measurement(of event: SwarmEvent) -> TagName {
        let loop = loops[event.loop]
        return loop.values[min(loop.values.count - 1, Int(event.share * loop.count))]
    }

    /// Whether a companion block stands before the loops.
    package var isFenced: Bool { twin.fenced != nil }

    func index(of setpoint: TagName) -> Int? { loops.firstIndex { $0.setpoint == setpoint } }
}

extension RehearsedAsset.Loop {
    fileprivate var count: Double { Double(values.count) }
}
