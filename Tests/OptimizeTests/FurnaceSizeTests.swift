import Determinism
import Modeling
import Quantities
import Tags
import Tape
import Testing

@testable import Optimize

/// A problem of the size of a furnace, not a model of one: three zones of gas, wall and slab.
@Suite struct FurnaceSizeTests {
    /// Zone gas, wall, and per zone four slab layers that move on: 18 states, radiation to the
    /// fourth power, 3 setpoints, throughput and ambient as disturbances.
    static func model() -> Model {
        var b = Builder()
        let zones = 3
        let gas = (0..<zones).map { b.state($0) }
        let wall = (0..<zones).map { b.state(zones + $0) }
        let slab = (0..<zones).map { z in (0..<4).map { b.state(2 * zones + 4 * z + $0) } }
        let setpoint = (0..<zones).map { b.input($0, states: 18) }
        let speed = b.input(3, states: 18)
        let ambient = b.input(4, states: 18)
        let wallLoss = b.graph.variable(1 + 18 + 5)
        var derivatives = [Expression](repeating: gas[0], count: 18)
        var fuels: [Expression] = []
        for z in 0..<zones {
            let drive = b.minus(setpoint[z], gas[z])
            derivatives[z] = b.times(drive, b.number(1 / 180.0))
            let radiation = b.times(
                b.minus(b.fourth(gas[z]), b.fourth(slab[z][0])), b.number(2.2e-8))
            let toWall = b.times(b.minus(b.fourth(gas[z]), b.fourth(wall[z])), b.number(1e-8))
            let loss = b.times(b.minus(wall[z], ambient), wallLoss)
            derivatives[zones + z] = b.times(b.minus(toWall, loss), b.number(1 / 2e5))
            let inflow = z == 0 ? nil : slab[z - 1]
            for layer in 0..<4 {
                var net = b.number(0)
                if layer == 0 { net = b.plus(net, radiation) }
                if layer > 0 {
                    let flow = b.minus(slab[z][layer - 1], slab[z][layer])
                    net = b.plus(net, b.times(flow, b.number(700)))
                }
                if layer < 3 {
                    let flow = b.minus(slab[z][layer + 1], slab[z][layer])
                    net = b.plus(net, b.times(flow, b.number(700)))
                }
                let source = inflow.map { $0[layer] } ?? ambient
                let carried = b.times(
                    b.times(b.minus(source, slab[z][layer]), speed), b.number(220))
                let rate = b.times(b.plus(net, carried), b.number(1 / 2.2e5))
                derivatives[2 * zones + 4 * z + layer] = rate
            }
            fuels.append(b.plus(b.plus(radiation, toWall), b.times(drive, b.number(50))))
        }
        let mean = b.times(b.graph.sum(slab[2]), b.number(0.25))
        let spread = b.minus(slab[2][0], slab[2][3])
        let fuel = b.graph.sum(fuels)
        let starts =
            [1400.0, 1450, 1500, 1100, 1150, 1200]
            + (0..<12).map { 700 + 45 * Double($0) }
        let constants = starts.map { b.number($0) }
        return Model(
            name: "furnace",
            states: starts.enumerated().map {
                Variable(name: "x\($0)", start: $1, minimum: 200, maximum: 2000, nominal: 1000)
            },
            inputs: (0..<3).map { Variable(name: "S\($0)", start: 1500, nominal: 1000) } + [
                Variable(name: "throughput", start: 1, nominal: 1),
                Variable(name: "ambient", start: 300, nominal: 300),
            ],
            parameters: [Variable(name: "wall_conductance", start: 12, nominal: 12)],
            algebraics: [
                Variable(name: "mean", nominal: 1000), Variable(name: "spread", nominal: 50),
                Variable(name: "fuel", nominal: 1e5),
            ], graph: b.graph, derivatives: derivatives, values: [mean, spread, fuel],
            initialStates: constants)
    }

