import Tags

/// Tags of safety systems: nothing of them is ever written.
extension TwinReader {
    /// Whether a tag belongs to a safety system, which is never an MV.
    func readSafety(_ tag: DeclaredTag) -> Bool {
        guard let pair = tag.section["safety"],
            reading.truth(pair.value, tag.section.what("safety")) == true
        else { return false }
        if tag.role == .mv {
            reading.refuse(
                pair.keyPlace, "\(tag.name): a tag of a safety system cannot be an MV",
                note: "nothing of a safety system is ever written",
                mend: "make it a state or a CV that is read, and let the twin move the basic loop")
        }
        return true
    }

    /// No register in which a safety system's value is read may be written, by an MV, for the block
    /// or with the journal's head. Connections of two names that lead to one device are one.
    func checkSafetyRegisters(
        _ tags: [TagDeclaration], _ block: BlockDeclaration?, _ head: HeadDeclaration?
    ) {
        let safety = tags.filter(\.isSafety).compactMap(\.source)
        guard !safety.isEmpty else { return }
        for tag in tags {
            guard let write = tag.write, let place = self[tag.name.text]?.section["write"]?.keyPlace
            else { continue }
            refuse(
                "\(tag.name)", place, write.connection, write.table, write.address,
                write.type.registers, over: tags)
        }
        if let head, let place = root["journal"]?.keyPlace {
            refuse(
                "the journal's head", place, head.connection, .holding, head.register,
                HeadDeclaration.width, over: tags)
        }
        guard let block, let place = root["block"]?.keyPlace else { return }
        let parts =
            [("block: control", block.control, BlockDeclaration.controlWidth)]
            + block.loops.map {
                ("block: \($0.tag): mailbox", $0.mailbox, BlockDeclaration.mailboxWidth)
            }
        for (what, address, width) in parts {
            refuse(what, place, block.connection, .holding, address, width, over: tags)
        }
    }

    private func refuse(
        _ what: String, _ place: Place, _ connection: String, _ table: Source.Table,
        _ address: Int, _ width: Int, over tags: [TagDeclaration]
    ) {
        for tag in tags where tag.isSafety {
            guard let source = tag.source, source.table == table,
                isOneDevice(source.connection, connection),
                source.address < address + width,
                address < source.address + source.type.registers
            else { continue }
            reading.refuse(
                place, "\(what) would write \(table.rawValue) \(source.number) of \(tag.name)",
                note: "\(tag.name) is a tag of a safety system; nothing of it is ever written",
                mend: "write the setpoint of the basic loop, in a register of its own")
        }
    }

    private func isOneDevice(_ a: String, _ b: String) -> Bool {
        if a == b { return true }
        guard let one = connections.first(where: { $0.name == a })?.modbus,
            let other = connections.first(where: { $0.name == b })?.modbus
        else { return false }
        return one.host == other.host && one.port == other.port && one.station == other.station
    }
}
