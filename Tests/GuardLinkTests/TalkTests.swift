import Determinism
import Foundation
import Guard
import GuardSide
import Tags
import Testing
import Wire

@testable import GuardLink

/// Talk that goes well, over a real socket.
@Suite(.timeLimit(.minutes(2))) struct TalkTests {
    @Test func `every request arrives as it was sent, and so does its answer`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        for (request, reply) in Samples.talk {
            await site.guardian.answer(request, with: reply)
            let back = try await line.ask(request, within: 60)
            // By their bytes: NaN is not equal to itself.
            #expect(try wireBytes(back) == wireBytes(reply), "\(request)")
        }
        let heard = await site.guardian.heard
        let sent = [.hello(Samples.loop)] + Samples.talk.map(\.0)
        #expect(try heard.map { try wireBytes($0) } == sent.map { try wireBytes($0) })
    }

    @Test func `the calls of the desk go over the line`() async throws {
        let site = try Site()
        for (request, reply) in Samples.talk.reversed() {
            await site.guardian.answer(request, with: reply)
        }
        let line = try await site.line()
        let welcome = try await line.greet(Samples.loop)
        #expect(welcome == Samples.welcome)
        #expect(try await line.look().trouble == Samples.look.trouble)
        #expect(try await line.view().nextDecision == Samples.decision)
        #expect(
            try await line.offer(Samples.proposal, on: nil)?.findings == Samples.verdict.findings)
        try await line.withdrawCard()
        await #expect(throws: Desk.Refusal.notPredicted(Samples.decision)) {
            try await line.accept(Samples.decision, by: Samples.person, renewed: nil)
        }
        await #expect(throws: Desk.Refusal.noCard) {
            try await line.reject(
                Samples.decision, by: Samples.person, because: .other, text: "")
        }
        #expect(try await line.request(Samples.modeRequest).mode == .advisory)
        try await line.failsafe(by: nil, why: "")
        #expect(try await line.settleIfReadable() == [Samples.settled])
        try await line.note(CycleReport(at: Samples.time, isInRegion: nil))
        #expect(try await line.status().loop == 9)
        try await line.leave(why: "stopped")
        await site.guardian.hasLost(1)
        #expect(await site.guardian.lost.first?.wasLoop == true)
    }

    /// What a plan asks of the readings: span of every window, changes, and the newest.
    @Test func `a view keeps of the readings what a plan needs`() throws {
        let bytes = try wireBytes(Samples.view)
        let back = try wireValue(DeskView.self, from: bytes)
        let before = try #require(Samples.view.readbacks[Samples.tag]?.readings)
        let after = try #require(back.readbacks[Samples.tag]?.readings)
        #expect(before.count == 6 && after.count == 5)
        #expect(after.first == before.first && after.last == before.last)
        #expect(back.readbacks[Samples.tag]?.reach == 7200)
        #expect(back.taken == Samples.view.taken && back.mode == .supervisory)
        for start in stride(from: -0.5, through: 5.5, by: 0.25) {
            let since = Samples.time.later(by: start)
            // The last reading at or before the start, and all after.
            let span = { (all: [Double], earlier: Double?) in
                (
                    (all + [earlier].compactMap(\.self)).min(),
                    (all + [earlier].compactMap(\.self)).max()
                )
            }
            let (old, new) = [before, after].map { readings in
                span(
                    readings.filter { $0.at > since }.map(\.value),
                    readings.last { $0.at <= since }?.value)
            }.pair
            #expect(old == new, "window from \(start) s")
        }
    }

    @Test func `the hour of readings of ten handles that rest is a small message`() throws {
        var readbacks: [TagName: ReadbackHistory] = [:]
        for handle in 0..<10 {
            var history = ReadbackHistory(reach: 86_400)
            for reading in 0..<17_280 {
                let value = Finite(Double(1500 + handle + reading / 4000))
                if let value { history.note(value, at: .seconds(Double(5 * reading))) }
            }
            readbacks[TagName("TIC-\(handle).SP")] = history
        }
        let view = DeskView(
            mode: .advisory, readbacks: readbacks, taken: [:], nextDecision: Samples.decision)
        #expect(try wireBytes(view).count < 4096)
    }

    @Test func `the largest message goes both ways`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        var proposal = Samples.proposal
        proposal.certificate.trajectories[0].means = [Double](repeating: 1.5, count: 400_000)
        let size = try wireBytes(GuardRequest.offer(proposal, on: nil)).count
        #expect(size > 3_500_000)
        await site.guardian.answer(.look, with: .failed(why: "never"))
        let request = GuardRequest.offer(proposal, on: nil)
        #expect(try await line.ask(request, within: 60).isDone)
        #expect(await site.guardian.heard.last == request)
    }

    @Test func `calls made at once are answered in their order`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<GuardLine.mostCalls {
                group.addTask {
                    let reply = try await line.ask(.close(why: "\(index)"), within: 60)
                    #expect(reply.isDone)
                }
            }
            try await group.waitForAll()
        }
        #expect(await site.guardian.heard.count == 1 + GuardLine.mostCalls)
    }

    @Test func `one call too many at once is refused at the caller`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        await site.guardian.hold(.look)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0...GuardLine.mostCalls {
                group.addTask {
                    do throws(LinkError) { _ = try await line.ask(.look, within: 60) } catch {
                        #expect(error == .busy)
                        await site.guardian.release()
                        return true
                    }
                    return false
                }
            }
            var busy = 0
            for try await isBusy in group where isBusy { busy += 1 }
            #expect(busy == 1)
        }
    }

    @Test func `the socket is its owner's alone, also in a deep folder`() async throws {
        for deep in [false, true] {
            let site = try Site(deep: deep)
            #expect(!deep || site.path.utf8.count > 108)
            let attributes = try FileManager.default.attributesOfItem(atPath: site.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let line = try await site.line(as: Samples.console)
            #expect(try await line.ask(.status, within: 60).isDone)
        }
    }

    @Test func `a process of another user is not heard, root is`() {
        #expect(Peer(process: 1, user: 1000).isAllowed(by: 1000))
        #expect(Peer(process: 1, user: 0).isAllowed(by: 1000))
        #expect(!Peer(process: 1, user: 1001).isAllowed(by: 1000))
        #expect(!Peer(process: 1, user: 1000).isAllowed(by: 0))
    }

    @Test func `the kernel tells which process asks`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        line.close()
        await site.guardian.hasLost(1)
        let lost = try #require(await site.guardian.lost.first)
        #expect(lost.client.process == ProcessInfo.processInfo.processIdentifier)
        #expect(lost.client.user == UnixSocket.user && lost.client.number == 1)
    }
}

extension GuardReply {
    var isDone: Bool {
        if case .done = self { true } else { false }
    }
}

extension Array {
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
