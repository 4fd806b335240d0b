import Foundation
package import GuardLink
package import GuardRoom
import Synchronization
package import Tags

/// `flyball-guard` as a child of the run.
package final class GuardProcess: Sendable {
    private let process: Process
    private let socket: String
    /// What it says on standard error, for when it ends without being asked to.
    private let words = LastWords()

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - folder: holds the seal.
    ///   - records: where the journal is and the socket comes to be.
    package init(
        program: String, folder: String, records: String, mode: Mode, clock: PlantClock
    ) throws(GuardFailure) {
        socket = Self.socket(in: records)
        process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            folder, records, "--socket", socket, "--clock", clock.text, "--mode", mode.rawValue,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch {
            throw GuardFailure("\(program) cannot be started: \(error.localizedDescription)")
        }
        // Its first word says that it listens; at its end the pipe closes.
        guard !output.fileHandleForReading.availableData.isEmpty else {
            let said = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            throw GuardFailure(
                String(decoding: said, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
        words.listen(to: errors.fileHandleForReading)
    }

    /// The guard's program where it is installed: beside this one.
    package static var besideThis: String {
        Bundle.main.bundlePath + "/flyball-guard"
    }

    /// Where the guard of these records listens.
    package static func socket(in records: String) -> String { records + "/guard.socket" }

    /// Takes the loop's seat.
    package func sit(seal: String) async throws(LinkError) -> GuardLine {
        let line = try GuardLine(to: socket)
        _ = try await line.greet(Hello(seat: .loop, seal: seal, program: "flyball"))
        return line
    }

    package var identifier: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    /// Waits until it has ended, as it does once the loop has left.
    package func waitForEnd() { process.waitUntilExit() }

    /// Why the line to it broke: how it ended, in its own words if it had any.
    package var whyGone: GuardFailure {
        guard let said = words.whole(within: 3) else {
            return GuardFailure("the guard cut the line")
        }
        process.waitUntilExit()
        if !said.isEmpty { return GuardFailure("the guard has ended: \(said)") }
        let how = process.terminationReason == .uncaughtSignal ? "by signal" : "with status"
        return GuardFailure("the guard was ended \(how) \(process.terminationStatus)")
    }
}

/// Why the guard did not come up; the text is the guard's own.
package struct GuardFailure: Error, Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }
}

/// What a process said on a pipe until it ended; of much, the beginning.
private final class LastWords: Sendable {
    private static let longest = 4096
    private let said = Mutex(Data())
    private let ended = DispatchSemaphore(value: 0)

    /// Reads until the pipe closes, so that who writes never waits.
    func listen(to pipe: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let piece = pipe.availableData
                guard !piece.isEmpty else { break }
                said.withLock { $0.append(piece.prefix(Self.longest - $0.count)) }
            }
            ended.signal()
        }
    }

    /// All of it; nil if the pipe is still open then [s].
    func whole(within seconds: Double) -> String? {
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        ended.signal()
        return said.withLock { String(decoding: $0, as: UTF8.self) }
            .trimmingCharacters(in: .newlines)
    }
}
