import Foundation
import ModbusDevice
import Synchronization

/// Registers 0…99 of each table as plain memory; writes of 666 are refused, the rest is kept.
struct MemoryBank: RegisterBank {
    var holding = [UInt16](repeating: 0, count: 100)
    var input = [UInt16](repeating: 0, count: 100)
    var coils = [UInt16](repeating: 0, count: 100)
    var discrete = [UInt16](repeating: 0, count: 100)

    mutating func read(_ table: RegisterTable, at address: Int, count: Int) -> [UInt16]? {
        guard address + count <= 100 else { return nil }
        let range = address..<(address + count)
        switch table {
        case .coil: return Array(coils[range])
        case .discrete: return Array(discrete[range])
        case .input: return Array(input[range])
        case .holding: return Array(holding[range])
        }
    }

    mutating func write(
        _ table: RegisterTable, at address: Int, _ values: [UInt16]
    ) -> DeviceException? {
        guard address + values.count <= 100 else { return .illegalAddress }
        guard !values.contains(666) else { return .illegalValue }
        for (i, value) in values.enumerated() {
            if table == .coil { coils[address + i] = value } else { holding[address + i] = value }
        }
        return nil
    }
}

/// A device on a thread of its own, on a free port of the loopback interface.
final class TestDevice: Sendable {
    private let isStopped = Atomic(false)
    private let isDeaf = Atomic(false)
    private let bank: Mutex<MemoryBank>
    private let ended = DispatchSemaphore(value: 0)
    let port: Int

    /// - Parameter port: 0 takes a free one.
    init(port: Int = 0, _ fill: (inout MemoryBank) -> Void = { _ in }) throws {
        var memory = MemoryBank()
        fill(&memory)
        bank = Mutex(memory)
        let started = DispatchSemaphore(value: 0)
        let found = Mutex<Result<Int, DeviceError>?>(nil)
        let serving = Serving()
        self.port = try {
            let thread = Thread {
                do throws(DeviceError) {
                    let device = try ModbusDevice(port: port)
                    found.withLock { $0 = .success(device.port) }
                    started.signal()
                    serving.run(device)
                } catch {
                    found.withLock { $0 = .failure(error) }
                    started.signal()
                }
            }
            thread.start()
            started.wait()
            return try found.withLock { $0 }?.get() ?? 0  // set before the signal
        }()
        serving.owner.withLock { $0 = self }
        serving.mayRun.signal()
    }

    /// Hands the device to its thread once the owner exists.
    private final class Serving: Sendable {
        let owner = Mutex<TestDevice?>(nil)
        let mayRun = DispatchSemaphore(value: 0)

        func run(_ device: ModbusDevice) {
            mayRun.wait()
            guard let owner = owner.withLock({ $0 }) else { return }
            while !owner.isStopped.load(ordering: .acquiring) {
                let isDeaf = owner.bank.withLock { bank in
                    // Looked at under the lock, so that `beDeaf` holds from its return on.
                    let isDeaf = owner.isDeaf.load(ordering: .acquiring)
                    if !isDeaf { device.serve(&bank, forMilliseconds: 2) }
                    return isDeaf
                }
                // Leaves the lock to others for a moment.
                if isDeaf { Thread.sleep(forTimeInterval: 0.002) }
            }
            device.close()
            self.owner.withLock { $0 = nil }
            owner.ended.signal()
        }
    }

    /// While deaf, requests arrive and nobody answers.
    func beDeaf(_ isDeaf: Bool) {
        bank.withLock { _ in self.isDeaf.store(isDeaf, ordering: .releasing) }
    }

    func change(_ body: (inout MemoryBank) -> Void) { bank.withLock { body(&$0) } }
    func look<T: Sendable>(_ body: (MemoryBank) -> T) -> T { bank.withLock { body($0) } }

    /// Ends the device and closes its connections.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        ended.wait()
    }
}
