package import ConnectModbus
package import Tags

/// Where the companion block lies in a device; numbers as the device's list counts them, widths as
/// docs/companion-block.md says.
package struct SealedBlock: Hashable, Codable, Sendable {
    /// The registers of one loop.
    package struct Loop: Hashable, Codable, Sendable {
        package var tag: TagName
        /// First holding register of its mailbox.
        package var mailbox: Int
        /// First register of its status.
        package var status: Int

        package init(tag: TagName, mailbox: Int, status: Int) {
            self.tag = tag
            self.mailbox = mailbox
            self.status = status
        }
    }

    /// This twin's number towards the block, 1 to 65 535.
    package var owner: Int
    /// First holding register of the control words.
    package var control: Int
    /// First register of the asset's status.
    package var status: Int
    /// Where the statuses lie: input or holding registers.
    package var statusArea: ModbusArea
    /// Every handle once.
    package var loops: [Loop]

    package init(
        owner: Int, control: Int, status: Int, statusArea: ModbusArea, loops: [Loop]
    ) {
        self.owner = owner
        self.control = control
        self.status = status
        self.statusArea = statusArea
        self.loops = loops
    }

    /// What is wrong with it; nil if nothing.
    ///
    /// - Parameters:
    ///   - handles: everything that may be written.
    ///   - first: number of the device's first register.
    func complaint(handles: [TagName], first: Int) -> String? {
        guard (1...65_535).contains(owner) else { return "the block's owner is \(owner)" }
        guard statusArea == .input || statusArea == .holding else {
            return "the block's status lies among bits"
        }
        let numbers = [control, status] + loops.flatMap { [$0.mailbox, $0.status] }
        // The widest part, an asset's or a loop's status, takes fifteen registers.
        if let wrong = numbers.first(where: { !(first...65_521 + first).contains($0) }) {
            return "the block has no room at register \(wrong)"
        }
        guard loops.count == handles.count, Set(loops.map(\.tag)) == Set(handles) else {
            return "the block's loops are not exactly the handles"
        }
        return nil
    }
}

extension SealedTwin {
    /// The connection with the companion block; nil if the site has none.
    package var fenced: (connection: SealedConnection, block: SealedBlock)? {
        for connection in connections {
            if let block = connection.block { return (connection, block) }
        }
        return nil
    }
}
