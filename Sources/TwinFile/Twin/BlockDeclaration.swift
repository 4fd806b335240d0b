package import Tags

/// Where the registers of the companion block lie: the section `block` of the file.
///
/// Addresses are on the wire, from 0; widths and order of the words are those of the connection
/// and of docs/companion-block.md.
package struct BlockDeclaration: Hashable, Sendable {
    /// The registers of one loop.
    package struct Loop: Hashable, Sendable {
        package var tag: TagName
        /// Of eleven holding registers.
        package var mailbox: Int
        /// Of fifteen registers of `statusTable`.
        package var status: Int
    }

    /// The connection's name.
    package var connection: String
    /// This twin's number towards the block, 1 to 65535.
    package var owner: Int
    /// Of six holding registers: claim (2), release, shed, beat (2).
    package var control: Int
    /// Of fifteen registers of `statusTable`.
    package var status: Int
    /// `input` or `holding`.
    package var statusTable: Source.Table
    /// Every MV once, in file order.
    package var loops: [Loop]

    /// How many registers each part takes.
    package static let controlWidth = 6
    package static let mailboxWidth = 11
    package static let statusWidth = 15

    package subscript(tag: TagName) -> Loop? { loops.first { $0.tag == tag } }
}
