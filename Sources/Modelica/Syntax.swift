/// A node of the syntax tree, by its position in `ModelSyntax.nodes`.
typealias NodeIndex = Int

/// One node of an expression as written.
struct SyntaxNode: Sendable {
    indirect enum Kind: Sendable {
        case number(Double, whole: Bool)
        case truth(Bool)
        case text(String)
        /// A variable, `time`, or a constant by its full name.
        case name(String, subscripts: [NodeIndex])
        case call(String, arguments: [NodeIndex], iterators: [Iterator])
        case array([NodeIndex])
        case comprehension(NodeIndex, [Iterator])
        case negate(NodeIndex)
        case not(NodeIndex)
        /// Sums or products, evaluated from the left.
        case chain(first: NodeIndex, rest: [Link])
        case power(NodeIndex, NodeIndex, elementwise: Bool)
        case relation(Relation, NodeIndex, NodeIndex)
        case all([NodeIndex])
        case any([NodeIndex])
        /// `if`: conditions with their values, and the value of `else`.
        case choice([Branch], otherwise: NodeIndex)
        case range(from: NodeIndex, step: NodeIndex?, to: NodeIndex)
        /// ":" as a subscript.
        case everything
        /// "end" as a subscript.
        case last
    }

    struct Link: Sendable {
        let operation: Chained
        let elementwise: Bool
        let operand: NodeIndex
    }

    struct Branch: Sendable {
        let condition: NodeIndex
        let value: NodeIndex
    }

    let kind: Kind
    let place: Place
}

enum Chained: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

enum Relation: String, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case unequal = "<>"
}

/// `i in range` of a for loop or a comprehension.
struct Iterator: Sendable {
    let name: String
    let range: NodeIndex
    let place: Place
}

/// An equation as written.
enum EquationSyntax: Sendable {
    case equality(left: NodeIndex, right: NodeIndex, place: Place)
    case loop([Iterator], [EquationSyntax])
    /// `if` with its branches; the last condition nil for `else`.
    case choice([EquationBranch], place: Place)
}

struct EquationBranch: Sendable {
    let condition: NodeIndex?
    let equations: [EquationSyntax]
}

/// What kind of value a variable holds.
enum ValueType: String, Sendable {
    case real = "Real"
    case integer = "Integer"
    case boolean = "Boolean"
}

/// One declared name.
struct Declaration: Sendable {
    enum Prefix: Sendable { case none, parameter, constant, input, output }

    struct Attribute: Sendable {
        let name: String
        let isEach: Bool
        let value: NodeIndex
        let place: Place
    }

    let name: String
    let place: Place
    let type: ValueType
    let prefix: Prefix
    let isFinal: Bool
    /// Sizes of an array; `.everything` where the value gives the size.
    let sizes: [NodeIndex]
    let attributes: [Attribute]
    let binding: NodeIndex?
    let text: String
}

/// A model as written.
struct ModelSyntax: Sendable {
    var name = ""
    var place = Place.start
    var nodes: [SyntaxNode] = []
    var declarations: [Declaration] = []
    var equations: [EquationSyntax] = []
    var initialEquations: [EquationSyntax] = []
    /// A declaration could not be read.
    var hasLostDeclarations = false
}
