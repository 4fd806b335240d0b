@testable import Line

/// Stations one after another, named by number, with so many places between them.
func serialLine(
    release: LineModel.Release, process: [Law], places: [Int?],
    breakdowns: [LineModel.Breakdown] = []
) -> LineModel {
    var model = LineModel("line")
    for (index, law) in process.enumerated() {
        var station = LineModel.Station("station \(index)")
        station.process = law
        if index > 0 { station.queue.places = places[index - 1] }
        station.breakdowns = breakdowns
        model.stations.append(station)
    }
    model.products = [
        LineModel.Product(
            "part", release: release,
            steps: model.stations.map { LineModel.Step($0.name, at: [$0.name]) })
    ]
    return model
}
