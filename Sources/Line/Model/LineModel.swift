/// A line as its engineer declares it in `line.yaml`: what stands there, what flows through it, who
/// works on it and what it costs. It says nothing of how it is simulated.
///
/// Things are named, and named by those who use them: a scenario that adds a machine leaves all
/// other names, and with them all other draws of chance, as they were. Times are in seconds, money
/// in `economy.currency`, power in watts, lengths in metres.
package struct LineModel: Hashable, Sendable {
    package var name: String
    package var stations: [Station] = []
    package var products: [Product] = []
    /// The order in which saturated products are begun, over and over, so many parts of each;
    /// empty: one saturated product at most. Each first station goes through those that begin
    /// there.
    package var campaigns: [Campaign] = []
    /// What is counted and not followed one by one: materials, components, finished goods.
    package var stocks: [Stock] = []
    package var crews: [Crew] = []
    package var calendars: [Calendar] = []
    /// How fast parts travel between stations with a position [m/s]; nil: they arrive at once.
    package var transportSpeed: Double?
    package var economy = Economy()
    package var run = RunSettings()

    package init(_ name: String) { self.name = name }

    /// So many parts of one product, one after another.
    package struct Campaign: Hashable, Sendable {
        package var product: String
        package var parts: Int

        package init(of product: String, parts: Int) {
            (self.product, self.parts) = (product, parts)
        }
    }
}
