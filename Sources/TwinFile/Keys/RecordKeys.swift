/// The keys of `journal`, and of the approved programs in `guard`.
extension TwinKeys {
    static let journal = Table(
        name: "journal",
        keys: [
            .must(
                "head", .section(journalHead), "{connection: plc, register: 601}",
                "Four holding registers that nothing else uses.")
        ])

    static let journalHead = Table(
        name: "head",
        keys: [
            .must("connection", .text, "plc", "The connection behind which they lie."),
            .must("register", .whole(0...65536), "601", "The first of the four."),
        ])

    static let programs = Table(
        name: "programs",
        keys: [
            .may("guard", .text, "64 hexadecimal digits", "SHA-256 of flyball-guard."),
            .may("loop", .text, "64 hexadecimal digits", "SHA-256 of flyball."),
        ])
}
