import Line
import Plots

extension StationState {
    /// Its colour in all pictures: work green, waiting blue and grey, losses warm.
    var colour: String {
        switch self {
        case .working: "#009E73"
        case .setup: "#E69F00"
        case .down: "#D55E00"
        case .microStop: "#CC79A7"
        case .maintenance: "#7A5195"
        case .blocked: "#0072B2"
        case .starved: "#56B4E9"
        case .waitingForMaterial: "#A6761D"
        case .waitingForCrew: "#666666"
        case .offShift: "#DDDDDD"
        }
    }

    static var legend: [LegendEntry] {
        allCases.map { LegendEntry($0.words, colour: $0.colour) }
    }
}

extension LineSimulation {
    /// What share of its time each station spends in which state.
    package var statesPicture: String {
        StackedBars(
            title: "\(model.name): share of time by state", parts: StationState.legend,
            bars: model.stations.indices.map {
                StackedBars.Bar(model.stations[$0].name, shares: shares(of: $0))
            }
        ).svg
    }
}
