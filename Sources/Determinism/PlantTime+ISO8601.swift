extension PlantTime {
    /// The instant as ISO 8601 in UTC to the nanosecond: "2026-11-21T09:44:50.804000000Z".
    ///
    /// Days to a date after Hinnant: chrono-compatible low-level date algorithms,
    /// `civil_from_days`.
    package var iso8601: String {
        let (second, fraction) = nanoseconds.flooredDivision(by: 1_000_000_000)
        let (day, secondOfDay) = second.flooredDivision(by: 86_400)
        let (era, dayOfEra) = (day + 719_468).flooredDivision(by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = "\(year.padded(4))-\(month.padded(2))-\(dayOfMonth.padded(2))"
        let hour = (secondOfDay / 3_600).padded(2)
        let minute = (secondOfDay / 60 % 60).padded(2)
        return "\(date)T\(hour):\(minute):\((secondOfDay % 60).padded(2)).\(fraction.padded(9))Z"
    }
}

extension Int64 {
    /// Quotient rounded down and the remainder, which is never negative; `divisor` is positive.
    fileprivate func flooredDivision(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// With zeros on the left, up to `width` digits.
    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
    }
}
