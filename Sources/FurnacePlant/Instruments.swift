import Determinism

/// The instruments: lag, bias that the seed sets, noise.
struct Instruments: Sendable {
    private let seed: UInt64
    private let isNoisy: Bool
    /// What the burners' own thermocouples show [°C]: lag, no noise, never at fault.
    var control: [Double] = [1100, 1250, 1230]
    var second: [Double] = [1100, 1250, 1230]
    var flue = 800.0
    var oxygen = 2.5
    /// Constant errors.
    private let zoneBias: [Double]
    private let secondBias: [Double]
    private let fuelScale: [Double]
    private var noise: RandomStream

    /// Time constants of sheathed thermocouples and of the flue-gas analyser [s].
    static let thermocoupleLag = 50.0
    static let analyserLag = 30.0

    init(seed: UInt64, isNoisy: Bool) {
        self.seed = seed
        self.isNoisy = isNoisy
        noise = RandomStream(seed: seed, purpose: "noise")
        var bias = RandomStream(seed: seed, purpose: "bias")
        let size = isNoisy ? 1.0 : 0
        zoneBias = (0..<3).map { _ in size * bias.normal(deviation: 2) }
        secondBias = (0..<3).map { _ in size * bias.normal(deviation: 3) }
        fuelScale = (0..<3).map { _ in 1 + size * bias.normal(deviation: 0.005) }
    }

    mutating func normal(_ deviation: Double) -> Double {
        let draw = noise.normal(deviation: deviation)
        return isNoisy ? draw : 0
    }

    /// A draw for spikes: nil in eleven steps of twelve.
    mutating func spike() -> Double? {
        let (happens, size) = (noise.happens(with: 1.0 / 12), noise.uniform(-150, 150))
        return happens ? size : nil
    }

    mutating func zone(_ i: Int) -> Double { control[i] + zoneBias[i] + normal(0.8) }
    mutating func second(_ i: Int) -> Double { second[i] + secondBias[i] + normal(0.8) }
    mutating func fuel(_ megawatts: Double, _ i: Int) -> Double {
        megawatts * fuelScale[i] * (1 + normal(0.006))
    }

    /// Error of the mill's figure for a slab [K] and the time until it comes [s].
    func millError(slab: Int) -> (error: Double, delay: Double) {
        var stream = RandomStream(seed: seed, purpose: "mill", index: UInt64(slab))
        let error = stream.normal(deviation: 4)
        return (isNoisy ? error : 0, stream.uniform(150, 240))
    }

    /// Scale that lies loose on a slab makes it look colder [K].
    func scaleError(slab: Int) -> Double {
        var stream = RandomStream(seed: seed, purpose: "scale", index: UInt64(slab))
        return isNoisy ? stream.normal(mean: -14, deviation: 7) : 0
    }
}
