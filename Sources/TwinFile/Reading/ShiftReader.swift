import Quantities
import Tags

/// Shifts, and the drift that is counted within them.
extension TwinReader {
    func readShifts() -> ShiftSettings? {
        guard let section = root.section("shifts", TwinKeys.shifts) else { return nil }
        let length = section.duration("length")
        if let length, !isPartOfDay(length) {
            section.refuse(
                "length", "a day is no whole number of shifts of \(brief(length)) s",
                note: "so that they begin at the same hours every day",
                mend: "such as 8 h, 12 h or 24 h")
            return nil
        }
        guard let text = section.text("start") else { return nil }
        guard let start = Self.timeOfDay(text) else {
            section.refuse(
                "start", "\"\(text)\" is no time of day", note: "in UTC, such as \"04:00 UTC\"")
            return nil
        }
        guard let length else { return nil }
        // Any one shift's start will do; the first of the day is the one that is compared.
        return ShiftSettings(
            length: length, offset: start.truncatingRemainder(dividingBy: length))
    }

    private func isPartOfDay(_ length: Double) -> Bool {
        let count = 86_400 / length
        return length >= 3600 && count >= 1 && count == count.rounded()
    }

    /// Seconds after midnight of "04:00 UTC"; nil if it is written otherwise.
    private static func timeOfDay(_ text: String) -> Double? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "UTC" else { return nil }
        let figures = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        guard figures.count == 2, figures.allSatisfy({ $0.utf8.count == 2 }),
            figures.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hours = Int(figures[0]), let minutes = Int(figures[1]), hours < 24, minutes < 60
        else { return nil }
        return Double(hours * 3600 + minutes * 60)
    }

    /// Where drift is limited there are shifts, and where nobody looks at each move it is said
    /// whether it is.
    func checkDrift(of tags: [TagDeclaration], _ shifts: ShiftSettings?, _ modes: ModeSettings) {
        for tag in tags {
            guard let limits = tag.limits, let section = self[tag.name.text]?.section else {
                continue
            }
            let place = section["limits"]?.keyPlace ?? section.place
            switch limits.drift {
            case .most:
                guard shifts == nil, root["shifts"] == nil else { continue }
                reading.refuse(
                    place, "\(tag.name): drift is limited, and no shifts are declared",
                    note: "drift counts from where the operator left the setpoint in the shift",
                    mend: "add \"shifts: {length: 8 h, start: \"04:00 UTC\"}\"")
            case .notLimited: continue
            case .notSaid:
                guard modes.allowed.contains(.automatic) else { continue }
                reading.refuse(
                    place, "\(tag.name): limits: \"drift\" is missing",
                    note: "automatic mode is allowed, in which nobody looks at each move",
                    mend: "add \"drift: 30 K\", or \"drift: not limited\" if that is meant")
            }
        }
    }
}
