import Line

/// Shifts and breaks as spans of a day or a week that repeats.
extension LineReader {
    func readCalendars() -> [LineModel.Calendar] {
        guard let pair = root["calendars"] else { return [] }
        return reading.named(pair.value, "calendars").map { pair in
            guard case .map = pair.value.shape else {
                return calendar(
                    pair.key, shifts: shifts(pair.value, pair.key), breaks: [])
            }
            guard
                let section = Section(
                    pair.value, LineKeys.calendar, pair.key, at: pair.keyPlace, in: reading)
            else { return LineModel.Calendar(pair.key, period: Shift.day, open: []) }
            return calendar(pair.key, section)
        }
    }

    /// The calendar of a section with "open" and "breaks".
    func calendar(_ name: String, _ section: Section) -> LineModel.Calendar {
        func read(_ key: String) -> [Shift] {
            section[key].map { shifts($0.value, section.what(key)) } ?? []
        }
        return calendar(name, shifts: read("open"), breaks: read("breaks"))
    }

    /// One shift or break as it was written: on some days, or on every day.
    struct Shift {
        static let day = 86_400.0
        static let week = 7 * day
        static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

        /// 0 is Monday; nil: every day.
        let days: [Int]?
        /// After midnight [s]; `to` above `from`, up to two days.
        let from: Double
        let to: Double
        let text: String
        let place: Place
    }

    private func shifts(_ entry: Entry, _ what: String) -> [Shift] {
        let entries: [Entry]
        if case .list(let items) = entry.shape { entries = items } else { entries = [entry] }
        return entries.compactMap { entry in
            guard let text = reading.text(entry, what) else { return nil }
            if let shift = Self.shift(text, entry.place) { return shift }
            reading.refuse(
                entry.place, "\(what): \"\(text)\" is no shift",
                note: "weekdays if not every day, from and to, such as mon-fri 06:00-14:00",
                mend: "days: mon tue wed thu fri sat sun, \"mon-fri\" or \"mon,wed\"; times: 00:00 "
                    + "to 24:00; a shift that ends before it begins ends on the next day")
            return nil
        }
    }

    private static func shift(_ text: String, _ place: Place) -> Shift? {
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let times = words.last, words.count <= 2 else { return nil }
        let ends = times.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = time(ends[0]), let to = time(ends[1]), from < Shift.day,
            from != to
        else { return nil }
        var days: [Int]?
        if words.count == 2 {
            guard let named = self.days(words[0]) else { return nil }
            days = named
        }
        return Shift(
            days: days, from: from, to: to > from ? to : to + Shift.day, text: text, place: place)
    }

    /// Seconds after midnight of "06:00", up to "24:00".
    private static func time(_ text: Substring) -> Double? {
        let figures = text.split(separator: ":", omittingEmptySubsequences: false)
        guard figures.count == 2, figures.allSatisfy({ $0.utf8.count == 2 }),
            figures.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hours = Int(figures[0]), let minutes = Int(figures[1]), minutes < 60,
            hours * 60 + minutes <= 24 * 60
        else { return nil }
        return Double(hours * 3600 + minutes * 60)
    }

    /// Days of "mon", "mon-fri", "fri-mon" or "mon,wed".
    private static func days(_ text: Substring) -> [Int]? {
        var days: [Int] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(ends.count),
                let first = Shift.dayNames.firstIndex(of: String(ends[0])),
                let last = Shift.dayNames.firstIndex(of: String(ends[ends.count - 1]))
            else { return nil }
            for step in 0...((last - first + 7) % 7) {
                let day = (first + step) % 7
                if days.contains(day) { return nil }
                days.append(day)
            }
        }
        return days
    }

    /// Lays shifts out over the period, takes the breaks out, and joins what touches.
    private func calendar(
        _ name: String, shifts: [Shift], breaks: [Shift]
    ) -> LineModel.Calendar {
        let isWeekly = (shifts + breaks).contains { $0.days != nil }
        let period = isWeekly ? Shift.week : Shift.day
        let open = laidOut(shifts, period).sorted { ($0.from, $0.to) < ($1.from, $1.to) }
        for (one, next) in zip(open, open.dropFirst()) where next.from < one.to {
            reading.refuse(
                next.shift.place,
                "\(name): the shift \(next.shift.text) overlaps with "
                    + "\(one.shift.text)",
                mend: "let one end where the other begins; that both are there is for two crews")
            return LineModel.Calendar(name, period: period, open: [whole(period)])
        }
        var spans = open.map { LineModel.Calendar.Span(from: $0.from, to: $0.to) }
        var taken: Set<Place> = []
        for pause in laidOut(breaks, period) {
            spans = spans.flatMap { span -> [LineModel.Calendar.Span] in
                guard pause.from < span.to, span.from < pause.to else { return [span] }
                taken.insert(pause.shift.place)
                return [
                    .init(from: span.from, to: max(span.from, pause.from)),
                    .init(from: min(span.to, pause.to), to: span.to),
                ].filter { $0.from < $0.to }
            }
        }
        for pause in breaks where !taken.contains(pause.place) {
            reading.refuse(
                pause.place, "\(name): the break \(pause.text) lies in no shift",
                mend: "take it out, or move it into a shift")
        }
        return LineModel.Calendar(name, period: period, open: joined(spans))
    }

    private func whole(_ period: Double) -> LineModel.Calendar.Span { .init(from: 0, to: period) }

    /// Every occurrence within the period; what reaches over its end goes on at its start.
    private func laidOut(
        _ shifts: [Shift], _ period: Double
    ) -> [(from: Double, to: Double, shift: Shift)] {
        shifts.flatMap { shift -> [(from: Double, to: Double, shift: Shift)] in
            let days = shift.days ?? Array(0..<Int(period / Shift.day))
            return days.flatMap { day -> [(from: Double, to: Double, shift: Shift)] in
                let from = Double(day) * Shift.day + shift.from
                let to = Double(day) * Shift.day + shift.to
                if to <= period { return [(from, to, shift)] }
                return [(from, period, shift), (0, to - period, shift)]
            }
        }
    }

    private func joined(_ spans: [LineModel.Calendar.Span]) -> [LineModel.Calendar.Span] {
        var result: [LineModel.Calendar.Span] = []
        for span in spans.sorted(by: { $0.from < $1.from }) {
            if let last = result.last, last.to == span.from {
                result[result.count - 1].to = span.to
            } else {
                result.append(span)
            }
        }
        return result
    }
}
