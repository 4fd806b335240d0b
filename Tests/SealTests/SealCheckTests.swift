import Foundation
import Guard
import Signing
import Synchronization
import Testing

@testable import Seal

/// What is found at the start of a run, over real files.
@Suite struct SealCheckTests {
    let small: SmallSeal

    init() throws { small = try SmallSeal() }

    /// Runs in a folder of its own, which is removed afterwards.
    private func withFolder(_ body: (SealFolder) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "flyball-seal-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        try body(SealFolder(path))
        try FileManager.default.removeItem(atPath: path)
    }

    /// Three approvals, one after the other; the last is in force.
    private func seals(in folder: SealFolder) throws -> [SealFile] {
        try folder.replace(SealFolder.approvers, with: small.approvers.bytes)
        var seals: [SealFile] = []
        for step in 1...3 {
            var twin = SmallSeal.kiln
            twin.rules.handles[0].largestStep = Double(step)
            let seal = try small.seal(
                twin, serial: UInt64(step), previous: seals.last?.hash ?? .origin)
            try folder.putInForce(seal, replacing: seals.last)
            seals.append(seal)
        }
        return seals
    }

    private var current: SealedTwin {
        var twin = SmallSeal.kiln
        twin.rules.handles[0].largestStep = 3
        return twin
    }

    private func standing(_ state: SealState) throws -> SealStanding {
        guard case .inForce(let standing) = state else {
            throw Unexpected(state: "\(state)")
        }
        return standing
    }

    struct Unexpected: Error { let state: String }

    @Test func `without files there is no seal, and nothing is written`() throws {
        try withFolder { folder in
            let state = folder.check(against: current)
            #expect(state == .none && !state.maySupervise && !state.locksOut)
        }
    }

    @Test func `a seal that says what the file says is in force`() throws {
        try withFolder { folder in
            let seals = try seals(in: folder)
            let state = folder.check(against: current)
            let found = try standing(state)
            #expect(found.serial == 3 && found.hash == seals[2].hash && found.twin == current)
            #expect(state.maySupervise && !state.locksOut)
            #expect(try folder.archived() == [1, 2, 3])
            #expect(try folder.readSeal(SealFolder.archiveName(2)) == seals[1])
        }
    }

    @Test func `an edited file locks out and shows what was edited`() throws {
        try withFolder { folder in
            _ = try seals(in: folder)
            var edited = current
            edited.rules.handles[0].largestStep = 30
            let state = folder.check(against: edited)
            #expect(state.locksOut && !state.maySupervise)
            #expect(state.lines.contains("  TIC-1.SP: largest step: 3 K → 30 K"))
            #expect(state.standing?.twin == current)
        }
    }

