import Act
import Guard
package import Tags

extension Desk {
    /// What a card shows in automatic that makes the twin ask a person again.
    mutating func noteAutomatic(_ proposal: Proposal, _ preview: Verdict) {
        guard mode == .automatic else { return }
        fresh += preview.findings.compactMap(\.reasonToAsk)
        let certificate = proposal.certificate
        let needed = modes.rules.record.gainDeviations * certificate.gainDeviation
        if !(certificate.gain >= needed) { fresh.append(.tooUncertain) }
    }

    /// Handles whose live setpoint is outside the envelope, or whose envelope is not known.
    ///
    /// A loop that the operator has is his, and he is not bound by it.
    func handlesOutsideEnvelope(_ live: LivePlant) -> [TagName] {
        chain.rules.handles.filter { rules in
            guard let handle = live.handle(rules.tag), handle.loop == .remote,
                watch.isFree(rules.tag, at: live.readAt)
            else { return false }
            guard let envelope = rules.envelope, let setpoint = handle.setpoint else { return true }
            return !(setpoint >= envelope.low && setpoint <= envelope.high)
        }.map(\.tag)
    }
}

extension Finding {
    /// Why a person is to be asked again, if this was found where none was asked.
    fileprivate var reasonToAsk: Trouble? {
        switch denial {
        case .belowLimit(_, _, .envelope), .aboveLimit(_, _, .envelope):
            .leavesEnvelope(TagName(about ?? "a handle"))  // such a finding names its tag
        case .modelUnknown, .regionUnknown, .regionNotApproved, .gateNotGreen: .regionUnknown
        case .tooOld where check == .model: .regionUnknown
        case .predictedBelow, .predictedAbove, .unrecoverableBelow, .unrecoverableAbove:
            .tooUncertain
        default: nil
        }
    }
}

extension GuardRules {
    /// Handles whose recovery drives them somewhere, and for which no step response is sealed on
    /// some hard-limited variable; all handles if not even the horizon is sealed.
    package var handlesNotRecoverable: [TagName] {
        guard recoverability.horizon != nil else { return handles.map(\.tag) }
        return handles.filter { handle in
            switch handle.recovery {
            case nil: true
            case .keep, .returnToLocal: false
            case .rampToSafe, .returnToBaseline:
                hardLimits.contains { limit in
                    !stepResponses.contains { $0.handle == handle.tag && $0.variable == limit.tag }
                }
            }
        }.map(\.tag)
    }
}
