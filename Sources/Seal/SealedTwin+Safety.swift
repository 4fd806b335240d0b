import ConnectModbus
import Guard
import Tags

/// Nothing is written where a safety system's value is read.
extension SealedTwin {
    /// A register that something writes and that belongs to a safety tag; nil if there is none.
    /// Devices of two names that are one are one here.
    var safetyRegisterComplaint: String? {
        for reader in connections {
            for point in reader.reading where rules.safetyTags.contains(point.tag) {
                let own = point.number..<point.number + point.encoding.width
                for writer in connections where writer.isOneDevice(with: reader) {
                    let shift = reader.firstNumber - writer.firstNumber
                    for (what, area, from, width) in written(behind: writer)
                    where area == point.area && own.overlaps(from + shift..<from + shift + width) {
                        return "\(what) would write a register of \(point.tag), "
                            + "which is of a safety system"
                    }
                }
            }
        }
        return nil
    }

    /// Registers that are written behind a connection, as its list counts them.
    private func written(
        behind connection: SealedConnection
    ) -> [(what: String, area: ModbusArea, from: Int, width: Int)] {
        var parts: [(what: String, area: ModbusArea, from: Int, width: Int)] =
            connection.writing.map { ("\($0.tag)", $0.area, $0.number, $0.encoding.width) }
        if let block = connection.block {
            parts.append(("the block's control", .holding, block.control, 6))
            parts += block.loops.map { ("the mailbox of \($0.tag)", .holding, $0.mailbox, 11) }
        }
        if let head, head.connection == connection.name {
            parts.append(("the journal's head", .holding, head.register, SealedHead.width))
        }
        return parts
    }
}
