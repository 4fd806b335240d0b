import Quantities
import Testing

@Suite struct UnitTests {
    let celsius = Unit(symbol: "degC", dimension: .temperature, scale: 1, offset: 273.15)

    @Test func `a temperature moves by the offset, a temperature difference does not`() {
        #expect(celsius.toSI(2) == 275.15)
        #expect(celsius.toSI(difference: 2) == 2)
        #expect(celsius.difference.symbol == "K")
    }

    @Test func `dimensions multiply, divide and take roots exactly`() {
        let area = Dimension.length * .length
        #expect(area.raised(to: 1, over: 2) == .length)
        #expect(Dimension.length / .length == .one)
        #expect(Dimension.length.raised(to: 1, over: 5) == nil)
        #expect(Dimension(length: 2, mass: 1, time: -3).text == "kg.m2.s-3")
    }
}
