import Foundation
import ModbusDevice
import Synchronization

/// A kettle that serves its registers on a thread of its own, on a port of the loopback interface.
package final class Kettle: Sendable {
    private let bank: Mutex<KettleBank>
    private let isStopped = Atomic(false)
    private let ended = DispatchSemaphore(value: 0)
    package let port: Int

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - bank: what it holds, such as that of a kettle that was stopped.
    package init(port: Int = 0, _ bank: KettleBank = KettleBank()) throws {
        let device = try ModbusDevice(port: port)
        self.port = device.port
        self.bank = Mutex(bank)
        let box = Handover(device)
        let thread = Thread { [self] in
            guard let device = box.take() else { return }
            var last = ContinuousClock.now
            while !isStopped.load(ordering: .acquiring) {
                let elapsed = UInt32(clamping: Int((.now - last) / .milliseconds(1)))
                if elapsed > 0 { last += .milliseconds(Int(elapsed)) }
                self.bank.withLock {
                    $0.scan(elapsed)
                    device.serve(&$0, forMilliseconds: 1)
                }
                // Leaves the lock to others for a moment.
                pause(0.0005)
            }
            device.close()
            ended.signal()
        }
        thread.start()
    }

    package func change(_ body: (inout KettleBank) -> Void) { bank.withLock { body(&$0) } }
    package var registers: KettleBank { bank.withLock { $0 } }

    /// Ends the device and closes its connections.
    package func stop() {
        isStopped.store(true, ordering: .releasing)
        ended.wait()
    }
}

/// Hands a value that only one thread may use to that thread.
private final class Handover: Sendable {
    private let value: Mutex<ModbusDevice?>

    init(_ value: sending ModbusDevice) { self.value = Mutex(value) }

    func take() -> sending ModbusDevice? {
        value.withLock { value in
            let taken = value
            value = nil
            return taken
        }
    }
}
