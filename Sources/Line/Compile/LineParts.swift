// The connected parts of a line: what nothing joins cannot feel one another, and may take different
// tiers.
extension LineModel {
    /// One model for each connected part, with the places of its stations, products, stocks and
    /// crews in this one. What no product passes, and crews that nothing needs, stand alone.
    func connectedParts() -> [ConnectedPart] {
        var sets = DisjointSets(count: stations.count + products.count + stocks.count + crews.count)
        let (firstProduct, firstStock) = (stations.count, stations.count + products.count)
        let firstCrew = firstStock + stocks.count
        func stock(_ name: String) -> Int? {
            stocks.firstIndex { $0.name == name }.map { $0 + firstStock }
        }
        for (index, product) in products.enumerated() {
            let here = firstProduct + index
            for step in product.steps {
                for name in step.stations { sets.join(here, place(of: name)) }
                for amount in step.takes + step.gives {
                    if let stock = stock(amount.stock) { sets.join(here, stock) }
                    // What a step gives may be another product, by its name.
                    if let given = products.firstIndex(where: { $0.name == amount.stock }) {
                        sets.join(here, firstProduct + given)
                    }
                }
            }
            if let name = product.endsIn, let stock = stock(name) { sets.join(here, stock) }
            if case .replenishing(let name, _) = product.release, let stock = stock(name) {
                sets.join(here, stock)
            }
        }
        for (index, station) in stations.enumerated() {
            let hands = station.hands
            for need in [hands.work, hands.setup, hands.repair, hands.upkeep] {
                guard let need else { continue }
                for (crew, row) in crews.enumerated() where row.skills.contains(need.skill) {
                    sets.join(index, firstCrew + crew)
                }
            }
        }
        let begun = products.indices.filter { products[$0].release == .saturated }
        for index in begun.dropFirst() { sets.join(firstProduct + begun[0], firstProduct + index) }
        // A rule may ask for any station and any stock by name.
        if usesRules { for index in 0..<sets.count { sets.join(0, index) } }
        return parts(sets)
    }

    private func parts(_ sets: DisjointSets) -> [ConnectedPart] {
        var parts: [ConnectedPart] = []
        var placeOf: [Int: Int] = [:]
        for index in 0..<sets.count {
            let root = sets.root(of: index)
            let place = placeOf[root] ?? parts.count
            if place == parts.count {
                placeOf[root] = place
                parts.append(ConnectedPart(of: self))
            }
            parts[place].take(index, of: self)
        }
        for place in parts.indices {
            let names = Set(parts[place].model.products.map(\.name))
            parts[place].model.campaigns = campaigns.filter { names.contains($0.product) }
        }
        return parts
    }

    private var usesRules: Bool {
        let inSteps = products.contains { product in
            product.steps.contains { step in
                if case .rules = step.next { return true }
                if case .rule = step.defects { return true }
                return false
            }
        }
        return inSteps
            || stations.contains { station in
                if case .least = station.queue.order { return true }
                return station.upkeep.contains { upkeep in
                    if case .condition = upkeep.trigger { return true }
                    return false
                }
            }
    }
}

/// A part of a line that nothing joins to the rest.
struct ConnectedPart {
    var model: LineModel
    /// Places in the whole model.
    var stations: [Int] = []
    var products: [Int] = []
    var stocks: [Int] = []
    var crews: [Int] = []

    fileprivate init(of whole: LineModel) {
        model = whole
        (model.stations, model.products, model.stocks, model.crews) = ([], [], [], [])
        model.campaigns = []
    }

    /// Takes over what stands at an index counted over stations, products, stocks and crews.
    fileprivate mutating func take(_ index: Int, of whole: LineModel) {
        var rest = index
        if rest < whole.stations.count {
            model.stations.append(whole.stations[rest])
            stations.append(rest)
            return
        }
        rest -= whole.stations.count
        if rest < whole.products.count {
            model.products.append(whole.products[rest])
            products.append(rest)
            return
        }
        rest -= whole.products.count
        if rest < whole.stocks.count {
            model.stocks.append(whole.stocks[rest])
            stocks.append(rest)
            return
        }
        rest -= whole.stocks.count
        model.crews.append(whole.crews[rest])
        crews.append(rest)
    }
}

/// Sets that are joined two at a time (Tarjan, Journal of the ACM 22(2), 1975).
private struct DisjointSets {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    var count: Int { parents.count }

    func root(of index: Int) -> Int {
        var here = index
        while parents[here] != here { here = parents[here] }
        return here
    }

    mutating func join(_ a: Int, _ b: Int) {
        let (one, other) = (root(of: a), root(of: b))
        // The lower index stays the root: parts come in the model's order.
        parents[max(one, other)] = min(one, other)
    }
}
