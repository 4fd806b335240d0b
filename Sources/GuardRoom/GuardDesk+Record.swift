package import Act
package import Determinism
import Guard
import GuardLink
package import GuardSide
package import Journal
import Seal
import Tags

// What the twin has shown, and by which programs it runs: what automatic is asked to stand on.
extension GuardDesk {
    /// Plant time between two records of what the loop says of its model, if nothing changes [s].
    static let reportPeriod = 3600.0

    /// A cycle of the loop has ended.
    ///
    /// - Parameter model: what the loop says of its model; nil if it says nothing new.
    package func note(cycleAt time: PlantTime, isInRegion: Bool?, model: ModelReport? = nil) {
        lastCycle = time
        desk.standing.isInRegion = isInRegion
        if let model { modelReport = model }
        desk.noteCycle(at: time)
    }

    /// Which program the loop is, by its hash; nil if that cannot be told, or if there is none.
    package func note(loopBuild: String?) {
        desk.standing.loopBuild = Self.judge(
            loopBuild, approved: charter.twin.modes.approvedLoop)
        if loopBuild == nil { modelReport = nil }
    }

    static func judge(_ build: String?, approved: String?) -> ModeFacts.Build {
        guard let approved, !approved.isEmpty else { return .notApproved }
        guard let build else { return .unknown }
        return build == approved ? .approved : .other
    }

    /// Puts on record what the loop says of its model: when the region changes, once an hour, and
    /// when somebody goes by it.
    func recordReport(isAsked: Bool = false) throws(JournalError) {
        guard let report = modelReport else { return }
        let former = journal.record.report
        let now = clock.now
        let isDue = reportedAt.map { now.seconds(since: $0) >= Self.reportPeriod } ?? true
        guard isDue || former?.region != report.region || isAsked && former != report else {
            return
        }
        try journal.append([.modelReport(report)])
        reportedAt = now
    }

    /// Brings what modes go by up to what is on record.
    func noteShowing() {
        let (now, record) = (clock.now, journal.record)
        var showing = desk.standing.showing
        showing.region = modelReport?.region
        showing.record = record.showing(in: showing.region)
        showing.forecasts = modelReport?.forecasts ?? []  // none: each is missed by name
        showing.cleanDays = record.lastUnsound.map { now.seconds(since: $0) / 86_400 }
        desk.standing.showing = showing
        desk.standing.oldPrices = charter.oldPrices(at: clock.utc)
    }

    /// What of the standing does not change in a run.
    static func beginning(
        _ facts: ModeFacts, under charter: GuardCharter, build: String?, keepsHead: Bool
    ) -> ModeFacts {
        let twin = charter.twin
        var facts = facts
        facts.seal = charter.seal
        facts.showing.signers = charter.signers
        facts.showing.controlled = twin.tags.filter { $0.role == .cv }.map(\.tag)
        facts.guardBuild = judge(build, approved: twin.rules.itself.approvedBuild)
        facts.loopBuild = judge(nil, approved: twin.modes.approvedLoop)
        if keepsHead { facts.head = .notRead }
        return facts
    }

    // MARK: Handles

    /// A person gives a handle back, after a fresh look at it. Returns what stands against it;
    /// empty if it was done.
    package func take(_ handBack: HandBack) async throws(JournalError) -> [Blocker] {
        if let moves = underWay?.proposal.moves, moves.contains(where: { $0.tag == handBack.tag }) {
            return [Blocker("\(handBack.tag) is being written just now", clearedBy: nil)]
        }
        let live = try await look().circumstances.live
        let result = desk.take(handBack, seeing: live, at: clock.now)
        try journal.append(result.records)
        return result.blockers
    }

    // MARK: The journal's head in the plant

    /// Compares the head that the plant keeps with the journal, once; from then on keeps it there.
    func keepHead() async {
        guard let headPort else { return }
        switch desk.standing.head {
        case .notKept: return
        case .notRead:
            guard let kept = await headPort.read() else { return }
            desk.standing.head = journal.complaint(about: kept).map { .disagrees($0) } ?? .agrees
        case .agrees, .disagrees: break
        }
        if case .disagrees(let why) = desk.standing.head {
            return found.append(.journalCut(why))
        }
        let head = journal.headTag
        guard journal.isHeadDue, await headPort.write(head) else { return }
        journal.noteKept(head)
    }

    /// Two people have looked at a journal that is not the one that was left, and go on with it.
    func adoptHead(after former: Mode) {
        guard former == .lockout, desk.mode == .off, case .disagrees = desk.standing.head else {
            return
        }
        desk.standing.head = .agrees
        journal.isHeadDue = true
    }
}
