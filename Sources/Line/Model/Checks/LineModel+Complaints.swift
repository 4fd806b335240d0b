extension LineModel {
    /// All that is wrong with the model, in the order of the file; a model without complaints can
    /// be simulated.
    package var complaints: [LineComplaint] {
        var checks = LineChecks(self)
        checks.checkParts()
        checks.checkFlow()
        return checks.found
    }

    /// What is wrong with single figures and names, without what follows from the whole.
    package var localComplaints: [LineComplaint] {
        var checks = LineChecks(self)
        checks.checkParts()
        return checks.found
    }

    /// What its author should look at, though it can be simulated. Asked of a model without
    /// complaints.
    package var warnings: [LineComplaint] {
        var checks = LineChecks(self)
        checks.warnOfDeadlock()
        checks.warnOfWhatIsIdle()
        return checks.found
    }

    /// Stations that may wait for each other for good, circle by circle.
    var lockingCircles: [[String]] { LineChecks(self).circles() }
}

/// One look through a model: what is known of its names, and what was found.
struct LineChecks {
    let model: LineModel
    var found: [LineComplaint] = []
    /// What setups go by.
    let families: Set<String>
    let skills: [String: Int]

    init(_ model: LineModel) {
        self.model = model
        families = Set(model.products.map { $0.family ?? $0.name })
        var skills: [String: Int] = [:]
        for crew in model.crews {
            for skill in Set(crew.skills) { skills[skill, default: 0] += crew.people }
        }
        self.skills = skills
    }

    mutating func checkParts() {
        checkNames()
        checkRun()
        for calendar in model.calendars { check(calendar) }
        for crew in model.crews { check(crew) }
        for stock in model.stocks { check(stock) }
        for station in model.stations { check(station) }
        for product in model.products { check(product) }
    }

    mutating func complain(_ path: [String], _ message: String, mend: String? = nil) {
        found.append(LineComplaint(path, message, mend: mend))
    }

    // MARK: names

    private mutating func checkNames() {
        check(model.stations.map(\.name), under: "stations", "a station")
        check(model.products.map(\.name), under: "products", "a product")
        check(model.stocks.map(\.name), under: "stocks", "a stock")
        check(model.crews.map(\.name), under: "crews", "a crew")
        check(model.calendars.map(\.name), under: "calendars", "a calendar")
        if model.stations.isEmpty { complain(["stations"], "a line without stations") }
        if model.products.isEmpty { complain(["products"], "a line without products") }
    }

    /// Names of one kind: not empty, each once.
    mutating func check(_ names: [String], under path: String..., what: String) {
        var met: Set<String> = []
        for name in names {
            if name.isEmpty { complain(path, "\(what) without a name") }
            if !met.insert(name).inserted { complain(path + [name], "\(what) \(name) twice") }
        }
    }

    private mutating func check(_ names: [String], under key: String, _ what: String) {
        check(names, under: key, what: what)
    }

    /// Complains of a name that is not declared.
    mutating func need(
        _ name: String, among names: [String], _ path: [String], _ what: String
    ) {
        guard !names.contains(name) else { return }
        complain(
            path, "\(what) \(name) is not declared",
            mend: nearest(name, names).map { "did you mean \($0)?" }
                ?? (names.isEmpty ? nil : "declared: " + names.joined(separator: ", ")))
    }

    // MARK: figures

    /// A finite number of at least 0.
    mutating func needNotNegative(_ value: Double, _ path: [String], _ what: String) {
        if value >= 0, value < .infinity { return }
        complain(path, "\(what) of \(value): at least 0")
    }

    mutating func needShare(_ value: Double, _ path: [String], _ what: String) {
        if value >= 0, value <= 1 { return }
        complain(path, "\(what) of \(percent(value)): from 0 % to 100 %")
    }

    mutating func needSumOfOne(_ shares: [Double], _ path: [String]) {
        for share in shares where !(share >= 0 && share <= 1) {
            return complain(path, "a share of \(percent(share)): from 0 % to 100 %")
        }
        let sum = shares.reduce(0, +)
        if abs(sum - 1) <= 1e-9 { return }
        complain(
            path, "the shares sum to \(percent(sum)), not to 100 %",
            mend: "\(percent(abs(1 - sum))) \(sum < 1 ? "is missing" : "is too much")")
    }

