import Determinism

// Slabs in and out.
extension Furnace {
    /// Packs the furnace with slabs, warmer towards the exit, before the warm-up.
    mutating func fill() {
        var rear = FurnaceSettings.length
        while rear > 0 {
            let order = charge.next(ambient: surroundings.ambient(at: time))
            var slab = Slab(order, front: rear, steel: steel)
            let place = rear / FurnaceSettings.length
            let warm = order.chargeTemperature + place * (1180 - order.chargeTemperature)
            let enthalpy = steel.enthalpy(warm)
            slab.enthalpies = InlineArray(repeating: enthalpy)
            slab.temperatures = InlineArray(repeating: steel.temperature(enthalpy))
            slabs.append(slab)
            rear -= order.width + FurnaceSettings.gap
        }
        noteCharge(slabs[slabs.count - 1].order)
    }

    /// Moves the slabs for one step; the first leaves when it reaches the end.
    mutating func move(dt: Double) {
        let stands = time >= 0 && line.stands(at: time)
        measurements.isStopped = stands
        standing = stands ? standing + dt : 0
        for i in slabs.indices { slabs[i].stay += dt }
        guard !stands, let exit = slabs.first?.order else {
            measurements.lineSpeed = 0
            return
        }
        var share = 2.0
        for slab in slabs where slab.front > 0.35 * FurnaceSettings.length {
            let own = LinePlan.share(for: slab.order.thicknessClass)
            if own < share { share = own }
        }
        let pace = share * (settings.constantPace ?? (time >= 0 ? line.stretch.pace : 160))
        measurements.lineSpeed = pace
        let advance = pace / 3.6 * dt / exit.mass * (exit.width + FurnaceSettings.gap)
        for i in slabs.indices { slabs[i].front += advance }
        if slabs[0].front >= FurnaceSettings.length { discharge(slabs.removeFirst()) }
        if let last = slabs.last, last.front - last.order.width >= FurnaceSettings.gap {
            let order = charge.next(ambient: surroundings.ambient(at: time))
            let front = last.front - last.order.width - FurnaceSettings.gap
            slabs.append(Slab(order, front: front, steel: steel))
            noteCharge(order)
        }
    }

    private mutating func noteCharge(_ order: SlabOrder) {
        measurements.chargeThickness = Double(order.thicknessClass.rawValue)
        measurements.chargeWidth = order.width * 1000
        measurements.chargeTemperature = order.chargeTemperature
    }

    private mutating func discharge(_ slab: Slab) {
        let order = slab.order
        let loss = (slab.scaleTop + slab.scaleBottom) * order.face
        let record = FurnaceTruth.DischargedSlab(
            order: order, at: time, mean: steel.temperature(slab.meanEnthalpy),
            surface: 0.5 * (slab.top + slab.bottom), top: slab.top, bottom: slab.bottom,
            core: slab.core, spread: slab.spread, scaleLoss: loss / order.mass, fuel: slab.fuel,
            stay: slab.stay)
        if truth.discharged.count >= 20_000 { truth.discharged.removeFirst(1000) }
        truth.discharged.append(record)
        truth.energy.massOut += order.mass
        truth.energy.scaleLoss += loss
        truth.energy.slabsOut += 1
        if !record.isInSpecification { truth.energy.offSpecification += 1 }
        measurements.dischargedSlab = order.number
        let noise = instruments.millError(slab: order.number)
        if rolling.count < 64 {
            rolling.append(
                RollingSlab(
                    number: order.number, mean: record.mean + noise.error, due: time + noise.delay))
        }
    }

    /// The thickest class with a slab in each zone; medium where there is none.
    func thickestByZone() -> [ThicknessClass] {
        var result = [ThicknessClass.thin, .thin, .thin]
        for zone in 0..<3 {
            let range = Furnace.range(of: zone)
            for slab in slabs
            where slab.front > range.from && slab.front - slab.order.width < range.to {
                let thicknessClass = slab.order.thicknessClass
                if thicknessClass.rawValue > result[zone].rawValue { result[zone] = thicknessClass }
            }
        }
        return result
    }

    /// Where a zone begins and ends, from the charging end [m].
    static func range(of zone: Int) -> (from: Double, to: Double) {
        let cells = FurnaceSettings.zoneCells[zone]
        return (
            Double(cells.lowerBound) * FurnaceSettings.cellLength,
            Double(cells.upperBound) * FurnaceSettings.cellLength
        )
    }
}
