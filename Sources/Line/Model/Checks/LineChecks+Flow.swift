/// What follows from stations and routes together.
extension LineChecks {
    private var routes: [LineRoute] { model.products.map(LineRoute.init) }

    mutating func checkFlow() {
        let routes = routes
        for route in routes { checkWays(of: route) }
        let visited = Set(
            routes.flatMap { route in
                route.reached.flatMap { route.product.steps[$0].stations }
            })
        for station in model.stations where !visited.contains(station.name) {
            complain(
                ["stations", station.name], "no route reaches the station \(station.name)",
                mend: "name it in a route, or take it out")
        }
        checkCampaigns()
        checkReleases()
        for station in model.stations { checkWaiting(at: station, routes) }
    }

    private mutating func checkWays(of route: LineRoute) {
        let product = route.product
        let path = ["products", product.name, "route"]
        let reached = route.reached
        for (index, step) in product.steps.enumerated() where !reached.contains(index) {
            complain(
                path + [step.name], "no way leads to the step \(step.name)",
                mend: "name it in a \"to\" or \"rework\", or take it out")
        }
        let trapped = route.trapped.map { product.steps[$0].name }
        if let first = trapped.first {
            complain(
                path + [first],
                "parts never leave \(trapped.joined(separator: ", ")): the routing has a cycle "
                    + "without exit", mend: "give one of them a way to \"finished\"")
        }
    }

    // MARK: releases

    private mutating func checkCampaigns() {
        let saturated = model.products.filter { $0.release == .saturated }.map(\.name)
        for (index, campaign) in model.campaigns.enumerated() {
            let path = ["campaigns", "\(index + 1)", campaign.product]
            if campaign.parts < 1 {
                complain(path, "a campaign of \(campaign.parts) parts: at least 1")
            }
            guard model.products.contains(where: { $0.name == campaign.product }) else {
                need(
                    campaign.product, among: model.products.map(\.name), path, "the product")
                continue
            }
            if saturated.contains(campaign.product) { continue }
            complain(
                path, "a campaign of \(campaign.product), which is not always there",
                mend: "say \"release: saturated\" of it, or take it out of the campaigns")
        }
        if model.campaigns.isEmpty {
            if saturated.count > 1 {
                complain(
                    ["products", saturated[1], "release"],
                    "\(saturated.joined(separator: " and ")) are always there, and nothing says "
                        + "which comes when",
                    mend: "add \"campaigns: [{\(saturated[0]): 50}, {\(saturated[1]): 50}]\"")
            }
            return
        }
        for name in saturated where !model.campaigns.contains(where: { $0.product == name }) {
            complain(
                ["products", name, "release"], "\(name) is in no campaign, so it is never begun",
                mend: "name it in \"campaigns\"")
        }
    }

    private mutating func checkReleases() {
        let given = Set(model.products.flatMap { $0.steps.flatMap { $0.gives.map(\.stock) } })
        for product in model.products {
            let path = ["products", product.name, "release"]
            switch product.release {
            case .given:
                if !given.contains(product.name) {
                    complain(
                        path, "no step gives \(product.name), so it is never begun",
                        mend: "add \"gives: \(product.name)\" to a step")
                }
            case .circulating(let parts): checkCirculating(product, parts, path)
            case .saturated: needTime(product, path)
            default: break
            }
        }
    }

    private mutating func checkCirculating(
        _ product: LineModel.Product, _ parts: Int, _ path: [String]
    ) {
        needTime(product, path)
        for name in product.steps.first?.stations ?? [] {
            guard let station = model.stations.first(where: { $0.name == name }) else { continue }
            if station.queue.places != nil {
                complain(
                    ["stations", name, "queue", "places"],
                    "parts of \(product.name) that circulate begin at \(name), whose queue is "
                        + "limited", mend: "leave its places out: \(parts) parts are the limit")
            }
            if let batch = station.batch, batch.longestWait == nil, batch.least > parts {
                complain(
                    path + ["circulating"],
                    "\(parts) parts circulate, and \(name) waits for \(batch.least)")
            }
        }
    }

    /// Parts of which there is always one must take some time, or the clock would stand still.
    private mutating func needTime(_ product: LineModel.Product, _ path: [String]) {
        let works = product.steps.contains { step in
            step.stations.contains { name in
                let station = model.stations.first { $0.name == name }
                return ((step.process ?? station?.process)?.mean ?? 0) > 0  // none: no time
            }
        }
        if works { return }
        complain(path, "\(product.name) is always there, and no step of it takes time")
    }

    // MARK: queues

