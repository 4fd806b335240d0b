import FurnacePlant
import ModbusDevice

/// The furnace behind Modbus registers, after the table of `PlantPoint`.
struct PlantBank: RegisterBank {
    var furnace: Furnace
    /// Last heartbeat that a master wrote.
    private(set) var heartbeat: UInt16 = 0
    /// Heartbeats written since the start.
    private(set) var beats = 0
    /// What happened to the setpoints, if it is kept at all.
    var watch: SetpointWatch?
    /// Nil where the site runs no companion block: masters then write setpoints plainly.
    private var block: PlantBlock?
    /// Input registers by address; nil where there is none.
    private var input: [UInt16?] = []
    private var discrete: [UInt16?] = []

    init(_ furnace: Furnace, block: PlantBlock? = nil) {
        self.furnace = furnace
        self.block = block
        refresh()
    }

    /// One scan of the companion block, at so many seconds of the wall's clock.
    mutating func scan(at wall: Double) {
        guard block != nil else { return }
        block?.scan(&furnace, at: wall, &watch)
        refresh()
    }

    /// Takes the furnace's present measurements into the registers.
    mutating func refresh() {
        var registers = [UInt16?](repeating: nil, count: 360)
        var flags = [UInt16?](repeating: nil, count: 40)
        for point in PlantPoint.all {
            let value = point.value(furnace.measurements)
            let address = point.number - 1
            switch point.encoding {
            case .bool: flags[address] = value == 0 ? 0 : 1
            case .uint16: registers[address] = UInt16(value)
            case .int32: PlantBank.put(UInt32(bitPattern: Int32(value)), at: address, &registers)
            case .float32: PlantBank.put(Float(value).bitPattern, at: address, &registers)
            }
        }
        registers[PlantPoint.heartbeatEchoRegister - 1] = heartbeat
        if let block {
            let gap = PlantPoint.blockStatusRegister - 1 - registers.count
            registers += [UInt16?](repeating: nil, count: gap) + block.status(furnace)
        }
        input = registers
        discrete = flags
    }

    /// High word first.
    private static func put(_ bits: UInt32, at address: Int, _ registers: inout [UInt16?]) {
        registers[address] = UInt16(bits >> 16)
        registers[address + 1] = UInt16(bits & 0xFFFF)
    }

    mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]? {
        let range = address..<(address + count)
        let values: [UInt16?]
        switch table {
        case .coil: values = range.map { block?.coil($0) }
        case .input: values = range.map { $0 < input.count ? input[$0] : nil }
        case .discrete: values = range.map { $0 < discrete.count ? discrete[$0] : nil }
        case .holding: values = range.map(holding)
        }
        let known = values.compactMap { $0 }
        return known.count == count ? known : nil
    }

    /// The setpoint registers show the live setpoints, whoever set them.
    private func holding(_ address: Int) -> UInt16? {
        if address == PlantPoint.heartbeatRegister - 1 { return heartbeat }
        for zone in 0..<3 {
            let first = PlantPoint.setpointRegister(zone: zone) - 1
            let bits = Float(furnace.measurements.setpoint[zone]).bitPattern
            if address == first { return UInt16(bits >> 16) }
            if address == first + 1 { return UInt16(bits & 0xFFFF) }
        }
        return block?.holding(address)
    }

    /// A write is one whole setpoint, the heartbeat, or a whole word or mail of the block: half of
    /// one is refused, as are several.
    mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException? {
        if table == .coil, values.count == 1, block?.switchCoil(address, values[0] != 0) == true {
            return nil
        }
        guard table == .holding else { return .illegalAddress }
        if address == PlantPoint.heartbeatRegister - 1, values.count == 1 {
            if values[0] != heartbeat { beats += 1 }
            heartbeat = values[0]
            refresh()
            return nil
        }
        switch block?.write(address, values) {
        case .taken: return nil
        case .refused(let exception): return exception
        case .notMine, nil: return writeSetpoint(address, values)
        }
    }

    /// A setpoint written past the block is refused where there is one.
    private mutating func writeSetpoint(_ address: Int, _ values: [UInt16]) -> DeviceException? {
        let zones = (0..<3).filter {
            let first = PlantPoint.setpointRegister(zone: $0) - 1
            return address <= first + 1 && address + values.count > first
        }
        guard let zone = zones.first else { return .illegalAddress }
        guard address == PlantPoint.setpointRegister(zone: zone) - 1, values.count == 2 else {
            return .illegalValue
        }
        let setpoint = Float(bitPattern: UInt32(values[0]) << 16 | UInt32(values[1]))
        guard block == nil else {
            watch?.note(.refused, zone: zone, asked: Double(setpoint), furnace)
            return .illegalAddress
        }
        do {
            try furnace.write(setpoint: Double(setpoint), zone: zone)
            watch?.note(.remote, zone: zone, asked: Double(setpoint), furnace)
            refresh()
            return nil
        } catch {
            watch?.note(.refused, zone: zone, asked: Double(setpoint), furnace)
            switch error {
            case .notFinite, .outsideLimits: return .illegalValue
            case .notRemote: return .busy
            }
        }
    }
}
