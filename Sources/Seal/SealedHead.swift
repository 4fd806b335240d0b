import ConnectModbus
import Tags

/// Where the plant keeps the head of the journal (docs/journal.md).
package struct SealedHead: Hashable, Codable, Sendable {
    /// The connection's name.
    package var connection: String
    /// First holding register, as the device's list counts.
    package var register: Int

    /// How many registers it takes.
    package static let width = 4

    package init(connection: String, register: Int) {
        self.connection = connection
        self.register = register
    }
}

extension SealedTwin {
    /// The connection behind which the head is kept; nil if no tag of the plant keeps it.
    package var headKept: (connection: SealedConnection, head: SealedHead)? {
        guard let head, let found = connections.first(where: { $0.name == head.connection })
        else { return nil }
        return (found, head)
    }

    /// What is wrong with it; nil if nothing.
    var headComplaint: String? {
        guard let head else { return nil }
        guard let (connection, _) = headKept else {
            return "the journal's head is kept behind \(head.connection), which is no connection"
        }
        let first = connection.firstNumber
        guard head.register >= first, head.register + SealedHead.width <= 65_536 + first else {
            return "the journal's head has no room at register \(head.register)"
        }
        let own = head.register..<head.register + SealedHead.width
        for point in connection.writing where point.area == .holding {
            let taken = point.number..<point.number + point.encoding.width
            if own.overlaps(taken) {
                return "the journal's head lies on the setpoint of \(point.tag)"
            }
        }
        guard let block = connection.block else { return nil }
        let parts =
            [(block.control, 6)] + block.loops.map { ($0.mailbox, 11) }
            + (block.statusArea == .holding
                ? [(block.status, 15)] + block.loops.map { ($0.status, 15) } : [])
        let isFree = parts.allSatisfy { !own.overlaps($0.0..<$0.0 + $0.1) }
        return isFree ? nil : "the journal's head lies on the companion block's registers"
    }
}
