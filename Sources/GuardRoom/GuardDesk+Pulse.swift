import Act
import Determinism
import Guard
import GuardSide
import Seal
package import Journal
import Tags

extension GuardDesk {
    /// What goes on whether or not the loop asks for anything: the lease, the self-test, the clock,
    /// the disk, the modes. To be called every `pulse` seconds of wall time.
    ///
    /// - Parameter loopDied: the loop's process was there and is gone.
    package func pulse(loopDied: Bool = false) async throws(JournalError) {
        let now = clock.monotonic
        if !lease.renew(at: now) { found.append(.leaseLost) }
        // Each jump is met once: the twin could never rise again where only the first counts.
        let drift = clock.utcDrift
        if !(abs(drift - noticedDrift) <= 30) {
            noticedDrift = drift
            found.append(.clockJumped)
        }
        if loopDied { found.append(.loopDied) }
        if isLoopLate { found.append(.noPlan("the loop has not ended a cycle for too long")) }
        testItself(at: now)
        noteDisk()
        _ = await watchBlock()
        do throws(JournalError) {
            try recordReport()
            try tick()
            try journal.checkpointIfDue()
        } catch {
            isJournalBroken = true
            found.append(.journalFailed)
            await keepBlock()
            throw error
        }
        await keepBlock()
        await keepHead()
        if desk.mode == .backoff { try await recover() }
    }

    /// Somebody is at the console, or nobody any more.
    package func attend(_ isAttended: Bool) { self.isAttended = isAttended }

    private var isLoopLate: Bool {
        guard desk.mode.maySend, let lastCycle else { return false }
        return clock.now.seconds(since: lastCycle) > 2 * charter.twin.cadence.optimize
    }

    private func testItself(at now: MonotonicInstant) {
        let age = selfTest.flatMap { now.elapsed(since: $0.at) }
        guard age.map({ $0 >= 3600 }) ?? true else { return }
        let result = GuardSelfTest.run(at: now)
        selfTest = result
        desk.standing.isSelfTested = result.passed
        if !result.passed {
            found.append(.selfTestFailed(result.failures.joined(separator: ", ")))
        }
    }

    private func noteDisk() {
        switch journal.diskConsequence {
        case .none, .warn: desk.standing.isJournalWritable = true
        case .advisory:
            desk.standing.isJournalWritable = false
            found.append(.diskLow)
        case .shed:
            desk.standing.isJournalWritable = false
            found.append(.diskFull)
        }
    }

    /// Backs off: the moves that the declared recoveries ask for now, through the guard.
    private func recover() async throws(JournalError) {
        guard underWay == nil, let circumstances = latest,
            let begun = desk.recovery(given: circumstances, at: clock.now)
        else { return }
        _ = try await carryOut(begun)
    }
}
