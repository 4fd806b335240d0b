/// What no instrument shows: for tests and for judging results, never for the twin.
///
/// Kept apart from `FurnaceMeasurements` so that nobody takes the one for the other.
package struct FurnaceTruth: Sendable {
    /// A slab as it really was when it left.
    package struct DischargedSlab: Hashable, Sendable {
        package let order: SlabOrder
        /// Seconds since the start of the run.
        package let at: Double
        /// Temperature that the slab takes when it has evened out [°C].
        package let mean: Double
        /// Mean of both faces [°C].
        package let surface: Double
        package let top: Double
        package let bottom: Double
        package let core: Double
        /// Largest less smallest temperature through the thickness [K].
        package let spread: Double
        /// Iron lost to scale, share of the slab's mass.
        package let scaleLoss: Double
        /// Fuel spent on the slab [J], shared out by the heat that slabs took up.
        package let fuel: Double
        /// Time in the furnace [s].
        package let stay: Double

        /// Within the band that the mill asks for, see docs/plant.md.
        package var isInSpecification: Bool {
            mean >= FurnaceTruth.lowestMean && mean <= FurnaceTruth.highestMean
                && spread <= FurnaceTruth.widestSpread
        }
    }

    /// Band of the discharge mean [°C] and the widest spread [K]: the definition of off-spec.
    ///
    /// Below, rolling forces and the finishing temperature suffer; above, scale and grain growth.
    package static let lowestMean = 1180.0
    package static let highestMean = 1240.0
    package static let widestSpread = 35.0

    /// Slabs that left since they were last taken, oldest first; at most 20 000 are kept.
    package internal(set) var discharged: [DischargedSlab] = []
    package internal(set) var energy = EnergyLedger()
    /// Gas and hot-face temperatures of the cells from the charging end [°C].
    package internal(set) var gas: [Double] = []
    package internal(set) var walls: [Double] = []
    /// Flue gas before the recuperator [°C].
    package internal(set) var flue = 0.0
    /// Number of slabs in the furnace.
    package internal(set) var slabsInside = 0
}

/// Sums of energy since the start of the run [J]; what comes in equals what goes out and stays.
package struct EnergyLedger: Hashable, Sendable {
    /// Chemical energy of the fuel.
    package var fuel = 0.0
    /// Heat of the forming scale.
    package var scale = 0.0
    /// Sensible heat of air from the surroundings.
    package var air = 0.0
    /// Taken up by slabs while in the furnace.
    package var slabs = 0.0
    /// Flue gas after the recuperator.
    package var flue = 0.0
    package var walls = 0.0
    package var skids = 0.0
    package var doors = 0.0
    /// Stored in refractory (negative when it cooled).
    package var storage = 0.0
    /// Mass discharged [kg], and of it lost to scale [kg].
    package var massOut = 0.0
    package var scaleLoss = 0.0
    /// Number of slabs out, and of those out of specification.
    package var slabsOut = 0
    package var offSpecification = 0

    package init() {}

    package var incoming: Double { fuel + scale + air }
    package var outgoing: Double { slabs + flue + walls + skids + doors + storage }
    /// Fuel per mass discharged [GJ/t].
    package var specificEnergy: Double { massOut > 0 ? fuel / massOut * 1e-6 : .nan }
    /// Share of slabs out of specification.
    package var offSpecificationShare: Double {
        slabsOut > 0 ? Double(offSpecification) / Double(slabsOut) : .nan
    }

    /// The sums from `earlier` to now.
    package func since(_ earlier: EnergyLedger) -> EnergyLedger {
        var result = self
        result.fuel -= earlier.fuel
        result.scale -= earlier.scale
        result.air -= earlier.air
        result.slabs -= earlier.slabs
        result.flue -= earlier.flue
        result.walls -= earlier.walls
        result.skids -= earlier.skids
        result.doors -= earlier.doors
        result.storage -= earlier.storage
        result.massOut -= earlier.massOut
        result.scaleLoss -= earlier.scaleLoss
        result.slabsOut -= earlier.slabsOut
        result.offSpecification -= earlier.offSpecification
        return result
    }
}