    @Test func `an older approval put back locks out`() throws {
        try withFolder { folder in
            let seals = try seals(in: folder)
            try folder.replace(SealFolder.sealed, with: seals[1].bytes)
            let state = folder.check()
            #expect(state.locksOut)
            #expect(
                state == .replaced("twin.sealed is number 2, but number 3 was approved since"))
        }
    }

    @Test func `the last run remembers what somebody removed from the folder`() throws {
        try withFolder { folder in
            let seals = try seals(in: folder)
            let witness = try standing(folder.check()).witness
            #expect(SealWitness(settings: witness.settings) == witness)
            #expect(folder.check(witness: witness).maySupervise)

            try folder.replace(SealFolder.sealed, with: seals[1].bytes)
            try folder.remove(SealFolder.archiveName(3))
            #expect(folder.check().maySupervise, "the folder alone cannot tell")
            #expect(
                folder.check(witness: witness)
                    == .replaced(
                        "twin.sealed is number 2, but the last run was under number 3"))

            // Another number 3, and a number 4 that continues it.
            let other = try small.seal(serial: 3, previous: seals[0].hash)
            try folder.replace(SealFolder.sealed, with: other.bytes)
            #expect(folder.check(witness: witness).locksOut)
            let next = try small.seal(serial: 4, previous: other.hash)
            try folder.replace(SealFolder.sealed, with: next.bytes)
            #expect(folder.check(witness: witness).locksOut)

            try folder.remove(SealFolder.sealed)
            #expect(folder.check(witness: witness).locksOut)
        }
    }

    @Test func `another list of approvers locks out where a run remembers the first`() throws {
        try withFolder { folder in
            let witness: SealWitness
            _ = try seals(in: folder)
            witness = try standing(folder.check()).witness
            let forged = try SmallSeal()
            try folder.replace(SealFolder.approvers, with: forged.approvers.bytes)
            let seal = try forged.seal(serial: 4)
            try folder.replace(SealFolder.sealed, with: seal.bytes)
            #expect(folder.check().maySupervise, "the folder alone cannot tell")
            #expect(folder.check(witness: witness).locksOut)
        }
    }

    @Test func `a seal without the list of approvers, or of a revoked key, locks out`() throws {
        try withFolder { folder in
            _ = try seals(in: folder)
            var list = small.approvers
            try list.change(
                .revoke(small.bo.publicKey, why: "stolen"), at: small.later,
                with: [small.anna, small.cleo])
            try folder.replace(SealFolder.approvers, with: list.bytes)
            #expect(folder.check() == .keyRevoked(person: "Bo Lind", why: "stolen"))
            try folder.remove(SealFolder.approvers)
            guard case .refused(.unknownKey) = folder.check() else {
                Issue.record("\(folder.check())")
                return
            }
        }
    }

    @Test func `a damaged file locks out`() throws {
        try withFolder { folder in
            var bytes = try seals(in: folder)[2].bytes
            bytes[70] ^= 4
            try folder.replace(SealFolder.sealed, with: bytes)
            let state = folder.check(against: current)
            guard case .damaged(let what) = state else {
                Issue.record("\(state)")
                return
            }
            #expect(what.hasPrefix("twin.sealed is damaged") && state.locksOut)
        }
    }

    /// Lets each operation of an approval fail, one after the other, as a full disk or a kill
    /// would.
    @Test func `an interrupted approval leaves the old seal or the new one, whole`() throws {
        var failed: [SealFolder.Step] = []
        var (oldOnes, newOnes) = (0, 0)
        var isClean = false
        var at = 1
        while !isClean {
            try withFolder { whole in
                let seals = try seals(in: whole)
                let counter = Counter()
                let limit = at
                let folder = SealFolder(whole.path) { step in
                    counter.next() == limit ? counter.fail(step) : nil
                }
                let next = try small.seal(serial: 4, previous: seals[2].hash)
                do throws(SealFolder.Failure) {
                    try folder.putInForce(next, replacing: seals[2])
                    isClean = true
                } catch { failed.append(error.step) }
                let state = whole.check()
                let found = try standing(state)
                #expect(found.serial == 3 || found.serial == 4)
                if found.serial == 3 { oldOnes += 1 } else { newOnes += 1 }
                // The next call mends what was left.
                try whole.putInForce(next, replacing: seals[2])
                #expect(try standing(whole.check()).serial == 4)
                #expect(try whole.archived() == [1, 2, 3, 4])
            }
            at += 1
        }
        #expect(oldOnes >= 5 && newOnes >= 4, "\(failed)")
        #expect(Set(failed).isSuperset(of: [.open, .write, .sync, .rename, .syncFolder]))
    }

    @Test func `two changes at a time are kept apart`() throws {
        try withFolder { folder in
            try folder.locked {
                _ = #expect(throws: SealFolder.Failure.self) { try folder.locked { 1 } }
            }
            #expect(try folder.locked { 2 } == 2)
        }
    }
}

/// Counts operations.
private final class Counter: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }

    func fail(_ step: SealFolder.Step) -> Int32? { ENOSPC }
}
