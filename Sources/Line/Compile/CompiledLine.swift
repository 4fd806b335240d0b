/// A model made ready to run: each connected part of it on the fastest tier that can express it.
package struct CompiledLine: Sendable {
    /// What runs one connected part.
    enum Program: Sendable {
        /// Stations in the order of the route; which of the part's stations each is.
        case recursion(SerialFlow, order: [Int])
        case slots(StationNet)
        case general(GeneralPlan)
    }

    struct Part: Sendable {
        var model: LineModel
        var tier: LineTier
        var program: Program
        /// Places of its stations, products, stocks and crews in the whole model.
        var stations: [Int]
        var products: [Int]
        var stocks: [Int]
        var crews: [Int]
    }

    package let model: LineModel
    let parts: [Part]
    /// What carries each station, in the model's order, and why nothing faster does.
    package let notes: [TierNote]

    /// - Parameters:
    ///   - model: must be without complaint.
    ///   - fastest: no faster tier is taken: to compare tiers with one another.
    package init(_ model: LineModel, noFasterThan fastest: LineTier = .recursion) {
        self.model = model
        var parts: [Part] = []
        var notes = [TierNote?](repeating: nil, count: model.stations.count)
        for connected in model.connectedParts() {
            let choice = Choice(connected.model, noFasterThan: fastest)
            parts.append(
                Part(
                    model: connected.model, tier: choice.tier, program: choice.program,
                    stations: connected.stations, products: connected.products,
                    stocks: connected.stocks, crews: connected.crews))
            for station in connected.stations {
                let name = model.stations[station].name
                notes[station] = TierNote(
                    station: name, tier: choice.tier, reasons: choice.reasons(for: name))
            }
        }
        self.parts = parts
        self.notes = notes.compactMap { $0 }
    }

    /// Share of the stations that each tier carries.
    package func share(of tier: LineTier) -> Double {
        guard !notes.isEmpty else { return 0 }
        return Double(notes.count { $0.tier == tier }) / Double(notes.count)
    }
}
