package import ConnectModbus
package import Quantities
package import Tags

/// A condition over tags, as it is written in the twin's file.
package struct SealedCondition: Hashable, Codable, Sendable {
    /// The reason of an interlock, the name of a region.
    package var name: String
    package var when: String

    package init(name: String, when: String) {
        self.name = name
        self.when = when
    }
}

/// A part of the operating range, told by tags as far as readings go.
package struct SealedRegion: Hashable, Codable, Sendable {
    /// A name in the condition and the tag it is read from.
    package struct Reads: Hashable, Codable, Sendable {
        package var name: String
        package var from: TagName

        package init(name: String, from tag: TagName) {
            self.name = name
            from = tag
        }
    }

    package var name: String
    package var when: String
    /// In the order of the condition; a name that is not here is not measured.
    package var reads: [Reads]

    package init(name: String, when: String, reads: [Reads]) {
        self.name = name
        self.when = when
        self.reads = reads
    }
}

/// When the plant is in a mode.
package struct SealedPlantMode: Hashable, Codable, Sendable {
    package var mode: PlantMode
    package var when: String

    package init(mode: PlantMode, when: String) {
        self.mode = mode
        self.when = when
    }
}

/// What a tag is, for those who read the guard's records.
package struct SealedTag: Hashable, Codable, Sendable {
    package var tag: TagName
    package var role: Role
    /// What the plant calls it in words; may be empty.
    package var text: String
    /// One of the sealed units.
    package var unit: String

    package init(tag: TagName, role: Role, text: String, unit: String) {
        self.tag = tag
        self.role = role
        self.text = text
        self.unit = unit
    }
}

/// A unit by its symbol, with what it takes to convert it.
package struct SealedUnit: Hashable, Codable, Sendable {
    package var symbol: String
    /// Exponents × 12 of m, kg, s, K, A, mol, cd, EUR.
    package var twelfths: [Int16]
    /// SI value of one unit of difference.
    package var scale: Double
    /// SI value of zero.
    package var offset: Double

    package init(_ unit: Unit) {
        symbol = unit.symbol
        twelfths = (0..<8).map { unit.dimension.twelfths[$0] }
        scale = unit.scale
        offset = unit.offset
    }

    /// Nil if these numbers are no unit.
    package var unit: Unit? {
        guard twelfths.count == 8, scale > 0, scale.isFinite, offset.isFinite else { return nil }
        return Unit(
            symbol: symbol, dimension: Dimension(twelfths: SIMD8(twelfths)), scale: scale,
            offset: offset)
    }
}

/// A device, and where each tag is read and written.
package struct SealedConnection: Hashable, Codable, Sendable {
    package var name: String
    /// Whether the device is a simulation.
    package var isSimulator: Bool
    package var host: String
    package var port: Int
    package var station: Int
    /// Longest wait for one answer; wall time [s].
    package var timeout: Double
    package var words: WordOrder
    package var firstNumber: Int
    package var reading: [ModbusPoint]
    /// The handles and nothing else.
    package var writing: [ModbusPoint]
    /// The companion block behind this connection; nil if there is none.
    package var block: SealedBlock?

    package init(
        name: String, isSimulator: Bool, _ settings: ModbusSettings, reading: [ModbusPoint],
        writing: [ModbusPoint], block: SealedBlock? = nil
    ) {
        self.name = name
        self.isSimulator = isSimulator
        host = settings.host
        port = settings.port
        station = settings.station
        timeout = settings.timeout
        words = settings.order
        firstNumber = settings.firstNumber
        self.reading = reading
        self.writing = writing
        self.block = block
    }

    /// How to reach the device.
    package var settings: ModbusSettings {
        ModbusSettings(
            host: host, port: port, station: station, timeout: timeout, order: words,
            firstNumber: firstNumber)
    }

    /// Whether both lead to the same device.
    func isOneDevice(with other: SealedConnection) -> Bool {
        host == other.host && port == other.port && station == other.station
    }

    package func readingMap() throws(ModbusMapError) -> ModbusMap {
        try ModbusMap(reading, firstNumber: firstNumber)
    }

    package func writingMap() throws(ModbusMapError) -> ModbusMap {
        try ModbusMap(writing, firstNumber: firstNumber)
    }
}

/// What is held between bounds, and what leaving them costs.
package struct SealedHold: Hashable, Codable, Sendable {
    /// The variable of the model.
    package var name: String
    /// The unit of its bounds; one of the sealed units.
    package var unit: String
    /// In SI.
    package var low: Double?
    package var high: Double?
    /// EUR per second and SI unit outside; nil for a hard bound.
    package var softPrice: Double?
    package var owner: String
    package var reason: String

    package init(
        name: String, unit: String, low: Double?, high: Double?, softPrice: Double?, owner: String,
        reason: String
    ) {
        self.name = name
        self.unit = unit
        self.low = low
        self.high = high
        self.softPrice = softPrice
        self.owner = owner
        self.reason = reason
    }
}

/// What running the plant is said to cost: signed, so that nobody turns the twin's goal alone.
package struct SealedObjective: Hashable, Codable, Sendable {
    package struct Cost: Hashable, Codable, Sendable {
        package var name: String
        /// A number over tags and variables of the model, as written.
        package var of: String
        /// In the sealed unit; negative for an income.
        package var price: Double
        package var unit: String
        package var owner: String
        /// Beyond this age the price is not used in automatic mode [s].
        package var validFor: Double

        package init(
            name: String, of: String, price: Double, unit: String, owner: String, validFor: Double
        ) {
            self.name = name
            self.of = of
            self.price = price
            self.unit = unit
            self.owner = owner
            self.validFor = validFor
        }
    }

    /// What travel of a handle costs.
    package struct Travel: Hashable, Codable, Sendable {
        package var tag: TagName
        /// EUR per SI unit.
        package var travelPrice: Double

        package init(tag: TagName, travelPrice: Double) {
            self.tag = tag
            self.travelPrice = travelPrice
        }
    }

    package var costs: [Cost]
    package var travel: [Travel]
    /// A recommendation that gains less is not shown [EUR/s].
    package var worthActingAbove: Double

    package init(costs: [Cost], travel: [Travel], worthActingAbove: Double) {
        self.costs = costs
        self.travel = travel
        self.worthActingAbove = worthActingAbove
    }
}
