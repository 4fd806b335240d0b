import Foundation
import RunBench

/// `flyball-plant` as a process of its own, and its own book of who moved which setpoint.
struct PlantServer: Sendable {
    let process: FlyballRun
    let port: Int
    private let book: String

    struct DidNotStart: Error { let talk: [String] }

    /// - Parameter port: 0 takes a free one.
    init(
        in folder: String, port: Int = 0, arguments: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        book = folder + "/setpoints-\(UUID().uuidString).csv"
        process = try FlyballRun(
            try FlyballRun.program(named: "flyball-plant"),
            ["--port", "\(port)", "--calm", "--setpoints", book] + arguments,
            environment: environment)
        let told = process.line("on modbus tcp 127.0.0.1:", within: 20)
        let parts = told?.split(separator: " ").compactMap { word -> Int? in
            word.hasPrefix("127.0.0.1:") ? Int(word.dropFirst(10).prefix { $0.isNumber }) : nil
        }
        guard let found = parts?.first else { throw DidNotStart(talk: process.talk) }
        self.port = found
    }

    /// A change of the first zone's setpoint: by whom, and to where [°C].
    struct Change: Sendable {
        let cause: String
        let value: Double
    }

    /// Every change so far, the start included.
    var changes: [Change] {
        // The book is there as soon as the plant serves.
        let text = (try? String(contentsOfFile: book, encoding: .utf8)) ?? ""  // gone: none
        return text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: ",").map(String.init)
            guard words.count == 7, words[1] == "101", let value = Double(words[3]) else {
                return nil
            }
            return Change(cause: words[2], value: value)
        }
    }

    /// What a master wrote and the plant took, in order [°C].
    var written: [Double] { changes.filter { $0.cause == "remote" }.map(\.value) }

    /// Where the setpoint stands [°C].
    var setpoint: Double? { changes.last { $0.cause != "refused" }?.value }

    func stop() {
        process.signal(SIGCONT)
        process.signal(SIGKILL)
        _ = process.end(within: 10)
    }
}
