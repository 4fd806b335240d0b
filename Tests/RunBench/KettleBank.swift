package import ModbusDevice

/// The kettle behind Modbus registers (`Fixtures/kettle/twin.yaml`): what it is told it is at once.
package struct KettleBank: RegisterBank {
    /// What happens to a write.
    package enum Writing: Sendable {
        case taken
        /// Taken, and before the answer `pull` is called.
        case takenThen(pull: @Sendable () -> Void)
        /// `pull` is called and the value is lost.
        case lost(pull: @Sendable () -> Void)
    }

    /// The live setpoint [°C].
    package private(set) var setpoint: Float = 80
    /// Every value that was taken, in order [°C].
    package private(set) var taken: [Float] = []
    /// Writes that arrived, the lost ones included.
    package private(set) var arrived = 0
    package init() {}

    package var writing = Writing.taken
    /// What TI-2.PV shows; nil follows the setpoint.
    package var batch: Float?
    /// False: the device has no register for TI-1.PV.
    package var hasJacketRegister = true
    /// The companion block in front of the setpoint; nil where there is none.
    package var block: KettleBlock?

    /// The operator at the control system moves the setpoint.
    package mutating func move(to value: Float) { setpoint = value }

    /// The control system's task, after so many milliseconds of the wall.
    package mutating func scan(_ milliseconds: UInt32) { block?.scan(&setpoint, milliseconds) }

    package mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]? {
        guard table == .input else { return nil }
        if let words = block?.read(at: address, count: count) { return words }
        var registers: [UInt16?] = []
        let mode: UInt16 = block.map { $0.isRemote ? 3 : 2 } ?? 3
        registers += words(setpoint) + [mode, nil] + words(20) + words(100)
        registers += (hasJacketRegister ? words(setpoint) : [nil, nil]) + [nil, nil]
        registers += words(batch ?? setpoint)  // nothing else is said of it
        guard address + count <= registers.count else { return nil }
        let found = registers[address..<(address + count)].compactMap(\.self)
        return found.count == count ? found : nil
    }

    package mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException? {
        if block != nil {
            return block?.write(table, at: address, values) == true ? nil : .illegalAddress
        }
        guard table == .holding, address == 0, values.count == 2 else { return .illegalAddress }
        arrived += 1
        let value = Float(bitPattern: UInt32(values[0]) << 16 | UInt32(values[1]))
        if case .lost(let pull) = writing {
            pull()
            return .deviceFailure
        }
        setpoint = value
        taken.append(value)
        if case .takenThen(let pull) = writing { pull() }
        return nil
    }

    /// High word first.
    private func words(_ value: Float) -> [UInt16?] {
        [UInt16(value.bitPattern >> 16), UInt16(value.bitPattern & 0xFFFF)]
    }
}
