/// Natural gas burnt with air: volumes and enthalpies, per normal cubic metre.
///
/// Stoichiometry of methane; mean specific heats as straight lines through the tables in
/// Trinks et al., Industrial Furnaces, 6th ed. (Wiley 2004), ch. 2 and 5. Enthalpy is zero at 0 °C.
package enum Combustion {
    /// Lower heating value of the fuel [J/Nm³].
    package static let lowerHeatingValue = 35.8e6
    /// Air for complete combustion [Nm³ per Nm³ of fuel].
    static let stoichiometricAir = 9.52
    /// Wet products of complete combustion without excess [Nm³ per Nm³ of fuel].
    static let products = 10.52

    /// Enthalpy of flue gas at a temperature [J/Nm³].
    static func flueEnthalpy(_ celsius: Double) -> Double { (1360 + 0.16 * celsius) * celsius }

    /// Its slope [J/(Nm³·K)].
    static func flueHeat(_ celsius: Double) -> Double { 1360 + 0.32 * celsius }

    /// Enthalpy of air at a temperature [J/Nm³].
    static func airEnthalpy(_ celsius: Double) -> Double { (1285 + 0.10 * celsius) * celsius }

    /// Oxygen in wet flue gas [%], given the volumes of flue gas and of air not consumed [Nm³/s].
    static func oxygen(freeAir: Double, flue: Double) -> Double {
        flue > 0 ? 21 * freeAir / flue : 21
    }
}

/// The recuperator: flue gas heats the combustion air in counterflow.
struct Recuperator {
    /// Clean heat-transfer capability U·A [W/K].
    static let cleanCapability = 14_000.0
    /// Time constant of its metal [s].
    static let lag = 180.0

    /// Temperature of the air that reaches the burners [°C].
    var air = 380.0

    /// Moves the air temperature towards its balance over `dt` seconds.
    ///
    /// Effectiveness of a counterflow exchanger (Incropera & DeWitt, Heat and Mass Transfer,
    /// §11.4): ε = (1 − e^{−N(1−C)}) / (1 − C e^{−N(1−C)}).
    mutating func advance(
        flueFlow: Double, flueTemperature: Double, airFlow: Double, ambient: Double,
        fouling: Double, dt: Double, exponential: (Double) -> Double
    ) {
        let flue = flueFlow * Combustion.flueHeat(flueTemperature)
        let cold = airFlow * 1330
        guard flue > 1, cold > 1 else { return }
        let (least, most) = (flue < cold ? flue : cold, flue < cold ? cold : flue)
        let units = Recuperator.cleanCapability * fouling / least
        let ratio = least / most
        let effectiveness: Double
        if ratio > 0.999 {
            effectiveness = units / (1 + units)
        } else {
            let decay = exponential(-units * (1 - ratio))
            effectiveness = (1 - decay) / (1 - ratio * decay)
        }
        let target = ambient + effectiveness * least / cold * (flueTemperature - ambient)
        air += (target - air) * dt / (Recuperator.lag + dt)
    }
}
