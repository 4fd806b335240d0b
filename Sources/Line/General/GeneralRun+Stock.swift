// Stocks: what steps take and give, customers, suppliers.
extension GeneralRun {
    /// Brings a stock's sums up to now.
    private mutating func accrue(stock: Int) {
        levels.change(stock) {
            $0.onHandArea &+= $0.onHand &* (now &- $0.since)
            $0.backorderedArea &+= $0.backordered &* (now &- $0.since)
            $0.since = now
        }
    }

    private mutating func note(_ stock: Int, risen: Bool = false, fallen: Bool = false) {
        let isNoted = levels[stock].isRisen || levels[stock].isFallen
        levels.change(stock) {
            $0.isRisen = $0.isRisen || risen
            $0.isFallen = $0.isFallen || fallen
        }
        if isNoted { return }
        changed[changedCount] = Int32(truncatingIfNeeded: stock)
        changedCount &+= 1
    }

    /// Whether all is there that so many parts take.
    mutating func hasMaterial(_ step: GeneralPlan.Step, parts: Int64) -> Bool {
        for index in Int(step.firstTake)..<Int(step.firstTake + step.takes) {
            let take = amounts[index]
            if levels[Int(take.stock)].onHand < Int64(take.pieces) * parts { return false }
        }
        return true
    }

    /// Takes what one part takes.
    mutating func takeMaterial(_ step: GeneralPlan.Step) {
        for index in Int(step.firstTake)..<Int(step.firstTake + step.takes) {
            let take = amounts[index]
            accrue(stock: Int(take.stock))
            levels.change(Int(take.stock)) { $0.onHand -= Int64(take.pieces) }
            note(Int(take.stock), fallen: true)
        }
    }

    mutating func hasRoom(_ stock: Int, _ pieces: Int64) -> Bool {
        let level = levels[stock]
        return level.onHand + max(0, pieces - level.backordered) <= plan.stocks[stock].room
    }

    /// Puts pieces into a stock: first to customers who wait.
    mutating func put(_ pieces: Int64, into stock: Int) {
        accrue(stock: stock)
        levels.change(stock) {
            let late = min($0.backordered, pieces)
            $0.backordered -= late
            $0.onHand += pieces - late
        }
        note(stock, risen: true)
    }

    /// Gives what a step gives, all of it or nothing; false if some stock has no room.
    mutating func give(_ step: GeneralPlan.Step) -> Bool {
        let gifts = Int(step.firstGive)..<Int(step.firstGive + step.gives)
        for index in gifts {
            let gift = amounts[index]
            if gift.stock >= 0, !hasRoom(Int(gift.stock), Int64(gift.pieces)) { return false }
        }
        for index in gifts {
            let gift = amounts[index]
            if gift.stock >= 0 {
                put(Int64(gift.pieces), into: Int(gift.stock))
            } else {
                for _ in 0..<gift.pieces { begin(Int(gift.product), due: -1) }
            }
        }
        return true
    }

    /// A stock has changed: who waited for pieces or for room goes on, what is short is ordered.
    mutating func seeToStock(_ stock: Int) {
        let level = levels[stock]
        let row = plan.stocks[stock]
        levels.change(stock) { ($0.isRisen, $0.isFallen) = (false, false) }
        if level.isFallen {
            if row.policy != .none, row.review < 0 { order(stock, row) }
            for index in Int(row.firstMaker)..<Int(row.firstMaker + row.makers) {
                replenish(Int(plan.makers[index]), stock)
            }
            retryGivers()
        }
        if level.isRisen {
            for index in Int(row.firstTaker)..<Int(row.firstTaker + row.takers) {
                serve(Int(plan.takers[index]))
            }
        }
    }

    private mutating func replenish(_ product: Int, _ stock: Int) {
        let upTo = Int64(products[product].count)
        while books.products[product].inProcess + levels[stock].onHand < upTo {
            books.products.change(product) { $0.inProcess += 1 }
            begin(product, due: -1)
        }
    }

