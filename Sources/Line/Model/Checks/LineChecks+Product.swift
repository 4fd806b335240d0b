/// Products and their routes, each by itself.
extension LineChecks {
    mutating func check(_ product: LineModel.Product) {
        let path = ["products", product.name]
        check(product.release, product, path + ["release"])
        if let dueAfter = product.dueAfter, !(dueAfter > 0 && dueAfter < LineChecks.longest) {
            complain(path + ["due after"], "due after \(dueAfter) s: above 0")
        }
        if let stock = product.endsIn { needStock(stock, path + ["ends in"]) }
        if !product.margin.isFinite { complain(path + ["margin"], "a margin that is no number") }
        needNotNegative(product.materialCost, path + ["material"], "a cost")
        if product.steps.isEmpty { complain(path + ["route"], "a route without steps") }
        var met: Set<String> = []
        for step in product.steps {
            let path = path + ["route", step.name]
            if !met.insert(step.name).inserted {
                complain(
                    path, "the step \(step.name) stands twice in the route",
                    mend: "give one of them a name of its own: \"step: …\"")
            }
            check(step, of: product, path)
        }
    }

    private mutating func needStock(_ name: String, _ path: [String]) {
        need(name, among: model.stocks.map(\.name), path, "the stock")
    }

    private mutating func check(
        _ release: LineModel.Release, _ product: LineModel.Product, _ path: [String]
    ) {
        switch release {
        case .saturated, .given: break
        case .arrivals(let between, let parts):
            check(between, path + ["arrivals"], isAboveZero: true)
            if parts < 1 { complain(path + ["parts"], "\(parts) parts at once: at least 1") }
        case .lossy(let between, let most):
            check(between, path + ["arrivals"], isAboveZero: true)
            if most < 1 { complain(path + ["room"], "room for \(most) parts: at least 1") }
            if let first = product.steps.first, first.stations.count > 1 {
                complain(
                    path + ["room"],
                    "room is counted at one station, and the route begins at any "
                        + "of \(first.stations.joined(separator: ", "))")
            }
        case .circulating(let parts):
            if parts < 1 { complain(path + ["circulating"], "\(parts) parts: at least 1") }
        case .orders(let orders):
            if orders.isEmpty { complain(path + ["orders"], "no orders") }
            var met: Set<String> = []
            for order in orders {
                let path = path + ["orders", order.name]
                if !met.insert(order.name).inserted {
                    complain(path, "the order \(order.name) twice")
                }
                if order.parts < 1 { complain(path + ["parts"], "\(order.parts) parts") }
                if !(order.released >= 0 && order.released < LineChecks.longest) {
                    complain(path + ["released"], "released at \(order.released) s: at least 0")
                }
                if let due = order.due, !(due > order.released && due < LineChecks.longest) {
                    complain(path + ["due"], "it is due before it is released")
                }
            }
        case .replenishing(let stock, let upTo):
            needStock(stock, path + ["replenishes"])
            if upTo < 1 { complain(path + ["up to"], "up to \(upTo): at least 1") }
            if product.endsIn != stock {
                complain(
                    path + ["replenishes"],
                    "\(product.name) is begun for \(stock), and does not "
                        + "end there", mend: "add \"ends in: \(stock)\" to the product")
            }
        }
    }

    // MARK: steps

    private mutating func check(
        _ step: LineModel.Step, of product: LineModel.Product, _ path: [String]
    ) {
        if step.name == "finished" {
            complain(path, "a step cannot be called finished", mend: "it is where parts leave")
        }
        if step.stations.isEmpty { complain(path + ["at"], "the step is at no station") }
        for name in step.stations {
            need(name, among: model.stations.map(\.name), path + ["at"], "the station")
            if step.stations.count(where: { $0 == name }) > 1 {
                complain(path + ["at"], "the station \(name) twice")
            }
            guard step.process == nil,
                let station = model.stations.first(where: { $0.name == name }),
                station.process == nil
            else { continue }
            complain(
                path + ["process"], "how long \(name) works on \(product.name) is not said",
                mend: "add \"process: 1 min\" to the step or to the station")
        }
        if let process = step.process { check(process, path + ["process"]) }
        if case .shares(let shares) = step.choice {
            if shares.count != step.stations.count {
                complain(
                    path + ["choice"], "\(shares.count) shares for \(step.stations.count) stations")
            } else {
                needSumOfOne(shares, path + ["choice"])
            }
        }
        checkAmounts(of: step, path)
        switch step.defects {
        case .share(let share): needShare(share, path + ["defects"], "a share of defects")
        case .rule(let rule): check(rule, path + ["defects"], expecting: .plainNumber)
        }
        let steps = product.steps.map(\.name)
        if let inspection = step.inspection {
            let path = path + ["inspection"]
            needShare(inspection.finds, path + ["finds"], "a share found")
            needShare(inspection.falseAlarms, path + ["false alarms"], "a share")
            if inspection.mostReworks < 0 {
                complain(path + ["most reworks"], "\(inspection.mostReworks) reworks: at least 0")
            }
            if let rework = inspection.rework {
                need(rework, among: steps, path + ["rework"], "the step")
            }
        }
        check(step.next, steps, path + ["next"])
    }

    private mutating func checkAmounts(of step: LineModel.Step, _ path: [String]) {
        for amount in step.takes {
            needStock(amount.stock, path + ["takes", amount.stock])
            if amount.pieces < 1 {
                complain(path + ["takes", amount.stock], "\(amount.pieces) pieces: at least 1")
            }
            if let room = model.stocks.first(where: { $0.name == amount.stock })?.room,
                amount.pieces > room
            {
                complain(
                    path + ["takes", amount.stock],
                    "\(amount.pieces) pieces of \(amount.stock), which has room for \(room)")
            }
        }
        let given = model.products.filter { $0.release == .given }.map(\.name)
        for amount in step.gives {
            need(
                amount.stock, among: model.stocks.map(\.name) + given,
                path + ["gives", amount.stock], "the stock or given product")
            if amount.pieces < 1 {
                complain(path + ["gives", amount.stock], "\(amount.pieces) pieces: at least 1")
            }
        }
    }

    private mutating func check(_ next: LineModel.Next, _ steps: [String], _ path: [String]) {
        switch next {
        case .following: break
        case .shares(let shares):
            for (index, share) in shares.enumerated() {
                guard let step = share.step else { continue }
                need(step, among: steps, path + ["\(index + 1)", "to"], "the step")
            }
            needSumOfOne(shares.map(\.share), path)
        case .rules(let ways, let otherwise):
            for (index, way) in ways.enumerated() {
                let path = path + ["\(index + 1)"]
                check(way.when, path + ["when"], expecting: .truth)
                if let step = way.step {
                    need(step, among: steps, path + ["to"], "the step")
                }
            }
            if let otherwise {
                need(otherwise, among: steps, path + ["\(ways.count + 1)", "to"], "the step")
            }
        }
    }
}
