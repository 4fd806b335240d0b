import Foundation
import ModbusDevice
import Synchronization

/// A world behind Modbus on a thread of its own, on a free port of the loopback interface.
final class BlockDevice: Sendable {
    let port: Int
    private let world = Mutex(BlockWorld())
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)

    init() throws {
        let found = Mutex<Result<Int, DeviceError>?>(nil)
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
        port = try found.withLock { $0 }?.get() ?? 0  // set before the signal
        let owner = self
        body.withLock {
            $0 = { device in
                while !owner.isStopped.load(ordering: .acquiring) {
                    owner.world.withLock { device.serve(&$0, forMilliseconds: 2) }
                }
                owner.ended.signal()
            }
        }
        mayRun.signal()
    }

    func change<T: Sendable>(_ body: (inout BlockWorld) -> T) -> T { world.withLock { body(&$0) } }

    func stop() {
        isStopped.store(true, ordering: .releasing)
        ended.wait()
    }
}
