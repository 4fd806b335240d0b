package import Expressions
package import Quantities
package import Tags

/// What running the plant costs, in money per time, and what moving it costs.
package struct Objective: Hashable, Sendable {
    package var terms: [CostTerm]
    package var movePrices: [MovePrice]
    /// A recommendation that gains less is not shown [EUR/s].
    package var worthActingAbove: Double
}

/// One cost: price × formula, in EUR/s.
package struct CostTerm: Hashable, Sendable {
    package var name: String
    /// A number, over tags and model variables.
    package var of: Formula
    /// EUR per SI unit of `of` and second; negative for an income.
    package var price: Double
    /// The unit of the price as written, for showing, such as "EUR/MWh".
    package var priceUnit: Unit
    /// The role that answers for the price.
    package var owner: String
    /// Beyond this age the price is not used in automatic mode [s].
    package var validFor: Double
}

/// What one SI unit of travel of an MV costs [EUR].
package struct MovePrice: Hashable, Sendable {
    package var tag: TagName
    package var price: Double
}
