import Expressions
import Quantities
import Tags

/// How hard-held values answer steps of the MVs.
extension TwinReader {
    /// - Parameters:
    ///   - cadence: nil if it could not be read.
    ///   - figures: of the section `guard`; nil if the cadence could not be read.
    func readStepResponses(
        _ cadence: Cadence?, _ figures: GuardSettings?, _ holds: [Hold], _ tags: [TagDeclaration]
    ) -> [StepResponseDeclaration] {
        guard let root = self.root["step responses"] else { return [] }
        let pairs = reading.named(root.value, "step responses")
        var responses: [StepResponseDeclaration] = []
        var isWhole = true
        for pair in pairs {
            guard let hold = hardHold(pair, holds) else {
                isWhole = false
                continue
            }
            let what = "step responses: \(pair.key)"
            for inner in reading.named(pair.value, what) {
                guard let response = readResponse(inner, what, of: hold, cadence) else {
                    isWhole = false
                    continue
                }
                if responses.contains(where: {
                    $0.variable == response.variable && $0.handle == response.handle
                }) {
                    reading.refuse(inner.keyPlace, "\(what): \(inner.key) stands twice")
                }
                responses.append(response)
            }
        }
        if isWhole { checkCompleteness(of: responses, root, holds, tags) }
        if figures?.recoveryHorizon == nil, figures != nil {
            reading.refuse(
                root.keyPlace, "step responses: how far recovery is followed is not said",
                note: "the guard would deny every move",
                mend: "add \"guard: {recovery horizon: 1 h}\"")
        }
        return responses
    }

    /// The value that is held hard under this name.
    private func hardHold(_ pair: Pair, _ holds: [Hold]) -> Hold? {
        let variable = map.first { $0.tag.text == pair.key }?.variable ?? pair.key
        let hard = holds.filter { $0.firmness == .hard }
        if let hold = hard.first(where: { $0.variable == variable }) { return hold }
        let known = hard.map(\.variable)
        reading.refuse(
            pair.keyPlace, "step responses: \(pair.key) has no hard bound",
            note: known.isEmpty
                ? "no value in \"hold\" is \"hard: true\""
                : "hard bounds: " + known.joined(separator: ", "),
            mend: nearestName(to: pair.key, among: known).map { "did you mean \($0)?" })
        return nil
    }

    private func readResponse(
        _ pair: Pair, _ what: String, of hold: Hold, _ cadence: Cadence?
    ) -> StepResponseDeclaration? {
        guard
            let section = Section(
                pair.value, TwinKeys.stepResponse, "\(what): \(pair.key)", at: pair.keyPlace,
                in: reading),
            let tag = tag(pair.key, pair.keyPlace, what, role: .mv),
            let unit = readResponseUnit(section, of: hold, by: tag),
            let times = readTimes(section, cadence), let values = readValues(section, times.count),
            let entry = section["error"],
            let error = reading.number(entry.value, section.what("error"))
        else { return nil }
        guard error >= 0 else {
            section.refuse(
                "error", "error is \(entry.value.shown)",
                note: "zero or more: how far the true answer may lie from the values")
            return nil
        }
        return StepResponseDeclaration(
            variable: hold.variable, handle: tag.name, times: times,
            values: values.map { unit.toSI(difference: $0) }, error: unit.toSI(difference: error),
            unit: unit)
    }

    private func readResponseUnit(
        _ section: Section, of hold: Hold, by tag: DeclaredTag
    ) -> Unit? {
        guard let text = section.text("units"), let pair = section["units"],
            let unit = reading.unit(text, pair.value.place)
        else { return nil }
        let expected = hold.unit.dimension / tag.unit.dimension
        if unit.dimension == expected { return unit }
        section.refuse(
            "units",
            "units is \(unit.symbol) (\(unit.dimension.text)), which does not fit "
                + expected.text,
            note: "\(hold.variable) is in \(hold.unit.symbol), \(tag.name) in \(tag.unit.symbol)",
            mend: "such as \(hold.unit.difference.symbol)/\(tag.unit.difference.symbol)")
        return nil
    }

    /// Rising from zero as far as the horizon, so that no prediction reaches beyond.
    private func readTimes(_ section: Section, _ cadence: Cadence?) -> [Double]? {
        guard let pair = section["times"] else { return nil }
        let items = reading.list(pair.value, section.what("times"))
        let times = items.compactMap {
            reading.quantity($0, section.what("times"), .time, example: "10 min")
        }
        guard times.count == items.count else { return nil }
        guard TwinKeys.responsePoints.contains(times.count), times.first == 0,
            zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            section.refuse(
                "times", "times do not rise from 0", note: "two to 500 of them, the first 0 s")
            return nil
        }
        let last = times[times.count - 1]
        if let cadence, !(last >= cadence.horizon) {
            section.refuse(
                "times", "the response ends after \(brief(last)) s",
                note: "it goes as far as the horizon, \(brief(cadence.horizon)) s")
            return nil
        }
        return times
    }

    private func readValues(_ section: Section, _ count: Int) -> [Double]? {
        guard let pair = section["values"] else { return nil }
        let items = reading.list(pair.value, section.what("values"))
        let values = items.compactMap { reading.number($0, section.what("values")) }
        guard values.count == items.count else { return nil }
        guard values.count == count else {
            section.refuse("values", "\(count) times and \(values.count) values")
            return nil
        }
        return values
    }

    /// One of every MV whose recovery moves it, for every hard bound: the guard denies all else.
    private func checkCompleteness(
        of responses: [StepResponseDeclaration], _ root: Pair, _ holds: [Hold],
        _ tags: [TagDeclaration]
    ) {
        for hold in holds where hold.firmness == .hard {
            for tag in tags where tag.recoveryRate != nil {
                guard
                    !responses.contains(where: {
                        $0.variable == hold.variable && $0.handle == tag.name
                    })
                else { continue }
                reading.refuse(
                    root.keyPlace,
                    "step responses: how \(hold.variable) answers \(tag.name) is missing",
                    note: "its recovery moves it, and the guard would deny every move",
                    mend: "flyball steps works it out from the model")
            }
        }
    }
}
