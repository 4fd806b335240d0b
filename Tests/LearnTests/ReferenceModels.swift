import Tape

/// Formulas written as formulas: a test's shorthand over `Graph`.
struct Formula {
    final class Source { var graph = Graph() }
    let source: Source
    let expression: Expression

    private func with(
        _ other: Formula, _ make: (inout Graph, Expression, Expression) -> Expression
    ) -> Formula {
        Formula(source: source, expression: make(&source.graph, expression, other.expression))
    }
    private func number(_ value: Double) -> Formula {
        Formula(source: source, expression: source.graph.constant(value))
    }
    func apply(_ operation: Operation) -> Formula {
        Formula(source: source, expression: source.graph.unary(operation, expression))
    }
    static func + (a: Formula, b: Formula) -> Formula { a.with(b) { $0.add($1, $2) } }
    static func - (a: Formula, b: Formula) -> Formula { a.with(b) { $0.subtract($1, $2) } }
    static func * (a: Formula, b: Formula) -> Formula { a.with(b) { $0.multiply($1, $2) } }
    static func / (a: Formula, b: Formula) -> Formula { a.with(b) { $0.divide($1, $2) } }
    static func ^ (a: Formula, b: Formula) -> Formula { a.with(b) { $0.power($1, $2) } }
    static func + (a: Double, b: Formula) -> Formula { b.number(a) + b }
    static func - (a: Double, b: Formula) -> Formula { b.number(a) - b }
    static func * (a: Double, b: Formula) -> Formula { b.number(a) * b }
    static func / (a: Double, b: Formula) -> Formula { b.number(a) / b }
    static func / (a: Formula, b: Double) -> Formula { a / a.number(b) }
    static func ^ (a: Formula, b: Double) -> Formula { a ^ a.number(b) }
    static prefix func - (a: Formula) -> Formula { a.number(-1) * a }
}

func exp(_ a: Formula) -> Formula { a.apply(.exp) }
func sin(_ a: Formula) -> Formula { a.apply(.sin) }
func cos(_ a: Formula) -> Formula { a.apply(.cos) }
func atan(_ a: Formula) -> Formula { a.apply(.atan) }

/// The models of the NIST files, as printed in them. `b` are the parameters, `x` the predictors.
enum ReferenceModels {
    typealias Model = (_ b: [Formula], _ x: [Formula]) -> Formula

    static var all: [(name: String, model: Model)] {
        [
            ("Misra1a", { b, x in b[0] * (1 - exp(-b[1] * x[0])) }),
            ("Misra1b", { b, x in b[0] * (1 - ((1 + b[1] * x[0] / 2) ^ -2)) }),
            ("Misra1c", { b, x in b[0] * (1 - ((1 + 2 * b[1] * x[0]) ^ -0.5)) }),
            ("Misra1d", { b, x in b[0] * b[1] * x[0] / (1 + b[1] * x[0]) }),
            ("Chwirut1", chwirut), ("Chwirut2", chwirut), ("Lanczos1", lanczos),
            ("Lanczos2", lanczos), ("Lanczos3", lanczos), ("Gauss1", gauss), ("Gauss2", gauss),
            ("Gauss3", gauss), ("DanWood", { b, x in b[0] * (x[0] ^ b[1]) }),
            ("Kirby2", kirby), ("Hahn1", cubic), ("Thurber", cubic),
            ("MGH17", { b, x in b[0] + b[1] * exp(-x[0] * b[3]) + b[2] * exp(-x[0] * b[4]) }),
            ("Roszman1", { b, x in b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / Double.pi }),
            ("ENSO", enso),
            (
                "MGH09",
                { b, x in b[0] * (x[0] * x[0] + x[0] * b[1]) / (x[0] * x[0] + x[0] * b[2] + b[3]) }
            ),
            ("BoxBOD", { b, x in b[0] * (1 - exp(-b[1] * x[0])) }),
            ("Rat42", { b, x in b[0] / (1 + exp(b[1] - b[2] * x[0])) }),
            ("MGH10", { b, x in b[0] * exp(b[1] / (x[0] + b[2])) }),
            ("Eckerle4", { b, x in b[0] / b[1] * exp(-0.5 * (((x[0] - b[2]) / b[1]) ^ 2)) }),
            ("Rat43", { b, x in b[0] / ((1 + exp(b[1] - b[2] * x[0])) ^ (1 / b[3])) }),
            ("Bennett5", { b, x in b[0] * ((b[1] + x[0]) ^ (-1 / b[2])) }),
            ("Nelson", { b, x in b[0] - b[1] * x[0] * exp(-b[2] * x[1]) }),
        ]
    }

    private static func chwirut(b: [Formula], x: [Formula]) -> Formula {
        exp(-b[0] * x[0]) / (b[1] + b[2] * x[0])
    }
    private static func lanczos(b: [Formula], x: [Formula]) -> Formula {
        let first = b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0])
        return first + b[4] * exp(-b[5] * x[0])
    }
    private static func gauss(b: [Formula], x: [Formula]) -> Formula {
        let first = b[2] * exp(-(((x[0] - b[3]) / b[4]) ^ 2))
        let second = b[5] * exp(-(((x[0] - b[6]) / b[7]) ^ 2))
        return b[0] * exp(-b[1] * x[0]) + first + second
    }
    private static func kirby(b: [Formula], x: [Formula]) -> Formula {
        let square = x[0] * x[0]
        return (b[0] + b[1] * x[0] + b[2] * square) / (1 + b[3] * x[0] + b[4] * square)
    }
    private static func cubic(b: [Formula], x: [Formula]) -> Formula {
        let (two, three) = (x[0] ^ 2, x[0] ^ 3)
        let above = b[0] + b[1] * x[0] + b[2] * two + b[3] * three
        return above / (1 + b[4] * x[0] + b[5] * two + b[6] * three)
    }
    private static func enso(b: [Formula], x: [Formula]) -> Formula {
        let turn = 2 * Double.pi * x[0]
        let year = b[1] * cos(turn / 12) + b[2] * sin(turn / 12)
        let fourth = b[4] * cos(turn / b[3]) + b[5] * sin(turn / b[3])
        let seventh = b[7] * cos(turn / b[6]) + b[8] * sin(turn / b[6])
        return b[0] + year + fourth + seventh
    }
}
