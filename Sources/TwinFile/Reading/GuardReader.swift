import Expressions
import Quantities

extension TwinReader {
    /// The section `guard`, over the defaults of this cadence.
    func readGuard(_ cadence: Cadence, handles: Int, _ regions: [Region]) -> GuardSettings {
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
        set(
            "setpoint tolerance", \.setpointTolerance, TwinKeys.setpointTolerance, .one,
            shown: percent)
        settings.approvedRegions = readApproved(section, regions)
        set("lease", \.lease, TwinKeys.wallFigure)
        set("lease renewal", \.leaseRenewal, TwinKeys.wallFigure)
        set("heartbeat", \.heartbeat, TwinKeys.wallFigure)
        set("watchdog", \.watchdog, TwinKeys.wallFigure)
        checkWallFigures(settings, section)
        settings.certificate = readCertificate(section)
        settings.programs = readPrograms(section)
        readRecovery(section, cadence, &settings)
        return settings
    }

    /// The regions in which the model may be acted on; nil if the file does not choose.
    private func readApproved(_ section: Section, _ regions: [Region]) -> [String]? {
        guard let pair = section["regions"] else { return nil }
        let known = regions.map(\.name)
        let names = reading.list(pair.value, section.what("regions")).compactMap {
            item -> String? in
            guard let name = reading.text(item, section.what("regions")) else { return nil }
            if known.contains(name) { return name }
            reading.refuse(
                item.place, "\(section.what("regions")): the region \(name) is not declared",
                note: known.isEmpty
                    ? "there is no section \"regions\""
                    : "declared: " + known.joined(separator: ", "),
                mend: nearestName(to: name, among: known).map { "did you mean \($0)?" })
            return nil
        }
        if names.isEmpty, case .list(let items) = pair.value.shape, items.isEmpty {
            section.refuse(
                "regions", "no region is approved", note: "then nothing could ever be accepted",
                mend: "name one, or leave the key out for all that are declared")
        }
        return names
    }

    /// How far recovery is followed; a prediction must reach there, also one that is not fresh.
    private func readRecovery(
        _ section: Section, _ cadence: Cadence, _ settings: inout GuardSettings
    ) {
        if let pair = section["recovery starts"] {
            let what = section.what("recovery starts")
            let items = reading.list(pair.value, what)
            let starts = items.compactMap {
                reading.quantity($0, what, .time, example: "[0 min, 10 min]")
            }
            let isSound =
                TwinKeys.recoveryStarts.contains(starts.count) && starts.allSatisfy { $0 >= 0 }
                && zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 }
            if starts.count == items.count {
                if isSound {
                    settings.recoveryStarts = starts
                } else {
                    section.refuse(
                        "recovery starts", "recovery starts is not a list of rising times",
                        note: "one to twenty of them, 0 s or later, such as [0 min, 10 min]")
                }
            }
        }
        guard let horizon = section.duration("recovery horizon") else { return }
        settings.recoveryHorizon = horizon
        let last = settings.recoveryStarts.last ?? 0  // never empty
        guard last + horizon + settings.predictionAge <= cadence.horizon else {
            section.refuse(
                "recovery horizon",
                "a recovery followed for \(brief(horizon)) s that begins \(brief(last)) s after "
                    + "the move is not predicted to its end",
                note: "together with the age of a prediction (\(brief(settings.predictionAge)) s) "
                    + "at most the horizon of \(brief(cadence.horizon)) s",
                mend: "shorten it, or look further ahead (cadence: horizon)")
            return
        }
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
