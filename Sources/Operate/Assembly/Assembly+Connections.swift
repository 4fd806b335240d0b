import Connect
package import ConnectModbus
package import Tags
package import TwinFile

/// Why the connections of a twin cannot be set up. The engineer mends the file.
package enum ConnectionSetupError: Error, Hashable, Sendable {
    case map(ModbusMapError)
    /// This number type is not spoken yet.
    case unsupported(TagName, String)
}

extension TwinFile.Connection {
    /// How to reach the device.
    package var settings: ConnectModbus.ModbusSettings {
        ConnectModbus.ModbusSettings(
            host: modbus.host, port: modbus.port, station: modbus.station,
            timeout: modbus.timeout, order: modbus.words == .highFirst ? .highFirst : .lowFirst,
            firstNumber: modbus.firstRegister)
    }

    /// Where the twin's tags are read behind this connection, scaled to SI.
    package func readingMap(_ twin: Twin) throws(ConnectionSetupError) -> ModbusMap {
        var points: [ModbusPoint] = []
        for tag in twin.tags {
            guard let source = tag.source, source.connection == name else { continue }
            points.append(try point(tag, source))
        }
        return try map(points)
    }

    /// Where setpoints are written behind this connection, scaled from SI.
    package func writingMap(_ twin: Twin) throws(ConnectionSetupError) -> ModbusMap {
        var points: [ModbusPoint] = []
        for tag in twin.tags(.mv) {
            guard let target = tag.write, target.connection == name else { continue }
            points.append(try point(tag, target))
        }
        return try map(points)
    }

    private func map(_ points: [ModbusPoint]) throws(ConnectionSetupError) -> ModbusMap {
        do throws(ModbusMapError) {
            return try ModbusMap(points, firstNumber: modbus.firstRegister)
        } catch { throw .map(error) }
    }

    private func point(
        _ tag: TagDeclaration, _ source: Source
    ) throws(ConnectionSetupError) -> ModbusPoint {
        let area: ModbusArea =
            switch source.table {
            case .holding: .holding
            case .input: .input
            case .discrete: .discrete
            case .coil: .coil
            }
        let name = source.type == .bit ? "bool" : source.type.rawValue
        guard let encoding = RegisterEncoding(rawValue: name) else {
            throw .unsupported(tag.name, source.type.rawValue)
        }
        return ModbusPoint(
            tag: tag.name, area: area, number: source.number, encoding: encoding,
            scaling: Scaling(factor: source.scale, offset: source.offset).inSI(of: tag.unit))
    }
}
