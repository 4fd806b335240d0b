import Determinism

// The fire: one step of gas, walls and slabs.
extension Furnace {
    /// Where a slab lies in the cells: first cell, and its share in that and the next.
    private struct Place {
        var first = 0
        var share = 1.0
    }

    /// Heats everything for one step of `dt` seconds and keeps the books.
    mutating func heat(dt: Double) {
        let cells = FurnaceSettings.cells
        let outside = surroundings.ambient(at: time)
        let wear = surroundings.wallWear(at: time)
        var places: [Place] = []
        places.reserveCapacity(slabs.count)
        // Slab surface and its radiation in each cell.
        var area = InlineArray<10, Double>(repeating: 0)
        var power = InlineArray<10, Double>(repeating: 0)
        var convective = InlineArray<10, Double>(repeating: 0)  // Σ area · temperature
        for slab in slabs {
            let place = Furnace.place(of: slab)
            places.append(place)
            let bottom = slab.order.face * (1 - FurnaceSettings.skidShadow)
            let top = slab.order.face
            for k in 0..<2 {
                let share = k == 0 ? place.share : 1 - place.share
                let cell = place.first + k
                guard share > 0, cell < cells else { continue }
                area[cell] += share * (bottom + top)
                power[cell] +=
                    share * (bottom * blackBody(slab.bottom) + top * blackBody(slab.top))
                convective[cell] += share * (bottom * slab.bottom + top * slab.top)
            }
        }
        let fire = burn(dt: dt, ambient: outside)
        // Gas flows from the discharging end; each cell's balance gives its temperature.
        var irradiation = InlineArray<10, Double>(repeating: 0)
        var wallHeat = InlineArray<10, Double>(repeating: 0)
        var flow = fire.doorAir
        var carried = fire.doorAir * Combustion.airEnthalpy(outside)
        for cell in stride(from: cells - 1, through: 0, by: -1) {
            flow += fire.flue[cell]
            carried += fire.enthalpy[cell]
            let radiation = CellRadiation(
                gasEmissivity: CellRadiation.gasEmissivity(gas[cell]), slabArea: area[cell],
                slabPower: area[cell] > 0 ? power[cell] / area[cell] : 0,
                wallArea: FurnaceSettings.wallArea, wallPower: blackBody(hotFace[cell]))
            gas[cell] = gasTemperature(
                start: gas[cell], carried: carried, flow: flow, radiation: radiation,
                slabArea: area[cell], slabSum: convective[cell], wall: hotFace[cell])
            let emission = blackBody(gas[cell])
            irradiation[cell] = radiation.slabsBase + radiation.slabsPerGas * emission
            let wallNet =
                radiation.wallBase + radiation.wallPerGas * emission
                - radiation.wallRadiosityBase - radiation.wallRadiosityPerGas * emission
            wallHeat[cell] =
                FurnaceSettings.wallArea
                * (wallNet + FurnaceSettings.convection * (gas[cell] - hotFace[cell]))
            let skids = FurnaceSettings.skidConductance * (gas[cell] - 40)
            truth.energy.skids += skids * dt
            carried = flow * Combustion.flueEnthalpy(gas[cell])
        }
        exhaust(fire, flow: flow, carried: carried, ambient: outside, dt: dt)
        heatSlabs(places, irradiation: irradiation, wallHeat: &wallHeat, fire: fire, dt: dt)
        heatWalls(wallHeat, ambient: outside, wear: wear, dt: dt)
    }

    /// Temperature at which a cell's gas gives away what it brings [°C], by Newton's method.
    private func gasTemperature(
        start: Double, carried: Double, flow: Double, radiation: CellRadiation, slabArea: Double,
        slabSum: Double, wall: Double
    ) -> Double {
        var t = start
        let h = FurnaceSettings.convection
        let skid = FurnaceSettings.skidConductance
        for _ in 0..<30 {
            let given =
                flow * Combustion.flueEnthalpy(t) + radiation.gasBase
                + radiation.gasPerGas * blackBody(t) + h * (slabArea * t - slabSum)
                + h * FurnaceSettings.wallArea * (t - wall) + skid * (t - 40)
            let slope =
                flow * Combustion.flueHeat(t) + radiation.gasPerGas * blackBodySlope(t)
                + h * (slabArea + FurnaceSettings.wallArea) + skid
            let correction = (carried - given) / slope
            t += correction
            if correction < 1e-9 && correction > -1e-9 { break }
        }
        return t
    }