    /// A law of times: without complaint of its own, and with no draw that outlasts a run's clock.
    mutating func check(
        _ law: Law, _ path: [String], isAboveZero: Bool = false, isTime: Bool = true
    ) {
        if let complaint = law.complaint { return complain(path, complaint) }
        if isAboveZero, law.mean <= 0 {
            return complain(
                path, "it is always zero", mend: "write something above zero, or leave it out")
        }
        guard isTime else { return }
        let most = law.mostDrawn
        if most <= LineChecks.longest { return }
        complain(
            path, "it may take \(Int(min(most / LineChecks.year, 1e15))) years",
            mend: "at most 71 years can be drawn: take a shorter mean or less spread")
    }

    /// Days in a year as calendars count them [s].
    static let year = 365.25 * 86_400
    /// The longest time that can be drawn, 2⁵¹ ticks [s]; see `Draw.whole`.
    static let longest = 0x1p51 / Ticks.perSecond

    // MARK: run, people, calendars

    private mutating func checkRun() {
        let run = model.run
        if !(run.length > 0 && run.length <= LineChecks.longest) {
            complain(["run", "length"], "a run of \(run.length) s: above 0, up to 71 years")
        }
        if let warmUp = run.warmUp {
            if !(warmUp >= 0 && warmUp <= LineChecks.longest) {
                complain(["run", "warm-up"], "a warm-up of \(warmUp) s: at least 0")
            } else if run.kind == .terminating, warmUp > 0 {
                complain(
                    ["run", "warm-up"], "a terminating run has no warm-up",
                    mend: "leave it out, or say \"kind: steady\"")
            }
        }
        if !(run.precision > 0 && run.precision < 1) {
            complain(
                ["run", "precision"],
                "a precision of \(percent(run.precision)): above 0 %, below "
                    + "100 %")
        }
        if run.leastReplications < 2 || run.mostReplications < run.leastReplications {
            complain(
                ["run", "replications"],
                "\(run.leastReplications) to \(run.mostReplications) replications: at least 2, "
                    + "and the most not below the least")
        }
        let economy = model.economy
        needNotNegative(economy.energyPrice, ["economy", "energy"], "a price")
        needNotNegative(economy.lateness, ["economy", "lateness"], "a cost")
        needNotNegative(economy.scrap, ["economy", "scrap"], "a cost")
        needNotNegative(economy.escape, ["economy", "escape"], "a cost")
        if let time = economy.yearlyTime, !(time > 0 && time <= LineChecks.year * 1.01) {
            complain(["economy", "yearly time"], "\(time / 3600) h a year: above 0, up to a year")
        }
    }

    private mutating func check(_ calendar: LineModel.Calendar) {
        let path = ["calendars", calendar.name]
        guard !calendar.open.isEmpty else {
            return complain(
                path, "the calendar \(calendar.name) is never open",
                mend: "give it a shift, such as mon-fri 06:00-14:00")
        }
        var last = 0.0
        for span in calendar.open {
            guard span.from >= last, span.from < span.to, span.to <= calendar.period else {
                return complain(
                    path,
                    "open from \(span.from) s to \(span.to) s of \(calendar.period) s: spans "
                        + "lie in order within the period")
            }
            last = span.to
        }
    }

    private mutating func check(_ crew: LineModel.Crew) {
        let path = ["crews", crew.name]
        if crew.people < 1 { complain(path + ["people"], "\(crew.people) people: at least 1") }
        if crew.skills.isEmpty {
            complain(path + ["skills"], "the crew \(crew.name) can do nothing")
        }
        needCalendar(crew.calendar, path)
        needNotNegative(crew.costPerHour, path + ["cost"], "a cost")
    }

    mutating func needCalendar(_ name: String?, _ path: [String]) {
        guard let name else { return }
        need(name, among: model.calendars.map(\.name), path + ["calendar"], "the calendar")
    }
}

extension Law {
    /// No draw exceeds it: the quantile of the largest number below one, 1 − 2⁻⁵³. Of an Erlang
    /// law the sum of its stages' largest.
    var mostDrawn: Double {
        guard case .erlang(_, let mean) = self else { return quantile(1 - 0x1p-53) }
        return Law.exponential(mean: mean).quantile(1 - 0x1p-53)
    }
}

/// A share in per cent, without figures that only rounding brings.
func percent(_ share: Double) -> String {
    let rounded = (share * 1e8).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e9
        ? "\(Int(rounded)) %" : "\(rounded) %"
}
