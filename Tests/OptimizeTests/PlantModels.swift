import Determinism
import Modeling
import Quantities
import Tags
import Tape

@testable import Optimize

/// Small plants that the planning tests run on.
enum PlantModels {
    static let kelvin = Unit(symbol: "degC", dimension: .temperature, offset: 273.15)

    /// ẋ = A x + B u, with no other variables.
    static func linear(_ a: [[Double]], _ b: [[Double]]) -> Model {
        var graph = Graph()
        let n = a.count
        let m = b.first?.count ?? 0  // a plant without inputs
        let x = (0..<n).map { graph.variable(1 + $0) }
        let u = (0..<m).map { graph.variable(1 + n + $0) }
        var derivatives: [Expression] = []
        for i in 0..<n {
            var terms: [Expression] = []
            for (factor, value) in zip(a[i] + b[i], x + u) where factor != 0 {
                let k = graph.constant(factor)
                terms.append(graph.multiply(k, value))
            }
            derivatives.append(graph.sum(terms))
        }
        let zero = graph.constant(0)
        return Model(
            name: "linear", states: (0..<n).map { Variable(name: "x\($0)") },
            inputs: (0..<m).map { Variable(name: "u\($0)") }, parameters: [], algebraics: [],
            graph: graph, derivatives: derivatives, values: [],
            initialStates: Array(repeating: zero, count: n))
    }

    /// A heated mass: C dT/dt = k (S − T) − w (T − Ta); states T [K]; inputs setpoint S, ambient Ta
    /// and load w; heat k (S − T) costs money. Time constant about 1 h at w = 1.
    static func heated() -> Model {
        var graph = Graph()
        let t = graph.variable(1)
        let s = graph.variable(2)
        let ambient = graph.variable(3)
        let load = graph.variable(4)
        let offset = graph.variable(5)
        let drive = graph.subtract(s, t)
        let gain = graph.constant(1.0)
        let heat = graph.multiply(gain, drive)
        let above = graph.subtract(t, ambient)
        let loss = graph.constant(0.05)
        let factor = graph.multiply(loss, load)
        let lost = graph.multiply(factor, above)
        let net = graph.subtract(heat, lost)
        let sum = graph.add(net, offset)
        let capacity = graph.constant(3600)
        let slope = graph.divide(sum, capacity)
        let start = graph.constant(1500)
        return Model(
            name: "heated",
            states: [Variable(name: "T", unit: kelvin, start: 1500, nominal: 100)],
            inputs: [
                Variable(name: "S", unit: kelvin, start: 1550, nominal: 100),
                Variable(name: "ambient", unit: kelvin, start: 300, nominal: 100),
                Variable(name: "load", start: 1, nominal: 1),
            ],
            parameters: [Variable(name: "offset", start: 0, nominal: 10)],
            algebraics: [Variable(name: "heat", nominal: 50)], graph: graph,
            derivatives: [slope], values: [heat], initialStates: [start])
    }

    /// The heated mass to be kept above a bound at the least cost of heat.
    static func heatedProblem(travelPrice: Double = 0) -> PlanningProblem {
        let model = heated()
        var graph = model.graph
        var handle = Handle(tag: TagName("TIC-1.SP"), input: 0, unit: kelvin)
        handle.smallestMove = 1
        handle.resolution = 0.1
        handle.travelPrice = travelPrice
        let t = graph.variable(1)
        let heat = model.values[0]
        return PlanningProblem(
            model: model, graph: graph, handles: [handle],
            held: [
                HeldVariable(
                    tag: TagName("TI-1"), value: t, unit: kelvin, typicalDeviation: 10)
            ],
            terms: [MoneyTerm(name: "fuel", rate: heat)])
    }

    static func heatedSituation(
        state: Double = 1500, live: Double = 1560, low: Double = 1480
    ) -> PlanningSituation {
        PlanningSituation(
            time: .seconds(1000), state: [state], parameters: [0], inputs: [live, 300, 1],
            handles: [
                HandleSituation(
                    live: live,
                    limits: [
                        NamedLimit("engineering limit", Bounds(1400, 1700)),
                        NamedLimit("operator limit", Bounds(1450, 1650)),
                    ],
                    ramps: [
                        TravelWindow(window: 60, reach: 3), TravelWindow(window: 600, reach: 20),
                        TravelWindow(window: 3600, reach: 60),
                    ],
                    readbacks: [Readback(age: 7200, value: live)])
            ],
            bounds: [HeldBounds(low: low, enforcement: .hard)], prices: [0.001])
    }

    static var heatedGrid: HorizonGrid {
        .growing(horizon: 4 * 3600, first: 300, count: 12, blockCount: 8)
    }
}
