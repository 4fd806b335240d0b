package import Connect
package import Tags

/// The four tables of a Modbus device.
package enum ModbusArea: String, CaseIterable, Hashable, Codable, Sendable {
    case coil, discrete, input, holding

    package var isBits: Bool { self == .coil || self == .discrete }
    /// Most of it that one request may read (Modbus Application Protocol 1.1b3, §6).
    package var mostPerRead: Int { isBits ? 2000 : 125 }

    /// How the place is called in messages.
    package func name(_ number: Int) -> String {
        switch self {
        case .coil: "coil \(number)"
        case .discrete: "discrete input \(number)"
        case .input: "input register \(number)"
        case .holding: "holding register \(number)"
        }
    }
}

/// Where a tag lies in the device and what its registers mean.
package struct ModbusPoint: Hashable, Codable, Sendable {
    package let tag: TagName
    package let area: ModbusArea
    /// Number as the device's list counts it, see `ModbusSettings.firstNumber`.
    package let number: Int
    package let encoding: RegisterEncoding
    package let scaling: Scaling
    /// Nil takes the connection's order.
    package let order: WordOrder?

    package init(
        tag: TagName, area: ModbusArea, number: Int, encoding: RegisterEncoding,
        scaling: Scaling = .none, order: WordOrder? = nil
    ) {
        self.tag = tag
        self.area = area
        self.number = number
        self.encoding = encoding
        self.scaling = scaling
        self.order = order
    }
}

/// How to reach a device.
package struct ModbusSettings: Hashable, Sendable {
    package var host: String
    package var port: Int
    /// Unit (station) number, 0…255.
    package var station: Int
    /// Longest wait for a connection and for an answer [s].
    package var timeout: Double
    package var order: WordOrder
    /// Number of the first register in the device's list: 1 in most manuals, 0 on the wire.
    package var firstNumber: Int
    /// Pauses between attempts to connect.
    package var reconnection: Reconnection

    package init(
        host: String, port: Int = 502, station: Int = 1, timeout: Double = 2,
        order: WordOrder = .highFirst, firstNumber: Int = 1,
        reconnection: Reconnection = Reconnection()
    ) {
        self.host = host
        self.port = port
        self.station = station
        self.timeout = timeout
        self.order = order
        self.firstNumber = firstNumber
        self.reconnection = reconnection
    }

    package var endpoint: String { "modbus tcp \(host):\(port) station \(station)" }
}

/// A map that cannot be used; the engineer mends it.
package enum ModbusMapError: Error, Hashable, Sendable, CustomStringConvertible {
    case duplicate(TagName)
    case outOfRange(TagName, String)
    /// A flag in registers or a number in bits.
    case wrongEncoding(TagName, RegisterEncoding, ModbusArea)
    /// An area that cannot be written.
    case notWritable(TagName, ModbusArea)

    package var description: String {
        switch self {
        case .duplicate(let tag): "\(tag) is in the map twice"
        case .outOfRange(let tag, let place): "\(tag): there is no \(place)"
        case .wrongEncoding(let tag, let encoding, let area):
            "\(tag): \(encoding.rawValue) cannot lie in area \(area.rawValue)"
        case .notWritable(let tag, let area): "\(tag): area \(area.rawValue) cannot be written"
        }
    }
}

/// The points of a connection, and the block reads that fetch them.
package struct ModbusMap: Sendable {
    /// A run of neighbouring registers that one request fetches.
    package struct Block: Hashable, Sendable {
        package let area: ModbusArea
        /// Address on the wire, from 0.
        package let address: Int
        package let count: Int
        /// Indices into `points`.
        package let members: [Int]
    }

    /// In the order given.
    package let points: [ModbusPoint]
    package let blocks: [Block]
    private let firstNumber: Int

    package init(_ points: [ModbusPoint], firstNumber: Int = 1) throws(ModbusMapError) {
        var seen: Set<TagName> = []
        for point in points {
            guard seen.insert(point.tag).inserted else { throw .duplicate(point.tag) }
            guard point.area.isBits == (point.encoding == .bool) else {
                throw .wrongEncoding(point.tag, point.encoding, point.area)
            }
            let address = point.number - firstNumber
            guard address >= 0, address + point.encoding.width <= 65_536 else {
                throw .outOfRange(point.tag, point.area.name(point.number))
            }
        }
        self.points = points
        self.firstNumber = firstNumber
        blocks = ModbusMap.grouped(points, firstNumber: firstNumber)
    }

    /// Address of a point on the wire, from 0.
    package func address(of point: ModbusPoint) -> Int { point.number - firstNumber }

    /// Joins points that touch or overlap; a gap might be a register that the device does not have.
    private static func grouped(_ points: [ModbusPoint], firstNumber: Int) -> [Block] {
        var blocks: [Block] = []
        for area in ModbusArea.allCases {
            let members = points.indices.filter { points[$0].area == area }
                .sorted { (points[$0].number, $0) < (points[$1].number, $1) }
            var run: [Int] = []
            var (start, end) = (0, 0)
            func close() {
                if !run.isEmpty {
                    blocks.append(
                        Block(area: area, address: start, count: end - start, members: run))
                }
                run = []
            }
            for index in members {
                let address = points[index].number - firstNumber
                let after = address + points[index].encoding.width
                if run.isEmpty || address > end || after - start > area.mostPerRead {
                    close()
                    (start, end) = (address, after)
                }
                run.append(index)
                if after > end { end = after }
            }
            close()
        }
        return blocks
    }
}
