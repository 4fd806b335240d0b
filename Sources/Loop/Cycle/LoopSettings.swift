import Determinism
package import Estimate
package import Expressions
package import GuardSide
package import Modeling
package import Optimize
package import Sense
package import Tags

/// Everything one asset's loop runs by, in SI, put together from the twin's file and its model.
package struct LoopSettings: Sendable {
    /// Between two snapshots, and between two recommendations; plant time [s].
    package var senseEvery: Double
    package var optimizeEvery: Double
    package var senseRules: [SenseRule]
    package var reading: PlantReading

    /// The model without disturbances; the estimator adds them.
    package var model: Model
    package var disturbances: [Disturbance]
    package var estimator: EstimatorSettings
    /// One a model input, in its order.
    package var inputTags: [TagName]
    /// Inputs that are known now and whose course to come is not: placed on inputs, not estimated.
    package var wandering: [Disturbance]
    /// Inputs that plans expect to go somewhere; all others stay as they are.
    package var expected: [ExpectedInput]

    package var problem: PlanningProblem
    package var grid: HorizonGrid
    package var optimizer: OptimizerSettings
    /// One a handle of `problem`.
    package var handles: [HandleLimits]
    /// One a held variable of `problem`.
    package var holds: [HeldBounds]
    /// One a money term of `problem` [money per SI unit].
    package var prices: [Double]
    /// Standard deviations of the forecast by which plans stay inside the bounds.
    package var backOff: Double
    /// Lead times at which forecasts are compared with what happened [s], ascending.
    package var lessonLeads: [Double]
    /// The measured variables whose forecasts are compared.
    package var lessons: [Lesson]
    /// Where the model's word is judged separately; the first that is true counts.
    package var regions: [(name: String, when: Formula)]
    /// What the forecasts must have shown for the model to be called good.
    package var quality = QualityLimits()
    /// How long a card may wait for an answer, plant time [s].
    package var cardLife: Double

    package init(
        senseEvery: Double,
        optimizeEvery: Double,
        senseRules: [SenseRule],
        reading: PlantReading,
        model: Model,
        disturbances: [Disturbance],
        estimator: EstimatorSettings,
        inputTags: [TagName],
        wandering: [Disturbance],
        expected: [ExpectedInput],
        problem: PlanningProblem,
        grid: HorizonGrid,
        optimizer: OptimizerSettings,
        handles: [HandleLimits],
        holds: [HeldBounds],
        prices: [Double],
        backOff: Double,
        lessonLeads: [Double],
        lessons: [Lesson],
        regions: [(name: String, when: Formula)],
        cardLife: Double
    ) {
        self.senseEvery = senseEvery
        self.optimizeEvery = optimizeEvery
        self.senseRules = senseRules
        self.reading = reading
        self.model = model
        self.disturbances = disturbances
        self.estimator = estimator
        self.inputTags = inputTags
        self.wandering = wandering
        self.expected = expected
        self.problem = problem
        self.grid = grid
        self.optimizer = optimizer
        self.handles = handles
        self.holds = holds
        self.prices = prices
        self.backOff = backOff
        self.lessonLeads = lessonLeads
        self.lessons = lessons
        self.regions = regions
        self.cardLife = cardLife
    }

    /// Fixed limits of a handle, beside the operator's live ones.
    package struct HandleLimits: Hashable, Sendable {
        package var engineering: ClosedRange<Double>
        package var ramps: [TravelWindow]
        package var reversalsPerHour: Int

        package init(
            engineering: ClosedRange<Double>, ramps: [TravelWindow], reversalsPerHour: Int
        ) {
            self.engineering = engineering
            self.ramps = ramps
            self.reversalsPerHour = reversalsPerHour
        }
    }

    /// An input on its way to another value, exponentially.
    package struct ExpectedInput: Hashable, Sendable {
        /// Position among the model's inputs.
        package var input: Int
        /// Where it ends, in SI.
        package var to: Double
        /// Time constant [s].
        package var within: Double

        package init(input: Int, to: Double, within: Double) {
            self.input = input
            self.to = to
            self.within = within
        }

        /// Its course from its value now, by the plan's points.
        func course(from now: Double, at times: [Double]) -> InputForecast {
            let times = [0] + times
            return InputForecast(
                input: input, times: times,
                values: times.map { to + (now - to) * exponential(-$0 / within) }, isLinear: true)
        }
    }

    /// A measured variable whose forecasts are judged.
    package struct Lesson: Hashable, Sendable {
        package var tag: TagName
        package var variable: Model.Found
        /// Standard deviation of the measurement itself, in SI.
        package var noise: Double

        package init(tag: TagName, variable: Model.Found, noise: Double) {
            self.tag = tag
            self.variable = variable
            self.noise = noise
        }
    }
}
