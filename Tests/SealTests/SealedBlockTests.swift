import ConnectModbus
import Guard
import Tags
import Testing

@testable import Seal

/// What a seal says of the companion block: nothing that cannot be, and no change unseen.
@Suite struct SealedBlockTests {
    private static let block = SealedBlock(
        owner: 7, control: 411, status: 501, statusArea: .input,
        loops: [.init(tag: TagName("TIC-1.SP"), mailbox: 421, status: 516)])

    /// The kiln behind a block.
    private func fenced(_ change: (inout SealedBlock) -> Void = { _ in }) -> SealedTwin {
        var twin = SmallSeal.kiln
        var block = Self.block
        change(&block)
        twin.connections[0].block = block
        twin.rules.ownership.block = .declared
        return twin
    }

    private func check(_ complaint: String, _ change: (inout SealedTwin) -> Void) {
        var twin = fenced()
        change(&twin)
        #expect(throws: SealedTwinError.complaint(complaint)) { try twin.body() }
    }

    private func check(_ complaint: String, block change: (inout SealedBlock) -> Void) {
        let twin = fenced(change)
        #expect(throws: SealedTwinError.complaint("plc: " + complaint)) { try twin.body() }
    }

    @Test func `a twin behind a block comes back from its bytes as it was`() throws {
        let twin = fenced()
        #expect(try SealedTwin(body: try twin.body()) == twin)
        let found = try #require(twin.fenced)
        #expect(found.connection.name == "plc" && found.block == Self.block)
        #expect(SmallSeal.kiln.fenced == nil)
    }

    @Test func `a block that cannot be is not sealed`() {
        check("the block's owner is 0") { $0.owner = 0 }
        check("the block's owner is 65536") { $0.owner = 65_536 }
        check("the block's status lies among bits") { $0.statusArea = .coil }
        check("the block has no room at register 0") { $0.control = 0 }
        check("the block has no room at register 65523") { $0.status = 65_523 }
        check("the block has no room at register -1") { $0.loops[0].mailbox = -1 }
        check("the block has no room at register 70000") { $0.loops[0].status = 70_000 }
    }

    @Test func `the last registers that have room are sealed`() throws {
        for number in [1, 65_522] {
            _ = try fenced { $0.status = number }.body()
        }
        _ = try fenced { $0.owner = 65_535 }.body()
    }

    @Test func `a block whose loops are not exactly the handles is not sealed`() {
        let complaint = "the block's loops are not exactly the handles"
        check(complaint) { $0.loops = [] }
        check(complaint) { $0.loops[0].tag = TagName("TI-5.PV") }
        check(complaint) { $0.loops.append($0.loops[0]) }
    }

    @Test func `two blocks, or a block that the guard does not ask for, are not sealed`() {
        check("there are two companion blocks") { twin in
            var second = twin.connections[0]
            (second.name, second.reading, second.writing) = ("dcs", [], [])
            twin.connections.append(second)
        }
        check("the guard's rules do not ask for the companion block that is described") {
            $0.rules.ownership.block = SmallSeal.kiln.rules.ownership.block
        }
        check("the guard's rules ask for a companion block, and none is described") {
            $0.connections[0].block = nil
        }
    }

    @Test func `every change of the block is shown before it is signed`() {
        func texts(_ change: (inout SealedBlock) -> Void) -> [String] {
            fenced().differences(to: fenced(change)).map(\.text)
        }
        #expect(texts { _ in }.isEmpty)
        #expect(texts { $0.owner = 8 } == ["connections: plc: block: owner: 7 → 8"])
        #expect(texts { $0.control = 611 } == ["connections: plc: block: control: 411 → 611"])
        #expect(texts { $0.status = 601 } == ["connections: plc: block: status: 501 → 601"])
        #expect(
            texts { $0.statusArea = .holding }
                == ["connections: plc: block: status area: input → holding"])
        #expect(
            texts { $0.loops[0].mailbox = 521 }
                == ["connections: plc: block: loops: TIC-1.SP: mailbox: 421 → 521"])
        #expect(
            texts { $0.loops[0].status = 616 }
                == ["connections: plc: block: loops: TIC-1.SP: status: 516 → 616"])
    }

    @Test func `a block that is taken away is shown with all it said`() {
        let texts = fenced().differences(to: SmallSeal.kiln).map(\.text)
        #expect(texts.contains("connections: plc: block: owner: 7 → not there"))
        #expect(texts.contains { $0.hasPrefix("ownership: block: declared → ") }, "\(texts)")
        let back = SmallSeal.kiln.differences(to: fenced()).map(\.text)
        #expect(
            back.contains("connections: plc: block: loops: TIC-1.SP: mailbox: not there → 421"))
    }
}
