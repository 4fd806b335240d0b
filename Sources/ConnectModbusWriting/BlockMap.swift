package import ConnectModbus
package import Tags

/// Where the block's registers lie in a device; numbers as the device's list counts them.
package struct BlockMap: Hashable, Sendable {
    /// The registers of one loop.
    package struct Loop: Hashable, Sendable {
        package let tag: TagName
        /// First holding register of its mailbox.
        package let mailbox: Int
        /// First register of its status.
        package let status: Int

        package init(tag: TagName, mailbox: Int, status: Int) {
            self.tag = tag
            self.mailbox = mailbox
            self.status = status
        }
    }

    /// First holding register of the control words: claim, release, shed, beat.
    package let control: Int
    /// First register of the asset's status.
    package let status: Int
    /// Where the statuses lie: input registers, or holding ones where a device has no others.
    package let statusArea: ModbusArea
    package let loops: [Loop]

    package init(
        control: Int, status: Int, statusArea: ModbusArea = .input, loops: [Loop]
    ) {
        self.control = control
        self.status = status
        self.statusArea = statusArea
        self.loops = loops
    }

    package subscript(tag: TagName) -> Loop? { loops.first { $0.tag == tag } }
}
