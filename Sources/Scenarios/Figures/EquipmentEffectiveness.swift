package import Line

/// Overall equipment effectiveness of a station and its three factors, with what each is a share
/// of; after ISO 22400-2:2014 (availability, effectiveness, quality ratio).
///
///     availability = production time ∕ planned busy time
///     performance  = work at full speed for the parts made ∕ production time
///     quality      = parts not spoiled here ∕ parts made
///
/// Production time is time at work and in micro-stops: micro-stops and lost speed lower
/// performance, as the standard's minor stoppages. Planned busy time is all time on shift less
/// planned maintenance; being blocked, starved, without material or crew lowers availability.
package struct EquipmentEffectiveness: Hashable, Sendable {
    /// On shift less planned maintenance, over all units [s].
    package var plannedBusyTime: Double
    /// At work and in micro-stops [s].
    package var productionTime: Double
    /// Production time, changeovers and repairs [s]: without waiting for others.
    package var ownTime: Double
    /// What its parts would have taken at full speed [s].
    package var idealWork: Double
    package var parts: Int
    package var spoiled: Int

    package init(_ station: LineOutcome.Station) {
        let times = station.times
        plannedBusyTime = times.all - times[.offShift] - times[.maintenance]
        productionTime = times[.working] + times[.microStop]
        ownTime = productionTime + times[.setup] + times[.down]
        idealWork = station.idealWork
        (parts, spoiled) = (station.parts, station.spoiled)
    }

    /// Nil where nothing was planned.
    package var availability: Double? { ratio(productionTime, plannedBusyTime) }
    /// Of the machine alone: without the time that it waited for others.
    package var ownAvailability: Double? { ratio(productionTime, ownTime) }
    package var performance: Double? { ratio(idealWork, productionTime) }
    package var quality: Double? { ratio(Double(parts - spoiled), Double(parts)) }

    /// The product of the three.
    package var overall: Double? {
        guard let availability, let performance, let quality else { return nil }
        return availability * performance * quality
    }
}

/// a ∕ b; nil of nothing.
func ratio(_ a: Double, _ b: Double) -> Double? { b > 0 ? a / b : nil }
