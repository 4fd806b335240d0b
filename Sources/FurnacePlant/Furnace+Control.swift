import Determinism

// The control system: limits, modes, delay strategy, burners.
extension Furnace {
    /// Applies the operator's acts and the delay strategy, then moves the burners.
    mutating func govern(dt: Double) {
        let acts = time >= 0 ? operators.active(at: time) : []
        let restart = time >= 0 ? line.standsUntil(time) : nil
        for zone in 0..<3 {
            applyLimits(acts, zone: zone)
            applyModes(acts, zone: zone, restart: restart, dt: dt)
            controllers[zone].advance(
                setpoint: loops[zone].setpoint, measured: instruments.control[zone], dt: dt)
        }
    }

    private mutating func applyLimits(_ acts: [OperatorAct], zone: Int) {
        var (low, high) = FurnaceSettings.operatorLimits[zone]
        for act in acts where act.zone == zone {
            if case .narrows(let newLow, let newHigh) = act.deed { (low, high) = (newLow, newHigh) }
        }
        loops[zone].low = low
        loops[zone].high = high
    }

    /// How far the delay strategy lowers a setpoint at most [K], and how fast [K/s].
    private static let deepestSetback = [90.0, 80.0, 45.0]
    private static let setbackRate = 1.5 / 60
    private static let recoveryRate = 4.0 / 60
    /// Stops shorter than this are sat out [s].
    private static let patience = 360.0
    /// The zones are back at their setpoints this long before the mill starts again [s].
    private static let leadTime = 600.0

    private mutating func applyModes(_ acts: [OperatorAct], zone: Int, restart: Double?, dt: Double)
    {
        var taken: Double?
        for act in acts where act.zone == zone {
            if case .takes(let setpoint) = act.deed { taken = setpoint }
        }
        var loop = loops[zone]
        // Delay strategy (Trinks et al., ch. 6): lower the zones while the mill stands, raise them
        // in time for the announced restart; the loop is not remote until it is back.
        let recovery = loop.setback / Furnace.recoveryRate + Furnace.leadTime
        if let restart, standing > Furnace.patience, restart - time > recovery {
            let lowered = loop.setback + Furnace.setbackRate * dt
            loop.setback =
                lowered < Furnace.deepestSetback[zone] ? lowered : Furnace.deepestSetback[zone]
        } else if loop.setback > 0 {
            let raised = loop.setback - Furnace.recoveryRate * dt
            loop.setback = raised > 0 ? raised : 0
        }
        loop.isTaken = taken != nil
        if let taken {
            loop.mode = .local
            loop.remoteSetpoint = taken  // given back where the operator left it: bumpless
        } else {
            loop.mode = loop.setback > 0 || isShed || loop.isWithdrawn ? .local : .remote
        }
        let base = loop.remoteSetpoint
        let held = base < loop.low ? loop.low : (base > loop.high ? loop.high : base)
        loop.remoteSetpoint = held
        loop.setpoint = held - loop.setback
        loops[zone] = loop
    }
}