    /// Heats the slabs and charges the fuel to them by the heat they take.
    private mutating func heatSlabs(
        _ places: [Place], irradiation: InlineArray<10, Double>,
        wallHeat: inout InlineArray<10, Double>, fire: Fire, dt: Double
    ) {
        let emissivity = CellRadiation.slabEmissivity
        let h = FurnaceSettings.convection
        let open = 1 - FurnaceSettings.skidShadow
        var taken: [Double] = []
        taken.reserveCapacity(slabs.count)
        var sum = 0.0
        for i in slabs.indices {
            let place = places[i]
            let next = place.first + 1 < FurnaceSettings.cells ? place.first + 1 : place.first
            let rest = 1 - place.share
            let arriving = place.share * irradiation[place.first] + rest * irradiation[next]
            let around = place.share * gas[place.first] + rest * gas[next]
            var slab = slabs[i]
            let face = slab.order.face
            let (bottom, top) = (slab.bottom, slab.top)
            let bottomNow =
                open * (emissivity * (arriving - blackBody(bottom)) + h * (around - bottom))
            let topNow = emissivity * (arriving - blackBody(top)) + h * (around - top)
            let bottomSlope = -open * (emissivity * blackBodySlope(bottom) + h)
            let topSlope = -(emissivity * blackBodySlope(top) + h)
            let scaleBottom = growScale(&slab.scaleBottom, at: bottom, dt: dt)
            let scaleTop = growScale(&slab.scaleTop, at: top, dt: dt)
            let uptake = conduct(
                enthalpies: &slab.enthalpies, temperatures: &slab.temperatures,
                thickness: slab.order.thicknessClass.thickness,
                bottom: FaceFlux(now: bottomNow + scaleBottom / dt, slope: bottomSlope),
                top: FaceFlux(now: topNow + scaleTop / dt, slope: topSlope), dt: dt, steel: steel)
            slabs[i] = slab
            let gained = face * (uptake.bottom + uptake.top)
            let fromScale = face * (scaleBottom + scaleTop)
            // A face that warms within the step sends more back than the gas balance assumed:
            // the refractory receives the difference.
            let returned = face * (bottomNow + topNow) * dt + fromScale - gained
            wallHeat[place.first] += place.share * returned / dt
            wallHeat[next] += rest * returned / dt
            truth.energy.slabs += gained
            truth.energy.scale += fromScale
            taken.append(gained > 0 ? gained : 0)
            sum += gained > 0 ? gained : 0
        }
        guard sum > 0 else { return }
        for i in slabs.indices { slabs[i].fuel += fire.power * dt * taken[i] / sum }
    }

    /// Grows the scale of a face and returns the heat it set free [J/m²].
    private func growScale(_ lost: inout Double, at temperature: Double, dt: Double) -> Double {
        let rate = Scale.rate(temperature, oxygen: oxygen, exponential: exponential)
        guard rate > 0 else { return 0 }
        let grown = (lost * lost + rate * dt).squareRoot()
        defer { lost = grown }
        return (grown - lost) * Scale.heat
    }

    /// Refractory: hot face, back, and what leaves through the shell and the doors.
    private mutating func heatWalls(
        _ arriving: InlineArray<10, Double>, ambient: Double, wear: Double, dt: Double
    ) {
        let cells = FurnaceSettings.cells
        let area = FurnaceSettings.wallArea
        // Neighbouring cells see each other; half of it is caught by the gas between.
        var across = InlineArray<10, Double>(repeating: 0)
        for cell in 0..<(cells - 1) {
            let exchange =
                0.5 * FurnaceSettings.crossSection
                * (blackBody(hotFace[cell + 1]) - blackBody(hotFace[cell]))
            across[cell] += exchange
            across[cell + 1] -= exchange
        }
        for cell in 0..<cells {
            var net = arriving[cell] + across[cell]
            if cell == 0 || cell == cells - 1 {
                let door = FurnaceSettings.doorArea[cell == 0 ? 0 : 1]
                let lost = door * (blackBody(hotFace[cell]) - blackBody(ambient))
                net -= lost
                truth.energy.doors += lost * dt
            }
            let inward = area * FurnaceSettings.faceToBack * (hotFace[cell] - back[cell])
            let outward =
                area * FurnaceSettings.backToAmbient * wear * (back[cell] - ambient)
            hotFace[cell] += (net - inward) * dt / (area * FurnaceSettings.hotFaceHeat)
            back[cell] += (inward - outward) * dt / (area * FurnaceSettings.backHeat)
            truth.energy.walls += outward * dt
            truth.energy.storage += (net - outward) * dt
        }
    }

    private static func place(of slab: Slab) -> Place {
        let middle = slab.front - 0.5 * slab.order.width
        let half = 0.5 * slab.order.width
        let cell = Int((middle - half > 0 ? middle - half : 0) / FurnaceSettings.cellLength)
        let first = cell < FurnaceSettings.cells ? cell : FurnaceSettings.cells - 1
        let boundary = Double(first + 1) * FurnaceSettings.cellLength
        let inFirst = (boundary - (middle - half)) / slab.order.width
        return Place(
            first: first, share: first == FurnaceSettings.cells - 1 || inFirst > 1 ? 1 : inFirst)
    }
}