    /// Orders what the policy asks for, by position: on hand + on order − backorders.
    private mutating func order(_ stock: Int, _ row: GeneralPlan.Stock) {
        func position() -> Int64 {
            levels[stock].onHand + levels[stock].onOrder - levels[stock].backordered
        }
        switch row.policy {
        case .none: break
        case .fixedQuantity:
            while position() <= row.point { place(row.quantity, stock, row) }
        case .upTo:
            if position() < row.point { place(row.quantity - position(), stock, row) }
        }
    }

    private mutating func place(_ pieces: Int64, _ stock: Int, _ row: GeneralPlan.Stock) {
        levels.change(stock) {
            $0.onOrder += pieces
            $0.orders += 1
            $0.piecesOrdered += Int(pieces)
        }
        if freeDelivery < 0 {
            let count = deliveries.count
            deliveries.grow(to: 2 * count, with: Delivery())
            freeAllDeliveries(from: count)
        }
        let index = Int(freeDelivery)
        freeDelivery = deliveries[index].next
        deliveries[index] = Delivery(stock: Int32(truncatingIfNeeded: stock), pieces: pieces)
        travel.add(.delivery, index, at: now &+ Int64(bank.next(Int(row.leadTime))))
        due.set(plan.slots.travel, travel.next)
    }

    /// A supplier delivers; room in the stock does not hold it up.
    mutating func receive(_ index: Int) {
        let delivery = deliveries[index]
        deliveries.change(index) { $0.next = freeDelivery }
        freeDelivery = Int32(truncatingIfNeeded: index)
        levels.change(Int(delivery.stock)) { $0.onOrder -= delivery.pieces }
        put(delivery.pieces, into: Int(delivery.stock))
    }

    mutating func freeAllDeliveries(from first: Int) {
        for index in (first..<deliveries.count).reversed() {
            deliveries.change(index) { $0.next = freeDelivery }
            freeDelivery = Int32(index)
        }
    }

    /// A stock that is looked at from time to time is looked at.
    mutating func review(_ slot: Int) {
        let stock = Int(plan.owners[slot &- unitCount].index)
        due.set(slot, now &+ plan.stocks[stock].review)
        order(stock, plan.stocks[stock])
    }

    /// A customer comes.
    mutating func sell(_ slot: Int) {
        let stock = Int(plan.owners[slot &- unitCount].index)
        let row = plan.stocks[stock]
        due.set(slot, now &+ Int64(bank.next(Int(row.between))))
        accrue(stock: stock)
        levels.change(stock) {
            let served = min($0.onHand, row.pieces)
            $0.onHand -= served
            $0.demanded += Int(row.pieces)
            $0.servedAtOnce += Int(served)
            if row.isBackordered {
                $0.backordered += row.pieces - served
            } else {
                $0.lostSales += Int(row.pieces - served)
            }
        }
        note(stock, fallen: true)
    }

    /// Looks at all stocks at the start.
    mutating func openStocks() {
        for (index, row) in plan.stocks.enumerated() {
            levels.change(index) { $0.onHand = row.initial }
            note(index, fallen: true)
            if row.review >= 0 { due.set(Int(row.reviewSlot), 0) }
            if row.between >= 0 {
                due.set(Int(row.demandSlot), Int64(bank.next(Int(row.between))))
            }
        }
    }

    /// A part of a product has left or was scrapped: what keeps up a number begins another.
    mutating func replace(_ product: Int) {
        let row = products[product]
        switch row.kind {
        case .circulating: begin(product, due: -1)
        case .replenishing:
            books.products.change(product) { $0.inProcess -= 1 }
            note(Int(row.stock), fallen: true)
        case .arrivals, .lossy, .saturated, .orders, .given: break
        }
    }

    mutating func settleStocks() {
        for stock in plan.stocks.indices { accrue(stock: stock) }
    }
}
