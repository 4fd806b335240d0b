extension LineModel {
    /// Pieces of one kind that are counted: a purchased material, a component, finished goods.
    package struct Stock: Hashable, Sendable {
        package var name: String
        /// Pieces at the start.
        package var initial = 0
        /// Pieces it has room for; nil: without limit. A part that finds no room waits at its
        /// station, which is blocked; suppliers always find room.
        package var room: Int?
        /// Who sells it; nil: only the line itself fills it.
        package var supplier: Supplier?
        /// Customers who take from it; nil: nobody but the line.
        package var demand: Demand?
        /// Money for one piece, and for keeping one piece a second.
        package var price = 0.0
        package var holding = 0.0

        package init(_ name: String) { self.name = name }
    }

    package struct Supplier: Hashable, Sendable {
        package var policy: Policy
        package var leadTime: Law
        /// Money for an order, whatever its size.
        package var orderCost = 0.0

        package init(_ policy: Policy, leadTime: Law) {
            (self.policy, self.leadTime) = (policy, leadTime)
        }
    }

    /// When to order how much. Position: on hand + on order − backorders.
    package enum Policy: Hashable, Sendable {
        /// At `reorderPoint` and below: `quantity`, as often as needed to rise above it; (r, Q).
        case fixedQuantity(reorderPoint: Int, quantity: Int)
        /// Below `least`, looked at every so many seconds from the start on (nil: at once): up to
        /// `upTo`; (s, S).
        case upTo(least: Int, upTo: Int, review: Double?)
    }

    /// Customers, each of whom wants so many pieces and takes what is there of them. What comes
    /// into the stock goes to those who wait first.
    package struct Demand: Hashable, Sendable {
        /// Time between customers [s].
        package var between: Law
        package var pieces: Int
        /// Whether a customer waits for what is not there; otherwise the sale is lost.
        package var isBackordered: Bool

        package init(between: Law, pieces: Int = 1, isBackordered: Bool = true) {
            (self.between, self.pieces, self.isBackordered) = (between, pieces, isBackordered)
        }
    }
}
