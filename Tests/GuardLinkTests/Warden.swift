import Foundation
import GuardLink
import Synchronization
import Testing
import Wire

/// Stands in for the guard: answers what it is told to answer, keeps what it heard.
actor Warden: GuardService {
    private(set) var heard: [GuardRequest] = []
    private(set) var lost: [(client: ClientID, wasLoop: Bool)] = []
    /// By the bytes of the request: NaN is not equal to itself.
    private var answers: [[UInt8]: GuardReply] = [:]
    /// Requests that are kept waiting, and who waits for them to come.
    private var held: Set<[UInt8]> = []
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var watchers: [(isMet: @Sendable (Warden) -> Bool, CheckedContinuation<Void, Never>)] =
        []

    func answer(_ request: GuardRequest, from client: ClientID) async -> GuardReply {
        heard.append(request)
        wakeWatchers()
        let key = key(request)
        if held.contains(key) { await withCheckedContinuation { waiting.append($0) } }
        if case .hello = request { return answers[key] ?? .welcome(Samples.welcome) }
        return answers[key] ?? .done
    }

    func lost(_ client: ClientID, wasLoop: Bool) {
        lost.append((client, wasLoop))
        wakeWatchers()
    }

    func answer(_ request: GuardRequest, with reply: GuardReply) { answers[key(request)] = reply }

    func hold(_ request: GuardRequest) { held.insert(key(request)) }

    /// Lets all go that is kept waiting.
    func release() {
        held = []
        for one in waiting { one.resume() }
        waiting = []
    }

    func hasHeard(_ request: GuardRequest) async {
        await until { $0.assumeIsolated { $0.isHeard(request) } }
    }

    private func isHeard(_ request: GuardRequest) -> Bool {
        heard.contains { key($0) == key(request) }
    }

    private func key(_ request: GuardRequest) -> [UInt8] {
        do { return try wireBytes(request) } catch { preconditionFailure("\(error)") }
    }

    func hasLost(_ count: Int) async {
        await until { $0.assumeIsolated { $0.lost.count >= count } }
    }

    func hasLostTheLoop() async {
        await until { $0.assumeIsolated { $0.lost.contains { $0.wasLoop } } }
    }

    private func until(_ isMet: @escaping @Sendable (Warden) -> Bool) async {
        if isMet(self) { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { watchers.append((isMet, $0)) }
        } onCancel: {
            // The test's time is over: it fails instead of waiting for good.
            Task { await self.wakeAll() }
        }
    }

    private func wakeAll() {
        for one in watchers { one.1.resume() }
        watchers = []
        release()
    }

    private func wakeWatchers() {
        let met = watchers.filter { $0.isMet(self) }
        watchers.removeAll { $0.isMet(self) }
        for one in met { one.1.resume() }
    }
}

/// A guard's socket in a folder of its own, which goes with it.
final class Site: Sendable {
    let guardian = Warden()
    let folder: String
    let path: String
    let listener: GuardListener

    /// Waits as good as for ever, since other tests share the processor.
    static var patient: LinkSettings {
        var settings = LinkSettings()
        settings.frameSeconds = 100
        settings.greetingSeconds = 100
        settings.idleSeconds = 100
        return settings
    }

    init(_ settings: LinkSettings = Site.patient, deep: Bool = false) throws {
        folder = NSTemporaryDirectory() + "/flyball-link-" + UUID().uuidString
        let inner = deep ? "/" + String(repeating: "deep-folder/", count: 12) : "/"
        try FileManager.default.createDirectory(
            atPath: folder + inner, withIntermediateDirectories: true)
        path = folder + inner + "guard.sock"
        listener = try GuardListener(at: path, for: guardian, settings: settings)
    }

    deinit {
        listener.stop()
        // What is left in the temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func line(as hello: Hello? = nil) async throws -> GuardLine {
        // A processor that others share may take longer than a hasty guard waits.
        for _ in 0..<50 {
            let line = try GuardLine(to: path)
            guard let hello else { return line }
            do throws(LinkError) {
                _ = try await line.ask(.hello(hello), within: 60)
                return line
            } catch .closed {} catch .refused(.tooSlow) {} catch { throw error }
        }
        throw LinkError.closed
    }
}
