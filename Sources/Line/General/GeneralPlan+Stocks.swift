extension GeneralPlan {
    mutating func layStocks() {
        for stock in model.stocks {
            var row = Stock()
            row.initial = Int64(stock.initial)
            row.room = stock.room.map { Int64($0) } ?? .max
            if let supplier = stock.supplier {
                row.leadTime = add(supplier.leadTime, stock.name, .leadTime)
                switch supplier.policy {
                case .fixedQuantity(let point, let quantity):
                    row.policy = .fixedQuantity
                    (row.point, row.quantity) = (Int64(point), Int64(quantity))
                case .upTo(let least, let upTo, let review):
                    row.policy = .upTo
                    (row.point, row.quantity) = (Int64(least), Int64(upTo))
                    row.review = review.map { GeneralPlan.ticks($0) } ?? -1
                }
            }
            if let demand = stock.demand {
                row.between = add(demand.between, stock.name, .demand)
                row.pieces = Int64(demand.pieces)
                row.isBackordered = demand.isBackordered
            }
            stocks.append(row)
        }
    }

    /// What a step takes.
    func amount(_ amount: LineModel.Amount) -> Amount {
        Amount(
            pieces: Int32(amount.pieces),
            stock: Int32(
                GeneralPlan.place(of: amount.stock, in: model.stocks.map(\.name), "stock")))
    }

    /// What a step gives: pieces into a stock, or parts of a product that is given.
    func gift(_ amount: LineModel.Amount) -> Amount {
        if model.stocks.contains(where: { $0.name == amount.stock }) { return self.amount(amount) }
        return Amount(
            pieces: Int32(amount.pieces), product: Int32(product(named: amount.stock)))
    }

    /// Which stations take from a stock, and which products replenish it.
    mutating func layStockUsers() {
        var takersOf = [[Int32]](repeating: [], count: stocks.count)
        for step in steps {
            let at = ways[Int(step.firstWay)..<Int(step.firstWay + step.ways)].map(\.station)
            for take in amounts[Int(step.firstTake)..<Int(step.firstTake + step.takes)] {
                takersOf[Int(take.stock)] += at
                for station in at { stations[Int(station)].takesMaterial = true }
            }
        }
        for stock in stocks.indices {
            stocks[stock].firstTaker = Int32(takers.count)
            // In the model's order, each once.
            for station in takersOf[stock].sorted()
            where takers.last != station
                || takers.count == stocks[stock].firstTaker
            { takers.append(station) }
            stocks[stock].takers = Int32(takers.count) - stocks[stock].firstTaker
            stocks[stock].firstMaker = Int32(makers.count)
            for (index, product) in products.enumerated()
            where product.kind == .replenishing && product.stock == stock {
                makers.append(Int32(index))
            }
            stocks[stock].makers = Int32(makers.count) - stocks[stock].firstMaker
        }
    }
}
