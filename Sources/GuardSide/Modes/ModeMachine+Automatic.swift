import Act
import Tags

extension ModeMachine {
    /// What stands against writing without a person, beside what stands against any write: the
    /// preconditions Q of `docs/safety.md`. What is not known stands against it.
    func blockersOfAutomatic(_ facts: ModeFacts) -> [Blocker] {
        var found = blockersOfStandIn(facts)
        found += blockersOfBuilds(facts)
        guard let region = facts.showing.region else {
            return found + [Blocker("the region of operation is not known", clearedBy: "engineer")]
        }
        return found + blockersOfRecord(facts.showing, in: region)
            + blockersOfForecasts(facts.showing, in: region)
    }

    /// Why automatic must be left, worst first.
    func troublesOfAutomatic(_ facts: ModeFacts) -> [Trouble] {
        if let tag = facts.outsideEnvelope.first { return [.leavesEnvelope(tag)] }
        if facts.isInRegion != true { return [.regionUnknown] }
        if facts.oldPrices?.isEmpty != true { return [.objectiveOld] }
        let blockers = blockersOfAutomatic(facts) + blockersOfPrograms(facts)
        return blockers.prefix(1).map { .notEarned($0.what) }
    }

    /// What takes the person's place when there is none.
    private func blockersOfStandIn(_ facts: ModeFacts) -> [Blocker] {
        var found: [Blocker] = []
        if facts.block == nil {
            found.append(
                Blocker("there is no block in the control system", clearedBy: "engineer"))
        }
        if facts.showing.signers < 2 {
            found.append(
                Blocker("the envelope is not signed by two people", clearedBy: "approver"))
        }
        if !facts.withoutRecovery.isEmpty {
            found.append(
                Blocker("no recovery: \(names(facts.withoutRecovery))", clearedBy: "engineer"))
        }
        if !facts.notRecoverable.isEmpty {
            found.append(
                Blocker(
                    "no step responses to recover by: \(names(facts.notRecoverable))",
                    clearedBy: "engineer"))
        }
        if !facts.outsideEnvelope.isEmpty {
            found.append(
                Blocker(
                    "outside the envelope: \(names(facts.outsideEnvelope))", clearedBy: "operator")
            )
        }
        switch facts.oldPrices {
        case nil:
            found.append(
                Blocker("nobody knows when the prices were signed", clearedBy: "approver"))
        case let old? where !old.isEmpty:
            found.append(
                Blocker(
                    "older than they are valid for: \(old.joined(separator: ", "))",
                    clearedBy: "their owner"))
        default: break
        }
        return found
    }

    private func blockersOfBuilds(_ facts: ModeFacts) -> [Blocker] {
        [(facts.guardBuild, "the guard"), (facts.loopBuild, "the loop")].compactMap { build, who in
            switch build {
            // Another than the approved one stands against any write.
            case .approved, .other: nil
            case .notApproved: Blocker("no program of \(who) is approved", clearedBy: "engineer")
            case .unknown:
                Blocker("which program of \(who) runs is not known", clearedBy: "admin")
            }
        }
    }

    // MARK: What it has shown

    private func blockersOfRecord(
        _ showing: ModeFacts.Showing, in region: String
    ) -> [Blocker] {
        let (asked, shown) = (rules.record, showing.record)
        var found: [Blocker] = []
        if !(shown.days >= asked.leastDays) {
            found.append(
                Blocker(
                    "\(brief(shown.days)) of \(brief(asked.leastDays)) days in supervisory in "
                        + region, clearedBy: "time"))
        }
        if shown.decisions < asked.leastDecisions {
            found.append(
                Blocker(
                    "\(shown.decisions) of \(asked.leastDecisions) judged decisions in \(region)",
                    clearedBy: "time"))
        }
        if !(shown.acceptance.map { $0 >= asked.leastAcceptance } ?? false) {
            let share = shown.acceptance.map(percent) ?? "nothing"  // nothing was judged
            found.append(
                Blocker(
                    "operators accepted \(share) of \(shown.decisions) cards, asked are "
                        + percent(asked.leastAcceptance), clearedBy: "process engineering"))
        }
        if let days = showing.cleanDays, !(days >= asked.cleanDays) {
            found.append(
                Blocker(
                    "the guard refused an unsound plan \(brief(days)) days ago, asked are "
                        + "\(brief(asked.cleanDays)) without", clearedBy: "time"))
        }
        return found
    }

    private func blockersOfForecasts(
        _ showing: ModeFacts.Showing, in region: String
    ) -> [Blocker] {
        guard !showing.controlled.isEmpty else {
            return [
                Blocker("there is no CV whose forecasts could be judged", clearedBy: "engineer")
            ]
        }
        let asked = rules.record
        return showing.controlled.flatMap { tag -> [Blocker] in
            let claimed = showing.forecasts.filter { $0.tag == tag }
            guard let one = claimed.first, claimed.count == 1,
                one.count >= asked.leastDecisions
            else {
                let count = claimed.first?.count ?? 0  // none is on record
                return [
                    Blocker(
                        "\(tag): \(count) of \(asked.leastDecisions) judged forecasts in \(region)",
                        clearedBy: "time")
                ]
            }
            var found: [Blocker] = []
            if !(abs(one.bias) <= asked.mostBias) {
                found.append(
                    Blocker(
                        "\(tag): forecasts are off by \(brief(one.bias)) standard deviations, "
                            + "allowed are \(brief(asked.mostBias))",
                        clearedBy: "process engineering"))
            }
            if !(one.coverage >= asked.leastCoverage && one.coverage <= asked.mostCoverage) {
                found.append(
                    Blocker(
                        "\(tag): the 90 % bands cover \(percent(one.coverage)), asked are "
                            + "\(percent(asked.leastCoverage)) to \(percent(asked.mostCoverage))",
                        clearedBy: "process engineering"))
            }
            return found
        }
    }
}

/// Cut and not rounded: 13.996 days are not 14.
private func brief(_ x: Double) -> String {
    guard abs(x) < 1e15 else { return "\(x)" }
    let cut = (x * 100).rounded(.towardZero) / 100
    return cut == cut.rounded() ? "\(Int(cut))" : "\(cut)"
}

private func percent(_ share: Double) -> String { brief(100 * share) + " %" }
