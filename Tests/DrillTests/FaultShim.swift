import Foundation
import RunBench
import Synchronization

/// The shared object that brings faults into one process, made from `Shim/faults.c` when first
/// wanted, and what it is told.
enum FaultShim {
    /// What happens at one operation.
    enum Deed: Hashable, Sendable, CustomStringConvertible {
        /// Counts and writes down, no more.
        case nothing
        case killBefore, killHalf, killAfter
        /// SIGSTOP before it.
        case stop
        case failOnce(Int32), failFrom(Int32)
        /// No room from here on, until the journal gives up its reserve.
        case full
        /// The machine's UTC jumps by so many seconds.
        case clock(Int)
        /// So many percent of the disk are free from here on.
        case room(Int)

        /// As the shim reads it.
        var description: String {
            switch self {
            case .nothing: "nothing"
            case .killBefore: "kill-before"
            case .killHalf: "kill-half"
            case .killAfter: "kill-after"
            case .stop: "stop"
            case .failOnce(let code): "fail-once \(code)"
            case .failFrom(let code): "fail-from \(code)"
            case .full: "full"
            case .clock(let seconds): "clock \(seconds)"
            case .room(let percent): "room \(percent)"
            }
        }
    }

    /// One fault at one operation of one program.
    struct Order: Sendable {
        let program: String
        let deed: Deed
        /// Counts from 1 over the operations that are counted.
        let at: Int
        /// Which operations are counted, by name; empty for all.
        var only: [String] = []
        /// Where: of disk, plant and link.
        var places = ["disk", "plant", "link"]
        /// Only files whose name ends so.
        var name: String?

        init(_ program: String, _ deed: Deed = .nothing, at: Int = 0) {
            self.program = program
            self.deed = deed
            self.at = at
        }
    }

    /// One operation as the shim wrote it down.
    struct Operation: Sendable {
        let number: Int
        let name: String
        let place: String
        /// The file's name, or the socket's number.
        let file: String
    }

    struct NotCompiled: Error { let talk: [String] }

    private static let made = Mutex<String?>(nil)

    /// The shared object, compiled once.
    static func path() throws -> String {
        try made.withLock { made in
            if let made { return made }
            let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("Shim/faults.c").path
            let path = NSTemporaryDirectory() + "flyball-faults-\(UUID().uuidString).so"
            let arguments = ["clang", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
            let run = try FlyballRun(
                "/usr/bin/env", arguments + ["-o", path, source, "-ldl"])
            guard run.end(within: 60) == .exit(0) else { throw NotCompiled(talk: run.talk) }
            made = path
            return path
        }
    }

    /// What to start a program with, so that it and all it starts load the shim.
    ///
    /// - Parameters:
    ///   - folder: files below it are counted.
    ///   - gate: counting begins once this file is there.
    ///   - trace: where the operations are written down.
    static func environment(
        _ order: Order, folder: String, gate: String, trace: String
    ) throws -> [String: String] {
        var found = [
            "LD_PRELOAD": try path(), "DRILL_PROGRAM": order.program, "DRILL_FOLDER": folder,
            "DRILL_GATE": gate, "DRILL_TRACE": trace, "DRILL_AT": "\(order.at)",
            "DRILL_DO": order.deed.description, "DRILL_WHERE": order.places.joined(separator: ","),
        ]
        if !order.only.isEmpty { found["DRILL_ONLY"] = order.only.joined(separator: ",") }
        found["DRILL_NAME"] = order.name
        return found
    }

    /// What was written down so far.
    static func operations(in trace: String) -> [Operation] {
        // Nothing was counted yet if there is no file.
        guard let text = try? String(contentsOfFile: trace, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 5, let number = Int(words[0]) else { return nil }
            return Operation(number: number, name: words[1], place: words[2], file: words[3])
        }
    }
}