    private mutating func checkWaiting(at station: LineModel.Station, _ routes: [LineRoute]) {
        let path = ["stations", station.name, "queue"]
        if case .sequence(let names) = station.queue.order {
            for route in routes where !names.contains(route.product.name) {
                let comes = route.reached.contains {
                    route.product.steps[$0].stations.contains(station.name)
                }
                guard comes else { continue }
                complain(
                    path + ["order", "sequence"],
                    "\(route.product.name) comes to \(station.name) and is not in its sequence, so "
                        + "it would wait for ever", mend: "add it to the sequence")
            }
        }
        guard let batch = station.batch, batch.longestWait == nil,
            let places = station.queue.places, places < batch.least
        else { return }
        let isFed = routes.contains { route in
            route.reached.contains { step in
                route.ways[step].contains {
                    route.product.steps[$0].stations.contains(station.name)
                }
            }
        }
        if !isFed { return }
        complain(
            ["stations", station.name, "batch"],
            "\(station.name) waits for \(batch.least) parts, and its queue holds \(places)",
            mend: "give the queue \(batch.least) places or more, or the batch a \"longest wait\"")
    }

    // MARK: warnings

    /// Stations that may wait for each other, and so stand still for good.
    mutating func warnOfDeadlock() {
        for names in circles() {
            complain(
                ["stations", names[0], "queue", "places"],
                names.count == 1
                    ? "\(names[0]) can wait for itself: parts go back to its own limited queue"
                    : "\(names.joined(separator: ", ")) can wait for each other: a rework loop "
                        + "leads through their limited queues",
                mend: "leave the places of one of them out, or let rework pass another way; a run "
                    + "that locks up says so")
        }
    }

    /// Stations around a cycle of routes on which every queue is limited, so that all may be full
    /// with every part waiting for the next one's place; each circle in the model's order.
    func circles() -> [[String]] {
        let limited = Set(model.stations.filter { $0.queue.places != nil }.map(\.name))
        var ways: [String: [String]] = [:]
        for route in routes {
            for step in route.reached {
                for next in route.ways[step] {
                    for to in route.product.steps[next].stations where limited.contains(to) {
                        for from in route.product.steps[step].stations {
                            ways[from, default: []].append(to)
                        }
                    }
                }
            }
        }
        var told: Set<String> = []
        return model.stations.compactMap { station in
            if told.contains(station.name) { return nil }
            let around = after(station.name, ways).filter { after($0, ways).contains(station.name) }
            guard !around.isEmpty else { return nil }
            let names = model.stations.map(\.name).filter { around.contains($0) }
            told.formUnion(names)
            return names
        }
    }

    /// All that is reached from a station by one way or more.
    private func after(_ station: String, _ ways: [String: [String]]) -> Set<String> {
        var reached: Set<String> = []
        var open = ways[station] ?? []
        while let next = open.popLast() {
            guard reached.insert(next).inserted else { continue }
            open += ways[next] ?? []
        }
        return reached
    }

    /// What is declared and does nothing.
    mutating func warnOfWhatIsIdle() {
        let isDue = model.products.contains { product in
            if case .orders(let orders) = product.release, orders.contains(where: { $0.due != nil })
            {
                return true
            }
            return product.dueAfter != nil
        }
        for station in model.stations where station.queue.order == .dueDate && !isDue {
            complain(
                ["stations", station.name, "queue", "order"],
                "\(station.name) goes by due dates, and no part has one",
                mend: "add \"due after\" to a product, or dates to its orders")
        }
        if model.transportSpeed != nil, model.stations.count(where: { $0.position != nil }) < 2 {
            complain(
                ["transport speed"],
                "parts travel between stations with a position, and there "
                    + "are fewer than two")
        }
        for stock in model.stocks {
            let isTaken = model.products.contains { product in
                product.steps.contains { $0.takes.contains { $0.stock == stock.name } }
            }
            let isFilled =
                stock.supplier != nil
                || model.products.contains { product in
                    product.endsIn == stock.name
                        || product.steps.contains { $0.gives.contains { $0.stock == stock.name } }
                }
            if isTaken || stock.demand != nil, !isFilled {
                complain(
                    ["stocks", stock.name], "\(stock.name) is taken from and never filled",
                    mend: "give it a supplier, or let a product end in it")
            }
        }
        let used = Set(
            model.stations.compactMap(\.calendar) + model.crews.compactMap(\.calendar))
        for calendar in model.calendars where !used.contains(calendar.name) {
            complain(["calendars", calendar.name], "nothing goes by the calendar \(calendar.name)")
        }
    }
}
