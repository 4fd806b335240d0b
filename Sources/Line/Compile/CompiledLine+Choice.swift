extension CompiledLine {
    /// The fastest tier for one connected part.
    struct Choice {
        var tier: LineTier
        var program: Program
        /// What kept faster tiers from it.
        private var obstacles: [TierObstacle]

        init(_ model: LineModel, noFasterThan fastest: LineTier) {
            let beyondRecursion = SerialFlow.obstacles(in: model)
            let beyondSlots = StationNet.obstacles(in: model)
            if beyondRecursion.isEmpty, fastest <= .recursion {
                let order = SerialFlow.order(of: model)
                (tier, obstacles) = (.recursion, [])
                program = .recursion(SerialFlow(model, order: order), order: order)
            } else if beyondSlots.isEmpty, fastest <= .slots {
                (tier, obstacles) = (.slots, beyondRecursion)
                program = .slots(StationNet(model))
            } else {
                (tier, obstacles) = (.general, beyondSlots)
                program = .general(GeneralPlan(model))
            }
        }

        /// Why nothing faster carries a station: what lies at it; else what all stations share;
        /// else where the rest of its part keeps it.
        func reasons(for station: String) -> [String] {
            var seen: Set<String> = []
            let own = obstacles.filter { $0.station == station || $0.station == nil }.map(\.words)
                .filter { seen.insert($0).inserted }
            if !own.isEmpty || obstacles.isEmpty { return own }
            let others = obstacles.compactMap(\.station).filter { seen.insert($0).inserted }
            return ["it is joined to \(others.joined(separator: ", "))"]
        }
    }
}
