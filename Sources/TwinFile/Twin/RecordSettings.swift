/// Where the plant keeps the head of the journal: the section `journal` of the file.
package struct HeadDeclaration: Hashable, Sendable {
    /// The connection's name.
    package var connection: String
    /// First holding register, on the wire, from 0.
    package var register: Int

    /// How many registers it takes.
    package static let width = 4
}

/// The approved programs, by SHA-256 in hexadecimal; nil where none was approved.
package struct ProgramSettings: Hashable, Sendable {
    package var guardProgram: String?
    package var loopProgram: String?

    package init() {}
}
