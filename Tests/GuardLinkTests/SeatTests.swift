import Determinism
import GuardSide
import Testing
import Wire

@testable import GuardLink

/// Who may ask what, and FAILSAFE, which everybody may.
@Suite(.timeLimit(.minutes(2))) struct SeatTests {
    @Test func `the loop's seat is taken only once`() async throws {
        let site = try Site()
        let first = try await site.line(as: Samples.loop)
        await #expect(throws: LinkError.refused(.seatTaken)) {
            try await site.line(as: Samples.loop)
        }
        #expect(try await first.ask(.view, within: 60).isDone)
        first.close()
        await site.guardian.hasLostTheLoop()
        let second = try await site.line(as: Samples.loop)
        #expect(try await second.ask(.view, within: 60).isDone)
    }

    @Test func `who the guard does not welcome has no seat`() async throws {
        let site = try Site()
        await site.guardian.answer(
            .hello(Samples.loop), with: .refused(.otherSeal(guards: "beef")))
        await #expect(throws: LinkError.refused(.otherSeal(guards: "beef"))) {
            try await site.line(as: Samples.loop)
        }
        let other = Hello(seat: .loop, seal: "beef", program: "flyball")
        let line = try await site.line(as: other)
        #expect(try await line.ask(.view, within: 60).isDone)
    }

    @Test
    func `a console may ask for status, mode, a handle's return and FAILSAFE, and nothing else`()
        async throws
    {
        let site = try Site()
        for (request, reply) in Samples.talk {
            await site.guardian.answer(request, with: reply)
            let line = try await site.line(as: Samples.console)
            switch request {
            case .status, .mode, .handBack, .failsafe:
                let back = try await line.ask(request, within: 60)
                #expect(try wireBytes(back) == wireBytes(reply))
            default:
                await #expect(throws: LinkError.refused(.needsSeat), "\(request)") {
                    try await line.ask(request, within: 60)
                }
            }
        }
        let heard = await site.guardian.heard
        #expect(heard.allSatisfy { $0.needs < .loop })
    }

    @Test func `without hello only status and FAILSAFE are heard`() async throws {
        let site = try Site()
        let line = try await site.line()
        #expect(try await line.ask(.status, within: 60).isDone)
        #expect(try await line.ask(.failsafe(by: nil, why: "x"), within: 60).isDone)
        for request in [GuardRequest.mode(Samples.modeRequest), .look, .close(why: "")] {
            await #expect(throws: LinkError.refused(.notGreeted)) {
                try await line.ask(request, within: 60)
            }
        }
    }

    @Test func `the ninth client is refused, and heard when another has left`() async throws {
        let site = try Site()
        var lines: [GuardLine] = []
        for _ in 0..<8 { lines.append(try await site.line(as: Samples.console)) }
        await #expect(throws: LinkError.refused(.tooManyClients(allowed: 8))) {
            try await site.line(as: Samples.console)
        }
        for line in lines { #expect(try await line.ask(.status, within: 60).isDone) }
        lines.removeLast().close()
        await site.guardian.hasLost(2)
        lines.append(try await site.line(as: Samples.console))
        #expect(try await lines[7].ask(.status, within: 60).isDone)
    }

    @Test func `FAILSAFE is answered within a second while a write is under way`() async throws {
        let site = try Site()
        let loop = try await site.line(as: Samples.loop)
        let accept = GuardRequest.accept(
            Samples.decision, by: Samples.person, renewed: Samples.certificate)
        await site.guardian.hold(accept)
        await site.guardian.answer(accept, with: .outcome(Samples.outcome, nil))
        let written = Task { try await loop.ask(accept, within: 60) }
        await site.guardian.hasHeard(accept)
        let console = try await site.line()
        // The write stays under way until it is released below: any answer shows that it does not
        // hold up this one. Of several, since other tests share the processor.
        var quickest = Double.infinity
        for _ in 0..<5 {
            let asked = UnixSocket.now
            let request = GuardRequest.failsafe(by: Samples.person, why: "smoke")
            #expect(try await console.ask(request, within: 60).isDone)
            quickest = min(quickest, try #require(UnixSocket.now.elapsed(since: asked)))
        }
        #expect(quickest < 1)
        print("FAILSAFE beside a write under way was answered after", quickest * 1000, "ms")
        await site.guardian.release()
        guard case .outcome = try await written.value else {
            Issue.record("the write was not answered")
            return
        }
    }

    @Test func `FAILSAFE is heard beyond eight clients, all of them at work`() async throws {
        let site = try Site()
        await site.guardian.hold(.status)
        var lines: [GuardLine] = []
        for _ in 0..<8 { lines.append(try await site.line()) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for line in lines { group.addTask { _ = try await line.ask(.status, within: 60) } }
            await site.guardian.hasHeard(.status)
            // Two more that want something else do not keep it out.
            let idle = [try await site.line(), try await site.line()]
            let said = try await GuardLine.failsafe(to: site.path, why: "smoke", within: 60)
            #expect(said == "done")
            #expect(await site.guardian.heard.contains(.failsafe(by: nil, why: "smoke")))
            for line in idle { line.close() }
            await site.guardian.release()
            try await group.waitForAll()
        }
    }

    @Test func `FAILSAFE of another version, and with an unreadable reason, is done`() async throws
    {
        let site = try Site()
        let newer = WireDialect(magic: GuardDialect.frames.magic, version: 700)
        for content in [try wireBytes("smoke"), [0xFF, 0x00], []] {
            let raw = try Raw(to: site)
            let bytes = try WireFrame(
                kind: GuardDialect.Kind.failsafe, number: 5, content: content
            ).bytes(of: newer)
            raw.send(bytes)
            let answer = try WireFrame(await raw.some(), of: GuardDialect.frames)
            #expect(answer.kind == GuardDialect.Kind.failsafeHeard && answer.number == 5)
            #expect(try wireValue(String.self, from: answer.content) == "done")
        }
        let heard = await site.guardian.heard
        #expect(heard.count == 3 && heard.first == .failsafe(by: nil, why: "smoke"))
    }

    @Test func `what the guard cannot do is told in its words`() async throws {
        let site = try Site()
        await site.guardian.answer(.view, with: .failed(why: "the journal refuses"))
        let line = try await site.line(as: Samples.loop)
        await #expect(throws: LinkError.guardFailed(why: "the journal refuses")) {
            try await line.ask(.view, within: 60)
        }
        #expect(try await line.ask(.withdrawCard, within: 60).isDone)
    }

    @Test func `an answer too large to travel is said to be`() async throws {
        let site = try Site()
        let long = [String](repeating: "x", count: 300_000)
        let look = GuardLook(
            samples: [], circumstances: Samples.circumstances, overrides: [],
            trouble: long + long)
        await site.guardian.answer(.look, with: .look(look))
        let line = try await site.line(as: Samples.loop)
        let error = await #expect(throws: LinkError.self) { try await line.ask(.look, within: 60) }
        guard case .refused(.answerTooLarge) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try await line.ask(.withdrawCard, within: 60).isDone)
    }
}
