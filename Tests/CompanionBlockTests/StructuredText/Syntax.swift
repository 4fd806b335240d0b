/// The elementary types that the companion block uses. All of them fit into 32 bits.
enum ElementaryType: String {
    case bool = "BOOL"
    case int = "INT"
    case uint = "UINT"
    case udint = "UDINT"
    case real = "REAL"
}

/// An expression as it is written.
indirect enum Syntax {
    case name(String, line: Int)
    case whole(UInt32, typed: ElementaryType?, line: Int)
    case real(Float)
    case truth(Bool)
    /// `-` or `NOT`.
    case prefix(String, Syntax, line: Int)
    case infix(String, Syntax, Syntax, line: Int)
    case call(String, Syntax, line: Int)

    var line: Int {
        switch self {
        case .name(_, let line), .whole(_, _, let line), .prefix(_, _, let line),
            .infix(_, _, _, let line), .call(_, _, let line):
            line
        case .real, .truth: 0
        }
    }
}

/// A statement as it is written.
indirect enum SyntaxStatement {
    case assign(String, Syntax, line: Int)
    /// Conditions with their bodies, in order, and what follows if none holds.
    case choose([(Syntax, [SyntaxStatement])], otherwise: [SyntaxStatement], line: Int)
}

/// A variable of a function block.
struct Declaration {
    enum Place { case input, output, inside }
    let name: String
    let place: Place
    let type: ElementaryType
    let isRetained: Bool
    /// As bits of the type.
    let start: Syntax?
    let line: Int
}

/// A function block as it is written.
struct SyntaxBlock {
    let name: String
    let declarations: [Declaration]
    let body: [SyntaxStatement]
}
