import Line
import Testing

@testable import Replications

@Suite struct ParallelReplicationsTests {
    private func line(units: Int) -> LineModel {
        var model = LineModel("line")
        for name in ["saw", "mill"] {
            var station = LineModel.Station(name)
            station.process = .exponential(mean: 1)
            station.queue.places = 3
            model.stations.append(station)
        }
        model.stations[1].units = units
        model.products = [
            LineModel.Product(
                "part", release: .saturated,
                steps: ["saw", "mill"].map { LineModel.Step($0, at: [$0]) })
        ]
        return model
    }

    @Test(arguments: [1, 2])
    func `the same bits come from one thread and from many`(units: Int) {
        let window = LineWindow(warmUp: 100, length: 2_000, interval: 100)
        let models = [line(units: units), line(units: 1)]
        let alone = ParallelReplications(threads: 1).outcomes(
            of: models, seed: 7, replications: 3..<40, window: window)
        let together = ParallelReplications(threads: 7).outcomes(
            of: models, seed: 7, replications: 3..<40, window: window)
        let plain = models.map {
            TieredReplications().outcomes(of: $0, seed: 7, replications: 3..<40, window: window)
        }
        let (isSame, isPlain) = (alone == together, alone == plain)
        #expect(isSame && isPlain)
        #expect(alone[0].count == 37)
        // They differ from one another.
        #expect(Set(alone[0].map(\.workInProcess)).count == 37)
    }
}
