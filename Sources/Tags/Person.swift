/// What a person may do at the twin (`docs/safety.md`).
package enum Duty: String, CaseIterable, Codable, Sendable {
    case viewer, executive
    case `operator`
    case supervisor, engineer, approver, admin
}

/// Who did something, as the record names him.
package struct Person: Hashable, Codable, Sendable {
    package let name: String
    package let duty: Duty
    /// Where he sat, such as a console's name.
    package let console: String

    package init(name: String, duty: Duty, console: String) {
        self.name = name
        self.duty = duty
        self.console = console
    }
}
