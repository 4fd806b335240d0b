import Diagnostics
import Testing
import TwinFile
import Units

/// Where the plant keeps the journal's head, which programs are approved, and what automatic asks.
@Suite struct RecordSectionTests {
    private func twin(_ section: String) throws -> Twin {
        try accepted(smallTwin + "\n" + section, model: try kilnModel())
    }

    private func check(_ section: String, _ message: String) {
        let error = #expect(throws: Findings.self) {
            try Twin.read(smallTwin + "\n" + section, file: "twin.yaml", units: UDUnits())
        }
        #expect(error?.all.map(\.message) == [message])
    }

    @Test func `the head's registers are read as they go over the wire`() throws {
        #expect(try twin("").journalHead == nil)
        let head = try twin("journal: {head: {connection: plc, register: 601}}").journalHead
        #expect(head?.connection == "plc" && head?.register == 600)
    }

    @Test(arguments: [
        ("other", 601, "journal: head: the connection other is not declared"),
        ("plc", 0, "journal: head: register 0 does not exist, or not all 4 from it on"),
        ("plc", 65_534, "journal: head: register 65534 does not exist, or not all 4 from it on"),
        ("plc", 98, "journal: head: TIC-1.SP: write lies on the same registers"),
        ("plc", 102, "journal: head: TIC-1.SP: write lies on the same registers"),
    ])
    func `registers that are not there or not free are refused`(
        connection: String, register: Int, message: String
    ) {
        check("journal: {head: {connection: \(connection), register: \(register)}}", message)
    }

    @Test(arguments: [97, 103, 65_533])
    func `the registers beside a setpoint are free`(register: Int) throws {
        #expect(
            try twin("journal: {head: {connection: plc, register: \(register)}}").journalHead
                != nil)
    }

    @Test(arguments: [
        (408, true), (407, false), (417, false), (418, true), (431, true), (432, false),
    ])
    func `the block's registers are not free`(register: Int, isTaken: Bool) throws {
        let block = """
            block:
              connection: plc
              owner: 7
              control: 411
              status: 501
              loops: {TIC-1.SP: {mailbox: 421, status: 516}}
            """
        let head = "journal: {head: {connection: plc, register: \(register)}}"
        guard isTaken else {
            #expect(try twin(block + "\n" + head).journalHead?.register == register - 1)
            return
        }
        #expect(throws: Findings.self) {
            try Twin.read(
                smallTwin + "\n" + block + "\n" + head, file: "twin.yaml", units: UDUnits())
        }
    }

    @Test func `approved programs are read as hashes`() throws {
        let (a, b) = (String(repeating: "aB", count: 32), String(repeating: "12", count: 32))
        let section = "guard: {programs: {guard: \"\(a)\", loop: \"\(b)\"}}"
        let programs = try twin(section).guardSettings.programs
        #expect(programs.guardProgram == a.lowercased() && programs.loopProgram == b)
        #expect(try twin("").guardSettings.programs == ProgramSettings())
    }

    @Test(arguments: ["abc", String(repeating: "g", count: 64), String(repeating: "a", count: 63)])
    func `what is no hash is refused`(text: String) {
        check(
            "guard: {programs: {guard: \"\(text)\"}}", "guard: programs: guard is no SHA-256")
    }

    @Test func `automatic asks for a gain beyond its own uncertainty`() throws {
        #expect(try twin("").modes.automatic.gainDeviations == 1)
        let text = smallTwin.replacing(
            "modes: {allowed: [advisory, shadow]}",
            with: "modes: {allowed: [advisory, shadow], automatic: {gain deviations: 2.5}}")
        #expect(try accepted(text).modes.automatic.gainDeviations == 2.5)
    }
}
