import Determinism

/// Thickness classes of the charge.
package enum ThicknessClass: Int, CaseIterable, Sendable {
    case thin = 180
    case medium = 220
    case thick = 250

    /// Thickness [m].
    package var thickness: Double { Double(rawValue) * 1e-3 }
}

/// What is known of a slab when it is charged.
package struct SlabOrder: Hashable, Sendable {
    /// Running number in the charge; the same for the same seed, whatever the setpoints.
    package let number: Int
    package let thicknessClass: ThicknessClass
    /// Along the furnace [m].
    package let width: Double
    /// Temperature when charged [°C].
    package let chargeTemperature: Double

    /// Length of every slab, across the furnace [m].
    package static let length = 9.0

    /// Mass [kg].
    package var mass: Double {
        thicknessClass.thickness * width * SlabOrder.length * SteelTable.density
    }
    /// Area of one face [m²].
    package var face: Double { width * SlabOrder.length }
}

/// A slab on its way through the furnace: temperatures through the thickness, and its scale.
struct Slab: Sendable {
    /// Points through the thickness, on both faces and evenly between; the faces own half a layer.
    static let nodes = 11

    let order: SlabOrder
    /// Distance of its leading edge from the charging end [m].
    var front: Double
    /// Enthalpies, bottom face first [J/kg].
    var enthalpies: InlineArray<11, Double>
    /// Temperatures at those enthalpies [°C].
    var temperatures: InlineArray<11, Double>
    /// Iron lost to scale on bottom and top [kg/m²].
    var scaleBottom = 0.02
    var scaleTop = 0.02
    /// Fuel energy spent on this slab so far [J].
    var fuel = 0.0
    /// Seconds in the furnace.
    var stay = 0.0

    init(_ order: SlabOrder, front: Double, steel: SteelTable) {
        self.order = order
        self.front = front
        let enthalpy = steel.enthalpy(order.chargeTemperature)
        enthalpies = InlineArray(repeating: enthalpy)
        temperatures = InlineArray(repeating: steel.temperature(enthalpy))
    }

    var bottom: Double { temperatures[0] }
    var top: Double { temperatures[Slab.nodes - 1] }
    var core: Double { temperatures[Slab.nodes / 2] }

    /// Mean enthalpy [J/kg], the faces counting half.
    var meanEnthalpy: Double {
        var sum = 0.5 * (enthalpies[0] + enthalpies[Slab.nodes - 1])
        for i in 1..<(Slab.nodes - 1) { sum += enthalpies[i] }
        return sum / Double(Slab.nodes - 1)
    }

    /// Largest less smallest temperature through the thickness [K].
    var spread: Double {
        var (low, high) = (temperatures[0], temperatures[0])
        for i in 1..<Slab.nodes {
            if temperatures[i] < low { low = temperatures[i] }
            if temperatures[i] > high { high = temperatures[i] }
        }
        return high - low
    }
}
