import Quantities
import Tags

extension TwinReader {
    /// The section `modes`, over the defaults; without it only off and shadow are of use.
    func readModes() -> ModeSettings {
        var settings = ModeSettings()
        guard let section = root.section("modes", TwinKeys.modes) else { return settings }
        if let pair = section["allowed"] {
            let askable = Mode.ladder.filter { $0 != .off }
            let words: [Mode] = reading.list(pair.value, section.what("allowed")).compactMap {
                reading.word($0, section.what("allowed"), among: askable)
            }
            settings.allowed = askable.filter(words.contains)
        }
        func time(
            _ key: String, _ figure: WritableKeyPath<ModeSettings, Double>,
            _ range: ClosedRange<Double>
        ) {
            if let value = quantity(section, key, range, .time, { "\(brief($0)) s" }) {
                settings[keyPath: figure] = value
            }
        }
        time("cool-down", \.coolDown, TwinKeys.coolDown)
        time("lockout window", \.lockoutWindow, TwinKeys.lockoutWindow)
        time("patience", \.patience, TwinKeys.patience)
        time("drop test age", \.dropTestAge, TwinKeys.dropTestAge)
        if let value = number(section, "hold cycles", TwinKeys.cycles) {
            settings.holdCycles = value
        }
        if let value = number(section, "good cycles", TwinKeys.cycles) {
            settings.goodCycles = value
        }
        if let value = whole(section, "sheds to lockout", TwinKeys.beats) {
            settings.shedsToLockout = value
        }
        if let value = whole(section, "answered beats", TwinKeys.beats) {
            settings.answeredBeats = value
        }
        if let pair = section["critical loops"],
            let loops = handles(pair, section.what("critical loops"))
        {
            settings.criticalLoops = loops
        }
        settings.softStart = readSoftStart(section)
        settings.automatic = readAutomatic(section)
        return settings
    }

    private func whole(_ section: Section, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        section[key].flatMap { reading.whole($0.value, section.what(key), range) }
    }

    private func readSoftStart(_ section: Section) -> SoftStartSettings {
        var settings = SoftStartSettings()
        guard let section = section.section("soft start", TwinKeys.softStart) else {
            return settings
        }
        if let value = whole(section, "cycles", 0...100) { settings.cycles = value }
        if let value = quantity(section, "share", TwinKeys.share, .one, percent) {
            settings.share = value
        }
        return settings
    }

    private func readAutomatic(_ section: Section) -> AutomaticSettings {
        var settings = AutomaticSettings()
        guard let section = section.section("automatic", TwinKeys.automatic) else {
            return settings
        }
        if let value = quantity(section, "time", TwinKeys.trialTime, .time, { "\(brief($0)) s" }) {
            settings.time = value
        }
        if let value = quantity(
            section, "clean time", TwinKeys.trialTime, .time, { "\(brief($0)) s" })
        {
            settings.cleanTime = value
        }
        if let value = whole(section, "decisions", TwinKeys.trialDecisions) {
            settings.decisions = value
        }
        if let value = quantity(section, "acceptance", TwinKeys.share, .one, percent) {
            settings.acceptance = value
        }
        if let value = number(section, "bias", TwinKeys.bias) { settings.bias = value }
        if let value = number(section, "gain deviations", TwinKeys.deviations) {
            settings.gainDeviations = value
        }
        if let pair = section["coverage"],
            let range = reading.range(
                pair.value, section.what("coverage"), .one, default: nil, example: "[85 %, 95 %]")
        {
            if range.lowerBound >= 0 && range.upperBound <= 1 {
                (settings.leastCoverage, settings.mostCoverage) =
                    (range.lowerBound, range.upperBound)
            } else {
                section.refuse("coverage", "coverage reaches beyond 0 % to 100 %")
            }
        }
        return settings
    }
}
