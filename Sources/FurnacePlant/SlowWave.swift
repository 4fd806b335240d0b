import Determinism

/// A slow wave between −1 and 1 with phases of the seed: two sines of unlike periods.
struct SlowWave: Sendable {
    /// Angular frequency of the first sine [rad/s].
    private let frequency: Double
    private let first: Double
    private let second: Double

    /// - Parameter period: of the first sine [s].
    init(seed: UInt64, purpose: String, index: UInt64 = 0, period: Double) {
        var stream = RandomStream(seed: seed, purpose: purpose, index: index)
        first = stream.uniform(0, 2 * Double.pi)
        second = stream.uniform(0, 2 * Double.pi)
        frequency = 2 * Double.pi / period
    }

    func value(at time: Double) -> Double {
        0.6 * sine(frequency * time + first) + 0.4 * sine(2.618 * frequency * time + second)
    }
}

/// What surrounds and ages the furnace: weather, insulation, recuperator, air ratio.
struct Surroundings: Sendable {
    private let mean: Double
    private let phase: Double
    private let air: [SlowWave]
    private let wall: SlowWave
    private let fouling: SlowWave
    private let settings: FurnaceSettings

    init(seed: UInt64, settings: FurnaceSettings) {
        var weather = RandomStream(seed: seed, purpose: "weather")
        mean = weather.uniform(10, 24)
        phase = weather.uniform(0, 86_400)
        air = (0..<3).map { SlowWave(seed: seed, purpose: "air", index: $0, period: 3 * 3600) }
        wall = SlowWave(seed: seed, purpose: "wall", period: 2 * 86_400)
        fouling = SlowWave(seed: seed, purpose: "fouling", period: 1.5 * 86_400)
        self.settings = settings
    }

    /// Temperature of the surroundings: a day's swing about a mean that the seed sets [°C].
    func ambient(at time: Double) -> Double {
        mean + 5 * sine(2 * Double.pi * (time + phase) / 86_400)
    }

    /// Wall conductance against new: wears by 0.4 % a day and wanders by a few percent over days.
    func wallWear(at time: Double) -> Double {
        settings.wallWear * (1 + 0.004 * days(time)) * (1 + 0.04 * wall.value(at: time))
    }

    /// Recuperator against clean: fouls by 0.3 % a day and wanders.
    func recuperatorHealth(at time: Double) -> Double {
        settings.recuperatorHealth / (1 + 0.003 * days(time))
            * (1 + 0.03 * fouling.value(at: time))
    }

    /// Air per stoichiometric air: 1.12 at full load, 1.42 at the turn-down, wandering by the hour.
    func airRatio(zone: Int, load: Double, at time: Double) -> Double {
        let spare = 1 - load
        return 1.12 + 0.35 * spare * spare * spare + 0.015 * air[zone].value(at: time)
    }

    private func days(_ time: Double) -> Double { time > 0 ? time / 86_400 : 0 }
}
