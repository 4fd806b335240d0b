import FurnacePlant

/// What a run of the plant came to, from its books: for comparing runs of one seed.
struct Outcome {
    let name: String
    let seed: UInt64
    let hours: Double
    let sums: EnergyLedger

    init(_ name: String, _ furnace: Furnace) {
        self.name = name
        seed = furnace.seed
        hours = furnace.time / 3600
        sums = furnace.truth.energy
    }

    /// For people.
    var text: String {
        "\(name): \(fixed(hours, 2)) plant hours, \(sums.slabsOut) slabs, "
            + "\(fixed(sums.massOut * 1e-3, 1)) t, \(fixed(sums.specificEnergy, 4)) GJ/t, "
            + "\(fixed(sums.offSpecificationShare * 100, 1)) % off specification, scale "
            + "\(fixed(sums.scaleLoss / sums.massOut * 100, 3)) %"
    }

    /// For programs, one line; a figure without slabs is null.
    var json: String {
        func number(_ value: Double, _ digits: Int) -> String {
            value.isFinite ? fixed(value, digits) : "null"
        }
        return "{\"run\": \"\(name)\", \"seed\": \(seed), \"hours\": \(number(hours, 3)), "
            + "\"slabs\": \(sums.slabsOut), \"off_spec_slabs\": \(sums.offSpecification), "
            + "\"mass_t\": \(number(sums.massOut * 1e-3, 3)), "
            + "\"fuel_GJ\": \(number(sums.fuel * 1e-9, 3)), "
            + "\"fuel_GJ_per_t\": \(number(sums.specificEnergy, 5)), "
            + "\"scale_kg\": \(number(sums.scaleLoss, 1))}"
    }

    /// Runs both baselines through the disturbances that the options describe.
    static func judge(_ options: PlantOptions) -> [Outcome] {
        [("practice", SetpointTable.practice), ("best fixed", .bestFixed)].map { name, table in
            var furnace = options.furnace()
            let hours = options.hours ?? 24  // a day unless asked otherwise
            for _ in 0..<Int(hours * 3600 / furnace.settings.step) {
                furnace.practise(table)
                furnace.advance(by: furnace.settings.step)
            }
            return Outcome(name, furnace)
        }
    }
}
