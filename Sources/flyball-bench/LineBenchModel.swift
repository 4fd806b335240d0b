import Line

/// One of the models that simulators of lines are compared on.
struct LineBenchModel {
    var name: String
    var line: LineModel
    /// Canonical events of a run.
    var events: (LineOutcome) -> Int
    /// What is asked for, how it is read, and what is known of it.
    var asks: String
    var answer: (LineOutcome) -> Double
    var known: Double
    /// Simulated time of one run, long enough to time [s].
    var length: (LineTier) -> Double

    static var all: [LineBenchModel] { [queue, lineOfTen, jobShop] }

    /// Poisson arrivals at 0.9, exponential work of mean 1: an arrival and a departure a part.
    static var queue: LineBenchModel {
        var station = LineModel.Station("server")
        station.process = .exponential(mean: 1)
        var line = LineModel("mm1")
        line.stations = [station]
        line.products = [
            LineModel.Product(
                "part", release: .arrivals(.exponential(mean: 1 / 0.9), parts: 1),
                steps: [LineModel.Step("work", at: ["server"])])
        ]
        return LineBenchModel(
            name: "mm1", line: line, events: { $0.products[0].begun + $0.products[0].finished },
            asks: "time in system", answer: { $0.products[0].leadTime.mean }, known: 10,
            length: { $0 == .recursion ? 1e6 : 2e6 })
    }

    /// Ten machines with cycle 1 and buffers of 10, which fail every 100 of work and are down for
    /// 10: an event for each part at each machine, and two for each failure.
    static var lineOfTen: LineBenchModel {
        LineBenchModel(
            name: "line10", line: chain(of: 10), events: chainEvents,
            asks: "throughput", answer: { Double($0.products[0].finished) / $0.span },
            known: 0.7280, length: { $0 == .recursion ? 1e6 : 2.5e5 })
    }

    /// So many machines of the line of ten, one after another.
    static func chain(of count: Int) -> LineModel {
        var line = LineModel("line\(count)")
        for index in 0..<count {
            var station = LineModel.Station("M\(index + 1)")
            station.process = .constant(1)
            station.queue.places = 10
            station.breakdowns = [
                LineModel.Breakdown(
                    "stop", until: .exponential(mean: 100), repair: .exponential(mean: 10))
            ]
            line.stations.append(station)
        }
        line.products = [
            LineModel.Product(
                "part", release: .saturated,
                steps: line.stations.map { LineModel.Step($0.name, at: [$0.name]) })
        ]
        return line
    }

    static func chainEvents(_ outcome: LineOutcome) -> Int {
        outcome.stations.reduce(0) { $0 + $1.parts + 2 * $1.failures.reduce(0, +) }
    }

    /// Fifty stations, twenty routes over ten of them: an arrival and ten departures a part.
    static var jobShop: LineBenchModel {
        var line = LineModel("jobshop50")
        for (index, mean) in jobShopMeans.enumerated() {
            var station = LineModel.Station("S\(index)")
            station.process = .exponential(mean: mean)
            line.stations.append(station)
        }
        line.products = jobShopRoutes.enumerated().map { index, route in
            LineModel.Product(
                "P\(index)", release: .arrivals(.exponential(mean: 20), parts: 1),
                steps: route.map { LineModel.Step("at \($0)", at: ["S\($0)"]) })
        }
        return LineBenchModel(
            name: "jobshop50", line: line,
            events: { outcome in
                outcome.products.reduce(0) { $0 + $1.begun }
                    + outcome.stations.reduce(0) { $0 + $1.parts }
            }, asks: "time in system",
            answer: { outcome in
                let parts = outcome.products.reduce(0) { $0 + $1.finished }
                return outcome.products.reduce(0) {
                    $0 + $1.leadTime.mean * Double($1.finished)
                } / Double(parts)
            }, known: 200, length: { _ in 3e5 })
    }

    /// So many stations, at work 80 % of the time, between which parts of many products wander.
    static func shop(of count: Int) -> LineModel {
        var line = LineModel("shop\(count)")
        for index in 0..<count {
            var station = LineModel.Station("S\(index)")
            station.process = .exponential(mean: 1)
            line.stations.append(station)
        }
        // Every station lies on the routes of two products.
        line.products = (0..<count / 5).map { product in
            LineModel.Product(
                "P\(product)", release: .arrivals(.exponential(mean: 2.5), parts: 1),
                steps: (0..<10).map { step in
                    LineModel.Step("\(step)", at: ["S\((5 * product + step) % count)"])
                })
        }
        return line
    }

    /// Routes and mean times of work, made by `make_jobshop50.py` (a linear congruential generator
    /// from 42): with parts at rate 1 every station is at work 80 % of the time, and as FIFO with
    /// exponential times that do not depend on the product the net has product form.
    private static let jobShopRoutes = [
        [0, 46, 15, 21, 8, 7, 19, 1, 43, 29],
        [19, 27, 41, 22, 9, 26, 38, 31, 7, 49],
        [13, 8, 42, 29, 35, 25, 9, 49, 14, 46],
        [15, 49, 23, 37, 10, 20, 16, 8, 5, 27],
        [49, 44, 38, 47, 0, 40, 5, 10, 43, 46],
        [13, 43, 37, 32, 45, 4, 23, 20, 48, 39],
        [10, 25, 32, 49, 9, 19, 45, 33, 16, 13],
        [37, 44, 15, 9, 5, 4, 21, 28, 2, 33],
        [17, 49, 4, 3, 21, 24, 31, 0, 23, 40],
        [18, 5, 32, 17, 1, 39, 19, 41, 28, 46],
        [46, 6, 14, 39, 27, 8, 40, 5, 29, 44],
        [30, 34, 21, 31, 47, 17, 25, 37, 40, 44],
        [41, 18, 0, 11, 38, 48, 6, 40, 33, 20],
        [13, 41, 10, 27, 25, 0, 35, 11, 49, 32],
        [45, 38, 3, 40, 37, 12, 42, 8, 41, 49],
        [45, 34, 11, 6, 3, 12, 28, 15, 31, 2],
        [1, 4, 21, 29, 10, 47, 44, 36, 20, 40],
        [14, 6, 19, 45, 21, 0, 25, 40, 13, 44],
        [37, 44, 14, 19, 8, 49, 7, 26, 32, 18],
        [6, 35, 31, 46, 40, 34, 5, 45, 25, 26],
    ]

    /// 0.8 over the rate at which parts come to the station.
    private static var jobShopMeans: [Double] {
        (0..<50).map { station in
            let visits = jobShopRoutes.count { $0.contains(station) }
            return 0.8 * 20 / Double(visits)
        }
    }
}
