import Determinism

// From what is so to what is shown.
extension Furnace {
    private static let zoneSensors: [FaultySensor] = [.zone1, .zone2, .zone3]
    private static let secondSensors: [FaultySensor] = [.second1, .second2, .second3]

    /// Renews `measurements` for the present time.
    mutating func measure() {
        let dt = settings.step
        lagInstruments(dt: dt)
        var shown = measurements
        shown.time = time
        for zone in 0..<3 {
            shown.zone[zone] = transmitted(
                Furnace.zoneSensors[zone], instruments.zone(zone), last: measurements.zone[zone])
            shown.second[zone] = transmitted(
                Furnace.secondSensors[zone], instruments.second(zone),
                last: measurements.second[zone])
            shown.fuel[zone] = instruments.fuel(controllers[zone].power * 1e-6, zone)
            shown.setpoint[zone] = loops[zone].setpoint
            shown.setpointLow[zone] = loops[zone].low
            shown.setpointHigh[zone] = loops[zone].high
            shown.mode[zone] = loops[zone].mode
            shown.isSaturatedHigh[zone] = controllers[zone].isHigh
            shown.isSaturatedLow[zone] = controllers[zone].isLow
        }
        shown.oxygen = transmitted(
            .oxygen, instruments.oxygen + instruments.normal(0.05), last: measurements.oxygen)
        shown.recuperatorAir = transmitted(
            .recuperator, recuperator.air + instruments.normal(0.7),
            last: measurements.recuperatorAir)
        shown.flue = instruments.flue + instruments.normal(1)
        shown.ambient = surroundings.ambient(at: time) + instruments.normal(0.1)
        if let exit = slabs.first {
            let seen =
                exit.top + instruments.scaleError(slab: exit.order.number)
                + instruments.normal(2.5)
            shown.pyrometer = transmitted(.pyrometer, seen, last: measurements.pyrometer)
            shown.exitThickness = Double(exit.order.thicknessClass.rawValue)
        }
        while let next = rolling.first, time >= next.due {
            rolling.removeFirst()
            shown.millExit = transmitted(.millExit, next.mean, last: measurements.millExit)
            shown.millExitSlab = next.number
        }
        measurements = shown
        track()
        reveal()
    }

    /// The value that leaves an instrument, with its fault if it has one.
    private mutating func transmitted(
        _ sensor: FaultySensor, _ value: Double, last: Double
    ) -> Double {
        guard let fault = faults.fault(of: sensor, at: time) else { return value }
        switch fault {
        case .freeze: return last.isFinite ? last : value
        case .spike: return value + (instruments.spike() ?? 0)  // no jump in this step
        case .open: return .nan
        }
    }

    /// A thermocouple in the roof takes a temperature between gas and refractory.
    private mutating func lagInstruments(dt: Double) {
        let share = dt / (Instruments.thermocoupleLag + dt)
        for zone in 0..<3 {
            let first = FurnaceSettings.controlCell[zone]
            let second = FurnaceSettings.secondCell[zone]
            instruments.control[zone] += (roof(first) - instruments.control[zone]) * share
            instruments.second[zone] += (roof(second) - instruments.second[zone]) * share
        }
        instruments.flue += (flueTemperature - instruments.flue) * share
        instruments.oxygen += (oxygen - instruments.oxygen) * dt / (Instruments.analyserLag + dt)
    }

    /// Radiation of gas and refractory on a sheath, as a temperature [°C].
    private func roof(_ cell: Int) -> Double {
        let power = 0.4 * blackBody(gas[cell]) + 0.6 * blackBody(hotFace[cell])
        return (power / 5.670374e-8).squareRoot().squareRoot() - celsiusZero
    }

    /// Tracking: mean and largest thickness of the slabs in each zone.
    private mutating func track() {
        let thickest = thickestByZone()
        for zone in 0..<3 {
            let range = Furnace.range(of: zone)
            var (sum, length) = (0.0, 0.0)
            for slab in slabs {
                let from =
                    slab.front - slab.order.width > range.from
                    ? slab.front - slab.order.width : range.from
                let to = slab.front < range.to ? slab.front : range.to
                guard to > from else { continue }
                sum += (to - from) * Double(slab.order.thicknessClass.rawValue)
                length += to - from
            }
            if length > 0 { measurements.zoneThickness[zone] = sum / length }
            measurements.zoneThickest[zone] = Double(thickest[zone].rawValue)
        }
    }

    private mutating func reveal() {
        truth.gas = gas
        truth.walls = hotFace
        truth.flue = flueTemperature
        truth.slabsInside = slabs.count
    }
}
