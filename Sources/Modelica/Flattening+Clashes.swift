import Diagnostics
import Quantities

extension Flattening {
    /// Infers units that are not declared and reports what does not agree.
    ///
    /// A model without any unit is taken as it is: bare numbers in its formulas have units that
    /// nobody wrote down, so every finding would be a guess.
    mutating func checkUnits() {
        if names.isEmpty {
            if isIncomplete || findings.hasErrors { return }
            report(
                "model \(syntax.name) declares no units: its equations are not checked",
                at: syntax.place, mend: "declare units, such as Real T(unit = \"K\")",
                severity: .warning)
            return
        }
        check.settle()
        reportClashes()
    }

    /// Reports where units do not agree, naming both sides and what they are made of.
    private mutating func reportClashes() {
        for clash in check.clashes {
            let pair = clash.pair
            let left = names.name(clash.left)
            let right = names.name(clash.right)
            let parts = unitList(below: [pair.leftNode, pair.rightNode].compactMap { $0 })
            let advice = parts.isEmpty ? "" : parts + ": "
            if pair.leftName.isEmpty {
                report(
                    "\(pair.rightName) must have no unit, found \(right)", at: pair.place,
                    note: "a number without unit is expected here",
                    mend: advice + "divide by a reference value of the same unit")
                continue
            }
            report(
                "units do not agree: \(pair.leftName) is \(left), \(pair.rightName) is \(right)",
                at: pair.place, note: "\(left) is expected here",
                mend: advice + "correct the formula or a declared unit")
        }
    }

    /// "q is W, T_gas and T_amb are K": what the names below some nodes are measured in.
    private func unitList(below nodes: [NodeIndex]) -> String {
        var seen: [String] = []
        var parts: [String] = []
        for name in nodes.flatMap({ variableNames(below: $0) }) where !seen.contains(name) {
            seen.append(name)
            guard parts.count < 6, let index = byName[name],
                components[index].declaration.type == .real,
                let term = components[index].units.first
            else { continue }
            if let declared = declaredUnit(components[index], 0) {
                parts.append("\(name) is \(declared.symbol)")
            } else if case .of(_, let powers) = term, let power = powers.first,
                let inference = check.inferred[power.unknown]
            {
                parts.append(
                    "\(name) declares no unit and is \(names.name(inference.dimension)) by line "
                        + "\(inference.line)")
            } else {
                parts.append("\(name) declares no unit")
            }
        }
        return parts.joined(separator: ", ")
    }
}
