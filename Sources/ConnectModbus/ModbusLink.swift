import CModbus
import Glibc

/// One TCP connection to a device through libmodbus. Blocking: it lives on one thread of its own.
///
/// This type reads. Writing is added by the target `ConnectModbusWriting`, which a reading program
/// does not link.
@safe
package final class ModbusLink {
    /// Why a request failed.
    package enum Failure: Error, Hashable, Sendable {
        /// The device answered with an exception; the connection is sound.
        case exception(code: Int)
        /// No connection, or it broke; close and connect anew.
        case broken(String)
        /// No answer in time; a late one would be taken for the next, so close.
        case timedOut
    }

    private let context: OpaquePointer

    /// Connects. Name resolution and the attempt itself may take the timeout.
    package init(_ settings: ModbusSettings) throws(Failure) {
        guard let made = unsafe modbus_new_tcp_pi(settings.host, "\(settings.port)") else {
            throw .broken(ModbusLink.reason())
        }
        let seconds = UInt32(settings.timeout)
        let rest = UInt32((settings.timeout - Double(seconds)) * 1e6)
        unsafe modbus_set_slave(made, Int32(settings.station))
        unsafe modbus_set_response_timeout(made, seconds, rest)
        unsafe modbus_set_error_recovery(made, MODBUS_ERROR_RECOVERY_NONE)
        guard unsafe modbus_connect(made) == 0 else {
            let reason = ModbusLink.reason()
            unsafe modbus_free(made)
            throw .broken(reason)
        }
        unsafe context = made
    }

    deinit {
        unsafe modbus_close(context)
        unsafe modbus_free(context)
    }

    /// Reads `count` registers or bits (one a number) from `address`.
    package func read(_ area: ModbusArea, at address: Int, count: Int) throws(Failure) -> [UInt16] {
        if area.isBits {
            var bits = [UInt8](repeating: 0, count: count)
            let got = unsafe bits.withUnsafeMutableBufferPointer { buffer in
                area == .coil
                    ? unsafe modbus_read_bits(
                        context, Int32(address), Int32(count), buffer.baseAddress)
                    : unsafe modbus_read_input_bits(
                        context, Int32(address), Int32(count), buffer.baseAddress)
            }
            guard got == Int32(count) else { throw ModbusLink.failure() }
            return bits.map(UInt16.init)
        }
        var registers = [UInt16](repeating: 0, count: count)
        let got = unsafe registers.withUnsafeMutableBufferPointer { buffer in
            area == .holding
                ? unsafe modbus_read_registers(
                    context, Int32(address), Int32(count), buffer.baseAddress)
                : unsafe modbus_read_input_registers(
                    context, Int32(address), Int32(count), buffer.baseAddress)
        }
        guard got == Int32(count) else { throw ModbusLink.failure() }
        return registers
    }

    /// Hands the libmodbus context to `body`, which returns what libmodbus returned; −1 is a
    /// failure.
    package func request(_ body: (OpaquePointer) -> Int32) throws(Failure) {
        guard unsafe body(context) != -1 else { throw ModbusLink.failure() }
    }

    /// False once the device has closed the connection, as far as this end has heard.
    package var isOpen: Bool {
        var byte: UInt8 = 0
        let socket = unsafe modbus_get_socket(context)
        let got = unsafe recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        // 0: closed by the device. More: an answer nobody asked for. Both are no ground to build
        // on.
        return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
    }

    /// The failure that `errno` tells, right after a call.
    private static func failure() -> Failure {
        let code = errno
        let base = Int32(MODBUS_ENOBASE)
        if code > base, code < base + Int32(MODBUS_EXCEPTION_MAX) {
            return .exception(code: Int(code - base))
        }
        if code == ETIMEDOUT { return .timedOut }
        return .broken(reason())
    }

    private static func reason() -> String { unsafe String(cString: modbus_strerror(errno)) }

    /// What an exception code means (Modbus Application Protocol 1.1b3, §7).
    package static func meaning(ofException code: Int) -> String {
        switch code {
        case 1: "illegal function (exception 1)"
        case 2: "illegal data address (exception 2)"
        case 3: "illegal data value (exception 3)"
        case 4: "device failure (exception 4)"
        case 5: "acknowledged, still working (exception 5)"
        case 6: "device busy (exception 6)"
        case 8: "memory parity error (exception 8)"
        case 10: "gateway path unavailable (exception 10)"
        case 11: "gateway target does not respond (exception 11)"
        default: "exception \(code)"
        }
    }
}
