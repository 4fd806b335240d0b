import Foundation
import Testing
import Wire

@testable import GuardLink

/// Clients that do wrong, die or stall, on a real socket; others must not feel it.
@Suite(.timeLimit(.minutes(2))) struct TroubleTests {
    private func frame(
        _ request: GuardRequest, number: UInt32 = 1, kind: UInt16 = GuardDialect.Kind.request
    ) throws -> [UInt8] {
        try WireFrame(kind: kind, number: number, content: wireBytes(request))
            .bytes(of: GuardDialect.frames)
    }

    /// The guard still hears others.
    private func checkAlive(
        _ site: Site, at location: SourceLocation = #_sourceLocation
    ) async throws {
        for _ in 0..<50 {
            let line = try await site.line(as: Samples.console)
            defer { line.close() }
            do throws(LinkError) {
                let reply = try await line.ask(.status, within: 60)
                return #expect(reply.isDone, sourceLocation: location)
            } catch .closed {} catch .refused(.tooSlow) {} catch { throw error }
        }
        Issue.record("the guard hears nobody", sourceLocation: location)
    }

    private var impatient: LinkSettings {
        var settings = Site.patient
        settings.frameSeconds = 0.5
        return settings
    }

    private var hasty: LinkSettings {
        var settings = LinkSettings()
        settings.frameSeconds = 0.5
        settings.greetingSeconds = 0.5
        settings.idleSeconds = 0.5
        return settings
    }

    // MARK: Malformed

    @Test func `garbage is told and cut`() async throws {
        let site = try Site()
        let raw = try Raw(to: site)
        raw.send([UInt8](repeating: 0x55, count: 100))
        guard case .malformed = await raw.refusal() else {
            Issue.record("garbage was not refused")
            return
        }
        try await checkAlive(site)
    }

    @Test func `a huge length is cut by its head alone`() async throws {
        let site = try Site()
        let raw = try Raw(to: site)
        var bytes = try frame(.status)
        bytes.replaceSubrange(12..<16, with: [0x7F, 0xFF, 0xFF, 0xFF])
        raw.send(Array(bytes[..<WireFrameHead.count]))
        guard case .malformed(let why) = await raw.refusal() else {
            Issue.record("a huge length was not refused")
            return
        }
        #expect(why.contains("2147483647"))
        try await checkAlive(site)
    }

    @Test func `only the loop may send a large message`() async throws {
        let site = try Site()
        var bytes = try frame(.status)
        bytes.replaceSubrange(12..<16, with: [0, 1, 0, 1])
        let raw = try Raw(to: site)
        raw.send(bytes)
        guard case .malformed = await raw.refusal() else {
            Issue.record("64 KiB and a byte were not refused")
            return
        }
    }

    @Test func `a damaged frame is told and cut`() async throws {
        let site = try Site()
        let raw = try Raw(to: site)
        var bytes = try frame(.status)
        bytes[bytes.count - 1] ^= 1
        raw.send(bytes)
        guard case .malformed(let why) = await raw.refusal() else {
            Issue.record("damage was not refused")
            return
        }
        #expect(why.contains("checksum"))
        #expect(await site.guardian.heard.isEmpty)
        try await checkAlive(site)
    }

    @Test func `a sound frame around no request is told and cut`() async throws {
        let site = try Site()
        for content in [try wireBytes(["launch": [String: Int]()]), [0xFF], []] {
            let raw = try Raw(to: site)
            let frame = WireFrame(kind: GuardDialect.Kind.request, number: 1, content: content)
            raw.send(try frame.bytes(of: GuardDialect.frames))
            guard case .malformed = await raw.refusal() else {
                Issue.record("\(content) was not refused")
                return
            }
        }
        let raw = try Raw(to: site)
        raw.send(try frame(.status, kind: GuardDialect.Kind.reply))
        guard case .malformed = await raw.refusal() else {
            Issue.record("an answer was taken for a request")
            return
        }
        #expect(await site.guardian.heard.isEmpty)
        try await checkAlive(site)
    }

    @Test func `another version is told which one the guard speaks`() async throws {
        let site = try Site()
        let raw = try Raw(to: site)
        let newer = WireDialect(magic: GuardDialect.frames.magic, version: 2)
        let frame = WireFrame(kind: 1, number: 1, content: try wireBytes(GuardRequest.status))
        raw.send(try frame.bytes(of: newer))
        #expect(await raw.refusal() == .otherVersion(found: 2, wanted: 1))
        try await checkAlive(site)
    }

    // MARK: Slow

    @Test func `half a frame and nothing are cut after a while, others do not wait`() async throws {
        let site = try Site(hasty)
        let half = try Raw(to: site)
        half.send(Array(try frame(.status).dropLast()))
        let headless = try Raw(to: site)
        headless.send([0x46])
        let mute = try Raw(to: site)
        try await checkAlive(site)
        for raw in [half, headless, mute] { #expect(await raw.refusal() == .tooSlow(seconds: 0.5)) }
        let heard = await site.guardian.heard
        #expect(heard.allSatisfy { $0 == .status || $0 == .hello(Samples.console) })
    }

    @Test func `a console that is silent is cut, the loop is not`() async throws {
        let site = try Site(hasty)
        let loop = try await site.line(as: Samples.loop)
        let console = try Raw(to: site)
        console.send(try frame(.hello(Samples.console)))
        // Its welcome, and then why it was cut.
        let bytes = await console.rest()
        let head = try WireFrameHead(bytes, of: GuardDialect.frames, limits: WireLimits())
        let second = bytes.dropFirst(WireFrameHead.count + head.length)
        let cut = try WireFrame(second, of: GuardDialect.frames)
        let reply = try wireValue(GuardReply.self, from: cut.content)
        guard case .refused(.tooSlow(0.5)) = reply else {
            Issue.record("cut with \(reply)")
            return
        }
        #expect(try await loop.ask(.withdrawCard, within: 60).isDone)
    }

    @Test func `a client that does not take its answer is cut, others do not wait`() async throws {
        let site = try Site(impatient)
        let loop = try Raw(to: site)
        loop.send(try frame(.hello(Samples.loop)))
        let trouble = [String](repeating: String(repeating: "x", count: 60_000), count: 60)
        let look = GuardLook(
            samples: [], circumstances: Samples.circumstances, overrides: [], trouble: trouble)
        await site.guardian.answer(.look, with: .look(look))
        loop.send(try frame(.look, number: 2))
        await site.guardian.hasHeard(.look)
        try await checkAlive(site)
        // Cut: the seat is free again.
        await site.guardian.hasLostTheLoop()
        _ = try await site.line(as: Samples.loop)
        #expect(await loop.rest().count < 3_600_000)
    }

    // MARK: Dead

    @Test func `a client that dies in its request harms nobody, and keeps its seat till the end`()
        async throws
    {
        let site = try Site()
        await site.guardian.hold(.look)
        let dying = try Raw(to: site)
        dying.send(try frame(.hello(Samples.loop)))
        dying.send(try frame(.look, number: 2))
        await site.guardian.hasHeard(.look)
        dying.socket.shut()
        await site.guardian.hasLost(1)
        #expect(await site.guardian.lost.first?.wasLoop == true)
        try await checkAlive(site)
        await #expect(throws: LinkError.refused(.seatTaken)) {
            try await site.line(as: Samples.loop)
        }
        await site.guardian.release()
        // The seat is free once the letter has come: at the latest when a few others were heard.
        var seated: GuardLine?
        for _ in 0..<200 where seated == nil {
            do { seated = try await site.line(as: Samples.loop) } catch LinkError.refused(
                .seatTaken)
            {}
        }
        #expect(seated != nil)
    }

    @Test func `when the guard goes, who waits hears it`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        await site.guardian.hold(.look)
        let answer = Task { try await line.ask(.look, within: 60) }
        await site.guardian.hasHeard(.look)
        site.listener.stop()
        await #expect(throws: LinkError.closed) { _ = try await answer.value }
        #expect(throws: LinkError.self) { try GuardLine(to: site.path) }
        #expect(!FileManager.default.fileExists(atPath: site.path))
        await site.guardian.release()
    }

    @Test func `an answer that comes too late ends the line`() async throws {
        let site = try Site()
        let line = try await site.line(as: Samples.loop)
        await site.guardian.hold(.look)
        await #expect(throws: LinkError.timedOut(seconds: 0.1)) {
            try await line.ask(.look, within: 0.1)
        }
        await site.guardian.release()
        await #expect(throws: LinkError.closed) { try await line.ask(.view, within: 60) }
    }

    @Test func `a socket left by a dead guard is taken over, a living one is not`() async throws {
        let site = try Site()
        #expect(throws: LinkError.inUse(path: site.path)) {
            try GuardListener(at: site.path, for: site.guardian)
        }
        try await checkAlive(site)
        let left = site.folder + "/left.sock"
        // It listens, and is closed without being removed, as by kill -9.
        _ = try UnixSocket.listen(at: left, backlog: 1)
        #expect(FileManager.default.fileExists(atPath: left))
        let again = try GuardListener(at: left, for: site.guardian)
        let line = try GuardLine(to: left)
        #expect(try await line.ask(.status, within: 60).isDone)
        again.stop()
        let file = site.folder + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: Data("keep".utf8)))
        #expect(throws: LinkError.notASocket(path: file)) {
            try GuardListener(at: file, for: site.guardian)
        }
        #expect(FileManager.default.contents(atPath: file) == Data("keep".utf8))
    }
}
