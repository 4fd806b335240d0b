import Dispatch
import Synchronization

/// The guard's socket: hears several clients at a time on a thread of its own, so that none of them
/// holds up another (`docs/guard-protocol.md`).
package final class GuardListener: Sendable {
    package let path: String
    private let mailbox: Mailbox
    private let ended = DispatchSemaphore(value: 0)

    /// Listens from here on. A socket that a dead guard left is taken over.
    package init(
        at path: String, for service: any GuardService, settings: LinkSettings = LinkSettings()
    ) throws(LinkError) {
        self.path = path
        let listener = try UnixSocket.listen(at: path, backlog: 16)
        let pipe = try UnixSocket.pipe()
        let mailbox = Mailbox(alarm: pipe.read, waker: pipe.write)
        self.mailbox = mailbox
        let reception = Reception(service: service, settings: settings)
        // A serial queue that never ends its first piece of work is a thread.
        DispatchQueue(label: "guard socket").async { [ended] in
            let loop = ListenerLoop(
                listener: listener, mailbox: mailbox, reception: reception,
                settings: settings)
            loop.run()
            UnixSocket.remove(path)
            ended.signal()
        }
    }

    deinit { mailbox.stop() }

    /// Ends all connections and removes the socket. Requests under way are carried out; their
    /// answers go nowhere.
    package func stop() {
        mailbox.stop()
        // Ending takes milliseconds: nothing in the loop waits.
        _ = ended.wait(timeout: .now() + 5)
        ended.signal()
    }
}

/// Carries answers from the tasks that found them to the thread that sends them.
final class Mailbox: Sendable {
    struct Letter: Sendable {
        let client: ClientID
        let answer: Reception.Answer
    }

    private struct Content {
        var letters: [Letter] = []
        var isStopped = false
    }

    private let content = Mutex(Content())
    /// Held here, so that a letter may also come after the end: to a pipe that nobody can read,
    /// writing would kill the process.
    let alarm: Descriptor
    private let waker: Descriptor

    init(alarm: Descriptor, waker: Descriptor) {
        self.alarm = alarm
        self.waker = waker
    }

    /// At most one for each client, since each has one request under way.
    func put(_ letter: Letter) {
        content.withLock { $0.letters.append(letter) }
        UnixSocket.wake(waker)
    }

    func take() -> [Letter] {
        content.withLock { content in
            defer { content.letters = [] }
            return content.letters
        }
    }

    func stop() {
        content.withLock { $0.isStopped = true }
        UnixSocket.wake(waker)
    }

    var isStopped: Bool { content.withLock { $0.isStopped } }
}
