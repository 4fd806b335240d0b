import Diagnostics
import Tags
import Testing
import TwinFile
import Units

/// The section `block`: where the companion block's registers lie.
@Suite struct BlockSectionTests {
    /// The small twin with a block between its connections and its tags.
    private func text(_ block: String) -> String {
        smallTwin.replacing("\ntags:", with: "\n\(block)\ntags:")
    }

    private static let block = """
        block:
          connection: plc
          owner: 7
          control: 411
          status: 501
          loops: {TIC-1.SP: {mailbox: 421, status: 516}}
        """

    private func twin(_ old: String = "", _ new: String = "") throws -> Twin {
        try accepted(text(Self.block.replacing(old, with: new)), model: try kilnModel())
    }

    private func check(_ old: String, _ new: String, _ message: String, _ note: String? = nil) {
        let error = #expect(throws: Findings.self) {
            try Twin.read(
                text(Self.block.replacing(old, with: new)), file: "twin.yaml", units: UDUnits())
        }
        #expect(error?.all.map(\.message) == [message])
        if let note { #expect(error?.all.first?.note == note) }
    }

    @Test func `without the section there is no block`() throws {
        #expect(try accepted(smallTwin, model: try kilnModel()).block == nil)
    }

    @Test func `a block is read with addresses as they go over the wire`() throws {
        let block = try #require(try twin().block)
        #expect(block.connection == "plc" && block.owner == 7)
        #expect(block.control == 410 && block.status == 500 && block.statusTable == .input)
        #expect(block.loops.map(\.tag) == [TagName("TIC-1.SP")])
        #expect(block.loops.map(\.mailbox) == [420] && block.loops.map(\.status) == [515])
        #expect(block[TagName("TIC-1.SP")]?.mailbox == 420 && block[TagName("FEED")] == nil)
    }

    @Test func `statuses may lie in holding registers where a device has no others`() throws {
        let block = try #require(try twin("status: 501", "status in: holding\n  status: 501").block)
        #expect(block.statusTable == .holding)
    }

    @Test func `a block without one of its keys, or with one too many, is refused`() {
        for key in ["connection: plc", "owner: 7", "control: 411", "status: 501"] {
            let name = String(key.prefix { $0 != ":" })
            check("  \(key)\n", "", "block: \"\(name)\" is missing")
        }
        check("  owner: 7", "  owner: 7\n  watchdog: 30 s", "block: unknown key \"watchdog\"")
    }

    @Test func `an MV past the block is refused`() {
        check(
            "loops: {TIC-1.SP: {mailbox: 421, status: 516}}", "loops: {}",
            "block: loops: TIC-1.SP is missing",
            "an MV past the block would be written without its rules")
    }

    @Test func `a loop that is no MV is refused`() {
        check(
            "loops: {", "loops: {FEED: {mailbox: 441, status: 531}, ",
            "block: loops: FEED has the role DV")
    }

    @Test func `registers that do not exist are refused`() {
        check(
            "control: 411", "control: 65532",
            "block: register 65532 does not exist, or not all 6 from it on",
            "the connection numbers its registers from 1")
        check(
            "mailbox: 421", "mailbox: 0",
            "block: loops: TIC-1.SP: register 0 does not exist, or not all 11 from it on")
        check("owner: 7", "owner: 0", "block: owner is \"0\"", "a whole number from 1 to 65535")
    }

    @Test func `two parts of the block may not share registers, nor a setpoint's plain one`() {
        check(
            "mailbox: 421", "mailbox: 416", "block: TIC-1.SP: mailbox and control share registers",
            "TIC-1.SP: mailbox takes 11 from 416, control 6 from 411")
        check(
            "status: 516", "status: 515", "block: TIC-1.SP: status and status share registers")
        check(
            "mailbox: 421", "mailbox: 92",
            "block: TIC-1.SP: write and TIC-1.SP: mailbox share registers")
        check(
            "control: 411", "control: 97", "block: TIC-1.SP: write and control share registers")
    }

    @Test func `registers side by side share nothing`() throws {
        #expect(try twin("mailbox: 421", "mailbox: 417").block != nil)
        #expect(try twin("mailbox: 421", "mailbox: 103").block != nil)
        #expect(try twin("mailbox: 421", "mailbox: 90").block != nil)
        #expect(try twin("control: 411", "control: 95").block != nil)
    }

    @Test func `a block on a connection that is not declared is refused`() {
        check(
            "connection: plc", "connection: dcs", "block: the connection dcs is not declared",
            "declared: plc")
    }
}
