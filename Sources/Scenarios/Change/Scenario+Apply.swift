package import Line

extension Scenario {
    /// The line with all changes made, one after the other.
    ///
    /// - Parameter judgement: what the unsure figures of the changes are.
    /// - Throws: a complaint at ["scenarios", name, "changes", index] if what a change names is not
    ///   there, or a figure makes no sense.
    package func apply(
        to model: LineModel, under judgement: Judgement = .likely
    ) throws(LineComplaint) -> LineModel {
        var changed = model
        for (index, change) in changes.enumerated() {
            var value = 0.0
            if let figure = change.figure {
                value = judgement.value(of: figure, owner: name, place: change.words)
            }
            do {
                try change.apply(to: &changed, value: value)
            } catch {
                var complaint = error
                complaint.path = ["scenarios", name, "changes", "\(index + 1)"] + error.path
                throw complaint
            }
        }
        return changed
    }

    /// All its figures that are unsure, each once.
    package var doubts: [Doubt] {
        var found: [Doubt] = []
        func note(_ figure: Figure?, _ place: String) {
            guard let figure, !figure.isSure else { return }
            let key = Doubt.Key(owner: name, place: figure.name ?? place)
            guard !found.contains(where: { $0.key == key }) else { return }
            found.append(Doubt(key: key, figure: figure))
        }
        for change in changes { note(change.figure, change.words) }
        note(investment, Place.investment)
        note(yearlyCost, Place.yearlyCost)
        note(leadTimeWeeks, Place.leadTime)
        note(effort?.hours, Place.hours)
        note(effort?.people, Place.people)
        note(effort?.rate, Place.rate)
        note(effort?.lostProduction, Place.lostProduction)
        return found
    }

    /// What the figures of a scenario are called.
    enum Place {
        static let investment = "investment"
        static let yearlyCost = "yearly cost"
        static let leadTime = "lead time"
        static let hours = "hours of effort"
        static let people = "people"
        static let rate = "hourly rate"
        static let lostProduction = "production lost meanwhile"
    }

    /// The first figure that makes no sense, or nil.
    package var complaint: LineComplaint? {
        func check(
            _ figure: Figure?, _ place: String, _ range: ClosedRange<Double>
        ) -> LineComplaint? {
            guard let figure else { return nil }
            if let complaint = figure.complaint {
                return LineComplaint(["scenarios", name, place], complaint)
            }
            // Two ends and the middle: laws are monotone in the share.
            for value in [figure.likely, figure.quantile(1e-6), figure.quantile(1 - 1e-6)] {
                guard range.contains(value) else {
                    return LineComplaint(
                        ["scenarios", name, place],
                        "\(value): from \(range.lowerBound) to \(range.upperBound)")
                }
            }
            return nil
        }
        let money = -1e15...1e15
        for (index, change) in changes.enumerated() {
            if let complaint = check(change.figure, "changes \(index + 1)", change.allowed) {
                return complaint
            }
        }
        return check(investment, Place.investment, money)
            ?? check(yearlyCost, Place.yearlyCost, money)
            ?? check(leadTimeWeeks, Place.leadTime, 0...1e4)
            ?? check(effort?.hours, Place.hours, 0...1e6)
            ?? check(effort?.people, Place.people, 0...1e6)
            ?? check(effort?.rate, Place.rate, 0...1e9)
            ?? check(effort?.lostProduction, Place.lostProduction, 0...1)
    }
}
