import Determinism

/// Fuel and air of one step, by cell.
struct Fire {
    /// Products brought into each cell [Nm³/s] and their enthalpy [W], chemical energy included.
    var flue = InlineArray<10, Double>(repeating: 0)
    var enthalpy = InlineArray<10, Double>(repeating: 0)
    /// Fuel power in all [W].
    var power = 0.0
    /// Combustion air in all, and air drawn in at the discharging door [Nm³/s].
    var air = 0.0
    var doorAir = 0.0
    /// Air not consumed [Nm³/s].
    var freeAir = 0.0
}

// Burners, flue and recuperator.
extension Furnace {
    /// What the burners bring this step; the air ratio rises at low fire.
    mutating func burn(dt: Double, ambient: Double) -> Fire {
        var fire = Fire()
        for zone in 0..<3 {
            let power = controllers[zone].power
            let fuel = power / Combustion.lowerHeatingValue
            let load = controllers[zone].output
            let ratio = airRatio(zone: zone, load: load)
            let air = fuel * Combustion.stoichiometricAir * ratio
            let heat = power + air * Combustion.airEnthalpy(recuperator.air)
            let volume = fuel * Combustion.products + air - fuel * Combustion.stoichiometricAir
            for cell in FurnaceSettings.zoneCells[zone] {
                let share = FurnaceSettings.burnerShare[cell]
                fire.flue[cell] += share * volume
                fire.enthalpy[cell] += share * heat
            }
            fire.power += power
            fire.air += air
            fire.freeAir += air - fuel * Combustion.stoichiometricAir
        }
        // Furnace pressure falls with the fire: some air comes in at the discharging door.
        fire.doorAir = 0.8
        fire.freeAir += fire.doorAir
        truth.energy.fuel += fire.power * dt
        truth.energy.air += (fire.air + fire.doorAir) * Combustion.airEnthalpy(ambient) * dt
        return fire
    }

    /// Air per stoichiometric air: 1.12 at full load, 1.38 at the turn-down, wandering by the hour.
    private func airRatio(zone: Int, load: Double) -> Double {
        let spare = 1 - load
        return 1.12 + 0.30 * spare * spare * spare
            + 0.015 * wander("air", index: UInt64(zone), period: 3 * 3600, at: time)
    }

    /// Flue gas leaves through the recuperator.
    mutating func exhaust(
        _ fire: Fire, flow: Double, carried: Double, ambient: Double, dt: Double
    ) {
        flueTemperature = gas[0]
        oxygen = Combustion.oxygen(freeAir: fire.freeAir, flue: flow)
        let recovered =
            fire.air
            * (Combustion.airEnthalpy(recuperator.air) - Combustion.airEnthalpy(ambient))
        truth.energy.flue += (carried - recovered) * dt
        recuperator.advance(
            flueFlow: flow, flueTemperature: flueTemperature, airFlow: fire.air, ambient: ambient,
            fouling: recuperatorHealth(at: time), dt: dt, exponential: exponential)
    }

    /// Wall conductance against new: wears by 0.4 % a day and wanders by a few percent over days.
    func wallWear(at time: Double) -> Double {
        let days = time > 0 ? time / 86_400 : 0
        return settings.wallWear * (1 + 0.004 * days)
            * (1 + 0.04 * wander("wall", index: 0, period: 2 * 86_400, at: time))
    }

    /// Recuperator against clean: fouls by 0.3 % a day and wanders.
    func recuperatorHealth(at time: Double) -> Double {
        let days = time > 0 ? time / 86_400 : 0
        return settings.recuperatorHealth / (1 + 0.003 * days)
            * (1 + 0.03 * wander("fouling", index: 0, period: 1.5 * 86_400, at: time))
    }

    /// A slow wave between −1 and 1 with the phase of the seed: two sines of unlike periods.
    func wander(_ purpose: String, index: UInt64, period: Double, at time: Double) -> Double {
        var stream = RandomStream(seed: seed, purpose: purpose, index: index)
        let first = stream.uniform(0, 2 * Double.pi)
        let second = stream.uniform(0, 2 * Double.pi)
        let angle = 2 * Double.pi * time / period
        return 0.6 * sine(angle + first) + 0.4 * sine(angle * 2.618 + second)
    }
}
