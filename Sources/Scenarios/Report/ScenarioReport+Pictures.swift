import Line

extension ScenarioReport {
    /// The pictures of the report, by name, as SVG; none where nothing is ranked.
    package var pictures: [(name: String, svg: String)] {
        guard let result else { return [] }
        var made: [(name: String, svg: String)] = []
        if let bottleneck = result.bottleneck { made.append(("states", bottleneck.picture)) }
        let rows = result.options + result.combinations
        if let picture = ScenarioReport.returns(of: rows, years: result.years) {
            made.append(("returns", picture))
        }
        if let picture = ScenarioReport.cash(of: result.options, currency) {
            made.append(("cash", picture))
        }
        for (place, row) in result.options.enumerated() where !row.tornado.isEmpty {
            made.append(("tornado-\(place + 1)", row.tornadoPicture))
        }
        return made
    }

    /// From 5 % to 95 % of draws, with the median.
    private static func returns(of rows: [Row], years: Int) -> String? {
        // What costs nothing has no length to draw.
        let spreads = rows.compactMap { row in
            row.returns.returnSpread.map { (row.name, $0) }
        }.filter { $0.1.p5.isFinite && $0.1.p95.isFinite }
        guard let low = spreads.map(\.1.p5).min(), let high = spreads.map(\.1.p95).max() else {
            return nil
        }
        let scale = Scale(min(low, 0), max(high, 0), from: 260, to: 780)
        var picture = Picture(
            width: 800, height: Double(spreads.count) * 26 + 60,
            title: "\(years)-year return on investment")
        picture.text("\(years)-year return, 5 % to 95 % of draws; the mark is the median", 10, 20)
        let bottom = Double(spreads.count) * 26 + 34
        for tick in scale.ticks {
            picture.line(scale[tick], 30, scale[tick], bottom, tick == 0 ? "#444" : "#ddd")
            picture.text(Digits.text(tick), scale[tick], bottom + 16, anchor: "middle")
        }
        for (place, (name, spread)) in spreads.enumerated() {
            let y = Double(place) * 26 + 46
            picture.text(name.cut(to: 34), 250, y + 4, anchor: "end")
            picture.box(
                scale[spread.p5], y - 6, scale[spread.p95] - scale[spread.p5], 12, "#56B4E9",
                tip: "\(name): \(Digits.signed(spread.p50))")
            picture.line(scale[spread.p50], y - 9, scale[spread.p50], y + 9, "#000000", wide: 2.5)
        }
        return picture.svg
    }

    /// Money cumulated month by month, every figure as likely as can be.
    private static func cash(of rows: [Row], _ currency: String) -> String? {
        let curves = rows.map { row in
            var sum = 0.0
            return (
                row.name,
                row.returns.likely.netWithin.map { value in
                    sum += value
                    return sum
                }
            )
        }
        let values = curves.flatMap(\.1)
        guard let low = values.min(), let high = values.max(), high > low else { return nil }
        var picture = Picture(
            width: 800, height: 330 + Double(curves.count) * 18, title: "cumulated cash flow")
        picture.text("cumulated money [\(currency)] by month", 10, 20)
        let scale = Scale(min(low, 0), max(high, 0), from: 290, to: 40)
        for tick in scale.ticks {
            picture.line(90, scale[tick], 780, scale[tick], tick == 0 ? "#444" : "#ddd")
            picture.text(Digits.text(tick), 84, scale[tick] + 4, anchor: "end")
        }
        for (place, (name, curve)) in curves.enumerated() {
            let colour = Picture.colours[place % Picture.colours.count]
            let step = 690 / Double(max(1, curve.count - 1))
            picture.path(
                curve.enumerated().map { (90 + Double($0.offset) * step, scale[$0.element]) },
                colour)
            let y = 326 + Double(place) * 18
            picture.box(90, y - 8, 14, 8, colour)
            picture.text(name, 110, y)
        }
        if let months = curves.first.map({ $0.1.count - 1 }) {
            for month in stride(from: 0, through: months, by: 6) {
                let x = 90 + Double(month) * 690 / Double(max(1, months))
                picture.text("\(month)", x, 306, anchor: "middle")
            }
        }
        return picture.svg
    }
}

