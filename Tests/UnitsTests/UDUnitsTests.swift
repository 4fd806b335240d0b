import Determinism
import Quantities
import Testing
import Units

@Suite struct UDUnitsTests {
    let units = UDUnits()

    /// Expects a text to be read as this many SI units of this dimension.
    func check(_ text: String, _ scale: Double, _ dimension: String, offset: Double = 0) throws {
        let unit = try units.unit(text)
        #expect(abs(unit.scale / scale - 1) < 1e-12, "\(text) has scale \(unit.scale)")
        #expect(abs(unit.offset - offset) < 1e-9, "\(text) has offset \(unit.offset)")
        #expect(unit.dimension.text == dimension)
        #expect(unit.symbol == text)
    }

    @Test func `SI and engineering units read as UDUNITS defines them`() throws {
        try check("K", 1, "K")
        try check("bar", 1e5, "kg.m-1.s-2")
        try check("MW", 1e6, "kg.m2.s-3")
        try check("GJ", 1e9, "kg.m2.s-2")
        try check("t/h", 1000.0 / 3600, "kg.s-1")
        try check("kg/s", 1, "kg.s-1")
        try check("W/(m2.K)", 1, "kg.s-3.K-1")
        try check("m^2", 1, "m2")
        try check("K/min", 1.0 / 60, "s-1.K")
        try check("h", 3600, "s")
        try check("d", 86400, "s")
        try check("min", 60, "s")
        try check("1/h", 1.0 / 3600, "s-1")
        try check("1", 1, "1")
        try check("kg/(h.K)", 1.0 / 3600, "kg.s-1.K-1")
    }

    @Test func `the plant's own spellings are known`() throws {
        try check("kWh", 3.6e6, "kg.m2.s-2")
        try check("MWh", 3.6e9, "kg.m2.s-2")
        try check("%", 0.01, "1")
        try check("ppm", 1e-6, "1")
        try check("rpm", 2 * Double.pi / 60, "s-1")
        try check("barg", 1e5, "kg.m-1.s-2", offset: 101_325)
        try check("mbarg", 100, "kg.m-1.s-2", offset: 101_325)
        try check("bara", 1e5, "kg.m-1.s-2")
        try check("Nm3", 44.615033, "mol")
        try check("Nm3/h", 44.615033 / 3600, "s-1.mol")
        try check("Sm3", 42.292550, "mol")
        try check("pcs", 1, "1")
    }

    @Test func `money is a base unit of its own`() throws {
        try check("EUR", 1, "EUR")
        try check("€", 1, "EUR")
        try check("kEUR", 1000, "EUR")
        try check("EUR/MWh", 1 / 3.6e9, "kg-1.m-2.s2.EUR")
        try check("EUR/(h.K)", 1.0 / 3600, "s-1.K-1.EUR")
        try check("EUR/t", 1e-3, "kg-1.EUR")
        try check("EUR/h", 1.0 / 3600, "s-1.EUR")
    }

    @Test func `two degrees as a level are 275.15 K, as a difference 2 K`() throws {
        let celsius = try units.unit("degC")
        #expect(Quantity(2, in: celsius).value == 275.15)
        #expect(Quantity(difference: 2, in: celsius).value == 2)
        try check("°C", 1, "K", offset: 273.15)
        try check("degF", 5.0 / 9, "K", offset: 459.67 * 5 / 9)
    }

    @Test func `a rate in degC per minute has no offset`() throws {
        try check("degC/min", 1.0 / 60, "s-1.K")
    }

    @Test func `a power of gauge pressure is refused or has no offset`() throws {
        try check("barg/h", 1e5 / 3600, "kg.m-1.s-3")
    }

    @Test(arguments: ["furlongs_per", "degZ", "EURO/MWhh", "kg//s", "(m", "m^99999999999", "/"])
    func `nonsense names itself and what is allowed`(text: String) {
        let error = #expect(throws: UnitError.self) { try units.unit(text) }
        #expect(error?.text == text)
        #expect(
            error?.reason.contains("degC, K, bar") == true
                || error?.reason.contains("powers") == true)
    }

    @Test(arguments: [
        "", "2 degC", "5 K", "s since 1970-01-01", "K @ 5", "lg(re 1 mW)", "10", "\u{0}", "m\n",
        "💶",
    ])
    func `numbers, dates, logarithms and shifts are no units`(text: String) {
        #expect(throws: UnitError.self) { try units.unit(text) }
    }

    @Test func `a text longer than a unit is refused`() {
        let long = Array(repeating: "m", count: 40).joined(separator: ".")
        #expect(throws: UnitError.self) { try units.unit(long) }
    }

    @Test func `no text of unit letters crashes the reader`() {
        let letters = Array("mskKAgdeWhJEURt%°CNn3210./^-+*()µ€²P")
        var stream = RandomStream(seed: 3, purpose: "unit texts")
        var read = 0
        for _ in 0..<5000 {
            let length = Int(stream.uniform(1, 12))
            let text = (0..<length).map { _ in
                letters[Int(stream.uniform(0, Double(letters.count)))]
            }
            if let unit = try? units.unit(String(text)) {  // refusing is right, too
                read += 1
                #expect(unit.scale > 0 && unit.scale.isFinite && unit.offset.isFinite)
            }
        }
        #expect(read > 50)
    }

    @Test func `many tasks read at once and get the same`() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<300).allSatisfy { _ in (try? units.unit("EUR/MWh"))?.scale == 1 / 3.6e9 }
                }
            }
            for await same in group { #expect(same) }
        }
    }
}
