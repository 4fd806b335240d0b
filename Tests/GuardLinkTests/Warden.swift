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

    private func until(_ isMet: @escaping @Sendable (Warden) -> Bool) async {
        if isMet(self) { return }
        await withCheckedContinuation { watchers.append((isMet, $0)) }
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

    init(_ settings: LinkSettings = LinkSettings(), deep: Bool = false) throws {
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
        let line = try GuardLine(to: path, limits: LinkSettings().limits)
        if let hello { _ = try await line.greet(hello) }
        return line
    }
}
