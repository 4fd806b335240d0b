package import Act
package import Determinism
package import Guard
package import GuardSide
package import Tags

/// What a process may ask of the guard (`docs/guard-protocol.md`).
package enum GuardRequest: Hashable, Codable, Sendable {
    case hello(Hello)
    /// Read the plant, note what it shows, put it on record. Answered with `.look`.
    case look
    /// What the loop may know of the guard's side. Answered with `.view`.
    case view
    /// A proposal for a card. Answered with `.preview`.
    case offer(Proposal, on: Grounds?)
    case withdrawCard
    /// A person's yes, with the certificate predicted anew; answered when the write has ended.
    case accept(DecisionID, by: Person, renewed: Certificate?)
    /// Carry the card through without a person. Answered with `.outcome` when the write has ended.
    case act(DecisionID)
    case reject(DecisionID, by: Person, because: RejectionReason, text: String)
    /// Answered with `.blockers`.
    case mode(ModeRequest)
    /// A handle is the twin's again. Answered with `.blockers`.
    case handBack(HandBack)
    /// Never refused; nil if nobody is named.
    case failsafe(by: Person?, why: String)
    /// Settle what is open if every setpoint in question can be read. Answered with `.settled`.
    case settleIfReadable
    /// A whole, healthy cycle of the loop has ended.
    case cycled(CycleReport)
    case status
    /// The loop ends in order; its last word.
    case close(why: String)

    /// What a client must have before it may ask.
    package enum Standing: Hashable, Comparable, Sendable {
        case anybody, greeted, loop
    }

    package var needs: Standing {
        switch self {
        case .hello, .failsafe, .status: .anybody
        case .mode, .handBack: .greeted
        case .look, .view, .offer, .withdrawCard, .accept, .act, .reject, .settleIfReadable,
            .cycled,
            .close:
            .loop
        }
    }
}

/// The first word of a client.
package struct Hello: Hashable, Codable, Sendable {
    package enum Seat: String, CaseIterable, Codable, Sendable {
        /// Only one client at a time.
        case loop
        case console
    }

    package let seat: Seat
    /// Hash of the sealed file the client goes by, in hexadecimal; nil if it goes by none.
    package let seal: String?
    /// Which program it is, for the record.
    package let program: String

    package init(seat: Seat, seal: String?, program: String) {
        self.seat = seat
        self.seal = seal
        self.program = program
    }
}

/// What the loop says of the cycle it has just ended.
package struct CycleReport: Hashable, Codable, Sendable {
    package let at: PlantTime
    /// Whether the plant runs where the model was judged; nil if that is not known.
    package let isInRegion: Bool?
    /// What it says of its model; nil if that is as it was.
    package let model: ModelReport?

    package init(at: PlantTime, isInRegion: Bool?, model: ModelReport? = nil) {
        self.model = model
        self.at = at
        self.isInRegion = isInRegion
    }
}
