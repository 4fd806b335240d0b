import Connect
import ConnectModbus
import ConnectModbusWriting
import Foundation
import ModbusDevice
import Tags
import Testing

@Suite(.serialized) struct ModbusConnectionTests {
    private func point(
        _ tag: String, _ area: ModbusArea, _ number: Int, _ encoding: RegisterEncoding,
        scaling: Scaling = .none, order: WordOrder? = nil
    ) -> ModbusPoint {
        ModbusPoint(
            tag: TagName(tag), area: area, number: number, encoding: encoding, scaling: scaling,
            order: order)
    }

    private func settings(_ device: TestDevice, timeout: Double = 2) -> ModbusSettings {
        ModbusSettings(
            host: "127.0.0.1", port: device.port, timeout: timeout,
            reconnection: Reconnection(shortest: 0.01, longest: 0.05))
    }

    /// Waits a hundredth of a second.
    private func breathe() async throws {
        // Another thread's socket tells nobody when it is ready, so it is looked at again and
        // again.
        try await Task.sleep(for: .milliseconds(10))
    }

    /// Reads until it succeeds, at most 200 times, a hundredth of a second apart.
    private func readAgain(_ reader: ModbusReader) async throws -> PlantReading {
        var last: ConnectionFailure = .closed
        for _ in 0..<200 {
            do {
                return try await reader.read()
            } catch {
                last = error
                try await breathe()
            }
        }
        throw last
    }

    @Test(arguments: WordOrder.allCases)
    func `every type comes back as it was written, in every word order`(order: WordOrder)
        async throws
    {
        let device = try TestDevice()
        defer { device.stop() }
        var settings = settings(device)
        settings.order = order
        let map = try ModbusMap([
            point("F", .holding, 1, .float32), point("U", .holding, 3, .uint16),
            point("I", .holding, 4, .int16), point("L", .holding, 5, .int32),
            point("W", .holding, 7, .uint32), point("B", .coil, 9, .bool),
            point("S", .holding, 20, .int16, scaling: Scaling(factor: 0.1, offset: 100)),
        ])
        let reader = ModbusReader(settings, map: map)
        let writer = try ModbusWriter(settings, map: map)
        let values: [(String, Double)] = [
            ("F", 1250.5), ("U", 65_535), ("I", -32_000), ("L", -2_000_000_000),
            ("W", 4_000_000_000), ("B", 1), ("S", 87.3),
        ]
        for (tag, value) in values { try await writer.write(value, to: TagName(tag)) }
        let reading = try await reader.read()
        for (tag, value) in values {
            let back = reading.value(of: TagName(tag)) ?? .nan
            #expect(abs(back - value) < 1e-9, "\(tag): \(back)")
        }
        #expect(device.look { $0.holding[19] } == UInt16(bitPattern: -127).inOrder(order))
        reader.close()
        writer.close()
    }

    @Test func `NaN registers are delivered as they are`() async throws {
        let device = try TestDevice {
            $0.input[0] = 0x7FC0
            $0.input[2] = 0x449C
        }
        defer { device.stop() }
        let map = try ModbusMap([
            point("BROKEN", .input, 1, .float32), point("SOUND", .input, 3, .float32),
        ])
        let reading = try await ModbusReader(settings(device), map: map).read()
        #expect(reading.value(of: TagName("BROKEN"))?.isNaN == true)
        #expect(reading.value(of: TagName("SOUND")) == 1248)
    }

    @Test func `an unknown register fails its point with its name and no other`() async throws {
        let device = try TestDevice { $0.input[98] = 7 }
        defer { device.stop() }
        let map = try ModbusMap([
            point("LAST", .input, 99, .uint16), point("GONE", .input, 101, .uint16),
            point("BETWEEN", .input, 100, .uint16), point("FLAG", .discrete, 2, .bool),
        ])
        let reader = ModbusReader(settings(device), map: map)
        for _ in 0..<2 {  // the second time the block has fallen apart already
            let reading = try await reader.read()
            #expect(reading.value(of: TagName("LAST")) == 7)
            #expect(reading.value(of: TagName("BETWEEN")) == 0)
            #expect(reading.value(of: TagName("FLAG")) == 0)
            guard case .failure(let failure) = reading.points[1].value else {
                Issue.record("GONE has a value")
                return
            }
            #expect(failure == .noSuchRegister("input register 101"))
            #expect("\(failure)" == "the device has no input register 101")
        }
    }

    @Test func `a device that dies is reported lost, and read again when it comes back`()
        async throws
    {
        let device = try TestDevice { $0.input[0] = 1 }
        let map = try ModbusMap([point("A", .input, 1, .uint16)])
        let reader = ModbusReader(settings(device), map: map)
        #expect(try await reader.read().value(of: TagName("A")) == 1)
        device.stop()
        await #expect(throws: ConnectionFailure.self) { try await reader.read() }
        let again = try TestDevice(port: device.port) { $0.input[0] = 2 }
        defer { again.stop() }
        #expect(try await readAgain(reader).value(of: TagName("A")) == 2)
    }

