import Act
import Determinism
import Foundation
import Guard
import Tags
import Testing
import TwinFile
import Units

@testable import Journal
@testable import Operate

/// What a demonstration must have shown: a good one passes, and each shortfall fails by its name.
@Suite struct DemoJudgementTests {
    private let tag = TagName("TIC-203.SP")
    private let person = Person(name: "Ada", duty: .operator, console: "terminal")
    private let twin: Twin

    init() throws {
        twin = try TwinFolder(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path + "/examples/reheat-furnace", units: UDUnits()
        ).twin
    }

    /// A verdict against a move, as a record holds it: only the guard makes new ones.
    private func denial() throws -> Judged {
        let text = """
            {"kind":"binding","decision":1,"findings":[{"check":"rate","about":"TIC-203.SP",\
            "result":{"denied":{"because":{"noReadback":{"window":1800}}}}}]}
            """
        return Judged(try JSONDecoder().decode(Verdict.self, from: Data(text.utf8)))
    }

    /// One demonstration's evidence, good unless changed.
    private struct Evidence {
        var verified = 12
        var isDenied = true
        var isRejected = true
        var isOverridden = true
        /// A write to the handle while the operator has it.
        var isTrespassed = false
        var failed: [TagName: QualityReason] = [TagName("TI-202.PV"): .frozen]
        var plansSinceFailure = 5
        var hasUnpermittedWrite = false
        var offSpecification = (advised: 1, practice: 1)
        var damage: Damage?
        var ended = true
    }

    private func journal(_ evidence: Evidence) throws -> [StampedEntry] {
        func stamp(_ entry: JournalEntry, _ seconds: Double) -> StampedEntry {
            StampedEntry(entry, at: .seconds(seconds))
        }
        var entries: [StampedEntry] = []
        if evidence.isDenied { entries.append(stamp(.verdict(try denial()), 1)) }
        for k in 0..<evidence.verified {
            let id = DecisionID(UInt64(k + 2))
            let move = MoveOutcome(tag: tag, from: 1, to: 2, result: .verified, seen: 2)
            let outcome = Outcome(
                decision: id, result: .verified, partial: false, withdrawal: nil, moves: [move])
            entries.append(stamp(.outcome(outcome), Double(1000 + k)))
        }
        if evidence.isRejected {
            let no = Rejection(
                decision: DecisionID(40), person: person, reason: .moveTooBig, text: "")
            entries.append(stamp(.rejection(no), 3000))
        }
        if evidence.isOverridden {
            let override = Override(
                tag: tag, expected: 1, seen: 2, until: .seconds(5000), decision: nil,
                handedBackBy: nil)
            entries.append(stamp(.overridden(override), 3200))
        }
        if evidence.isTrespassed {
            let write = WriteAnswered(decision: DecisionID(41), tag: tag, to: 2, status: .good)
            entries.append(stamp(.writeStatus(write), 4999))
        }
        return entries
    }

    /// The plant's own record of as many writes as were verified, each with its permit.
    private func escapes(_ evidence: Evidence) -> EscapeCheck {
        func row(_ k: Int, _ cause: SetpointRow.Cause) -> SetpointRow {
            SetpointRow(
                time: 3600 * Double(k), register: 105, cause: cause, value: 1240 - Double(k % 2),
                low: 1120, high: 1270)
        }
        let writes = (0..<evidence.verified).map { row($0 + 1, .remote) }
        let permits = writes.dropLast(evidence.hasUnpermittedWrite ? 1 : 0).map {
            ProposedMove(tag: tag, from: 0, to: $0.value + 273.15)
        }
        let answers = writes.map { _ in
            WriteAnswered(decision: DecisionID(1), tag: tag, to: 0, status: .good)
        }
        return EscapeCheck(
            twin, plant: [row(0, .start)] + writes, permitted: permits, answered: answers)
    }

    private func result(_ offSpecification: Int) -> PlantResult {
        PlantResult(
            run: "a", hours: 8, slabs: 50, offSpecification: offSpecification, mass: 900,
            energy: 1.2)
    }

    /// Judges, and expects these points to fail.
    private func check(
        failing expected: [String], _ change: (inout Evidence) -> Void = { _ in }
    ) throws {
        var evidence = Evidence()
        change(&evidence)
        var sight = DemoWatch.Sight()
        sight.failed = evidence.failed
        sight.plansSinceFailure = evidence.plansSinceFailure
        let judgement = DemoJudgement(
            JournalTally(try journal(evidence)),
            chain: JournalReport(
                count: 99, headHash: "", bytes: 1, tornBytes: 0, damage: evidence.damage),
            sight: sight, escapes: escapes(evidence),
            advised: result(evidence.offSpecification.advised),
            practice: result(evidence.offSpecification.practice), ended: evidence.ended)
        let failed = judgement.points.filter { !$0.isPassed }.map(\.name)
        #expect(failed == expected, "\(judgement.points)")
        #expect(judgement.isPassed == expected.isEmpty && judgement.points.count == 8)
    }

    @Test func `a demonstration that shows everything passes`() throws { try check(failing: []) }

    @Test func `each thing that was not shown fails by its name`() throws {
        try check(failing: ["verified writes"]) { $0.verified = 11 }
        try check(failing: ["denials by the guard"]) { $0.isDenied = false }
        try check(failing: ["rejections with a reason"]) { $0.isRejected = false }
        try check(failing: ["operator overrides respected"]) { $0.isOverridden = false }
        try check(failing: ["faulty sensors survived"]) { $0.failed = [:] }
        try check(failing: ["faulty sensors survived"]) { $0.plansSinceFailure = 0 }
        try check(failing: ["faulty sensors survived"]) { $0.ended = false }
    }

    @Test func `what must not happen fails by its name`() throws {
        try check(failing: ["operator overrides respected"]) { $0.isTrespassed = true }
        try check(failing: ["escapes"]) { $0.hasUnpermittedWrite = true }
        try check(failing: ["slabs in specification"]) { $0.offSpecification.advised = 2 }
        try check(failing: ["chain verified"]) {
            $0.damage = Damage(what: .hash, record: 3, byteOffset: 99)
        }
    }
}
