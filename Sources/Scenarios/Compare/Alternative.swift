package import Line

/// One choice: no option, one, or several at once.
package struct Alternative: Hashable, Sendable {
    /// Empty: the line as it is.
    package var options: [Scenario]

    package init(_ options: [Scenario]) { self.options = options }

    package var name: String {
        options.isEmpty ? "as it is" : options.map(\.name).joined(separator: " + ")
    }

    /// The line with all options made, in their order.
    package func apply(
        to model: LineModel, under judgement: Judgement = .likely
    ) throws(LineComplaint) -> LineModel {
        var changed = model
        for option in options { changed = try option.apply(to: changed, under: judgement) }
        return changed
    }

    /// Whether a draw changes what is simulated.
    var hasDoubtfulChanges: Bool {
        options.contains { $0.changes.contains { $0.figure?.isSure == false } }
    }
}

extension Study {
    /// The line as it is, each option alone, then combinations by size, in the options' order.
    package var alternatives: [Alternative] {
        var found = [Alternative([])]
        for size in 1...max(1, min(mostCombined, options.count)) where !options.isEmpty {
            found += Study.subsets(of: options.count, size: size).map { chosen in
                Alternative(chosen.map { options[$0] })
            }
        }
        return found
    }

    /// Choices of `size` from so many, in the order of the dictionary.
    private static func subsets(of count: Int, size: Int) -> [[Int]] {
        guard size > 0 else { return [[]] }
        guard size <= count else { return [] }
        return (0..<count).flatMap { first in
            subsets(of: count - first - 1, size: size - 1).map { rest in
                [first] + rest.map { $0 + first + 1 }
            }
        }
    }

    /// The most alternatives that one study compares.
    package static let mostAlternatives = 256

    /// What makes no sense in it, or does not fit the line; nil if nothing.
    package func complaint(for model: LineModel) -> LineComplaint? {
        for (index, option) in options.enumerated() {
            if options[..<index].contains(where: { $0.name == option.name }) {
                return LineComplaint(["scenarios", option.name], "two scenarios of this name")
            }
            if let complaint = option.complaint { return complaint }
        }
        guard options.count <= 16, alternatives.count <= Study.mostAlternatives else {
            return LineComplaint(
                ["scenarios"], "more than \(Study.mostAlternatives) combinations",
                mend: "combine fewer at once")
        }
        for gate in gates where !(gate.probability > 0 && gate.probability < 1) {
            return LineComplaint(["gates"], "a probability of \(gate.probability): between 0 and 1")
        }
        guard confidence > 0.5 && confidence < 1, precision > 0 && precision < 1 else {
            return LineComplaint(["study"], "confidence \(confidence), precision \(precision)")
        }
        if let complaint = assumptions.complaint(for: model) { return complaint }
        for alternative in alternatives {
            do {
                _ = try alternative.apply(to: model)
            } catch {
                return error
            }
        }
        return nil
    }
}
