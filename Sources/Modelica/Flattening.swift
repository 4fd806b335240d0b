import Diagnostics
import Quantities
import Tape

/// The largest array, and the largest number of scalars and of scalar equations of a model.
let largestArray = 100_000

/// Something could not be understood; what it is has been reported.
struct Refusal: Error {}

/// A value while a model is flattened: a scalar, or an array with its last index running fastest.
struct Value: Sendable {
    var type: ValueType
    /// Sizes; empty for a scalar.
    var shape: [Int]
    var elements: [Expression]
    /// One an element.
    var units: [UnitTerm]

    static func scalar(_ type: ValueType, _ expression: Expression, _ unit: UnitTerm = .literal)
        -> Value
    {
        Value(type: type, shape: [], elements: [expression], units: [unit])
    }

    var isScalar: Bool { shape.isEmpty }

    /// As messages write it: "a scalar" or "[3, 2]".
    var shapeText: String { Value.text(of: shape) }

    static func text(of shape: [Int]) -> String {
        shape.isEmpty ? "a scalar" : "[" + shape.map(String.init).joined(separator: ", ") + "]"
    }
}

/// One scalar equation: residual = 0.
struct FlatEquation: Sendable {
    let residual: Expression
    let place: Place
    /// The slot it must determine: that of a parameter bound to other parameters.
    let owner: Int?
}

/// A declared name while a model is flattened.
struct Component: Sendable {
    enum Stage: Sendable { case untouched, underway, settled, refused }

    let declaration: Declaration
    var stage = Stage.untouched
    var shape: [Int] = []
    /// Inputs of the flat graph, or constants where the value is known before all else.
    var elements: [Expression] = []
    /// One an element.
    var units: [UnitTerm] = []
    /// As declared; one an element, or one for all.
    var declaredUnits: [Unit?] = [nil]
    /// Index of the first element among the scalars; nil where elements are constants.
    var firstScalar: Int?
    /// The binding, if it was needed for the shape.
    var bound: Value?
    /// start, min, max, nominal and fixed where given; one value an element.
    var attributes: [String: [Expression]] = [:]
}

/// What a scalar is to the model.
enum ScalarRole: Sendable {
    /// A parameter with a number of its own.
    case tunable(Double)
    /// A parameter bound to other parameters.
    case dependent
    case input
    /// Determined by the equations.
    case variable
}

/// Takes a model's arrays and loops apart into scalar equations over one expression graph.
///
/// Slots of the flat graph: scalar s is slot s, its derivative slot `derivativeSlots` + s.
struct Flattening {
    static let derivativeSlots = 1_000_000
    static let timeSlot = 2_000_000

    let syntax: ModelSyntax
    let file: String
    let reader: any UnitReader
    var findings = Findings()
    var graph = Graph()
    var walk = GraphWalk()
    var components: [Component] = []
    var byName: [String: Int] = [:]
    /// Which element of which component each scalar is.
    var scalars: [(component: Int, element: Int)] = []
    var roles: [ScalarRole] = []
    /// Which scalars stand under der().
    var isState: [Bool] = []
    var equations: [FlatEquation] = []
    var initialEquations: [FlatEquation] = []
    var check = UnitCheck()
    var names = UnitNames()
    /// An equation or declaration is missing, so counting equations would mislead.
    var isIncomplete = false

    /// Indices of the loops around, innermost last.
    var indices: [(name: String, value: Int)] = []
    /// What `end` means in the subscripts around, innermost last.
    var ends: [Int] = []
    var depth = 0
    /// Elements that may still be worked out.
    var budget = 3_000_000
    /// Unknown units so far.
    var unknownUnits: Int32 = 0
    /// Names whose values are table knots and so must be known before all else.
    var fixedNames: Set<String> = []
    /// While the initial equations are read: der() does not make a state.
    var isInitial = false

    init(_ syntax: ModelSyntax, file: String, reader: any UnitReader) {
        self.syntax = syntax
        self.file = file
        self.reader = reader
    }

    /// Does all of it; `findings` tell what went wrong.
    mutating func run() {
        declare()
        for index in components.indices {
            do throws(Refusal) {
                try settle(index, from: components[index].declaration.place)
            } catch {
                isIncomplete = true
            }
        }
        for index in components.indices where components[index].stage == .settled {
            do throws(Refusal) {
                try bind(index)
            } catch {
                isIncomplete = true
            }
        }
        flatten(syntax.equations)
        isInitial = true
        flatten(syntax.initialEquations)
        for index in components.indices where components[index].stage == .settled {
            do throws(Refusal) {
                for name in ["start", "min", "max", "nominal", "fixed"] {
                    components[index].attributes[name] = try attribute(name, of: components[index])
                }
            } catch {
                isIncomplete = true
            }
        }
        checkUnits()
    }

    // MARK: Reports

    mutating func report(
        _ message: String, at place: Place, note: String? = nil, mend: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        findings.add(
            Diagnostic(
                severity, file: file, line: place.line, column: place.column,
                length: place.length, message: message, note: note, mend: mend))
    }

    mutating func refuse(
        _ message: String, at place: Place, note: String? = nil, mend: String? = nil
    ) -> Refusal {
        report(message, at: place, note: note, mend: mend)
        return Refusal()
    }

    func place(_ node: NodeIndex) -> Place { syntax.nodes[node].place }

    /// Counts work, so that a short text cannot ask for hours of it.
    mutating func spend(_ elements: Int, at place: Place) throws(Refusal) {
        budget = max(-1, budget - elements)
        guard budget >= 0 else {
            throw refuse(
                "the model is too large: its loops and arrays ask for too many elements",
                at: place, mend: "use smaller arrays and ranges")
        }
    }

    /// The name of a scalar, arrays spelled out: "T[2,1]".
    func name(ofScalar scalar: Int) -> String {
        let (index, element) = scalars[scalar]
        let component = components[index]
        return Flattening.name(component.declaration.name, element, of: component.shape)
    }

    static func name(_ name: String, _ element: Int, of shape: [Int]) -> String {
        guard !shape.isEmpty else { return name }
        var subscripts: [Int] = []
        var rest = element
        for size in shape.reversed() {
            subscripts.insert(rest % size + 1, at: 0)
            rest /= size
        }
        return name + "[" + subscripts.map(String.init).joined(separator: ",") + "]"
    }

    /// The declared unit of an element.
    func declaredUnit(_ component: Component, _ element: Int) -> Unit? {
        component.declaredUnits.count == 1
            ? component.declaredUnits[0] : component.declaredUnits[element]
    }
}
