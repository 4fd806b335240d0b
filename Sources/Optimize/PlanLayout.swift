import Modeling
/// Where the plan's unknowns and constraints stand. All unknowns are scaled.
///
/// Unknowns: setpoint of each block and handle; states at each collocation point; travel up and
/// down of each block and priced handle; slack of each side, held variable and point.
/// Constraints: model equations at each point; held variables by side and point; travel; ramps.
struct PlanLayout: Hashable, Codable, Sendable {
    let states: Int
    let handles: Int
    let blocks: Int
    let points: Int
    /// Handles whose travel has a price.
    let priced: [Int]
    /// Held variables with the side that is bounded, in order.
    let sides: [Side]
    let ramps: [Ramp]

    struct Side: Hashable, Codable, Sendable {
        let held: Int
        let isHigh: Bool
    }

    struct Ramp: Hashable, Codable, Sendable {
        let handle: Int
        let pair: TravelBounds.Pair
    }

    func setpoint(_ block: Int, _ handle: Int) -> Int { block * handles + handle }
    func state(_ point: Int, _ i: Int) -> Int { blocks * handles + point * states + i }
    private var firstTravel: Int { blocks * handles + points * states }
    func up(_ block: Int, _ k: Int) -> Int { firstTravel + 2 * (block * priced.count + k) }
    func down(_ block: Int, _ k: Int) -> Int { up(block, k) + 1 }
    private var firstSlack: Int { firstTravel + 2 * blocks * priced.count }
    func slack(_ side: Int, _ point: Int) -> Int { firstSlack + side * points + point }
    var variables: Int { firstSlack + sides.count * points }

    func defect(_ point: Int, _ i: Int) -> Int { point * states + i }
    func heldRow(_ side: Int, _ point: Int) -> Int { points * states + side * points + point }
    func travelRow(_ block: Int, _ k: Int) -> Int {
        points * (states + sides.count) + block * priced.count + k
    }
    func rampRow(_ i: Int) -> Int {
        points * (states + sides.count) + blocks * priced.count + i
    }
    var constraints: Int { rampRow(ramps.count) }
}

/// One typical size of each kind of unknown.
struct PlanScales: Hashable, Sendable {
    let states: [Double]
    let handles: [Double]
    let held: [Double]

    init(_ problem: PlanningProblem, _ situation: PlanningSituation) {
        states = zip(problem.model.states, situation.state).map { variable, value in
            // A nominal of 1 is what a model says that says nothing.
            variable.nominal != 1 ? variable.nominal : max(1, abs(value))
        }
        handles = problem.handles.map { handle in
            let variable = problem.model.inputs[handle.input]
            return variable.nominal != 1
                ? variable.nominal : max(1, abs(situation.inputs[handle.input]))
        }
        held = problem.held.map(\.typicalDeviation)
    }
}
