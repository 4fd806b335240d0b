import Testing

@testable import FurnacePlant

@Suite struct ControlTests {
    /// A zone as a first-order lag: temperature tends to 200 °C + 1200 K × output, in 600 s.
    private func settle(
        _ controller: inout ZoneController, _ temperature: inout Double, setpoint: Double,
        seconds: Double
    ) -> Double {
        var elapsed = 0.0
        var leftLimit = Double.nan
        while elapsed < seconds {
            controller.advance(setpoint: setpoint, measured: temperature, dt: 5)
            temperature += (200 + 1200 * controller.output - temperature) * 5 / 605
            elapsed += 5
            if leftLimit.isNaN, !controller.isHigh { leftLimit = elapsed }
        }
        return leftLimit
    }

    @Test func `a zone settles on its setpoint`() {
        var controller = ZoneController(capacity: 40e6)
        var temperature = 800.0
        _ = settle(&controller, &temperature, setpoint: 1100, seconds: 3 * 3600)
        #expect(abs(temperature - 1100) < 1)
        #expect(abs(controller.power - 30e6) < 0.2e6)
    }

    @Test func `a burner at its limit says so and leaves it promptly when asked for less`() {
        var controller = ZoneController(capacity: 40e6)
        var temperature = 1200.0
        _ = settle(&controller, &temperature, setpoint: 1500, seconds: 2 * 3600)
        #expect(controller.isHigh && controller.power == 40e6)
        // With a wound-up integral the valve would stay open for most of an hour.
        let left = settle(&controller, &temperature, setpoint: 1300, seconds: 3600)
        #expect(left <= 30, "left the limit after \(left) s")
        var lowest = temperature
        for _ in 0..<720 {
            controller.advance(setpoint: 1300, measured: temperature, dt: 5)
            temperature += (200 + 1200 * controller.output - temperature) * 5 / 605
            if temperature < lowest { lowest = temperature }
        }
        #expect(lowest > 1285)
    }

    @Test func `the valve keeps its rate and the burners their turn-down`() {
        var controller = ZoneController(capacity: 40e6, output: 0.5)
        var last = controller.output
        for _ in 0..<100 {
            controller.advance(setpoint: 500, measured: 1300, dt: 5)
            #expect(abs(controller.output - last) <= 0.1 + 1e-12)
            last = controller.output
        }
        #expect(controller.isLow && abs(controller.power - 2e6) < 1)
    }

    @Test
    func `a setpoint is refused when it is no number, beyond the limits or the loop not remote`() {
        var furnace = Furnace(settings: .quiet, seed: 1)
        #expect(throws: SetpointRefusal.notFinite) { try furnace.write(setpoint: .nan, zone: 0) }
        #expect(throws: SetpointRefusal.outsideLimits(low: 1050, high: 1290)) {
            try furnace.write(setpoint: 1291, zone: 1)
        }
        furnace.order(
            OperatorAct(zone: 1, deed: .takes(setpoint: 1240), from: 60, until: 600))
        furnace.advance(by: 120)
        #expect(furnace.measurements.mode[1] == .local)
        #expect(furnace.measurements.setpoint[1] == 1240)
        #expect(throws: SetpointRefusal.notRemote(.local)) {
            try furnace.write(setpoint: 1250, zone: 1)
        }
        furnace.advance(by: 600)
        #expect(furnace.measurements.mode[1] == .remote)
        #expect(furnace.measurements.setpoint[1] == 1240, "given back where the operator left it")
    }

    @Test func `an accepted setpoint is live and the zone follows it`() throws {
        var furnace = Furnace(settings: .quiet, seed: 1)
        try furnace.write(setpoint: 1215, zone: 1)
        #expect(furnace.measurements.setpoint[1] == 1215)
        furnace.advance(by: 2 * 3600)
        #expect(abs(furnace.measurements.zone[1] - 1215) < 4)
    }

    @Test func `narrowed limits show and draw the setpoint inside`() {
        var furnace = Furnace(settings: .quiet, seed: 1)
        furnace.order(
            OperatorAct(zone: 2, deed: .narrows(low: 1150, high: 1220), from: 60, until: 600))
        furnace.advance(by: 120)
        #expect(furnace.measurements.setpointHigh[2] == 1220)
        #expect(furnace.measurements.setpoint[2] == 1220)
        #expect(furnace.measurements.mode[2] == .remote)
        furnace.advance(by: 600)
        #expect(furnace.measurements.setpointHigh[2] == 1270)
    }

    @Test func `while the mill stands no slab leaves, the zones are lowered and come back in time`()
    {
        var furnace = Furnace(settings: .quiet, seed: 1)
        let before = furnace.measurements.setpoint
        furnace.order(stopFrom: 600, until: 600 + 5400)
        furnace.advance(by: 700)
        let slabs = furnace.measurements.dischargedSlab
        #expect(furnace.measurements.isStopped && furnace.measurements.lineSpeed == 0)
        furnace.advance(by: 2700)
        #expect(furnace.measurements.dischargedSlab == slabs)
        for zone in 0..<3 {
            #expect(furnace.measurements.mode[zone] == .local)
            #expect(furnace.measurements.setpoint[zone] < before[zone] - 30)
        }
        furnace.advance(by: 2500)  // 100 s before the restart
        #expect(furnace.measurements.setpoint == before)
        #expect(furnace.measurements.mode == [.remote, .remote, .remote])
        furnace.advance(by: 900)
        #expect(!furnace.measurements.isStopped && furnace.measurements.dischargedSlab > slabs)
    }

    @Test func `a stop leaves slabs evened out`() {
        var settings = FurnaceSettings.quiet
        settings.onlyClass = .thick
        settings.constantPace = 180
        var furnace = Furnace(settings: settings, seed: 1)
        furnace.order(stopFrom: 600, until: 600 + 3600)
        furnace.advance(by: 590)
        let spread = furnace.slabs[0].spread
        furnace.advance(by: 3500)
        #expect(furnace.slabs[0].spread < spread)
    }
}
