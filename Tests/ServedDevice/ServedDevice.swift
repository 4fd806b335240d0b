import Foundation
package import ModbusDevice
import Synchronization

/// A bank of registers behind Modbus, on a thread of its own and a free port of the loopback
/// interface.
package final class ServedDevice<Bank: RegisterBank & Sendable>: Sendable {
    package let port: Int
    private let bank: Mutex<Bank>
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    package init(_ first: Bank) throws {
        bank = Mutex(first)
        let found = Mutex<Result<Int, DeviceError>>(.success(0))
        let body = Mutex<(@Sendable (ModbusDevice) -> Void)?>(nil)
        let started = DispatchSemaphore(value: 0)
        let mayRun = DispatchSemaphore(value: 0)
        Thread {
            do throws(DeviceError) {
                let device = try ModbusDevice(port: 0)
                found.withLock { $0 = .success(device.port) }
                started.signal()
                mayRun.wait()
                body.withLock { $0 }?(device)
                device.close()
            } catch {
                found.withLock { $0 = .failure(error) }
                started.signal()
            }
        }.start()
        started.wait()
        port = try found.withLock { $0 }.get()
        let owner = self
        body.withLock {
            $0 = { device in
                while !owner.isStopped.load(ordering: .acquiring) {
                    owner.bank.withLock { device.serve(&$0, forMilliseconds: 2) }
                }
                owner.ended.signal()
            }
        }
        mayRun.signal()
    }

    package func change<T: Sendable>(_ body: (inout Bank) -> T) -> T {
        bank.withLock { body(&$0) }
    }

    package func stop() {
        isStopped.store(true, ordering: .releasing)
        ended.wait()
    }
}
