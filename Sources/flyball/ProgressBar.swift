import Foundation
import Learn

/// A bar on the terminal for work that takes longer than a second; silent elsewhere.
struct ProgressBar {
    private let verb: String
    private let start = Date()
    private var shown = Date.distantPast
    private var isShown = false

    init(_ verb: String) { self.verb = verb }

    /// - Parameters:
    ///   - share: how much is done, 0 to 1.
    ///   - what: is being done, if not always the same.
    mutating func show(_ share: Double, _ what: String? = nil) {
        guard Terminal.isWatched else { return }
        let now = Date()
        guard now.timeIntervalSince(start) > 1, now.timeIntervalSince(shown) > 0.1 else { return }
        shown = now
        isShown = true
        let filled = Int((40 * share).rounded(.down))
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: 40 - filled)
        Terminal.overwrite("\(bar) \(Int(100 * share)) % \(what ?? verb)")
    }

    /// Takes the bar off the terminal.
    mutating func clear() {
        if isShown { Terminal.overwrite("") }
        isShown = false
    }
}

/// Counts the runs of a calibration on the terminal.
final class TrialCounter {
    private let start = Date()
    private var count = 0
    private var isShown = false

    func note(_ trial: CalibrationTrial) {
        count += 1
        let seconds = Date().timeIntervalSince(start)
        guard Terminal.isWatched, seconds > 1 else { return }
        isShown = true
        let search = trial.searches > 1 ? "start \(trial.search) of \(trial.searches), " : ""
        let sum = trial.sumOfSquares.map { String(format: "%.6g", $0) } ?? "none"
        Terminal.overwrite(
            "\(search)run \(count), \(Int(seconds)) s: \(trial.unknowns) unknowns, "
                + "squared errors \(sum)")
    }

    func end() {
        if isShown { Terminal.overwrite("") }
    }
}

/// The terminal that watches standard error, if one does.
enum Terminal {
    static let isWatched = isatty(FileHandle.standardError.fileDescriptor) == 1

    /// Writes over the current line.
    static func overwrite(_ text: String) {
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }
}
