import Act
import Determinism
import Guard
import GuardSide
import Seal
import ServedDevice
import Synchronization
import Tags
import Testing

@testable import GuardRoom
@testable import Journal

/// The journal's head in the plant: a journal that was cut short or put back locks the twin out.
@Suite struct HeadTests {
    private func ladder(
        _ head: KeptHead, disk: TestDisk = TestDisk(DiskSwitch()), after former: Ladder? = nil
    ) async throws -> Ladder {
        guard let former else { return try await Ladder(head: head, disk: disk) }
        former.room.clock.pass(plant: 30, wall: 30)
        return try await Ladder(
            head: head, disk: disk, clock: former.room.clock, ports: former.ports)
    }

    /// A run with one decision, and what it left on the disk.
    private func run(_ head: KeptHead) async throws -> Ladder {
        let ladder = try await ladder(head)
        try await ladder.earn(cards: 1)
        return ladder
    }

    private func last(_ ladder: Ladder) throws -> HeadTag {
        let line = try #require(ladder.room.disk.lines.last)
        let number = line.split(separator: ":")[1].prefix { $0.isNumber }
        let hash = line.suffix(66).prefix(64)
        return HeadTag(
            Journal.Receipt(sequence: try #require(UInt64(number)), hash: String(hash)))
    }

    @Test func `the head is kept at a decision's end and at an orderly end`() async throws {
        let head = KeptHead()
        let ladder = try await ladder(head)
        try await ladder.supervise()
        _ = try await ladder.room.move()
        #expect(try head.value == last(ladder))
        try await ladder.step(3)
        try await ladder.room.desk.close(why: "test")
        #expect(try head.value == last(ladder))
    }

    @Test func `a journal that was left whole goes on`() async throws {
        let head = KeptHead()
        let former = try await run(head)
        let again = try await ladder(head, disk: former.room.disk, after: former)
        try await again.step(2)
        #expect(await again.room.desk.mode == .advisory)
        try await again.supervise()
    }

    @Test(arguments: [1, 2, 3, 5, 40])
    func `records cut off at the end lock it out`(count: Int) async throws {
        let head = KeptHead()
        let former = try await run(head)
        try await former.room.desk.close(why: "test")
        let disk = TestDisk(DiskSwitch())
        disk.bytes = Array(
            (former.room.disk.lines.dropLast(count).joined(separator: "\n") + "\n").utf8)
        let again = try await ladder(head, disk: disk, after: former)
        try await again.step(2)
        #expect(await again.room.desk.mode == .lockout)
        let why = disk.lines.last { $0.contains(#""actual":"lockout""#) }
        #expect(why?.contains("the plant remember") == true)
    }

    @Test func `a journal that is gone locks it out`() async throws {
        let head = KeptHead()
        let former = try await run(head)
        let again = try await ladder(head, disk: TestDisk(DiskSwitch()), after: former)
        try await again.step(2)
        #expect(await again.room.desk.mode == .lockout)
    }

    @Test func `two people release it with the cause, and the plant keeps the new head`()
        async throws
    {
        let head = KeptHead()
        let former = try await run(head)
        let again = try await ladder(head, disk: TestDisk(DiskSwitch()), after: former)
        try await again.step(2)
        let kept = head.value
        let eve = Person(name: "Eve", duty: .engineer, console: "test")
        let release = ModeRequest(
            .off, by: eve, confirmedBy: Ladder.grace, why: "disk replaced, old one kept")
        #expect(try await again.room.desk.request(release) == [])
        try await again.step()
        let behind = try last(again).sequence - head.value.sequence
        #expect(head.value != kept && behind < 3)
        for mode in [Mode.shadow, .advisory] { #expect(try await again.ask(mode) == []) }
        try await again.step(2)
        #expect(await again.room.desk.mode == .advisory)
    }

    @Test func `while the head cannot be read nothing is written`() async throws {
        let head = KeptHead()
        head.isMute = true
        let ladder = try await ladder(head)
        try await ladder.step(62)
        let blockers = try await ladder.ask(.supervisory).map(\.what)
        #expect(blockers.contains("the journal's head in the plant was not read"), "\(blockers)")
        head.isMute = false
        try await ladder.step()
        let then = try await ladder.ask(.supervisory).map(\.what)
        #expect(!then.contains("the journal's head in the plant was not read"), "\(then)")
    }

    @Test func `a head that did not arrive is written again`() async throws {
        let head = KeptHead()
        let ladder = try await ladder(head)
        try await ladder.supervise()
        head.isMute = true
        _ = try await ladder.room.move()
        #expect(try head.value != last(ladder))
        head.isMute = false
        try await ladder.step()
        let number = head.value.sequence
        #expect(try last(ladder).sequence - number < 5)
    }
}

/// The same over a real socket.
@Suite(.serialized) struct HeadOverSocketsTests {
    private func ladder(
        _ device: ServedDevice<BlockWorld>, disk: TestDisk = TestDisk(DiskSwitch()),
        clock: TestClock
    ) async throws -> (ladder: Ladder, port: ModbusHead) {
        var twin = Ladder.twin()
        twin.connections[0].port = device.port
        twin.head = SealedHead(connection: "plc", register: 200)
        let port = try #require(ModbusHead(twin, mayWrite: true))
        let ladder = try await Ladder(
            { $0.head = twin.head }, head: port, disk: disk, clock: clock)
        return (ladder, port)
    }

    @Test func `four registers of the device keep the head, and lock out a journal that was cut`()
        async throws
    {
        let device = try ServedDevice(BlockWorld())
        defer { device.stop() }
        let clock = TestClock()
        let (first, _) = try await ladder(device, clock: clock)
        try await first.step(3)
        try await first.room.desk.close(why: "test")
        let kept = try #require(HeadTag(registers: device.change { $0.kept }))
        #expect(Int(kept.sequence) == first.room.disk.lines.count)
        let whole = first.room.disk.bytes

        // Left whole, it goes on.
        clock.pass(plant: 30, wall: 30)
        let (second, _) = try await ladder(device, disk: first.room.disk, clock: clock)
        try await second.step(2)
        #expect(await second.room.desk.mode == .advisory)
        try await second.room.desk.close(why: "test")

        // The copy of before the second run is put back.
        clock.pass(plant: 30, wall: 30)
        let old = TestDisk(DiskSwitch())
        old.bytes = whole
        let (third, _) = try await ladder(device, disk: old, clock: clock)
        try await third.step(2)
        #expect(await third.room.desk.mode == .lockout)
        try await third.room.desk.close(why: "test")
    }

    @Test func `a device that does not answer is said to be unread`() async throws {
        let device = try ServedDevice(BlockWorld())
        defer { device.stop() }
        device.change { $0.isMute = true }
        var twin = Ladder.twin()
        twin.connections[0].port = device.port
        twin.head = SealedHead(connection: "plc", register: 200)
        let port = try #require(ModbusHead(twin, mayWrite: true))
        #expect(await port.read() == nil)
        device.change { $0.isMute = false }
        #expect(await port.read()?.isBlank == true)
        port.close()
        #expect(ModbusHead(twin, mayWrite: false) == nil)
    }

    @Test(arguments: [-1, 65_533, 160, 161, 120, 130, 100, 97])
    func `registers that are not free cannot be sealed`(register: Int) {
        var twin = Ladder.twin()
        twin.head = SealedHead(connection: "plc", register: register)
        #expect(throws: SealedTwinError.self) { try twin.body() }
    }

    @Test(arguments: [96, 106, 116, 131, 156, 162, 65_532])
    func `registers that are free can`(register: Int) throws {
        var twin = Ladder.twin()
        twin.head = SealedHead(connection: "plc", register: register)
        #expect(try SealedTwin(body: twin.body()).head == twin.head)
        twin.head?.connection = "other"
        #expect(throws: SealedTwinError.self) { try twin.body() }
    }
}

/// Four registers of a plant in memory.
final class KeptHead: HeadPort {
    private let kept = Mutex((head: HeadTag?.none, isMute: false))

    var value: HeadTag { kept.withLock { $0.head ?? Self.blank } }
    var isMute: Bool {
        get { kept.withLock { $0.isMute } }
        set { kept.withLock { $0.isMute = newValue } }
    }

    private static var blank: HeadTag {
        guard let blank = HeadTag(registers: [0, 0, 0, 0]) else { preconditionFailure("four") }
        return blank
    }

    func read() async -> HeadTag? { isMute ? nil : value }

    func write(_ head: HeadTag) async -> Bool {
        kept.withLock { kept in
            guard !kept.isMute else { return false }
            kept.head = head
            return true
        }
    }

    func close() {}
}
