import Modeling
import Quantities
import Tags

/// A recommendation in the plant's words, one sentence a line, from its numbers only.
package struct Explanation: Hashable, Sendable {
    package let sentences: [String]

    package var text: String { sentences.joined(separator: " ") }

    package init(
        _ recommendation: Recommendation, of problem: PlanningProblem,
        given situation: PlanningSituation
    ) {
        let writer = ExplanationWriter(
            answer: recommendation, problem: problem, situation: situation)
        sentences = writer.sentences()
    }
}

private struct ExplanationWriter {
    let answer: Recommendation
    let problem: PlanningProblem
    let situation: PlanningSituation

    func sentences() -> [String] {
        guard answer.prediction != nil else {
            return [noAnswer] + unavailable
        }
        var result = answer.isAdviceOnly ? [conflictSentence] : []
        result += answer.moves.isEmpty ? [stay] : answer.moves.map(move)
        result += answer.causes.compactMap(because)
        result.append(worth)
        result += answer.held.map(outlook)
        result += answer.shadowPrices.prefix(4).map(price)
        return result + unavailable
    }

    // MARK: what

    private var noAnswer: String {
        switch answer.status {
        case .infeasible: "No setpoints keep all limits, and no smallest breach was found."
        case .iterationLimit: "No advice: the calculation used up its iterations."
        case .timeLimit: "No advice: the calculation ran out of time."
        case .notFinite: "No advice: the model gives no finite prediction from this state."
        case .failed(let code): "No advice: the solver gave up (code \(code))."
        case .optimal, .acceptable: "No advice: the plan could not be predicted."
        }
    }

    private var conflictSentence: String {
        let parts = answer.conflicts.map { conflict in
            let side = conflict.isHigh ? "above its high bound" : "below its low bound"
            return "\(conflict.tag) goes at least \(difference(conflict.amount, conflict.unit)) "
                + "\(side) after \(duration(conflict.at))"
        }
        return "Not all bounds can be kept: \(joined(parts)). What follows breaks them least."
    }

    private func move(_ move: Move) -> String {
        guard let i = problem.handles.firstIndex(where: { $0.tag == move.tag }) else {
            return "Move \(move.tag)."
        }
        let unit = problem.handles[i].unit
        let verb = move.to < move.from ? "Lower" : "Raise"
        var text =
            "\(verb) \(move.tag) from \(number(move.from.value, unit, i)) to "
            + "\(number(move.to.value, unit, i)) \(unit.symbol)"
        if let course = laterCourse(i, move) { text += course }
        return text + "."
    }

    /// Where the plan takes the handle after this move, if that is further the same way.
    private func laterCourse(_ i: Int, _ move: Move) -> String? {
        let sign = move.to < move.from ? -1.0 : 1.0
        let later = answer.setpoints.dropFirst().map { $0[i] }
        guard let furthest = later.max(by: { sign * $0 < sign * $1 }) else { return nil }
        let size = max(problem.handles[i].smallestMove, problem.handles[i].resolution)
        guard sign * (furthest - move.to.value) > size else { return nil }
        let unit = problem.handles[i].unit
        let ramp = situation.handles[i].ramps.first.map {
            " at no more than \(difference($0.reach, unit)) in "
                + TravelBounds.windowText($0.window)
        }
        return ", later on to \(number(furthest, unit, i)) \(unit.symbol)" + (ramp ?? "")
    }

    private var stay: String {
        let live = problem.handles.enumerated().map { i, handle in
            "\(handle.tag) at \(number(situation.handles[i].live, handle.unit, i)) "
                + handle.unit.symbol
        }
        return "Leave \(joined(live))."
    }

    // MARK: because

    private func because(_ cause: Cause) -> String? {
        let effects = cause.effects.enumerated().compactMap { i, effect -> String? in
            let handle = problem.handles[i]
            guard abs(effect) >= 0.1 * max(handle.smallestMove, handle.resolution) else {
                return nil
            }
            return "\(handle.tag) by \(effect > 0 ? "+" : "-")"
                + difference(abs(effect), handle.unit)
        }
        guard !effects.isEmpty else { return nil }
        return "\(subject(cause)): this moves \(joined(effects))."
    }

