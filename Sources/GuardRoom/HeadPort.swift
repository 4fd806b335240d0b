import ConnectModbus
import ConnectModbusWriting
package import Journal
package import Seal

/// The tag of the plant that keeps the journal's head, so that a journal that was cut short or put
/// back from an old copy does not pass for whole.
package protocol HeadPort: Sendable {
    /// Nil if it could not be read.
    func read() async -> HeadTag?
    /// False if it is not known to have arrived.
    func write(_ head: HeadTag) async -> Bool
    func close()
}

/// Four holding registers behind a Modbus connection.
package struct ModbusHead: HeadPort {
    private let registers: KeptRegisters

    /// Nil if the twin keeps no head in the plant, or may write nothing.
    package init?(_ twin: SealedTwin, mayWrite: Bool) {
        guard mayWrite, let (connection, head) = twin.headKept else { return nil }
        registers = KeptRegisters(
            connection.settings, at: head.register - connection.firstNumber,
            count: SealedHead.width)
    }

    package func read() async -> HeadTag? {
        await registers.read().flatMap { HeadTag(registers: $0) }
    }

    package func write(_ head: HeadTag) async -> Bool { await registers.write(head.registers) }
    package func close() { registers.close() }
}
