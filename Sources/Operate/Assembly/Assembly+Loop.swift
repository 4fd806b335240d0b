package import Estimate
import Expressions
package import Loop
package import Modeling
import Optimize
import Quantities
package import Sense
package import Tags
import Tape
package import TwinFile

/// Why a twin's file and its model do not make a loop. The engineer mends the file.
package enum AssemblyError: Error, Hashable, Sendable {
    /// A model input that no tag is mapped to.
    case inputWithoutTag(String)
    /// A manipulated variable that is mapped to nothing the model takes as input.
    case handleWithoutInput(TagName)
    case formula(String, LoweringError)
    case estimator(EstimatorError)
    case noMeasurement
}

extension LoopSettings {
    /// Intervals of the plan, and blocks over which the handles rest.
    static let planShape = (intervals: 18, blocks: 9)

    /// The loop of a twin. Throws what keeps file and model from fitting together.
    package init(_ twin: Twin, _ model: Model) throws(AssemblyError) {
        let disturbances = twin.estimate.disturbances.map(Self.disturbance(in: twin))
        let wandering = Self.wandering(twin, model)
        let augmented: AugmentedModel
        do throws(EstimatorError) {
            augmented = try AugmentedModel(model, disturbances: disturbances + wandering)
        } catch { throw .estimator(error) }
        let inputTags = try Self.inputTags(twin, model)
        let grid = HorizonGrid.growing(
            horizon: twin.cadence.horizon,
            first: min(
                twin.cadence.optimize, twin.cadence.horizon / Double(Self.planShape.intervals)),
            count: Self.planShape.intervals, blockCount: Self.planShape.blocks)
        let measurements = Self.measurements(twin)
        guard !measurements.isEmpty else { throw .noMeasurement }
        let handles = twin.tags(.mv)
        var optimizer = OptimizerSettings()
        optimizer.worthActingAbove = twin.objective.worthActingAbove * 3600
        let drift = Dictionary(
            twin.estimate.states.map { ($0.variable, $0) }, uniquingKeysWith: { first, _ in first })
        self.init(
            senseEvery: twin.cadence.sense, optimizeEvery: twin.cadence.optimize,
            senseRules: Self.senseRules(of: twin),
            reading: GuardAssembly.reading(twin),
            model: model, disturbances: disturbances,
            estimator: EstimatorSettings(
                driftPerHour: model.states.map { drift[$0.name]?.perHour ?? 0 },  // exact
                initialDeviation: model.states.map {
                    drift[$0.name]?.deviationAtStart ?? 0.05 * $0.nominal  // not stated: 5 %
                },
                measurements: measurements),
            inputTags: inputTags,
            wandering: wandering,
            expected: inputTags.enumerated().compactMap { i, tag in
                twin[tag]?.expected.map { ExpectedInput(input: i, to: $0.to, within: $0.within) }
            },
            problem: try Self.problem(twin, augmented, handles), grid: grid, optimizer: optimizer,
            handles: handles.compactMap(\.limits).map { limits in
                HandleLimits(
                    engineering: limits.engineering,
                    ramps: limits.ramps.map { TravelWindow(window: $0.window, reach: $0.reach) },
                    reversalsPerHour: limits.moves.reversalsPerHour)
            },
            holds: twin.holds.map { Self.bounds($0, twin) },
            prices: twin.objective.terms.map(\.price),
            backOff: twin.guardSettings.hardLimitDeviations,
            lessonLeads: [600, 1800, 3600, 7200].filter { $0 <= twin.cadence.horizon },
            lessons: Self.lessons(twin, augmented.model, measurements),
            regions: twin.regions.map { ($0.name, $0.when) },
            cardLife: min(twin.cadence.optimize, twin.guardSettings.cardLife))
        quality.leastCount = twin.modes.automatic.decisions
        quality.mostBias = twin.modes.automatic.bias
        quality.leastCoverage = twin.modes.automatic.leastCoverage
        quality.mostCoverage = twin.modes.automatic.mostCoverage
    }

    /// One rule a tag.
    package static func senseRules(of twin: Twin) -> [SenseRule] { twin.tags.map(SenseRule.init) }

    /// Longest distance between two points of the plan [s].
    package var spacing: Double {
        let points = [0] + grid.pointTimes
        return zip(points, points.dropFirst()).map { $1 - $0 }.max() ?? .infinity  // never empty
    }

