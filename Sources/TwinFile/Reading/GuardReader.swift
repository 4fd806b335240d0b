import Quantities

extension TwinReader {
    /// The section `guard`, over the defaults of this cadence.
    func readGuard(_ cadence: Cadence, handles: Int) -> GuardSettings {
        var settings = GuardSettings(cadence, handles: handles)
        guard let section = root.section("guard", TwinKeys.guardSection) else { return settings }
        let (sense, optimize) = (cadence.sense, cadence.optimize)
        func set(
            _ key: String, _ figure: WritableKeyPath<GuardSettings, Double>,
            _ range: ClosedRange<Double>, _ dimension: Dimension = .time,
            shown: (Double) -> String = { "\(brief($0)) s" }
        ) {
            if let value = quantity(section, key, range, dimension, shown) {
                settings[keyPath: figure] = value
            }
        }
        // A cadence that is refused may be out of order.
        set("snapshot age", \.snapshotAge, sense...max(sense, optimize))
        set("prediction age", \.predictionAge, sense...max(sense, 4 * optimize))
        set("card life", \.cardLife, sense...max(sense, 4 * optimize))
        set("permit life", \.permitLife, TwinKeys.permitLife)
        set(
            "readback gap", \.readbackGap, sense...max(sense, optimize, TwinKeys.longestReadbackGap)
        )
        set("hands off", \.handsOff, sense...max(sense, TwinKeys.longestHandsOff))
        set("acts after", \.actsAfter, 0...cadence.horizon)
        set("input deadband", \.inputDeadband, TwinKeys.inputDeadband, .one, shown: percent)
        set("prediction reach", \.predictionReach, TwinKeys.predictionReach, .one, shown: percent)
        if let value = number(section, "hard limit deviations", TwinKeys.deviations) {
            settings.hardLimitDeviations = value
        }
        if let value = number(section, "gain deviations", TwinKeys.deviations) {
            settings.gainDeviations = value
        }
        if let pair = section["writes per h"],
            let value = reading.whole(
                pair.value, section.what("writes per h"), TwinKeys.writesPerHour)
        {
            settings.writesPerHour = value
        }
        set("lease", \.lease, TwinKeys.wallFigure)
        set("lease renewal", \.leaseRenewal, TwinKeys.wallFigure)
        set("heartbeat", \.heartbeat, TwinKeys.wallFigure)
        set("watchdog", \.watchdog, TwinKeys.wallFigure)
        checkWallFigures(settings, section)
        settings.certificate = readCertificate(section)
        settings.programs = readPrograms(section)
        return settings
    }

    private func checkWallFigures(_ settings: GuardSettings, _ section: Section) {
        if !(settings.leaseRenewal <= settings.lease / 2) {
            section.refuse(
                "lease renewal",
                "the lease of \(brief(settings.lease)) s is renewed every "
                    + "\(brief(settings.leaseRenewal)) s",
                note: "at most half the lease, so that one renewal may be lost")
        }
        if !(settings.heartbeat <= settings.watchdog / 3) {
            section.refuse(
                "watchdog",
                "the watchdog of \(brief(settings.watchdog)) s waits for less than three "
                    + "beats of \(brief(settings.heartbeat)) s",
                note: "so that two beats may be lost")
        }
    }

    private func readCertificate(_ section: Section) -> CertificateSettings {
        var settings = CertificateSettings()
        guard let section = section.section("certificate", TwinKeys.certificate) else {
            return settings
        }
        if let value = quantity(
            section, "gap", TwinKeys.gap, .money, { "\(brief($0)) EUR" })
        {
            settings.gap = value
        }
        if let value = number(section, "feasibility", TwinKeys.feasibility) {
            settings.feasibility = value
        }
        if let value = number(section, "residual", TwinKeys.residual) {
            settings.residual = value
        }
        return settings
    }

    /// A difference in SI within a range; nil, with a complaint, outside it.
    func quantity(
        _ section: Section, _ key: String, _ range: ClosedRange<Double>, _ dimension: Dimension,
        _ shown: (Double) -> String
    ) -> Double? {
        guard let pair = section[key],
            let value = reading.quantity(
                pair.value, section.what(key), dimension,
                example: section.table[key]?.example ?? "")  // every key has an example
        else { return nil }
        return within(range, value, pair, section, shown)
    }

    /// A number without a unit, within a range; nil, with a complaint, outside it.
    func number(
        _ section: Section, _ key: String, _ range: ClosedRange<Double>
    ) -> Double? {
        guard let pair = section[key],
            let value = reading.number(pair.value, section.what(key))
        else { return nil }
        return within(range, value, pair, section, brief)
    }

    private func within(
        _ range: ClosedRange<Double>, _ value: Double, _ pair: Pair, _ section: Section,
        _ shown: (Double) -> String
    ) -> Double? {
        if value >= range.lowerBound && value <= range.upperBound { return value }
        reading.refuse(
            pair.value.place, "\(section.what(pair.key)) is \(pair.value.shown)",
            note: "from \(shown(range.lowerBound)) to \(shown(range.upperBound))")
        return nil
    }
}

/// A share as messages show it.
func percent(_ share: Double) -> String { "\(brief(100 * share)) %" }
