/// The keys of a stock, its supplier and its customers.
extension LineKeys {
    static let stock = Table(
        name: "a stock",
        keys: [
            .may("initial", .whole(0...mostParts), "5000", "Pieces at the start; 0 if absent."),
            .may(
                "room", .whole(0...mostParts), "20000",
                "Pieces it has room for; without limit if absent."),
            .may(
                "supplier", .section(supplier), "{order: 5000, at: 2000, lead time: 3 d}",
                "Who sells it; only the line fills it if absent."),
            .may("demand", .section(demand), "{every: {exponential: 1 h}}", "Who takes from it."),
            .may("price", .quantity, "0.02 EUR", "Of one piece; nothing if absent."),
            .may(
                "holding", .quantity, "0.001 EUR/d",
                "Cost of keeping one piece; nothing if absent."),
        ])

    static let supplier = Table(
        name: "a supplier",
        keys: [
            .may("order", count, "5000", "So many are ordered, with `at`: (r, Q)."),
            .may(
                "at", .whole(-mostParts...mostParts), "2000",
                "When on hand + on order − backorders is at this or below."),
            .may(
                "up to", count, "8000", "Instead: ordered up to so many, with `below`: (s, S)."),
            .may(
                "below", .whole(-mostParts...mostParts), "2000",
                "When the same sum is below this."),
            .may("review", .quantity, "1 d", "With up to: looked at so often; at once if absent."),
            .must("lead time", law, "{triangular: [2 d, 3 d, 6 d]}", "From order to delivery."),
            .may("order cost", .quantity, "60 EUR", "Of an order of any size; nothing if absent."),
        ])

    static let demand = Table(
        name: "demand",
        keys: [
            .must("every", law, "{exponential: 1 h}", "Time between customers."),
            .may("pieces", count, "4", "Each takes so many; 1 if absent."),
            .may(
                "waits", .truth, "false",
                "Whether a customer waits for what is not there; otherwise the sale is lost. True "
                    + "if absent."),
        ])
}
