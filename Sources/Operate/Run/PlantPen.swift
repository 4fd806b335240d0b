package import Act
import Connect
import ConnectModbus
import ConnectModbusWriting
package import Guard
import Tags
package import TwinFile

/// Writes released moves to the plant. The only thing in the product that holds a writer.
package struct PlantPen: Sendable {
    private let writers: [(writer: ModbusWriter, tags: [TagName])]

    /// - Throws: `ConnectionSetupError` if the map in the twin's file cannot be used.
    package init(_ twin: Twin) throws(ConnectionSetupError) {
        var writers: [(writer: ModbusWriter, tags: [TagName])] = []
        for connection in twin.connections {
            let map = try connection.writingMap(twin)
            guard !map.points.isEmpty else { continue }
            do {
                writers.append(
                    (try ModbusWriter(connection.settings, map: map), map.points.map(\.tag)))
            } catch { throw ConnectionSetupError.map(error) }
        }
        self.writers = writers
    }

    /// Sends one absolute setpoint, once, and says what the control system answered.
    package func write(_ move: ReleasedMove) async -> WriteStatus {
        guard let found = writers.first(where: { $0.tags.contains(move.tag) }) else {
            return .refused(reason: "no connection writes \(move.tag)")
        }
        do {
            try await found.writer.write(move.to.value, to: move.tag)
            return .good
        } catch {
            // Only what certainly did not act may be called refused; all else is settled by
            // reading.
            return error.mayHaveActed ? .noAnswer : .refused(reason: "\(error)")
        }
    }

    package func close() {
        for one in writers { one.writer.close() }
    }
}
