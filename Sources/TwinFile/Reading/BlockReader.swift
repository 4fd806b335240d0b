import Tags

extension TwinReader {
    /// The section `block`; nil if the site has none. `tags` are those read before.
    func readBlock(_ tags: [TagDeclaration]) -> BlockDeclaration? {
        guard let section = root.section("block", TwinKeys.block),
            let connection = declaredConnection(of: section)
        else { return nil }
        let owner = section["owner"].flatMap {
            reading.whole($0.value, section.what("owner"), 1...65_535)
        }
        let table: Source.Table? =
            section["status in"].map {
                reading.word($0.value, section.what("status in"), among: [.input, .holding])
            } ?? .input
        let first = connection.modbus.firstRegister
        let control = address(section, "control", BlockDeclaration.controlWidth, first)
        let status = address(section, "status", BlockDeclaration.statusWidth, first)
        let loops = readBlockLoops(section, first)
        guard let owner, let table, let control, let status, let loops else { return nil }
        let block = BlockDeclaration(
            connection: connection.name, owner: owner, control: control, status: status,
            statusTable: table,
            loops: loops)
        checkRegisters(of: block, section, first, tags)
        return block
    }

    /// Every MV once; nil if one of them could not be read.
    private func readBlockLoops(_ section: Section, _ first: Int) -> [BlockDeclaration.Loop]? {
        guard let pair = section["loops"] else { return nil }
        var isWhole = true
        var loops: [BlockDeclaration.Loop] = []
        for pair in reading.named(pair.value, section.what("loops")) {
            let what = "\(section.what("loops")): \(pair.key)"
            let tag = tag(pair.key, pair.keyPlace, section.what("loops"), role: .mv)
            let own = Section(
                pair.value, TwinKeys.blockLoop, what, at: pair.keyPlace, in: reading)
            let mailbox = own.flatMap {
                address($0, "mailbox", BlockDeclaration.mailboxWidth, first)
            }
            let status = own.flatMap { address($0, "status", BlockDeclaration.statusWidth, first) }
            guard let tag, let mailbox, let status else {
                isWhole = false
                continue
            }
            loops.append(.init(tag: tag.name, mailbox: mailbox, status: status))
        }
        for missing in declared where missing.role == .mv {
            guard isWhole, !loops.contains(where: { $0.tag == missing.name }) else { continue }
            section.refuse(
                "loops", "loops: \(missing.name) is missing",
                note: "an MV past the block would be written without its rules",
                mend: "add \"\(missing.name): {mailbox: 421, status: 516}\"")
            isWhole = false
        }
        return isWhole ? loops : nil
    }

    /// No two parts of the block may share a register, nor a setpoint's plain register lie in one.
    private func checkRegisters(
        of block: BlockDeclaration, _ section: Section, _ first: Int, _ tags: [TagDeclaration]
    ) {
        typealias Part = (what: String, table: Source.Table, from: Int, width: Int)
        var parts: [Part] = [
            ("control", .holding, block.control, BlockDeclaration.controlWidth),
            ("status", block.statusTable, block.status, BlockDeclaration.statusWidth),
        ]
        for loop in block.loops {
            parts.append(
                ("\(loop.tag): mailbox", .holding, loop.mailbox, BlockDeclaration.mailboxWidth))
            parts.append(
                (
                    "\(loop.tag): status", block.statusTable, loop.status,
                    BlockDeclaration.statusWidth
                ))
        }
        for tag in tags {
            guard let write = tag.write, write.connection == block.connection else { continue }
            parts.append(("\(tag.name): write", write.table, write.address, write.type.registers))
        }
        for (i, part) in parts.enumerated() {
            for other in parts[..<i]
            where other.table == part.table && part.from < other.from + other.width
                && other.from < part.from + part.width
            {
                reading.refuse(
                    section.place, "block: \(part.what) and \(other.what) share registers",
                    note: "\(part.what) takes \(part.width) from \(part.from + first), "
                        + "\(other.what) \(other.width) from \(other.from + first)")
            }
        }
    }
}
