import Quantities

/// A unit reader over a short fixed list, so that these tests need no unit database.
struct FixedUnits: UnitReader {
    static let units: [String: Unit] = {
        let watt = Dimension(length: 2, mass: 1, time: -3)
        let joule = Dimension(length: 2, mass: 1, time: -2)
        let kilogram = Dimension.mass
        let kelvin = Dimension.temperature
        let square = Dimension(length: 2)
        let cube = Dimension(length: 3)
        let pascal = Dimension(length: -1, mass: 1, time: -2)
        let coherent: [(String, Dimension)] = [
            ("1", .one), ("rad", .one), ("m", .length), ("m2", square), ("m3", cube),
            ("kg", kilogram), ("s", .time), ("K", kelvin), ("W", watt), ("J", joule),
            ("Pa", pascal), ("W/K", watt / kelvin), ("J/K", joule / kelvin),
            ("W/(m2.K)", watt / (square * kelvin)), ("J/(kg.K)", joule / (kilogram * kelvin)),
            ("J/kg", joule / kilogram), ("kg/s", kilogram / .time), ("kg/m3", kilogram / cube),
            ("m3/s", cube / .time), ("m/s", .length / .time),
            ("m/s2", Dimension(length: 1, time: -2)), ("K/s", kelvin / .time),
            ("mol/m3", Dimension(length: -3, amount: 1)), ("1/s", .one / .time),
            ("mol", Dimension(amount: 1)), ("EUR/s", .money / .time), ("W/m2", watt / square),
            ("m2.5/s", Dimension(twelfths: SIMD8(30, 0, -12, 0, 0, 0, 0, 0))),
        ]
        var units: [String: Unit] = [:]
        for (symbol, dimension) in coherent {
            units[symbol] = Unit(symbol: symbol, dimension: dimension)
        }
        units["degC"] = Unit(symbol: "degC", dimension: kelvin, scale: 1, offset: 273.15)
        units["kW"] = Unit(symbol: "kW", dimension: watt, scale: 1000)
        units["bar"] = Unit(symbol: "bar", dimension: pascal, scale: 1e5)
        units["t/h"] = Unit(symbol: "t/h", dimension: kilogram / .time, scale: 1 / 3.6)
        return units
    }()

    func unit(_ text: String) throws(UnitError) -> Unit {
        guard let unit = Self.units[text] else {
            throw UnitError(text: text, reason: "no such unit")
        }
        return unit
    }
}
