@testable import Line

/// A station with a constant time of work.
func station(_ name: String, _ seconds: Double, places: Int? = nil) -> LineModel.Station {
    var station = LineModel.Station(name)
    station.process = .constant(seconds)
    station.queue.places = places
    return station
}

/// A product whose steps are named after their stations, so many parts of it released at each time.
func product(
    _ name: String, _ stations: [String], at releases: [(time: Double, parts: Int)]
) -> LineModel.Product {
    LineModel.Product(
        name,
        release: .orders(
            releases.map { .init("order", parts: $0.parts, released: $0.time, due: nil) }),
        steps: stations.map { LineModel.Step($0, at: [$0]) })
}

func line(
    _ stations: [LineModel.Station], _ products: [LineModel.Product]
) -> LineModel {
    var model = LineModel("by hand")
    (model.stations, model.products) = (stations, products)
    return model
}

/// When parts left the line [s].
func departures(of model: LineModel, _ count: Int) -> [Double] {
    var run = GeneralRun(GeneralPlan(model), seed: 1)
    return (1...count).map { departed in
        run.run(until: Ticks(seconds: 10_000), departures: departed)
        return Ticks(run.now).seconds
    }
}

func outcome(of model: LineModel, until end: Double) -> LineOutcome {
    GeneralPlan(model).outcome(
        seed: 1, replication: 0, window: LineWindow(warmUp: 0, length: end))
}
