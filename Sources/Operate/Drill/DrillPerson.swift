import Synchronization

/// The person beside the drill, who does what no program can: turns a key, moves a setpoint.
package final class DrillPerson: Sendable {
    /// Whether anybody is there to press Enter.
    package let isThere: Bool
    private let say: @Sendable (String) -> Void
    private let pressed = Mutex(0)

    package init(isThere: Bool, say: @escaping @Sendable (String) -> Void) {
        self.isThere = isThere
        self.say = say
    }

    /// Enter was pressed.
    package func press() { pressed.withLock { $0 += 1 } }

    /// Asks for something, and forgets what was pressed before.
    func ask(_ what: String) {
        pressed.withLock { $0 = 0 }
        say("PLEASE  " + what)
    }

    /// Whether Enter was pressed since the last question.
    var hasAnswered: Bool { pressed.withLock { $0 > 0 } }
}
