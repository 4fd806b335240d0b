package import Connect
package import ConnectModbus
import ConnectModbusWriting
package import Seal
import Tags

/// The drop test's key of a simulated plant, which stands for it by a coil. On a real desk a person
/// turns it, and no bus reaches it.
package struct DropKey: Sendable {
    private let writer: ModbusWriter
    private static let tag = TagName("DROP_TEST")

    /// Nil unless the connection leads to a simulation.
    ///
    /// - Parameter coil: its number, as the device counts them.
    package init?(_ connection: SealedConnection, coil: Int) throws(ModbusMapError) {
        guard connection.isSimulator else { return nil }
        writer = try ModbusWriter(
            connection.settings,
            map: ModbusMap(
                [ModbusPoint(tag: Self.tag, area: .coil, number: coil, encoding: .bool)],
                firstNumber: connection.firstNumber))
    }

    package func turn(_ isOn: Bool) async throws(WriteFailure) {
        try await writer.write(isOn ? 1 : 0, to: Self.tag)
    }

    package func close() { writer.close() }
}
