import Line
import Quantities

/// Stocks, who fills them and who takes from them.
extension LineReader {
    func readStocks() -> [LineModel.Stock] {
        sections("stocks", LineKeys.stock).map { name, section in
            var stock = LineModel.Stock(name)
            stock.initial = count(section, "initial") ?? 0  // as the reference of keys says
            stock.room = count(section, "room")
            stock.price = money(section, "price", per: .one, "0.02 EUR")
            stock.holding = money(section, "holding", per: .time, "0.001 EUR/d")
            stock.supplier = section.section("supplier", LineKeys.supplier).flatMap(supplier)
            stock.demand = section.section("demand", LineKeys.demand).map(demand)
            return stock
        }
    }

    private func supplier(_ section: Section) -> LineModel.Supplier? {
        guard let policy = policy(section), let leadTime = law(section, "lead time") else {
            return nil
        }
        var supplier = LineModel.Supplier(policy, leadTime: leadTime)
        supplier.orderCost = money(section, "order cost", per: .one, "60 EUR")
        return supplier
    }

    func policy(_ section: Section) -> LineModel.Policy? {
        let isByQuantity = section["order"] != nil || section["at"] != nil
        let isByLevel = section["up to"] != nil || section["below"] != nil
        guard isByQuantity != isByLevel else {
            reading.refuse(
                section.place, "\(section.name) says when to order how much in no way, or in two",
                mend: "write \"order: 5000, at: 2000\" or \"up to: 8000, below: 2000\"")
            return nil
        }
        let (amount, level) = isByQuantity ? ("order", "at") : ("up to", "below")
        for key in [amount, level] where section[key] == nil {
            reading.refuse(
                section.place, "\(section.name): \"\(key)\" is missing",
                mend: "add \"\(key): \(section.table[key]?.example ?? "…")\"")
        }
        if isByQuantity, section["review"] != nil {
            section.refuse("review", "review is for \"up to\" and \"below\"", mend: "leave it out")
        }
        guard let pieces = count(section, amount), let threshold = count(section, level) else {
            return nil
        }
        return isByQuantity
            ? .fixedQuantity(reorderPoint: threshold, quantity: pieces)
            : .upTo(least: threshold, upTo: pieces, review: section.duration("review"))
    }

    private func demand(_ section: Section) -> LineModel.Demand {
        LineModel.Demand(
            between: law(section, "every") ?? .harmless,
            pieces: count(section, "pieces") ?? 1,
            isBackordered: truth(section, "waits") ?? true)  // both as the reference of keys says
    }
}
