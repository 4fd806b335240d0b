package import Act
import Connect
import ConnectModbus
import ConnectModbusWriting
package import Guard
package import Seal
package import Tags

/// A plant behind Modbus connections: the only thing in the product that holds a writer.
package struct ModbusPlant: PlantPort {
    private let clock: any GuardClock
    private let readers: [(name: String, reader: ModbusReader, tags: [TagName])]
    /// Empty if nothing may be written, whatever happens.
    private let writers: [(writer: ModbusWriter, tags: [TagName])]
    /// Nil if nothing is written from here.
    private let locks: HandleLocks?

    /// - Parameter mayWrite: false leaves the plant without any writer.
    /// - Throws: `ModbusMapError` if a map cannot be used, `HandleTaken` if another process of this
    ///   machine writes a handle of it.
    package init(
        _ twin: SealedTwin, mayWrite: Bool, clock: any GuardClock
    ) throws {
        self.clock = clock
        // Where there is a block, setpoints go through it and no other way.
        let isWriting = mayWrite && twin.fenced == nil
        var readers: [(name: String, reader: ModbusReader, tags: [TagName])] = []
        var writers: [(writer: ModbusWriter, tags: [TagName])] = []
        for connection in twin.connections {
            let map = try connection.readingMap()
            readers.append(
                (
                    connection.name, ModbusReader(connection.settings, map: map),
                    map.points.map(\.tag)
                ))
            guard isWriting, !connection.writing.isEmpty else { continue }
            let writing = try connection.writingMap()
            writers.append(
                (try ModbusWriter(connection.settings, map: writing), writing.points.map(\.tag)))
        }
        self.readers = readers
        self.writers = writers
        locks = isWriting ? try HandleLocks(twin.connections) : nil
    }

    package func read() async -> (samples: [RawSample], trouble: [String]) {
        var samples: [RawSample] = []
        var trouble: [String] = []
        for connection in readers {
            do throws(ConnectionFailure) {
                let reading = try await connection.reader.read()
                samples += reading.samples(at: clock.now)
                for point in reading.points {
                    if case .failure(let failure) = point.value {
                        trouble.append("\(point.tag): \(failure)")
                    }
                }
            } catch {
                let now = clock.now
                samples += connection.tags.map { RawSample(tag: $0, value: nil, at: now) }
                trouble.append("connection \(connection.name): \(error)")
            }
        }
        return (samples, trouble)
    }

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
        for one in readers { one.reader.close() }
        for one in writers { one.writer.close() }
    }
}
