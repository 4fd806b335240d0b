package import Guard
package import Tags

/// Where the operator sits: he is shown cards and answers when he likes.
package protocol OperatorSeat: Sendable {
    /// A card is about to be laid before him, or the last one to be taken away (nil). What he says
    /// from here on is about this one.
    func show(_ card: ShownCard?) async

    /// What he said since he was last asked, in order; empty if nothing. An answer names the card
    /// that lay before him when he gave it.
    ///
    /// - Parameter card: what lies before him now, if anything.
    func answers(to card: ShownCard?) async -> [OperatorAnswer]
}

/// A card as an operator sees it.
package struct ShownCard: Sendable {
    package let decision: DecisionID
    package let moves: [ProposedMove]
    /// In plant words.
    package let sentences: [String]
    /// Inputs without a good value, and what was taken instead.
    package let standIns: [StandIn]
    /// The guard's word on it, which binds nobody yet.
    package let preview: Verdict
    /// Plant seconds since it was laid on the table.
    package var age: Double
    /// The twin's mode now.
    package var mode = Mode.supervisory

    package init(
        decision: DecisionID, moves: [ProposedMove], sentences: [String],
        standIns: [StandIn] = [], preview: Verdict, age: Double
    ) {
        self.decision = decision
        self.moves = moves
        self.sentences = sentences
        self.standIns = standIns
        self.preview = preview
        self.age = age
    }
}

/// What an operator may say.
package enum OperatorAnswer: Hashable, Sendable {
    case accept(DecisionID)
    case reject(DecisionID, RejectionReason, text: String)
    case mode(Mode, why: String)
}
