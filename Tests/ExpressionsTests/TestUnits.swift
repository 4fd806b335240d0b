import Quantities

/// A few units by hand, so that the core's tests need no database.
struct TestUnits: UnitReader {
    func unit(_ text: String) throws(UnitError) -> Unit {
        let power = Dimension(length: 2, mass: 1, time: -3)
        switch text {
        case "K": return Unit(symbol: text, dimension: .temperature)
        case "degC":
            return Unit(symbol: text, dimension: .temperature, scale: 1, offset: 273.15)
        case "min": return Unit(symbol: text, dimension: .time, scale: 60)
        case "h": return Unit(symbol: text, dimension: .time, scale: 3600)
        case "s": return Unit(symbol: text, dimension: .time)
        case "%": return Unit(symbol: text, dimension: .one, scale: 0.01)
        case "kg/s": return Unit(symbol: text, dimension: .mass / .time)
        case "t/h": return Unit(symbol: text, dimension: .mass / .time, scale: 1000 / 3600)
        case "MW": return Unit(symbol: text, dimension: power, scale: 1e6)
        case "EUR/h": return Unit(symbol: text, dimension: .money / .time, scale: 1 / 3600)
        case "EUR/(h.K)":
            return Unit(
                symbol: text, dimension: .money / .time / .temperature, scale: 1 / 3600)
        case "K/s": return Unit(symbol: text, dimension: .temperature / .time)
        case "m^2": return Unit(symbol: text, dimension: .length * .length)
        case "barg":
            return Unit(
                symbol: text, dimension: Dimension(length: -1, mass: 1, time: -2), scale: 1e5,
                offset: 101_325)
        default: throw UnitError(text: text, reason: "not known here")
        }
    }
}
