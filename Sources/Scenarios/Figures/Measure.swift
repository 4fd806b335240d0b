/// What a line is judged by.
package enum Measure: String, Hashable, Sendable, CaseIterable {
    /// Parts that left the line without a defect, an hour.
    case goodPerHour
    /// From coming to being finished [s].
    case leadTime, leadTimeMedian, leadTimeP95
    /// Parts on the line.
    case workInProcess
    /// Of the parts that were finished or scrapped: those scrapped, and those that left with a
    /// defect that nobody found.
    case defectRate
    /// [J] for each good part, with all that the line used.
    case energyPerGoodPart
    /// Pieces asked of stocks that were served at once from the shelf, a share.
    case serviceLevel
    /// Parts with a due date that were not late, a share.
    case onTimeShare
    /// Margins less material, energy, scrap, escapes, lateness, crews and stocks, an hour.
    case moneyPerHour

    /// As reports name it, with its unit.
    package var words: String {
        switch self {
        case .goodPerHour: "good parts per hour"
        case .leadTime: "mean lead time [s]"
        case .leadTimeMedian: "median lead time [s]"
        case .leadTimeP95: "lead time, 95th percentile [s]"
        case .workInProcess: "parts on the line"
        case .defectRate: "defect rate"
        case .energyPerGoodPart: "energy per good part [J]"
        case .serviceLevel: "service level"
        case .onTimeShare: "share on time"
        case .moneyPerHour: "money per hour"
        }
    }
}