    private func subject(_ cause: Cause) -> String {
        let change = fromTo(cause)
        switch cause.factor {
        case .state: return "The plant is not where the last plan expected it"
        case .input(let name): return "\(name) \(change)"
        case .disturbance(let name): return "The estimate of \(name) \(change)"
        case .price(let name): return "The price of \(name) \(change)"
        case .limits(let tag): return "The limits of \(tag) changed"
        case .bounds(let tag): return "The bounds of \(tag) changed"
        }
    }

    private func fromTo(_ cause: Cause) -> String {
        guard let before = cause.before, let now = cause.now else { return "changed" }
        if before == now { return "is now expected to change later on" }
        let unit = cause.unit ?? .one
        let verb = now < before ? "fell" : "rose"
        let symbol = cause.unit.map { " " + $0.symbol } ?? ""  // no unit is declared
        let text =
            PlainNumber.text(unit.fromSI(before)) + " to "
            + PlainNumber.text(unit.fromSI(now))
        return "\(verb) from \(text)\(symbol)"
    }

    // MARK: worth, outlook, limits

    private var worth: String {
        let gain = answer.gainPerHour
        let amount = "\(PlainNumber.text(abs(gain))) \(problem.currency)/h"
        let verb = gain >= 0 ? "saves" : "costs"
        let small = 0.02 * max(abs(gain), 1e-9)
        let parts = answer.gainParts.filter { abs($0.perHour) > small }
        var text =
            answer.moves.isEmpty
            ? "The best plan \(verb) \(amount) against leaving as is"
            : "This \(verb) \(amount) against leaving as is"
        if parts.count > 1 {
            let list = parts.map {
                "\($0.name) \($0.perHour > 0 ? "+" : "-")\(PlainNumber.text(abs($0.perHour)))"
            }
            text += " (\(list.joined(separator: ", ")))"
        }
        return text + "."
    }

    private func outlook(_ held: HeldOutlook) -> String {
        let low = PlainNumber.text(held.unit.fromSI(held.lowest))
        let high = PlainNumber.text(held.unit.fromSI(held.highest))
        let range = low == high ? low : "\(low) to \(high)"
        var text = "\(held.tag) stays at \(range) \(held.unit.symbol)"
        if let margin = held.margin, let at = held.tightestAt {
            // Less than the last digit shown is no breach.
            if margin >= -1e-3 * abs(margin) - 1e-6 * max(1, abs(held.highest)) {
                text += " (margin \(difference(max(0, margin), held.unit)))"
            } else {
                text =
                    "\(held.tag) runs at \(range) \(held.unit.symbol), "
                    + "\(difference(-margin, held.unit)) outside its bound after \(duration(at))"
            }
            if let left = held.marginIfLeft, left < 0, left < margin {
                text += "; if left as is it would be \(difference(-left, held.unit)) outside"
            }
        }
        return text + "."
    }

    private func price(_ price: ShadowPrice) -> String {
        let unit = price.unit.difference
        let amount = PlainNumber.text(price.perHour * unit.scale)
        return "Stopped by the \(price.limit) of \(price.tag): one \(unit.symbol) more would be "
            + "worth \(amount) \(problem.currency)/h."
    }

    private var unavailable: [String] {
        answer.unavailable.map { "\($0.tag) is left alone: \($0.reason)." }
    }

    // MARK: words

    private func number(_ value: Double, _ unit: Unit, _ i: Int) -> String {
        let resolution = unit.fromSI(difference: problem.handles[i].resolution)
        var decimals = 0
        var step = resolution > 0 ? resolution : 0.1
        while step < 0.999, decimals < 6 {
            step *= 10
            decimals += 1
        }
        return PlainNumber.text(unit.fromSI(value), decimals: decimals)
    }

    private func difference(_ value: Double, _ unit: Unit) -> String {
        PlainNumber.text(unit.fromSI(difference: value)) + " " + unit.difference.symbol
    }

    private func duration(_ seconds: Double) -> String {
        seconds >= 5400
            ? "\(PlainNumber.text(seconds / 3600, decimals: 1)) h"
            : "\(PlainNumber.text(seconds / 60, decimals: 0)) min"
    }

    private func joined(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }  // none
        return parts.dropLast().joined(separator: ", ") + " and " + last
    }
}
