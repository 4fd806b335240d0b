/// A connection to the plant.
package struct Connection: Hashable, Sendable {
    package var name: String
    package var modbus: ModbusSettings
    /// Whether the device is a simulation. Only then may plant time run fast, and one process do
    /// all.
    package var isSimulator = false
}

/// A Modbus TCP device.
package struct ModbusSettings: Hashable, Sendable {
    package enum WordOrder: String, CaseIterable, Sendable {
        /// The first register of a value holds its high half (most devices).
        case highFirst = "high first"
        case lowFirst = "low first"
    }

    /// A host name or an address.
    package var host: String
    /// 1 to 65535.
    package var port: Int
    /// The unit identifier, 0 to 255.
    package var station: Int
    /// The longest wait for one answer; wall time [s].
    package var timeout: Double
    package var words: WordOrder
    /// The number the plant's list gives the first register: 0 or 1.
    package var firstRegister: Int
}

/// Where a value is found behind a connection, and how its bits become a number.
package struct Source: Hashable, Sendable {
    package enum Table: String, CaseIterable, Sendable {
        case holding, input, discrete, coil

        /// True for a register, false for a single bit.
        package var isRegister: Bool { self == .holding || self == .input }
        /// True where the protocol allows writing.
        package var isWritable: Bool { self == .holding || self == .coil }
    }

    package enum NumberType: String, CaseIterable, Sendable {
        case uint16, int16, uint32, int32, float32, float64
        /// A discrete input or a coil: 0 or 1.
        case bit

        /// How many registers (or bits) it takes.
        package var registers: Int {
            switch self {
            case .uint16, .int16, .bit: 1
            case .uint32, .int32, .float32: 2
            case .float64: 4
            }
        }
    }

    /// The connection's name.
    package var connection: String
    package var table: Table
    /// On the wire, from 0.
    package var address: Int
    /// As the file and the plant's list write it.
    package var number: Int
    package var type: NumberType
    /// In the tag's units per count; not 0.
    package var scale: Double
    /// In the tag's units, at count 0.
    package var offset: Double
}
