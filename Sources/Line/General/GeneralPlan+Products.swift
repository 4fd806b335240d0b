extension GeneralPlan {
    mutating func layProducts() {
        let families = familyNames
        for product in model.products {
            var row = Product()
            row.family = Int32(
                GeneralPlan.place(of: product.family ?? product.name, in: families, "family"))
            row.priority = Int32(clamping: product.priority)
            row.dueAfter = product.dueAfter.map { GeneralPlan.ticks($0) } ?? -1
            row.endsIn =
                product.endsIn.map {
                    Int32(GeneralPlan.place(of: $0, in: model.stocks.map(\.name), "stock"))
                } ?? -1
            layRelease(product, &row)
            row.endsPlainly = row.endsIn < 0 && row.kind != .circulating && row.stock < 0
            row.firstStep = Int32(steps.count)
            products.append(row)
            laySteps(product)
        }
        layCampaigns()
        layStockUsers()
    }

    private mutating func layRelease(_ product: LineModel.Product, _ row: inout Product) {
        switch product.release {
        case .arrivals(let law, let parts):
            (row.kind, row.count) = (.arrivals, Int32(parts))
            row.arrival = add(law, "source", .arrival, product.name)
        case .lossy(let law, let most):
            (row.kind, row.count) = (.lossy, Int32(clamping: most))
            row.arrival = add(law, "source", .arrival, product.name)
        case .saturated: row.kind = .saturated
        case .circulating(let parts): (row.kind, row.count) = (.circulating, Int32(parts))
        case .orders(let orders):
            row.kind = .orders
            row.firstRelease = Int32(releases.count)
            row.releases = Int32(orders.count)
            let rows = orders.map { order in
                Release(
                    time: GeneralPlan.ticks(order.released), parts: Int32(order.parts),
                    due: order.due.map { GeneralPlan.ticks($0) } ?? -1)
            }
            // Orders of one time stay in the order in which they are declared.
            releases += rows.enumerated().sorted {
                ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
            }.map(\.element)
        case .replenishing(let stock, let upTo):
            (row.kind, row.count) = (.replenishing, Int32(clamping: upTo))
            row.stock = Int32(
                GeneralPlan.place(of: stock, in: model.stocks.map(\.name), "stock"))
        case .given: row.kind = .given
        }
    }

    private mutating func laySteps(_ product: LineModel.Product) {
        let base = Int32(steps.count)
        let names = product.steps.map(\.name)
        func step(_ name: String?) -> Int32 {
            name.map { base + Int32(GeneralPlan.place(of: $0, in: names, "step")) } ?? -1
        }
        var visits: [String: Int] = [:]
        var firsts: [String: Int] = [:]
        for (index, declared) in product.steps.enumerated() {
            var row = Step()
            let place = declared.stations[0]
            let detail = GeneralPlan.detail(product.name, &firsts, place)
            row.firstWay = Int32(ways.count)
            row.ways = Int32(declared.stations.count)
            for name in declared.stations {
                layWay(
                    declared, at: name, detail: GeneralPlan.detail(product.name, &visits, name))
            }
            layChoice(declared, product.name, &row)
            row.firstTake = Int32(amounts.count)
            row.takes = Int32(declared.takes.count)
            amounts += declared.takes.map { amount($0) }
            row.firstGive = Int32(amounts.count)
            row.gives = Int32(declared.gives.count)
            amounts += declared.gives.map { gift($0) }
            layQuality(declared, place, detail, &row)
            if let inspection = declared.inspection { row.rework = step(inspection.rework) }
            row.firstBranch = Int32(branches.count)
            switch declared.next {
            case .following:
                let isLast = index == product.steps.count - 1
                if !isLast { branches.append(Branch(share: 1, step: base + Int32(index) + 1)) }
            case .shares(let shares):
                var sum = 0.0
                for share in shares {
                    sum += share.share
                    branches.append(Branch(share: sum, step: step(share.step)))
                }
            case .rules(let rules, let otherwise):
                for way in rules {
                    let rule = tape.add(way.when, of: model)
                    branches.append(Branch(share: 0, step: step(way.step), rule: rule))
                }
                branches.append(Branch(share: 1, step: step(otherwise)))
                row.isPlain = false
            }
            row.branches = Int32(branches.count) - row.firstBranch
            row.routing = add(stream: place, .route, detail)
            if row.gives > 0 || row.quality >= 0 || row.inspecting >= 0 { row.isPlain = false }
            steps.append(row)
        }
        layRemaining(product, base)
    }

    /// What tells apart the streams of a product that comes to one station more than once: its
    /// name, then name#2, name#3.
    private static func detail(
        _ product: String, _ visits: inout [String: Int], _ station: String
    ) -> String {
        let count = visits[station, default: 0] + 1
        visits[station] = count
        return count == 1 ? product : "\(product)#\(count)"
    }

    private mutating func layWay(_ step: LineModel.Step, at name: String, detail: String) {
        let station = Int(station(named: name))
        let declared = model.stations[station]
        guard let law = step.process ?? declared.process else {
            preconditionFailure("no time of work for step \(step.name) at \(name)")
        }
        // The slower machine's law, and not the faster one's ticks divided: rounded once.
        let slowed = declared.speed == 1 ? law : law.scaled(by: 1 / declared.speed)
        ways.append(
            Way(
                station: Int32(station), process: add(slowed, name, .process, detail), share: 1,
                mean: slowed.mean * Ticks.perSecond))
    }

    private mutating func layChoice(
        _ step: LineModel.Step, _ product: String, _ row: inout Step
    ) {
        switch step.choice {
        case .firstFree: row.choice = .firstFree
        case .shortestQueue: row.choice = .shortestQueue
        case .cycle: row.choice = .cycle
        case .shares(let shares):
            row.choice = .shares
            var sum = 0.0
            for (index, share) in shares.enumerated() {
                sum += share
                ways[Int(row.firstWay) + index].share = sum
            }
            row.choosing = add(stream: step.name, .route, product + "/choice")
        }
    }

    private mutating func layQuality(
        _ step: LineModel.Step, _ place: String, _ detail: String, _ row: inout Step
    ) {
        switch step.defects {
        case .share(let share):
            row.defects = share
            if share > 0 { row.quality = add(stream: place, .quality, detail) }
        case .rule(let rule):
            row.defectRule = tape.add(rule, of: model)
            row.quality = add(stream: place, .quality, detail)
        }
        guard let inspection = step.inspection else { return }
        row.inspecting = add(stream: place, .quality, detail + "/inspection")
        row.finds = inspection.finds
        row.falseAlarms = inspection.falseAlarms
        row.mostReworks = Int32(clamping: inspection.mostReworks)
    }

    /// Mean work from each step on, by the likeliest way and without rework.
    private mutating func layRemaining(_ product: LineModel.Product, _ base: Int32) {
        for first in Int(base)..<steps.count {
            var (step, sum) = (first, 0.0)
            for _ in product.steps {
                sum += ways[Int(steps[step].firstWay)].mean
                guard let next = likeliest(after: step) else { break }
                step = next
            }
            steps[first].remaining = sum
        }
    }

    /// The step that the greatest share goes to, the first of equal ones; of rules, `otherwise`.
    private func likeliest(after step: Int) -> Int? {
        let row = steps[step]
        var (best, most, before) = (Int32(-1), 0.0, 0.0)
        for index in Int(row.firstBranch)..<Int(row.firstBranch + row.branches) {
            let share = branches[index].share - before
            before = branches[index].share
            if share > most { (best, most) = (branches[index].step, share) }
        }
        return best >= 0 ? Int(best) : nil
    }

    /// What each first station begins when nothing else is there.
    private mutating func layCampaigns() {
        let saturated = products.indices.filter { products[$0].kind == .saturated }
        let order =
            model.campaigns.isEmpty
            ? saturated.map { Campaign(product: Int32($0), parts: 1) }
            : model.campaigns.map {
                Campaign(product: Int32(product(named: $0.product)), parts: Int32($0.parts))
            }
        for station in stations.indices {
            stations[station].firstCampaign = Int32(campaigns.count)
            for campaign in order {
                let step = steps[Int(products[Int(campaign.product)].firstStep)]
                let begins = ways[Int(step.firstWay)..<Int(step.firstWay + step.ways)].contains {
                    $0.station == station
                }
                if begins { campaigns.append(campaign) }
            }
            stations[station].campaigns =
                Int32(campaigns.count) - stations[station].firstCampaign
        }
    }
}
