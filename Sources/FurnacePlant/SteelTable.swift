import Determinism

/// Thermal properties of carbon steel, from 20 to 1200 °C after EN 1993-1-2 §3.4.1.
///
/// The state of a piece of steel is its enthalpy, so that heating conserves energy through the
/// transformation peak at 735 °C. Beyond 1200 °C the last branch is continued.
/// Layout: `temperatures[i]` belongs to enthalpy `lowest + i · step`; between entries a straight
/// line, which *is* the material law here: specific heat is its slope, nothing is interpolated
/// twice.
package struct SteelTable: Sendable {
    /// Density [kg/m³]; the change by expansion is left out (EN 1993-1-2 §3.2.2).
    package static let density = 7850.0

    /// Temperatures at evenly spaced enthalpies [°C].
    private let temperatures: [Double]
    /// Enthalpy of the first entry, at −40 °C [J/kg]; zero is at 0 °C.
    private let lowest: Double
    /// Enthalpy between entries [J/kg].
    private let step: Double

    package init() {
        let count = 4096
        lowest = SteelTable.exactEnthalpy(-40)
        step = (SteelTable.exactEnthalpy(1500) - lowest) / Double(count - 1)
        var table: [Double] = []
        table.reserveCapacity(count)
        for i in 0..<count {
            let wanted = lowest + Double(i) * step
            var (low, high) = (-41.0, 1501.0)
            for _ in 0..<60 {
                let middle = 0.5 * (low + high)
                if SteelTable.exactEnthalpy(middle) < wanted { low = middle } else { high = middle }
            }
            table.append(0.5 * (low + high))
        }
        temperatures = table
    }

    /// Temperature at an enthalpy [°C].
    package func temperature(_ enthalpy: Double) -> Double {
        let (i, fraction) = place(enthalpy)
        return temperatures[i] + fraction * (temperatures[i + 1] - temperatures[i])
    }

    /// Specific heat at an enthalpy [J/(kg·K)].
    package func specificHeat(_ enthalpy: Double) -> Double {
        let (i, _) = place(enthalpy)
        return step / (temperatures[i + 1] - temperatures[i])
    }

    /// Enthalpy at a temperature from −40 to 1500 °C [J/kg].
    package func enthalpy(_ temperature: Double) -> Double {
        precondition(
            temperature >= -40 && temperature < 1500, "steel of \(temperature) °C is off the table")
        var (low, high) = (0, temperatures.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if temperatures[middle] <= temperature { low = middle } else { high = middle }
        }
        let fraction =
            (temperature - temperatures[low]) / (temperatures[low + 1] - temperatures[low])
        return lowest + (Double(low) + fraction) * step
    }

    /// Thermal conductivity [W/(m·K)], EN 1993-1-2 §3.4.1.3.
    package static func conductivity(_ temperature: Double) -> Double {
        temperature < 800 ? 54 - 0.0333 * temperature : 27.3
    }

    private func place(_ enthalpy: Double) -> (index: Int, fraction: Double) {
        let position = (enthalpy - lowest) / step
        precondition(
            position >= 0 && position < Double(temperatures.count - 1),
            "steel of \(enthalpy) J/kg is off the table")
        let index = Int(position)
        return (index, position - Double(index))
    }

    /// The integral of EN 1993-1-2 §3.4.1.2 (specific heat), zero at 0 °C [J/kg].
    private static func exactEnthalpy(_ temperature: Double) -> Double {
        func cold(_ t: Double) -> Double {
            t * (425 + t * (0.773 / 2 + t * (-1.69e-3 / 3 + t * 2.22e-6 / 4)))
        }
        let at600 = cold(600)
        let at735 = at600 + 666 * 135 + 13002 * logarithm((738.0 - 600) / (738 - 735))
        let at900 = at735 + 545 * 165 + 17820 * logarithm((900.0 - 731) / (735 - 731))
        switch temperature {
        case ..<600: return cold(temperature)
        case ..<735:
            let peak = 13002 * logarithm((738.0 - 600) / (738 - temperature))
            return at600 + 666 * (temperature - 600) + peak
        case ..<900:
            let peak = 17820 * logarithm((temperature - 731) / (735 - 731))
            return at735 + 545 * (temperature - 735) + peak
        default: return at900 + 650 * (temperature - 900)
        }
    }
}
