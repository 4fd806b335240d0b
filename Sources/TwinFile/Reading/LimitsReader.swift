import Quantities
import Tags

extension TwinReader {
    func readLimits(_ tag: DeclaredTag) -> MoveLimits? {
        guard let section = tag.section.section("limits", TwinKeys.limits) else { return nil }
        func range(_ key: String) -> ClosedRange<Double>? {
            section[key].flatMap {
                reading.range(
                    $0.value, section.what(key), tag.unit.dimension, default: tag.unit,
                    example: "[900, 1300]")
            }
        }
        let engineering = range("engineering")
        let envelope = range("envelope")
        if let engineering, let envelope { checkInside(tag, section, engineering, envelope) }
        let live = readOperatorLimits(tag, section, engineering)
        let ramps = readRamps(tag, section)
        let moves = readMoves(tag, section)
        let drift = readDrift(tag, section)
        checkSafeValue(tag, engineering)
        guard let engineering, let envelope, let live, let moves, !ramps.isEmpty,
            let owner = section.text("owner"), let reason = section.text("reason")
        else { return nil }
        return MoveLimits(
            engineering: engineering, operatorLow: live.low, operatorHigh: live.high,
            envelope: envelope, ramps: ramps, moves: moves, drift: drift, owner: owner,
            reason: reason)
    }

    private func readDrift(_ tag: DeclaredTag, _ section: Section) -> DriftDeclaration {
        guard let pair = section["drift"] else { return .notSaid }
        if case .text(TwinKeys.notLimited, _) = pair.value.shape { return .notLimited }
        // Refused: the file is, too.
        return reading.positive(
            pair.value, section.what("drift"), tag.unit.dimension, default: tag.unit.difference,
            example: "30 K, or \"\(TwinKeys.notLimited)\""
        ).map(DriftDeclaration.most) ?? .notSaid
    }

    private func checkInside(
        _ tag: DeclaredTag, _ section: Section, _ outer: ClosedRange<Double>,
        _ inner: ClosedRange<Double>
    ) {
        if inner.lowerBound >= outer.lowerBound && inner.upperBound <= outer.upperBound { return }
        guard let pair = section["envelope"], let limit = section["engineering"] else { return }
        let shown = { (range: ClosedRange<Double>) in
            "[\(self.shown(range.lowerBound, tag)), \(self.shown(range.upperBound, tag))] "
                + tag.unit.symbol
        }
        let mend =
            inner.upperBound > outer.upperBound
            ? "lower \(self.shown(inner.upperBound, tag)) to \(self.shown(outer.upperBound, tag)) "
                + "\(tag.unit.symbol) or less"
            : "raise \(self.shown(inner.lowerBound, tag)) to \(self.shown(outer.lowerBound, tag)) "
                + "\(tag.unit.symbol) or more"
        reading.refuse(
            pair.value.place,
            "envelope \(shown(inner)) reaches beyond the engineering limits \(shown(outer))",
            note: "the envelope must lie inside the engineering limits "
                + "(line \(limit.value.place.line))",
            mend: mend + ", or widen the engineering limits with a change record")
    }

    /// A level in the tag's unit, rounded to what the file could have said.
    private func shown(_ level: Double, _ tag: DeclaredTag) -> String {
        let value = (tag.unit.fromSI(level) * 1e6).rounded() / 1e6
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private func readOperatorLimits(
        _ tag: DeclaredTag, _ section: Section, _ engineering: ClosedRange<Double>?
    ) -> (low: LiveLimit, high: LiveLimit)? {
        guard let pair = section["operator"] else { return nil }
        guard case .list(let items) = pair.value.shape, items.count == 2 else {
            section.refuse(
                "operator", "operator is \(pair.value.shown)",
                note: "expected [low, high]: tags of live limits, or numbers")
            return nil
        }
        let limits = items.map { readLiveLimit($0, tag, section) }
        guard let low = limits[0], let high = limits[1] else { return nil }
        if low == high { section.refuse("operator", "both operator limits are the same") }
        for case .fixed(let value) in [low, high] {
            if let engineering,
                !(value >= engineering.lowerBound && value <= engineering.upperBound)
            {
                section.refuse(
                    "operator", "an operator limit reaches beyond the engineering limits")
            }
        }
        if case .fixed(let a) = low, case .fixed(let b) = high, !(a < b) {
            section.refuse("operator", "the low end is not below the high end")
        }
        return (low, high)
    }

    private func readLiveLimit(_ entry: Entry, _ tag: DeclaredTag, _ section: Section) -> LiveLimit?
    {
        guard let text = reading.text(entry, section.what("operator")) else { return nil }
        if let first = text.unicodeScalars.first, "+-0123456789".unicodeScalars.contains(first),
            self[text] == nil
        {
            return reading.quantity(
                entry, section.what("operator"), tag.unit.dimension, .level, default: tag.unit,
                example: "1000"
            ).map(LiveLimit.fixed)
        }
        guard let limit = self.tag(text, entry.place, section.what("operator"), role: .limit) else {
            return nil
        }
        guard limit.unit.dimension == tag.unit.dimension else {
            reading.refuse(
                entry.place,
                "\(text) is in \(limit.unit.symbol), \(tag.name) in \(tag.unit.symbol)",
                note: "a limit has the dimension of what it limits")
            return nil
        }
        return .tag(limit.name)
    }

    private func readRamps(_ tag: DeclaredTag, _ section: Section) -> [RampWindow] {
        guard let ramp = section.section("ramp", TwinKeys.ramp) else { return [] }
        var windows: [RampWindow] = []
        for (window, pair) in ramp.windows() {
            guard
                let reach = reading.positive(
                    pair.value, ramp.what(pair.key), tag.unit.dimension,
                    default: tag.unit.difference,
                    example: "3 K")
            else { continue }
            if let last = windows.last, !(window > last.window && reach >= last.reach) {
                reading.refuse(
                    pair.keyPlace, "\(ramp.name): \"\(pair.key)\" is out of order",
                    note: "longer windows come later and allow no less")
            }
            windows.append(RampWindow(window: window, reach: reach))
        }
        if ramp.pairs.isEmpty {
            reading.refuse(
                ramp.place, "\(ramp.name) has no window", mend: "add \"per 10 min: 20 K\"")
        }
        return windows
    }

    private func readMoves(_ tag: DeclaredTag, _ section: Section) -> MoveRules? {
        guard let moves = section.section("moves", TwinKeys.moves) else { return nil }
        let smallest = moves["smallest"].flatMap {
            reading.positive(
                $0.value, moves.what("smallest"), tag.unit.dimension, default: tag.unit.difference,
                example: "1 K")
        }
        let reversals = moves["reversals per h"].flatMap {
            reading.whole($0.value, moves.what("reversals per h"), 0...3600)
        }
        guard let smallest, let apart = moves.duration("at least apart"), let reversals else {
            return nil
        }
        return MoveRules(smallest: smallest, atLeastApart: apart, reversalsPerHour: reversals)
    }

    private func checkSafeValue(_ tag: DeclaredTag, _ engineering: ClosedRange<Double>?) {
        guard let engineering, let pair = tag.section["safe"],
            let measured = reading.measured(pair.value, tag.section.what("safe"), default: tag.unit)
        else { return }
        let value = measured.si(.level)
        if !(value >= engineering.lowerBound && value <= engineering.upperBound) {
            tag.section.refuse("safe", "the safe value lies outside the engineering limits")
        }
    }
}
