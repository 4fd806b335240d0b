import Testing

@testable import FurnacePlant

@Suite struct InstrumentTests {
    private func readings(_ kind: SensorFault.Kind, _ sensor: FaultySensor) -> [FurnaceMeasurements]
    {
        var settings = FurnaceSettings()
        settings.faultsHappen = false
        var furnace = Furnace(settings: settings, seed: 8)
        furnace.order(SensorFault(sensor: sensor, kind: kind, from: 300, until: 900))
        return (0..<240).map { _ in
            furnace.advance(by: 5)
            return furnace.measurements
        }
    }

    @Test func `a frozen thermocouple shows one value and moves again afterwards`() {
        let shown = readings(.freeze, .zone2)
        let during = shown.filter { $0.time >= 300 && $0.time < 900 }.map { $0.zone[1] }
        #expect(Set(during).count == 1)
        let after = shown.filter { $0.time >= 900 }.map { $0.zone[1] }
        #expect(Set(after).count == after.count)
        #expect(Set(shown.map { $0.zone[0] }).count == shown.count, "its neighbour is alive")
    }

    @Test func `a spiking thermocouple jumps now and then`() {
        let shown = readings(.spike, .second1).map { $0.second[0] }
        let jumps = zip(shown, shown.dropFirst()).filter { abs($1 - $0) > 25 }.count
        #expect(jumps >= 4 && jumps < 80, "\(jumps) jumps")
    }

    @Test func `an open thermocouple is not a number`() {
        let shown = readings(.open, .pyrometer)
        #expect(shown.allSatisfy { ($0.time >= 300 && $0.time < 900) == $0.pyrometer.isNaN })
    }

    @Test func `a faulty transmitter does not reach the burners`() {
        var settings = FurnaceSettings()
        settings.faultsHappen = false
        var (sound, faulty) = (
            Furnace(settings: settings, seed: 8), Furnace(settings: settings, seed: 8)
        )
        faulty.order(SensorFault(sensor: .zone2, kind: .open, from: 10, until: 3600))
        sound.advance(by: 3600)
        faulty.advance(by: 3600)
        #expect(sound.gas == faulty.gas && sound.truth.energy == faulty.truth.energy)
        #expect(sound.measurements.fuel == faulty.measurements.fuel)
    }

    @Test func `the pyrometer reads colder than the surface by the loose scale`() {
        var settings = FurnaceSettings()
        settings.faultsHappen = false
        var furnace = Furnace(settings: settings, seed: 2)
        var errors: [Double] = []
        for _ in 0..<(8 * 60) {
            furnace.advance(by: 60)
            errors.append(furnace.measurements.pyrometer - furnace.slabs[0].top)
        }
        let mean = errors.reduce(0, +) / Double(errors.count)
        #expect(mean < -7 && mean > -21, "mean error \(mean)")
    }

    @Test func `faults, operator and stops come from the seed about as often as documented`() {
        var (faults, acts, stops) = (0, 0, 0)
        for seed in 1...40 as ClosedRange<UInt64> {
            var line = LinePlan(seed: seed, stopsHappen: true)
            var operators = OperatorPlan(seed: seed, acts: true)
            var plan = FaultPlan(seed: seed, happen: true)
            var (stood, acted, faulty) = (false, false, false)
            for minute in 0..<1440 {
                let time = Double(minute) * 60
                line.advance(to: time)
                plan.advance(to: time)
                let stands = line.stands(at: time)
                let acting = !operators.active(at: time).isEmpty
                let fault = FaultySensor.allCases.contains { plan.fault(of: $0, at: time) != nil }
                stops += stands && !stood ? 1 : 0
                acts += acting && !acted ? 1 : 0
                faults += fault && !faulty ? 1 : 0
                (stood, acted, faulty) = (stands, acting, fault)
            }
        }
        #expect(stops > 60 && stops < 160, "\(stops) stops in 40 days")
        #expect(acts > 120 && acts < 280, "\(acts) acts in 40 days")
        #expect(faults > 70 && faults < 170, "\(faults) faults in 40 days")
    }

    @Test func `every tag and every register is given once`() {
        let points = PlantPoint.all
        #expect(Set(points.map(\.tag)).count == points.count)
        for area in [PlantPoint.Area.discrete, .input, .holding] {
            let numbers = points.filter { $0.area == area }.flatMap {
                Array($0.number..<($0.number + $0.encoding.width))
            }
            #expect(Set(numbers).count == numbers.count)
            #expect(area != .input || !numbers.contains(PlantPoint.heartbeatEchoRegister))
        }
    }
}