    private static func disturbance(
        in twin: Twin
    ) -> (TwinFile.Disturbance) -> Estimate.Disturbance {
        { given in
            let perHour = given.deviation * (3600 / given.window).squareRoot()
            let atStart = given.deviationAtStart ?? given.deviation  // the file says: the same
            switch given.place {
            case .reading(let tag):
                // A mapped tag always has a variable; the reader refuses others.
                let variable = twin.variable(of: tag) ?? tag.text
                return Estimate.Disturbance(
                    name: "bias of \(tag)", place: .output(variable), driftPerHour: perHour,
                    initialDeviation: atStart)
            case .variable(let name):
                let isInput = twin.map.contains { $0.variable == name }
                return Estimate.Disturbance(
                    name: name, place: isInput ? .input(name) : .parameter(name),
                    driftPerHour: perHour, initialDeviation: atStart)
            }
        }
    }

    /// Inputs that wander: disturbances on them that nobody estimates, for the bands of forecasts.
    private static func wandering(_ twin: Twin, _ model: Model) -> [Estimate.Disturbance] {
        twin.estimate.states.filter { wander in
            model.inputs.contains { $0.name == wander.variable }
        }.map {
            Estimate.Disturbance(
                name: "course of \($0.variable)", place: .input($0.variable),
                driftPerHour: $0.perHour, initialDeviation: $0.deviation)
        }
    }

    private static func inputTags(_ twin: Twin, _ model: Model) throws(AssemblyError) -> [TagName] {
        var tags: [TagName] = []
        for input in model.inputs {
            guard let tag = twin.tag(of: input.name) else { throw .inputWithoutTag(input.name) }
            tags.append(tag)
        }
        return tags
    }

    private static func measurements(_ twin: Twin) -> [Measurement] {
        twin.estimate.measurementNoise.compactMap { noise in
            twin.variable(of: noise.tag).map {
                Measurement(tag: noise.tag, variable: $0, deviation: noise.deviation)
            }
        }
    }

    private static func lessons(
        _ twin: Twin, _ model: Model, _ measurements: [Measurement]
    ) -> [Lesson] {
        measurements.compactMap { measurement in
            guard twin[measurement.tag]?.role == .cv, let found = model.find(measurement.variable)
            else { return nil }
            return Lesson(tag: measurement.tag, variable: found, noise: measurement.deviation)
        }
    }

    private static func bounds(_ hold: Hold, _ twin: Twin) -> HeldBounds {
        let enforcement: HeldBounds.Enforcement
        switch hold.firmness {
        case .hard: enforcement = .hard
        case .soft(let price): enforcement = .soft(price: price)
        }
        var bounds = HeldBounds(low: hold.low, high: hold.high, enforcement: enforcement)
        bounds.from = twin.guardSettings.actsAfter
        return bounds
    }

    private static func problem(
        _ twin: Twin, _ augmented: AugmentedModel, _ handles: [TagDeclaration]
    ) throws(AssemblyError) -> PlanningProblem {
        let model = augmented.model
        var graph = model.graph
        @Sendable func resolve(_ name: String, _ graph: inout Graph) -> Expression? {
            let variable = twin.variable(of: TagName(name)) ?? name
            return model.find(variable).map { model.expression($0, in: &graph) }
        }
        var planned: [Handle] = []
        for tag in handles {
            guard let variable = twin.variable(of: tag.name),
                let input = model.inputs.firstIndex(where: { $0.name == variable })
            else { throw .handleWithoutInput(tag.name) }
            var handle = Handle(tag: tag.name, input: input, unit: tag.unit)
            handle.smallestMove = tag.limits?.moves.smallest ?? 0  // an MV always has limits
            let price = twin.objective.movePrices.first { $0.tag == tag.name }?.price
            handle.travelPrice = price ?? 0  // no price: moving is free
            planned.append(handle)
        }
        var held: [HeldVariable] = []
        for hold in twin.holds {
            guard let value = resolve(hold.variable, &graph) else {
                throw .formula(hold.variable, .unknownName(hold.variable))
            }
            let span = hold.low.flatMap { low in hold.high.map { $0 - low } }
            held.append(
                HeldVariable(
                    tag: TagName(hold.variable), value: value, unit: hold.unit,
                    typicalDeviation: span.map { $0 / 10 } ?? 5 * hold.unit.scale))  // one-sided
        }
        var terms: [MoneyTerm] = []
        for term in twin.objective.terms {
            do throws(LoweringError) {
                let rate = try term.of.lowered(into: &graph, resolve)
                terms.append(MoneyTerm(name: term.name, rate: rate))
            } catch { throw .formula(term.name, error) }
        }
        return PlanningProblem(
            model: model, graph: graph, handles: planned, held: held, terms: terms)
    }
}

extension Wander {
    /// Standard deviation gathered over one hour, in SI.
    fileprivate var perHour: Double { deviation * (3600 / window).squareRoot() }
}

extension SenseRule {
    fileprivate init(_ tag: TagDeclaration) {
        self.init(
            tag: tag.name, range: tag.validity.range, rate: tag.validity.rate,
            staleAfter: tag.validity.staleAfter, frozenAfter: tag.validity.frozenAfter,
            spike: tag.validity.spike)
    }
}