    @Test func `while a device is away attempts are spaced, and waiting says how long`()
        async throws
    {
        let device = try TestDevice()
        device.stop()
        var settings = settings(device)
        settings.reconnection = Reconnection(shortest: 5, longest: 30)
        let map = try ModbusMap([point("A", .input, 1, .uint16)])
        let reader = ModbusReader(settings, map: map)
        do {
            _ = try await reader.read()
            Issue.record("read from nobody")
        } catch {
            guard case .unreachable(let endpoint, let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(endpoint == settings.endpoint && reason == "Connection refused")
        }
        do {
            _ = try await reader.read()
        } catch {
            guard case .waiting(let seconds) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(seconds > 4 && seconds <= 5)
        }
    }

    @Test func `a device that does not answer times out and is heard again afterwards`()
        async throws
    {
        let device = try TestDevice { $0.input[0] = 3 }
        defer { device.stop() }
        let map = try ModbusMap([point("A", .input, 1, .uint16)])
        let reader = ModbusReader(settings(device, timeout: 0.1), map: map)
        _ = try await reader.read()
        device.beDeaf(true)
        let start = ContinuousClock.now
        await #expect(
            throws: ConnectionFailure.lost(
                endpoint: settings(device).endpoint, reason: "no answer within 0.1 s")
        ) { try await reader.read() }
        #expect(ContinuousClock.now - start < .seconds(1))
        device.change { $0.input[0] = 4 }
        device.beDeaf(false)
        #expect(try await readAgain(reader).value(of: TagName("A")) == 4, "not the late answer")
    }

    @Test func `a write without an answer is unknown, a refused one is not`() async throws {
        let device = try TestDevice()
        defer { device.stop() }
        let map = try ModbusMap([point("A", .holding, 1, .uint16)])
        let writer = try ModbusWriter(settings(device, timeout: 0.1), map: map)
        await #expect(
            throws: WriteFailure.refused(reason: "illegal data value (exception 3)")
        ) { try await writer.write(666, to: TagName("A")) }
        try await writer.write(5, to: TagName("A"))
        device.beDeaf(true)
        do {
            try await writer.write(6, to: TagName("A"))
            Issue.record("confirmed by nobody")
        } catch {
            #expect(error.mayHaveActed)
        }
        device.beDeaf(false)
        for _ in 0..<200 where device.look({ $0.holding[0] }) != 6 { try await breathe() }
        #expect(device.look { $0.holding[0] } == 6, "it did act, so unknown was the true answer")
    }

    @Test func `what cannot be sent is said not to have been sent`() async throws {
        let device = try TestDevice()
        let map = try ModbusMap([point("A", .holding, 1, .uint16)])
        let writer = try ModbusWriter(settings(device), map: map)
        await #expect(throws: WriteFailure.unknownTag(TagName("B"))) {
            try await writer.write(1, to: TagName("B"))
        }
        for value in [Double.nan, 1.5, -1, 70_000] {
            do {
                try await writer.write(value, to: TagName("A"))
                Issue.record("\(value) was written")
            } catch {
                guard case .notRepresentable = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
        try await writer.write(1, to: TagName("A"))
        device.stop()
        do {
            try await writer.write(2, to: TagName("A"))
            Issue.record("written to nobody")
        } catch {
            #expect(!error.mayHaveActed, "\(error)")
        }
        writer.close()
        await #expect(throws: WriteFailure.notSent(reason: "the writer is closed")) {
            try await writer.write(1, to: TagName("A"))
        }
    }

    @Test func `only coils and holding registers can be in a write map`() throws {
        let map = try ModbusMap([point("A", .input, 1, .uint16)])
        #expect(throws: ModbusMapError.notWritable(TagName("A"), .input)) {
            _ = try ModbusWriter(ModbusSettings(host: "127.0.0.1"), map: map)
        }
    }

    @Test func `several masters are served side by side`() async throws {
        let device = try TestDevice { for i in 0..<100 { $0.input[i] = UInt16(i) } }
        defer { device.stop() }
        let map = try ModbusMap((1...50).map { point("T\($0)", .input, $0, .uint16) })
        let readers = (0..<4).map { _ in ModbusReader(settings(device), map: map) }
        try await withThrowingTaskGroup(of: Double.self) { group in
            for reader in readers {
                for _ in 0..<10 {
                    group.addTask {
                        try await reader.read().points.reduce(0) { try $0 + $1.value.get() }
                    }
                }
            }
            for try await sum in group { #expect(sum == 1225) }
        }
    }

    @Test func `a closed reader says so`() async throws {
        let map = try ModbusMap([point("A", .input, 1, .uint16)])
        let reader = ModbusReader(ModbusSettings(host: "127.0.0.1"), map: map)
        reader.close()
        await #expect(throws: ConnectionFailure.closed) { try await reader.read() }
    }

    @Test func `the reading connection calls no function that writes`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/ConnectModbus").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 4)
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(!text.contains("modbus_write"), "\(file.lastPathComponent)")
            #expect(!text.contains("modbus_mask_write") && !text.contains("modbus_send_raw"))
        }
    }
}

extension UInt16 {
    /// As one register lies in the given order.
    fileprivate func inOrder(_ order: WordOrder) -> UInt16 {
        order == .highFirstSwapped || order == .lowFirstSwapped ? byteSwapped : self
    }
}
