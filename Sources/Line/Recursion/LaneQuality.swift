/// Which parts are spoiled, and which of these an inspection after the last station finds: nothing
/// that has to do with time, as no part leaves the line before.
struct LaneQuality: ~Copyable {
    typealias Lanes = SIMD8<Double>

    /// A part that a station spoiled while it was good.
    struct Spoil {
        var part: Int
        var station: Int
        /// 1 where it did.
        var lanes: Lanes
    }

    private struct Chance {
        var station: Int
        var product: Int
        var share: Double
        var stream: ChanceLanes
    }

    private struct Look {
        var inspection: SerialFlow.Inspection
        var stream: ChanceLanes
    }

    private var chances: [Chance]
    /// By product; none without inspection.
    private var looks: [Look?]
    /// Whether any part can be spoiled or rejected.
    let isWanted: Bool
    /// 1 where a part of the block is finished, 0 where it is scrapped; and 1 where it is
    /// defective.
    let kept: LaneField
    let defective: LaneField
    private(set) var spoils: [Spoil]

    init(_ flow: SerialFlow, seed: UInt64, firstReplication: UInt64) {
        func lanes(_ place: String, _ detail: String) -> ChanceLanes {
            ChanceLanes(
                from: ChanceKey(
                    seed: seed, replication: firstReplication, place: place, purpose: .quality,
                    detail: detail))
        }
        var found: [Chance] = []
        for (index, station) in flow.stations.enumerated() {
            for (product, share) in station.defects.enumerated() where share > 0 {
                found.append(
                    Chance(
                        station: index, product: product, share: share,
                        stream: lanes(station.name, flow.products[product])))
            }
        }
        let last = flow.stations[flow.stations.count - 1].name
        let lookedFor = flow.products.enumerated().map { index, product -> Look? in
            guard index < flow.inspections.count, let inspection = flow.inspections[index] else {
                return nil
            }
            return Look(inspection: inspection, stream: lanes(last, product + "/inspection"))
        }
        chances = found
        looks = lookedFor
        spoils = []
        isWanted = !found.isEmpty || lookedFor.contains { $0 != nil }
        kept = LaneField(repeating: Lanes(repeating: 1), count: FlowRecursion.block)
        defective = LaneField(repeating: Lanes(), count: FlowRecursion.block)
    }

    /// Draws for the parts of a block.
    mutating func draw(_ segments: [FlowTurns.Segment]) {
        guard isWanted else { return }
        spoils.removeAll(keepingCapacity: true)
        for part in 0..<FlowRecursion.block {
            kept[part] = Lanes(repeating: 1)
            defective[part] = Lanes()
        }
        // Parts of a product in their order, station after station.
        for index in chances.indices {
            let chance = chances[index]
            var stream = chance.stream
            for segment in segments where segment.product == chance.product {
                for part in segment.parts {
                    let hit = stream.uniform() .< chance.share
                    if any(hit) { spoil(part, chance.station, hit) }
                }
            }
            chances[index].stream = stream
        }
        for segment in segments { look(at: segment) }
    }

    private mutating func spoil(
        _ part: Int, _ station: Int, _ hit: SIMDMask<SIMD8<Int64>>
    ) {
        let fresh = (Lanes(repeating: 1) - defective[part]).replacing(with: 0, where: .!hit)
        defective[part] += fresh
        if fresh.max() > 0 { spoils.append(Spoil(part: part, station: station, lanes: fresh)) }
    }

    private mutating func look(at segment: FlowTurns.Segment) {
        guard var look = looks[segment.product] else { return }
        let (finds, alarms) = (look.inspection.finds, look.inspection.falseAlarms)
        if finds >= 1, alarms <= 0 {
            // Certain: no need to draw.
            for part in segment.parts { kept[part] = 1 - defective[part] }
            return
        }
        for part in segment.parts {
            let share = Lanes(repeating: alarms).replacing(
                with: finds, where: defective[part] .> 0)
            let isRejected = look.stream.uniform() .< share
            if any(isRejected) { kept[part].replace(with: 0, where: isRejected) }
        }
        looks[segment.product] = look
    }
}
