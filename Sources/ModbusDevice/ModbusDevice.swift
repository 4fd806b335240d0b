import CModbus
import Glibc

/// The registers behind a device: what a master may read, and what happens when it writes.
package protocol RegisterBank {
    /// Values of `count` registers or bits (one a number) from `address`; nil if one does not
    /// exist.
    mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]?

    /// Takes a write to coils or holding registers, whole; the exception to answer with if it
    /// refuses.
    mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException?
}

/// The four tables of a device.
package enum RegisterTable: Hashable, Sendable { case coil, discrete, input, holding }

/// What a device answers when it refuses (Modbus Application Protocol 1.1b3, §7).
package enum DeviceException: UInt32, Hashable, Sendable {
    case illegalFunction = 1
    case illegalAddress = 2
    case illegalValue = 3
    case deviceFailure = 4
    case busy = 6
}

/// A device that cannot listen: fatal to the program; the user frees or names another port.
package struct DeviceError: Error, Hashable, Sendable {
    package let reason: String
}

/// A Modbus TCP device that serves several masters at once, through libmodbus.
///
/// Single-threaded: whoever owns it calls `serve` again and again and does other work in between.
@safe
package final class ModbusDevice {
    /// Most masters at once; a further one is turned away.
    package static let mostMasters = 16

    /// The port it listens on, also when any free one was asked for.
    package let port: Int

    private let context: OpaquePointer
    /// libmodbus answers from these tables; the bank fills them before each answer.
    private let tables: UnsafeMutablePointer<modbus_mapping_t>
    private let listening: Int32
    private var masters: [Int32] = []
    private var isListening = true

    /// Listens on a numeric IPv4 address; port 0 takes any free one.
    package init(host: String = "127.0.0.1", port: Int) throws(DeviceError) {
        guard let context = unsafe modbus_new_tcp(host, Int32(port)) else {
            throw ModbusDevice.failure("cannot use address \(host)")
        }
        guard let tables = unsafe modbus_mapping_new(65_536, 65_536, 65_536, 65_536) else {
            unsafe modbus_free(context)
            throw ModbusDevice.failure("no memory for registers")
        }
        let listening = unsafe modbus_tcp_listen(context, 8)
        guard listening >= 0 else {
            let failure = ModbusDevice.failure("cannot listen on \(host):\(port)")
            unsafe modbus_mapping_free(tables)
            unsafe modbus_free(context)
            throw failure
        }
        // A master that stops in the middle of a request must not hold up the others for long.
        unsafe modbus_set_indication_timeout(context, 0, 200_000)
        unsafe modbus_set_byte_timeout(context, 0, 200_000)
        unsafe self.context = context
        unsafe self.tables = tables
        self.listening = listening
        self.port = ModbusDevice.boundPort(listening)
    }

    /// Ends all connections and stops listening; `serve` does nothing from then on.
    package func close() {
        guard isListening else { return }
        isListening = false
        for master in masters { Glibc.close(master) }
        masters = []
        Glibc.close(listening)
    }

    deinit {
        close()
        unsafe modbus_mapping_free(tables)
        unsafe modbus_free(context)
    }

    /// Waits up to `milliseconds` for requests and answers those that came.
    package func serve(_ bank: inout some RegisterBank, forMilliseconds milliseconds: Int) {
        guard isListening else { return }
        var watched = ([listening] + masters).map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let ready = unsafe watched.withUnsafeMutableBufferPointer {
            unsafe poll($0.baseAddress, nfds_t($0.count), Int32(milliseconds))
        }
        guard ready > 0 else { return }
        for entry in watched.dropFirst() where entry.revents != 0 {
            if !answer(entry.fd, &bank) {
                Glibc.close(entry.fd)
                masters.removeAll { $0 == entry.fd }
            }
        }
        if watched[0].revents != 0 { admit() }
    }

    private func admit() {
        var socket = listening
        let admitted = unsafe modbus_tcp_accept(context, &socket)
        guard admitted >= 0 else { return }
        if masters.count < ModbusDevice.mostMasters {
            masters.append(admitted)
        } else {
            Glibc.close(admitted)
        }
    }

    /// Answers one request; false when the master is gone.
    private func answer(_ master: Int32, _ bank: inout some RegisterBank) -> Bool {
        unsafe modbus_set_socket(context, master)
        var query = [UInt8](repeating: 0, count: Int(MODBUS_MAX_ADU_LENGTH))
        let length = unsafe query.withUnsafeMutableBufferPointer {
            unsafe modbus_receive(context, $0.baseAddress)
        }
        guard length >= 0 else { return false }
        guard length > 0 else { return true }
        let exception = prepare(Array(query[..<Int(length)]), &bank)
        let sent = unsafe query.withUnsafeBufferPointer {
            if let exception {
                return unsafe modbus_reply_exception(context, $0.baseAddress, exception.rawValue)
            }
            return unsafe modbus_reply(context, $0.baseAddress, length, tables)
        }
        return sent >= 0
    }

    /// Fills the tables for a reading request, hands a writing one to the bank.
    private func prepare(_ query: [UInt8], _ bank: inout some RegisterBank) -> DeviceException? {
        let header = Int(unsafe modbus_get_header_length(context))
        guard query.count >= header + 5 else { return .illegalValue }
        func word(_ offset: Int) -> Int {
            Int(query[header + offset]) << 8 | Int(query[header + offset + 1])
        }
        let (function, address, number) = (query[header], word(1), word(3))
        switch function {
        case 1: return fill(.coil, address, number, &bank)
        case 2: return fill(.discrete, address, number, &bank)
        case 3: return fill(.holding, address, number, &bank)
        case 4: return fill(.input, address, number, &bank)
        case 5: return bank.write(.coil, at: address, [number == 0 ? 0 : 1])
        case 6: return bank.write(.holding, at: address, [UInt16(number)])
        case 15:
            guard query.count >= header + 6 + (number + 7) / 8 else { return .illegalValue }
            let bits = (0..<number).map { UInt16(query[header + 6 + $0 / 8] >> UInt8($0 % 8) & 1) }
            return bank.write(.coil, at: address, bits)
        case 16:
            guard query.count >= header + 6 + 2 * number else { return .illegalValue }
            return bank.write(.holding, at: address, (0..<number).map { UInt16(word(6 + 2 * $0)) })
        default: return .illegalFunction
        }
    }

    private func fill(
        _ table: RegisterTable, _ address: Int, _ count: Int, _ bank: inout some RegisterBank
    ) -> DeviceException? {
        guard count > 0, address + count <= 65_536 else { return .illegalAddress }
        guard let values = bank.read(table, at: address, count: count), values.count == count else {
            return .illegalAddress
        }
        for (i, value) in values.enumerated() {
            switch table {
            case .coil: unsafe tables.pointee.tab_bits[address + i] = UInt8(value == 0 ? 0 : 1)
            case .discrete:
                unsafe tables.pointee.tab_input_bits[address + i] = UInt8(value == 0 ? 0 : 1)
            case .holding: unsafe tables.pointee.tab_registers[address + i] = value
            case .input: unsafe tables.pointee.tab_input_registers[address + i] = value
            }
        }
        return nil
    }

    private static func failure(_ what: String) -> DeviceError {
        DeviceError(reason: "\(what): \(unsafe String(cString: modbus_strerror(errno)))")
    }

    private static func boundPort(_ socket: Int32) -> Int {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe getsockname(socket, $0, &size)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