extension ScenarioReport.Row {
    fileprivate var tornadoPicture: String {
        let swings = tornado.prefix(10)
        let ends = swings.flatMap { [$0.returnAtLow, $0.returnAtHigh] }
        // Without swings there is nothing to draw, from 0 to 1.
        let scale = Scale(min(ends.min() ?? 0.0, 0), max(ends.max() ?? 0.0, 0), from: 330, to: 780)
        let bottom = Double(swings.count) * 26 + 34
        var picture = Picture(width: 800, height: bottom + 26, title: "what matters for \(name)")
        picture.text("return of \(name) with one figure at its 10th and 90th percentile", 10, 20)
        for tick in scale.ticks {
            picture.line(scale[tick], 30, scale[tick], bottom, tick == 0 ? "#444" : "#ddd")
            picture.text(Digits.text(tick), scale[tick], bottom + 16, anchor: "middle")
        }
        for (place, swing) in swings.enumerated() {
            let y = Double(place) * 26 + 46
            picture.text(swing.doubt.place.cut(to: 48), 320, y + 4, anchor: "end")
            let (a, b) = (scale[swing.returnAtLow], scale[swing.returnAtHigh])
            picture.box(
                min(a, b), y - 8, abs(b - a), 16, "#E69F00",
                tip: "\(Digits.text(swing.low)) to \(Digits.text(swing.high))")
        }
        return picture.svg
    }
}

extension Bottleneck {
    /// Shares of time, station by station, as bars of equal length.
    package var picture: String {
        let states = StationState.allCases.filter { state in
            stations.contains { $0[state].mean >= 0.0005 }
        }
        let bottom = Double(stations.count) * 30 + 36
        var picture = Picture(width: 800, height: bottom + 30, title: "shares of time by station")
        picture.text("what each station does, share of time", 10, 20)
        for (place, station) in stations.enumerated() {
            let y = Double(place) * 30 + 34
            var x = 140.0
            picture.text(station.name.cut(to: 20), 132, y + 15, anchor: "end")
            for state in states {
                let width = station[state].mean * 640
                picture.box(
                    x, y, width, 22, Picture.colours[state.rawValue % Picture.colours.count],
                    tip: "\(station.name) \(state.words) \(Digits.percent(station[state].mean, 1))")
                x += width
            }
        }
        let step = 660 / Double(max(1, states.count))
        for (place, state) in states.enumerated() {
            let x = 120 + Double(place) * step
            picture.box(
                x, bottom + 6, 12, 12, Picture.colours[state.rawValue % Picture.colours.count])
            picture.text(state.words, x + 16, bottom + 16, size: 10)
        }
        return picture.svg
    }
}

/// A straight scale with round ticks: steps of 1, 2 or 5 times a power of ten.
private struct Scale {
    let low: Double
    let high: Double
    let from: Double
    let to: Double

    init(_ low: Double, _ high: Double, from: Double, to: Double) {
        (self.from, self.to) = (from, to)
        (self.low, self.high) = (low, high > low ? high : low + 1)
    }

    subscript(_ value: Double) -> Double { from + (value - low) / (high - low) * (to - from) }

    var ticks: [Double] {
        var step = 1e-9
        let wanted = (high - low) / 6
        while step * 10 <= wanted { step *= 10 }
        step *= [1.0, 2, 5, 10].first { step * $0 >= wanted } ?? 10
        let first = (low / step).rounded(.up)
        let count = Int(((high / step).rounded(.down) - first).rounded())
        return count >= 0 && count < 50 ? (0...count).map { (first + Double($0)) * step } : []
    }
}

extension String {
    fileprivate func cut(to length: Int) -> String {
        count > length ? prefix(length - 1) + "…" : self
    }
}
