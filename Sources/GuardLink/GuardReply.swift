package import Act
package import Guard
package import GuardSide
package import Tags

/// What the guard answers.
package enum GuardReply: Codable, Sendable {
    /// To hello.
    case welcome(Welcome)
    case look(GuardLook)
    case view(DeskView)
    /// The guard's word on the card; nil if the plant was never read, and then there is no card.
    case preview(Verdict?)
    /// What became of an accepted card; the verdict is nil if it was not judged.
    case outcome(Outcome, Verdict?)
    /// The answer to a card was not taken.
    case declined(Desk.Refusal)
    /// What stands against a mode, or against a handle's return; none if it was granted. And the
    /// mode in force.
    case blockers([Blocker], mode: Mode)
    case settled([Settled])
    case status(GuardStatus)
    /// Done, and nothing to say.
    case done
    /// The request was not put before the guard.
    case refused(LinkRefusal)
    /// The guard could not do it, such as when the journal failed.
    case failed(why: String)
}

/// Who the guard is.
package struct Welcome: Hashable, Codable, Sendable {
    /// Which program it is, for the record.
    package let program: String
    /// Hash of the sealed file it goes by, in hexadecimal; nil if it goes by none.
    package let seal: String?
    package let process: Int32
    package let mode: Mode

    package init(program: String, seal: String?, process: Int32, mode: Mode) {
        self.program = program
        self.seal = seal
        self.process = process
        self.mode = mode
    }
}

/// One round of reading by the guard.
package struct GuardLook: Hashable, Codable, Sendable {
    /// As it came, for whoever judges it anew.
    package let samples: [RawSample]
    package let circumstances: Circumstances
    /// Setpoints that someone else moved.
    package let overrides: [Override]
    /// What went wrong with connections and tags; the subject stands before the colon.
    package let trouble: [String]

    package init(
        samples: [RawSample], circumstances: Circumstances, overrides: [Override],
        trouble: [String]
    ) {
        self.samples = samples
        self.circumstances = circumstances
        self.overrides = overrides
        self.trouble = trouble
    }
}
