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
            let ratio = surroundings.airRatio(zone: zone, load: load, at: time)
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
            fouling: surroundings.recuperatorHealth(at: time), dt: dt, exponential: exponential)
    }
}
