import ConnectModbus
import GuardRoom
import Seal
import Testing

/// Two that would write the same setpoint from one machine.
@Suite struct HandleLocksTests {
    /// Ports that nothing listens on: a plant connects when it is first read.
    private func plant(port: Int, mayWrite: Bool = true, fenced: Bool = false) throws -> ModbusPlant
    {
        try ModbusPlant(
            TestTwin.twin(fenced: fenced, port: port), mayWrite: mayWrite, clock: TestClock())
    }

    @Test func `the second writer of a setpoint is refused, and told which`() throws {
        let first = try plant(port: 61_001)
        let refusal = #expect(throws: HandleTaken.self) { try plant(port: 61_001) }
        #expect(refusal?.tag == TestTwin.handle)
        #expect(refusal?.text.contains("127.0.0.1:61001 station 1 holding 160") == true)
        first.close()
    }

    @Test func `another setpoint, a reader, and a plant behind the block are not refused`() throws {
        let first = try plant(port: 61_002)
        let others = [
            try plant(port: 61_003), try plant(port: 61_002, mayWrite: false),
            try plant(port: 61_002, fenced: true),
        ]
        for plant in others + [first] { plant.close() }
    }

    @Test func `once the first is gone the setpoint is free`() throws {
        func first() throws { try plant(port: 61_004).close() }
        try first()
        try plant(port: 61_004).close()
    }
}
