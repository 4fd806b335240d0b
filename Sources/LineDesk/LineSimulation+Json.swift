import Foundation
import Line
import Scenarios

extension LineSimulation {
    /// The same as JSON: times in s, energy in J, money in the line's currency. Equal runs give
    /// equal bytes.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(SimulationJSON(self)), as: UTF8.self) + "\n"
    }
}

private struct SimulationJSON: Encodable {
    let line: String
    let replications: Int
    let seed: UInt64
    let lengthSeconds: Double
    let warmUpSeconds: Double
    let isPrecise: Bool?
    let currency: String
    /// By name; absent where there is nothing to judge.
    let figures: [String: IntervalJSON]
    let stations: [StationJSON]
    let products: [ProductJSON]
    let stocks: [StockJSON]
    let crews: [CrewJSON]

    init(_ run: LineSimulation) {
        line = run.model.name
        replications = run.outcomes.count
        seed = run.seed
        lengthSeconds = run.model.run.length
        warmUpSeconds = run.warmUp.length
        isPrecise = run.isPrecise
        currency = run.model.economy.currency
        var figures: [String: IntervalJSON] = [:]
        for measure in Measure.allCases {
            figures[measure.rawValue] = run.interval(measure).map(IntervalJSON.init)
        }
        self.figures = figures
        stations = run.model.stations.indices.map { StationJSON(run, $0) }
        products = run.model.products.indices.map { ProductJSON(run, $0) }
        stocks = run.model.stocks.indices.map { StockJSON(run, $0) }
        crews = run.model.crews.indices.map { CrewJSON(run, $0) }
    }
}

private struct IntervalJSON: Encodable {
    let mean: Double
    let halfWidth: Double
    let confidence: Double

    init(_ interval: Interval) {
        mean = interval.mean
        halfWidth = interval.halfWidth
        confidence = interval.confidence
    }
}

private struct StationJSON: Encodable {
    let name: String
    let units: Int
    let tier: String?
    /// Share of time by state.
    let shares: [String: Double]
    let availability: Double?
    let performance: Double?
    let quality: Double?
    let effectiveness: Double?
    let meanQueue: Double
    let longestQueue: Int
    /// A replication.
    let parts: Double
    let setups: Double
    let energyJoules: Double

    init(_ run: LineSimulation, _ index: Int) {
        let station = run.model.stations[index]
        name = station.name
        units = station.units
        tier = run.tiers.first { $0.station == station.name }?.tier.words
        let all = run.shares(of: index)
        var shares: [String: Double] = [:]
        for state in StationState.allCases { shares[state.words] = all[state.rawValue] }
        self.shares = shares
        availability = run.mean { $0.stations[index].effectiveness.availability }
        performance = run.mean { $0.stations[index].effectiveness.performance }
        quality = run.mean { $0.stations[index].effectiveness.quality }
        effectiveness = run.mean { $0.stations[index].effectiveness.overall }
        meanQueue = run.mean { $0.stations[index].meanQueue }
        longestQueue = run.longestQueue(at: index)
        parts = run.mean { Double($0.stations[index].parts) }
        setups = run.mean { Double($0.stations[index].setups) }
        energyJoules = run.mean { $0.stations[index].energy }
    }
}

private struct ProductJSON: Encodable {
    let name: String
    let goodPerHour: Double
    /// A replication.
    let begun: Double
    let finished: Double
    let scrapped: Double
    let reworked: Double
    let escaped: Double
    let lost: Double
    let leadTimeSeconds: Double?
    let leadTimeMedianSeconds: Double?
    let leadTime95Seconds: Double?

    init(_ run: LineSimulation, _ index: Int) {
        name = run.model.products[index].name
        goodPerHour = run.mean { Double($0.products[index].good) / $0.span * 3600 }
        begun = run.mean { Double($0.products[index].begun) }
        finished = run.mean { Double($0.products[index].finished) }
        scrapped = run.mean { Double($0.products[index].scrapped) }
        reworked = run.mean { Double($0.products[index].reworked) }
        escaped = run.mean { Double($0.products[index].escaped) }
        lost = run.mean { Double($0.products[index].lost) }
        let lead = run.leadTime(of: index)
        leadTimeSeconds = lead.count > 0 ? lead.mean : nil
        leadTimeMedianSeconds = lead.percentile(0.5)
        leadTime95Seconds = lead.percentile(0.95)
    }
}

private struct StockJSON: Encodable {
    let name: String
    let onHand: Double
    let backordered: Double
    let demanded: Double
    let servedAtOnce: Double
    let lostSales: Double
    let orders: Double

    init(_ run: LineSimulation, _ index: Int) {
        name = run.model.stocks[index].name
        onHand = run.mean { $0.stocks[index].onHand }
        backordered = run.mean { $0.stocks[index].backordered }
        demanded = run.mean { Double($0.stocks[index].demanded) }
        servedAtOnce = run.mean { Double($0.stocks[index].servedAtOnce) }
        lostSales = run.mean { Double($0.stocks[index].lostSales) }
        orders = run.mean { Double($0.stocks[index].orders) }
    }
}

private struct CrewJSON: Encodable {
    let name: String
    let onDutySeconds: Double
    let busySeconds: Double

    init(_ run: LineSimulation, _ index: Int) {
        name = run.model.crews[index].name
        onDutySeconds = run.mean { $0.crews[index].onDuty }
        busySeconds = run.mean { $0.crews[index].busy }
    }
}
