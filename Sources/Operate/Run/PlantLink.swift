import Connect
import ConnectModbus
package import Tags
package import TwinFile

/// Reads all of a twin's connections. It cannot write: that takes a `PlantPen`.
package struct PlantLink: Sendable {
    private let connections: [(name: String, reader: any PlantReader, tags: [TagName])]

    /// - Throws: `ConnectionSetupError` if the map in the twin's file cannot be used.
    package init(_ twin: Twin) throws(ConnectionSetupError) {
        var connections: [(name: String, reader: any PlantReader, tags: [TagName])] = []
        for connection in twin.connections {
            let map = try connection.readingMap(twin)
            connections.append(
                (
                    connection.name, ModbusReader(connection.settings, map: map),
                    map.points.map(\.tag)
                ))
        }
        self.connections = connections
    }

    /// One round of reading: a sample a tag, without a value where none came, and what went wrong.
    package func read(at clock: PlantClock) async -> (samples: [RawSample], trouble: [String]) {
        var samples: [RawSample] = []
        var trouble: [String] = []
        for connection in connections {
            do throws(ConnectionFailure) {
                let reading = try await connection.reader.read()
                let now = clock.now
                samples += reading.samples(at: now)
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

    package func close() {
        for connection in connections { connection.reader.close() }
    }
}
