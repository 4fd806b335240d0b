import Foundation

/// The simulated plant as a process of its own, tied to this one: it ends when we do, however we
/// end, since its standard input closes then.
package final class PlantProcess: Sendable {
    /// Where it listens.
    package let port: Int
    private let process: Process
    private let leash: Pipe
    private let output: Pipe

    /// Starts it and waits until it listens.
    ///
    /// - Throws: `DemoFailure` with what the plant said if it does not come up.
    package init(program: String, arguments: [String]) throws(DemoFailure) {
        let (process, leash, output) = (Process(), Pipe(), Pipe())
        let errors = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments + ["--leash"]
        process.standardInput = leash
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch {
            throw DemoFailure("\(program) cannot be started: \(error.localizedDescription)")
        }
        let greeting = Self.line(from: output.fileHandleForReading)
        guard let port = Self.port(in: greeting) else {
            // It has ended by itself, or ends now; what it said is read either way.
            try? leash.fileHandleForWriting.close()
            let said = errors.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            throw DemoFailure(
                "the plant does not start: " + (greeting + String(decoding: said, as: UTF8.self)))
        }
        self.port = port
        self.process = process
        self.leash = leash
        self.output = output
    }

    package var isRunning: Bool { process.isRunning }

    /// Stops it. Returns what it printed since its greeting.
    package func stop() -> String {
        // Its leash is what ends it: no signal is needed, and none can be lost. If the pipe is
        // closed already, so is the leash.
        try? leash.fileHandleForWriting.close()
        let rest = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: rest, as: UTF8.self)
    }

    /// Runs the plant's program to its end. Returns what it printed.
    package static func output(
        of program: String, _ arguments: [String]
    ) throws(DemoFailure) -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardOutput = output
        do { try process.run() } catch {
            throw DemoFailure("\(program) cannot be started: \(error.localizedDescription)")
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw DemoFailure("\(program) ended with \(process.terminationStatus)")
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The first line; less if the other side closes before its end.
    private static func line(from handle: FileHandle) -> String {
        var bytes = Data()
        while !bytes.contains(UInt8(ascii: "\n")) {
            let more = handle.availableData
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// "…, on modbus tcp 127.0.0.1:40123, 120 × real time"
    static func port(in greeting: String) -> Int? {
        guard let mark = greeting.range(of: "modbus tcp ") else { return nil }
        let address = greeting[mark.upperBound...].prefix { $0 != "," && $0 != "\n" }
        return address.split(separator: ":").last.flatMap { Int($0) }
    }
}

/// Why the demonstration cannot go on; the user reads it and mends.
package struct DemoFailure: Error, Hashable, Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
