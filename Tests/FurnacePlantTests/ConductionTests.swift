import Determinism
import Testing

@testable import FurnacePlant

@Suite struct ConductionTests {
    let steel = SteelTable()

    @Test(arguments: [-20.0, 20, 400, 599, 601, 734, 736, 899, 901, 1250])
    func `temperature and enthalpy of steel are inverse to each other`(temperature: Double) {
        #expect(abs(steel.temperature(steel.enthalpy(temperature)) - temperature) < 1e-6)
    }

    @Test func `steel takes up what EN 1993-1-2 says, with its peak at 735 °C`() {
        // Integral of §3.4.1.2 from 20 to 1200 °C by the trapezoidal rule in steps of 0.01 K.
        var sum = 0.0
        for i in 0..<118_000 {
            let t = 20 + (Double(i) + 0.5) * 0.01
            let heat: Double =
                switch t {
                case ..<600: 425 + 0.773 * t - 1.69e-3 * t * t + 2.22e-6 * t * t * t
                case ..<735: 666 + 13002 / (738 - t)
                case ..<900: 545 + 17820 / (t - 731)
                default: 650
                }
            sum += heat * 0.01
        }
        let found = steel.enthalpy(1200) - steel.enthalpy(20)
        #expect(abs(found - sum) < 1e-4 * sum, "found \(found), integral \(sum)")
        #expect(steel.specificHeat(steel.enthalpy(735)) > 4000)
        #expect(abs(steel.specificHeat(steel.enthalpy(1000)) - 650) < 1e-6)
    }

    /// Temperatures through a slab of constant properties whose faces are set to `surface` at once,
    /// `seconds` later; between 900 and 1200 °C steel has constant properties in the plant, too.
    private func stepped(seconds: Double, step: Double) -> (core: Double, fifth: Double) {
        let enthalpy = steel.enthalpy(910)
        var enthalpies = InlineArray<11, Double>(repeating: enthalpy)
        var temperatures = InlineArray<11, Double>(repeating: steel.temperature(enthalpy))
        for _ in 0..<Int(seconds / step) {
            // A face held at 1190 °C: a very good contact.
            func contact(_ t: Double) -> FaceFlux { FaceFlux(now: 1e7 * (1190 - t), slope: -1e7) }
            let (bottom, top) = (contact(temperatures[0]), contact(temperatures[10]))
            _ = conduct(
                enthalpies: &enthalpies, temperatures: &temperatures, thickness: 0.22,
                bottom: bottom, top: top, dt: step, steel: steel)
        }
        return (temperatures[5], temperatures[2])
    }

    /// Carslaw & Jaeger, Conduction of Heat in Solids, 2nd ed., §3.3 (8): slab −l < x < l.
    private func analytic(seconds: Double, x: Double) -> Double {
        let diffusivity = 27.3 / (SteelTable.density * 650)
        let half = 0.11
        var sum = 0.0
        for n in 0..<200 {
            let odd = Double(2 * n + 1)
            let sign = n.isMultiple(of: 2) ? 1.0 : -1.0
            let decay = exponential(
                -diffusivity * odd * odd * Double.pi * Double.pi * seconds / (4 * half * half))
            sum += sign / odd * decay * cosine(odd * Double.pi * x / (2 * half))
        }
        return 1190 + (910 - 1190) * 4 / Double.pi * sum
    }

    @Test(arguments: [300.0, 600, 1200, 2400])
    func `a slab whose faces are heated at once follows the series of Carslaw and Jaeger`(
        seconds: Double
    ) {
        let found = stepped(seconds: seconds, step: 5)
        #expect(abs(found.core - analytic(seconds: seconds, x: 0)) < 2.5)
        #expect(abs(found.fifth - analytic(seconds: seconds, x: 0.066)) < 2.5)
    }

    @Test func `a slab keeps the heat that its faces took up`() {
        let start = steel.enthalpy(700)  // through the transformation
        var enthalpies = InlineArray<11, Double>(repeating: start)
        var temperatures = InlineArray<11, Double>(repeating: steel.temperature(start))
        var taken = 0.0
        for _ in 0..<600 {
            let uptake = conduct(
                enthalpies: &enthalpies, temperatures: &temperatures, thickness: 0.25,
                bottom: FaceFlux(now: 60e3, slope: -100), top: FaceFlux(now: 90e3, slope: -150),
                dt: 10, steel: steel)
            taken += uptake.bottom + uptake.top
        }
        var stored = 0.0
        for i in 0...10 {
            stored +=
                (enthalpies[i] - start) * SteelTable.density * 0.025 * (i % 10 == 0 ? 0.5 : 1)
        }
        #expect(abs(stored - taken) < 1e-9 * taken)
        #expect(temperatures[10] > temperatures[5], "the better heated face is hotter")
    }
}
