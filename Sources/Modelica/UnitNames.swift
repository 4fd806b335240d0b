import Quantities

/// Writes dimensions as the author of a model would: in units the model declares, then in
/// derived SI units, then in base units.
struct UnitNames: Sendable {
    private var symbols: [Dimension: String] = [:]

    /// Whether no unit was declared.
    var isEmpty: Bool { symbols.isEmpty }

    /// Takes the first symbol declared for a dimension.
    mutating func declare(_ unit: Unit) {
        if unit.scale == 1, unit.offset == 0, symbols[unit.dimension] == nil {
            symbols[unit.dimension] = unit.symbol
        }
    }

    func name(_ dimension: Dimension) -> String {
        symbols[dimension] ?? Self.derived[dimension] ?? dimension.text
    }

    /// Coherent SI units with names of their own, and what a plant often forms of them.
    private static let derived: [Dimension: String] = {
        let kelvin = Dimension(temperature: 1)
        let square = Dimension(length: 2)
        let cube = Dimension(length: 3)
        let newton = Dimension(length: 1, mass: 1, time: -2)
        let joule = Dimension(length: 2, mass: 1, time: -2)
        let watt = Dimension(length: 2, mass: 1, time: -3)
        let kilogram = Dimension(mass: 1)
        let mole = Dimension(amount: 1)
        let names: [(Dimension, String)] = [
            (newton, "N"), (joule, "J"), (watt, "W"), (newton / square, "Pa"),
            (newton / square * .time, "Pa.s"), (watt / square, "W/m2"), (watt / kelvin, "W/K"),
            (watt / (square * kelvin), "W/(m2.K)"), (watt / (.length * kelvin), "W/(m.K)"),
            (joule / kelvin, "J/K"), (joule / kilogram, "J/kg"),
            (joule / (kilogram * kelvin), "J/(kg.K)"), (joule / mole, "J/mol"),
            (joule / (mole * kelvin), "J/(mol.K)"), (kilogram / cube, "kg/m3"),
            (kilogram / .time, "kg/s"), (cube / .time, "m3/s"), (.length / .time, "m/s"),
            (kelvin / .time, "K/s"), (mole / cube, "mol/m3"), (square / .time, "m2/s"),
            (.money / .time, "EUR/s"), (.money / joule, "EUR/J"), (.money / kilogram, "EUR/kg"),
        ]
        return names.reduce(into: [:]) { known, entry in known[entry.0] = entry.1 }
    }()
}
