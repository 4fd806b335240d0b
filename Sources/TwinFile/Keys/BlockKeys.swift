/// The keys of `block`: where the companion block's registers lie (docs/companion-block.md).
extension TwinKeys {
    static let block = Table(
        name: "block",
        keys: [
            .must("connection", .text, "plc", "The connection on which the block is reached."),
            .must(
                "owner", .whole(1...65_535), "7",
                "This twin's number towards the block; no other that may claim has the same."),
            .must(
                "control", .whole(0...65536), "411",
                "First of six holding registers: claim, release, shed, beat."),
            .must(
                "status", .whole(0...65536), "501",
                "First of fifteen registers with the status of the asset."),
            .may(
                "status in", .words(["input", "holding"]), "input",
                "Where the statuses lie, of the asset and of the loops; input if absent."),
            .must(
                "loops", .named(.section(blockLoop)), "{TIC-201.SP: {mailbox: 421, status: 516}}",
                "Every MV with its registers in the block."),
        ])

    static let blockLoop = Table(
        name: "a loop of the block",
        keys: [
            .must(
                "mailbox", .whole(0...65536), "421",
                "First of eleven holding registers, written in one request."),
            .must(
                "status", .whole(0...65536), "516",
                "First of fifteen registers with the status of the loop."),
        ])
}
