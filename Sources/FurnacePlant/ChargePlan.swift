import Determinism

/// What the yard charges: lots of slabs of one kind, drawn from the seed alone.
///
/// The sequence never looks at the furnace, so two runs of one seed meet the same slabs in the same
/// order whatever their setpoints.
struct ChargePlan: Sendable {
    private let seed: UInt64
    private var lot = -1
    private var left = 0
    private var number = 0
    private var thicknessClass = ThicknessClass.medium
    private var width = 1.25
    private var hot: Double?
    /// Chance within the lot.
    private var stream: RandomStream

    private let onlyClass: ThicknessClass?

    init(seed: UInt64, onlyClass: ThicknessClass? = nil) {
        self.seed = seed
        self.onlyClass = onlyClass
        stream = RandomStream(seed: seed, purpose: "lot", index: 0)
    }

    /// The next slab, charged at `ambient` °C in the yard unless it comes hot from the caster.
    mutating func next(ambient: Double) -> SlabOrder {
        if left == 0 { startLot() }
        left -= 1
        number += 1
        let temperature: Double
        if let hot {
            temperature = hot + stream.normal(deviation: 15)
        } else {
            temperature = ambient + stream.uniform(0, 12)
        }
        return SlabOrder(
            number: number, thicknessClass: thicknessClass, width: width,
            chargeTemperature: temperature)
    }

    /// Lots of 6 to 22 slabs; about a fifth of them hot at 250–480 °C.
    private mutating func startLot() {
        lot += 1
        stream = RandomStream(seed: seed, purpose: "lot", index: UInt64(lot))
        left = 6 + Int(stream.uniform(0, 17))
        let draw = stream.uniform()
        thicknessClass = draw < 0.28 ? .thin : (draw < 0.75 ? .medium : .thick)
        width = (stream.uniform(1.05, 1.50) * 20).rounded() / 20
        hot = stream.happens(with: 0.2) ? stream.uniform(250, 480) : nil
        if let onlyClass {
            thicknessClass = onlyClass
            hot = nil
        }
    }
}
