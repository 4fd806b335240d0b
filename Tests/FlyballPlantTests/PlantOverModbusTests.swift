import Connect
import ConnectModbus
import ConnectModbusWriting
import Foundation
import FurnacePlant
import ModbusDevice
import Synchronization
import Tags
import Testing

@testable import flyball_plant

/// The furnace as a master meets it: real sockets, real registers.
@Suite(.serialized) struct PlantOverModbusTests {
    /// Serves a furnace on a thread until told to stop; plant time moves only when asked.
    private final class ServedPlant: Sendable {
        let port: Int
        private let bank: Mutex<PlantBank>
        private let isStopped = Atomic(false)
        private let ended = DispatchSemaphore(value: 0)

        init(seed: UInt64) throws {
            var settings = FurnaceSettings.quiet
            settings.warmUp = 600
            bank = Mutex(PlantBank(Furnace(settings: settings, seed: seed)))
            let found = Mutex(0)
            let started = DispatchSemaphore(value: 0)
            let run = Mutex<(@Sendable (ModbusDevice) -> Void)?>(nil)
            let mayRun = DispatchSemaphore(value: 0)
            let thread = Thread {
                if let device = try? ModbusDevice(port: 0) {  // port 0 stays 0 and the test fails
                    found.withLock { $0 = device.port }
                    started.signal()
                    mayRun.wait()
                    run.withLock { $0 }?(device)
                    device.close()
                } else {
                    started.signal()
                }
            }
            thread.start()
            started.wait()
            port = found.withLock { $0 }
            try #require(port > 0)
            let plant = self
            run.withLock { body in
                body = { device in
                    while !plant.isStopped.load(ordering: .acquiring) {
                        plant.bank.withLock { device.serve(&$0, forMilliseconds: 2) }
                    }
                    plant.ended.signal()
                }
            }
            mayRun.signal()
        }

        func advance(by seconds: Double) {
            bank.withLock {
                $0.furnace.advance(by: seconds)
                $0.refresh()
            }
        }

        func shown() -> FurnaceMeasurements { bank.withLock { $0.furnace.measurements } }

        func stop() {
            isStopped.store(true, ordering: .releasing)
            ended.wait()
        }
    }

    private func map() throws -> ModbusMap {
        try ModbusMap(
            PlantPoint.all.map { point in
                ModbusPoint(
                    tag: TagName(point.tag), area: point.area == .discrete ? .discrete : .input,
                    number: point.number,
                    encoding: RegisterEncoding(rawValue: point.encoding.rawValue) ?? .bool)
            })
    }

    @Test func `every tag of the plant can be read by a master`() async throws {
        let plant = try ServedPlant(seed: 2)
        defer { plant.stop() }
        let reader = ModbusReader(
            ModbusSettings(host: "127.0.0.1", port: plant.port), map: try map())
        defer { reader.close() }
        plant.advance(by: 1800)
        let reading = try await reader.read()
        let shown = plant.shown()
        for (point, read) in zip(PlantPoint.all, reading.points) {
            let expected = point.value(shown)
            let value = try read.value.get()
            #expect(abs(value - expected) <= 1e-6 * abs(expected), "\(point.tag)")
        }
        #expect(reading.value(of: TagName("PLANT.TIME")) == 1800)
    }

    @Test func `a setpoint is written by one master and read back by another`() async throws {
        let plant = try ServedPlant(seed: 2)
        defer { plant.stop() }
        let settings = ModbusSettings(host: "127.0.0.1", port: plant.port)
        let reader = ModbusReader(settings, map: try map())
        let writer = try ModbusWriter(
            settings,
            map: ModbusMap(
                (0..<3).map {
                    ModbusPoint(
                        tag: TagName("TIC-20\($0 + 1).SP"), area: .holding,
                        number: PlantPoint.setpointRegister(zone: $0), encoding: .float32)
                } + [
                    ModbusPoint(
                        tag: TagName("MILL.HEARTBEAT"), area: .holding,
                        number: PlantPoint.heartbeatRegister, encoding: .uint16)
                ]))
        try await writer.write(1231.5, to: TagName("TIC-203.SP"))
        try await writer.write(42, to: TagName("MILL.HEARTBEAT"))
        #expect(try await reader.read().value(of: TagName("TIC-203.SP")) == 1231.5)
        await #expect(
            throws: WriteFailure.refused(reason: "illegal data value (exception 3)")
        ) { try await writer.write(1330, to: TagName("TIC-203.SP")) }
        #expect(try await reader.read().value(of: TagName("TIC-203.SP")) == 1231.5)
    }
}
