package import Foundation
import Glibc
import Synchronization

/// One `flyball` process: what it says line by line, what is typed at it, how it ended.
package final class FlyballRun: Sendable {
    package enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    private struct Heard: Sendable {
        var lines: [String] = []
        var talk: [String] = []
        var openPipes = 2
        var ending: Ending?
    }

    private let heard = Mutex(Heard())
    private let typing: FileHandle
    package let pid: Int32

    /// Typing at a process that is gone must not end the tests.
    private static let ignoresBrokenPipes: Bool = {
        Glibc.signal(SIGPIPE, SIG_IGN)
        return true
    }()

    /// Held while a process is started, or a lock on a file is held for a moment: a process that is
    /// started just then would hold pipe or lock as well, until its program runs.
    package static let oneAtATime = NSLock()

    /// Starts `command` with `arguments`; standard input stays open.
    ///
    /// - Parameter environment: added to this process's own.
    package init(
        _ command: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        precondition(Self.ignoresBrokenPipes)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: command)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        Self.oneAtATime.lock()
        defer { Self.oneAtATime.unlock() }
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        typing = input.fileHandleForWriting
        let ended = Mutex<Ending?>(nil)
        let done = DispatchSemaphore(value: 0)
        process.terminationHandler = { process in
            let status = process.terminationStatus
            ended.withLock {
                $0 = process.terminationReason == .exit ? .exit(status) : .signal(status)
            }
            done.signal()
        }
        try process.run()
        pid = process.processIdentifier
        listen(to: output.fileHandleForReading) { $0.lines.append($1) }
        listen(to: errors.fileHandleForReading) { $0.talk.append($1) }
        Thread.detachNewThread { [self] in
            done.wait()
            let ending = ended.withLock { $0 }
            heard.withLock { $0.ending = ending }
        }
    }

    private func listen(
        to pipe: FileHandle, _ note: @escaping @Sendable (inout Heard, String) -> Void
    ) {
        let descriptor = pipe.fileDescriptor
        Thread.detachNewThread { [self] in
            var rest: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let got = unsafe Glibc.read(descriptor, &buffer, buffer.count)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { break }
                rest += buffer[..<got]
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest.removeFirst(end + 1)
                    heard.withLock { note(&$0, line) }
                }
            }
            heard.withLock { $0.openPipes -= 1 }
            withExtendedLifetime(pipe) {}
        }
    }

    /// What it told so far: results, then talk.
    package var lines: [String] { heard.withLock { $0.lines } }
    package var talk: [String] { heard.withLock { $0.talk } }
    package var ending: Ending? { heard.withLock { $0.openPipes == 0 ? $0.ending : nil } }

    package func type(_ line: String) {
        // A process that is gone hears nothing; what it did is judged by its records.
        try? typing.write(contentsOf: Data((line + "\n").utf8))
    }

    package func signal(_ number: Int32) { if ending == nil { kill(pid, number) } }

    /// The first line from `start` on that holds all of `parts`; nil if none comes in time.
    package func line(_ parts: String..., from start: Int = 0, within seconds: Double) -> String? {
        wait(seconds) { heard in
            heard.lines.dropFirst(start).first { line in parts.allSatisfy(line.contains) }
        }
    }

    /// How it ended; nil if it did not in time. All that it said is heard by then.
    package func end(within seconds: Double) -> Ending? {
        wait(seconds) { $0.openPipes == 0 ? $0.ending : nil }
    }

    private func wait<T>(_ seconds: Double, for found: (borrowing Heard) -> T?) -> T? {
        let start = ContinuousClock.now
        while true {
            if let value = heard.withLock({ found($0) }) { return value }
            // What will not speak any more is not waited for.
            let isOver = heard.withLock { $0.openPipes == 0 && $0.ending != nil }
            guard !isOver, (ContinuousClock.now - start) / .seconds(1) < seconds else { return nil }
            pause(0.01)
        }
    }
}

extension FlyballRun {
    /// The program under test, which lies beside the tests.
    package static var program: String { get throws { try program(named: "flyball") } }

    /// A program that was built beside the tests.
    package static func program(named name: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let path = URL(fileURLWithPath: tests).deletingLastPathComponent().path + "/" + name
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw NotBuilt(path: path)
        }
        return path
    }

    package struct NotBuilt: Error { package let path: String }
}

extension FlyballRun {
    /// The guard of the twin in a folder, by its command line; nil if none runs.
    package static func guardProcess(in folder: String) -> Int32? {
        let files = FileManager.default
        // A process may end while it is looked at.
        let processes = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { Int32($0) }.first { number in
            guard let line = files.contents(atPath: "/proc/\(number)/cmdline") else { return false }
            return line.range(of: Data("flyball-guard".utf8)) != nil
                && line.range(of: Data(folder.utf8)) != nil
        }
    }
}