    static func problem() -> PlanningProblem {
        let model = model()
        let handles = (0..<3).map { z in
            var handle = Handle(
                tag: TagName("TIC-20\(z + 1).SP"), input: z, unit: PlantModels.kelvin)
            handle.smallestMove = 1
            handle.travelPrice = 0.4
            return handle
        }
        return PlanningProblem(
            model: model, graph: model.graph, handles: handles,
            held: [
                HeldVariable(
                    tag: TagName("EXIT.MEAN"), value: model.values[0], unit: PlantModels.kelvin,
                    typicalDeviation: 10),
                HeldVariable(
                    tag: TagName("EXIT.SPREAD"), value: model.values[1],
                    unit: Unit(symbol: "K", dimension: .temperature), typicalDeviation: 10),
            ], terms: [MoneyTerm(name: "fuel", rate: model.values[2])])
    }

    static func situation(_ optimizer: inout Optimizer) -> PlanningSituation {
        let model = optimizer.problem.model
        let handles = (0..<3).map { _ in
            HandleSituation(
                live: 1520, limits: [NamedLimit("engineering limit", Bounds(1200, 1600))],
                ramps: [
                    TravelWindow(window: 60, reach: 3), TravelWindow(window: 600, reach: 20),
                    TravelWindow(window: 3600, reach: 60),
                ])
        }
        let mean = HeldBounds(enforcement: .soft(price: 40 / 3600.0))
        let spread = HeldBounds(enforcement: .hard)
        var situation = PlanningSituation(
            time: .seconds(0), state: model.states.map(\.start), parameters: [12],
            inputs: [1520, 1520, 1520, 1, 300],
            forecasts: [InputForecast(input: 3, times: [0, 1800, 5400], values: [1, 0.8, 1])],
            handles: handles, bounds: [mean, spread], prices: [2e-7])
        // Settled at the live setpoints first.
        for _ in 0..<6 {
            if let course = optimizer.predictUntouched(situation), let last = course.states.last {
                situation.state = last
                situation.bounds[0].low = course.held[0][course.times.count - 1] - 15
                situation.bounds[0].high = course.held[0][course.times.count - 1] + 40
                situation.bounds[1].high = course.held[1][course.times.count - 1] + 15
            }
        }
        return situation
    }

    @Test(arguments: [24, 36]) func `a furnace is planned with few iterations`(count: Int) throws {
        var optimizer = Optimizer(
            Self.problem(),
            grid: .growing(horizon: 3 * 3600, first: 120, count: count, blockCount: 10))
        var situation = Self.situation(&optimizer)
        for _ in 0..<4 {
            let answer = optimizer.recommend(situation)
            #expect(answer.status == .optimal)
            #expect(answer.iterations <= 30)
            #expect(try #require(answer.certificate).residual < 1e-6)
            let first = try #require(answer.setpoints.first)
            situation.time = situation.time.later(by: 120)
            for i in 0..<3 {
                situation.inputs[i] = first[i]
                situation.handles[i].readbacks =
                    situation.handles[i].readbacks.map {
                        Readback(age: $0.age + 120, value: $0.value)
                    } + [Readback(age: 120, value: situation.handles[i].live)]
                situation.handles[i].live = first[i]
            }
            situation.parameters[0] += 0.05
        }
    }
}

/// Expression building in fewer words.
struct Builder {
    var graph = Graph()
    mutating func state(_ i: Int) -> Expression { graph.variable(1 + i) }
    mutating func input(_ i: Int, states: Int) -> Expression { graph.variable(1 + states + i) }
    mutating func number(_ value: Double) -> Expression { graph.constant(value) }
    mutating func plus(_ a: Expression, _ b: Expression) -> Expression { graph.add(a, b) }
    mutating func minus(_ a: Expression, _ b: Expression) -> Expression { graph.subtract(a, b) }
    mutating func times(_ a: Expression, _ b: Expression) -> Expression { graph.multiply(a, b) }
    mutating func fourth(_ a: Expression) -> Expression {
        let four = graph.constant(4)
        return graph.power(a, four)
    }
}
