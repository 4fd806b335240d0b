extension TwinReader {
    /// Where the plant keeps the journal's head; nil if it does not.
    func readJournalHead(
        _ tags: [TagDeclaration], _ block: BlockDeclaration?
    ) -> HeadDeclaration? {
        guard let journal = root.section("journal", TwinKeys.journal),
            let section = journal.section("head", TwinKeys.journalHead),
            let connection = declaredConnection(of: section)
        else { return nil }
        let width = HeadDeclaration.width
        guard
            let register = address(section, "register", width, connection.modbus.firstRegister)
        else { return nil }
        let own = register..<register + width
        for (what, taken) in registersInUse(behind: connection.name, tags, block)
        where taken.overlaps(own) {
            section.refuse("register", "\(what) lies on the same registers")
        }
        return HeadDeclaration(connection: connection.name, register: register)
    }

    /// Holding registers of a connection that are something else's, on the wire.
    private func registersInUse(
        behind name: String, _ tags: [TagDeclaration], _ block: BlockDeclaration?
    ) -> [(what: String, registers: Range<Int>)] {
        var used: [(what: String, registers: Range<Int>)] = []
        func note(_ what: String, _ from: Int, _ width: Int) {
            used.append((what, from..<from + width))
        }
        for tag in tags {
            for (source, what) in [(tag.source, "read"), (tag.write, "write")] {
                guard let source, source.connection == name, source.table == .holding else {
                    continue
                }
                note("\(tag.name): \(what)", source.address, source.type.registers)
            }
        }
        guard let block, block.connection == name else { return used }
        note("the block's control", block.control, BlockDeclaration.controlWidth)
        for loop in block.loops {
            note("\(loop.tag): mailbox", loop.mailbox, BlockDeclaration.mailboxWidth)
        }
        guard block.statusTable == .holding else { return used }
        note("the block's status", block.status, BlockDeclaration.statusWidth)
        for loop in block.loops {
            note("\(loop.tag): status", loop.status, BlockDeclaration.statusWidth)
        }
        return used
    }

    /// The approved programs.
    func readPrograms(_ section: Section) -> ProgramSettings {
        var settings = ProgramSettings()
        guard let programs = section.section("programs", TwinKeys.programs) else {
            return settings
        }
        settings.guardProgram = hash(programs, "guard")
        settings.loopProgram = hash(programs, "loop")
        return settings
    }

    private func hash(_ section: Section, _ key: String) -> String? {
        guard let text = section.text(key)?.lowercased() else { return nil }
        let digits = Set("0123456789abcdef")
        if text.utf8.count == 64, text.allSatisfy(digits.contains) { return text }
        section.refuse(
            key, "\(key) is no SHA-256",
            note: "64 hexadecimal digits; flyball change programs shows those of the programs here")
        return nil
    }
}
