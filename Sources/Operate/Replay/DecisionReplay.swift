package import Act
import Determinism
import Diagnostics
import Foundation
import Guard
import GuardRoom
import Historian
import Journal
package import Loop
import Optimize
package import Quantities
package import Tags
import TwinFile
import Wire

/// One recorded decision with everything to calculate it again.
package struct DecisionReplay: Sendable {
    package let recommended: Recommended
    package let grounds: Grounds
    package let inputs: AdviceInputs
    package let settings: LoopSettings

    /// Finds a decision and what was kept with it.
    ///
    /// - Parameters:
    ///   - path: the twin's folder; its files are used only where they are those of then.
    ///   - records: the folder of journal, history and copies.
    package static func find(
        _ decision: DecisionID, of path: String, records: String, units: any UnitReader
    ) async throws(ReplayObstacle) -> DecisionReplay {
        let (recommended, grounds) = try recorded(decision, in: records + "/decisions.journal")
        guard let grounds, let kept = grounds.kept else { throw .nothingKept(decision) }
        let bytes = try await bytes(kept.hash, in: records + "/history.sqlite")
        let inputs: AdviceInputs
        do throws(WireError) {
            inputs = try wireValue(AdviceInputs.self, from: bytes, limits: AdviceBook.limits)
        } catch { throw .inputsUnreadable("\(error)") }
        return DecisionReplay(
            recommended: recommended, grounds: grounds, inputs: inputs,
            settings: try settings(grounds, of: path, records: records, units: units))
    }

    package init(
        recommended: Recommended, grounds: Grounds, inputs: AdviceInputs, settings: LoopSettings
    ) {
        self.recommended = recommended
        self.grounds = grounds
        self.inputs = inputs
        self.settings = settings
    }

    private static func recorded(
        _ decision: DecisionID, in path: String
    ) throws(ReplayObstacle) -> (Recommended, Grounds?) {
        var recommended: Recommended?
        var grounds: Grounds?
        do throws(JournalError) {
            var reader = try JournalReader(path: path)
            // To the end: what stands in a damaged journal is not replayed as if it were sound.
            while let record = try reader.next() {
                guard record.decision == decision else { continue }
                switch record.kind {
                case .recommendation, .grounds: break
                default: continue
                }
                switch try record.entry() {
                case .recommendation(let entry): recommended = entry
                case .grounds(let entry): grounds = entry
                default: break
                }
            }
        } catch { throw .journal(error.text) }
        guard let recommended else { throw .noDecision(decision) }
        return (recommended, grounds)
    }

    private static func bytes(
        _ hash: String, in path: String
    ) async throws(ReplayObstacle) -> [UInt8] {
        // Opening would make one.
        guard FileManager.default.fileExists(atPath: path) else {
            throw .history("there is none at \(path)")
        }
        let found: [UInt8]?
        do throws(HistorianError) {
            let historian = try Historian(path: path) { PlantClock.utc }
            found = try await historian.adviceInputs(hash: hash)
            try await historian.close()
        } catch { throw .history("\(error)") }
        guard let bytes = found else { throw .inputsGone(hash: hash) }
        guard sha256(bytes[...]) == hash else { throw .inputsExchanged(hash: hash) }
        return bytes
    }

    /// The loop of the twin as its files were then.
    private static func settings(
        _ grounds: Grounds, of path: String, records: String, units: any UnitReader
    ) throws(ReplayObstacle) -> LoopSettings {
        let kept = KeptTexts(records: records)
        var texts: [String: String] = [:]
        for file in grounds.hashes where file.name != "program" {
            guard let text = kept.text(hash: file.hash) ?? present(file, in: path) else {
                throw .fileGone(name: file.name, hash: file.hash)
            }
            texts[file.name] = text
        }
        do {
            let folder = try TwinFolder(path, units: units) {
                (name: String) throws(Findings) -> String in
                if let text = texts[name] { return text }
                throw Findings([
                    Diagnostic(
                        file: name, line: 1, column: 1, message: "it was not on record then",
                        mend: "replay with the version that made the decision")
                ])
            }
            return try LoopSettings(folder.twin, folder.model)
        } catch let findings as Findings { throw .twin(findings.text()) } catch {
            throw .twin("\(error)")
        }
    }

    /// A file of the folder, if it is still what it was.
    private static func present(_ file: Opened.Setting, in path: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path + "/" + file.name),
            let text = String(data: data, encoding: .utf8)
        else { return nil }
        let same = KeptTexts.text(of: SourceText(file: file.name, text: text))
        return KeptTexts.hash(of: same) == file.hash ? same : nil
    }

    // MARK: Calculating again

    /// Makes the recommendation anew and compares all of it.
    package func run(at workplace: Workplace = .here) throws(ReplayObstacle) -> ReplayReport {
        var recalculation = Recalculation(settings)
        let deadline = SolveDeadline(stoppingAfter: grounds.calculation.stoppedAfter)
        let advice = recalculation.advise(on: inputs, solving: deadline.options)
        var again = settings.grounds(
            of: advice, requested: grounds.mode.requested, stoppedAfter: deadline.stoppedAfter)
        // What was added at the edge and is not calculated.
        again.hashes = grounds.hashes
        again.machine = grounds.machine
        again.leaseEpoch = grounds.leaseEpoch
        again.seed = grounds.seed
        again.mode = grounds.mode
        again.kept = grounds.kept
        let proposal = recommended.proposal
        var differences: [ReplayDifference] = []
        do {
            let then = try RecordTree(encodeEntry(.grounds(grounds)))
            differences += then.differences(from: try RecordTree(encodeEntry(.grounds(again))))
            let asked = try RecordTree(encodeEntry(.recommendation(recommended)))
            let now = try advice.proposal.map { made in
                var made = made
                // Where the model stood was the loop's word of that moment.
                made.certificate.model = proposal.certificate.model
                return try RecordTree(encodeEntry(.recommendation(Recommended(made))))
            }
            differences += asked.differences(from: now ?? .nothing)
        } catch { throw .journal("\(error)") }
        return ReplayReport(
            decision: proposal.id, differences: differences, then: workplaceThen, now: workplace,
            isClose: isClose(proposal, advice.proposal))
    }

    private var workplaceThen: Workplace {
        let program = grounds.hashes.first { $0.name == "program" }?.hash
        return Workplace(program: program ?? "", machine: grounds.machine)  // not on record
    }

    /// Whether the moves are within a thousandth of their handle's engineering range, and the gain
    /// within a hundredth.
    private func isClose(_ then: Proposal, _ now: Proposal?) -> Bool {
        guard let now, then.moves.map(\.tag) == now.moves.map(\.tag) else { return false }
        let movesAreClose = zip(then.moves, now.moves).allSatisfy { a, b in
            guard let i = settings.problem.handles.firstIndex(where: { $0.tag == a.tag }) else {
                return false
            }
            let range = settings.handles[i].engineering
            return abs(a.to - b.to) <= 0.001 * (range.upperBound - range.lowerBound)
        }
        let gain = abs(then.shownGain - now.shownGain)
        return movesAreClose && gain <= 0.01 * abs(then.shownGain)
    }
}
