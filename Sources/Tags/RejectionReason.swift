/// Why a person rejected a recommendation. The code is what he types, R1 to R9 and R0.
package enum RejectionReason: String, CaseIterable, Codable, Sendable {
    case unsafeOrAbnormal = "R1"
    case equipmentLimit = "R2"
    case instrumentSuspect = "R3"
    case workOnSite = "R4"
    case planUpOrDownstream = "R5"
    case qualityOrLaboratory = "R6"
    case moveTooBig = "R7"
    case priceOrGoalWrong = "R8"
    case modelNotBelieved = "R9"
    case other = "R0"

    /// The reason as it stands on the card.
    package var text: String {
        switch self {
        case .unsafeOrAbnormal: "unsafe or abnormal now"
        case .equipmentLimit: "equipment limit"
        case .instrumentSuspect: "instrument suspect"
        case .workOnSite: "work on site"
        case .planUpOrDownstream: "plan up or down the line"
        case .qualityOrLaboratory: "quality, grade or laboratory"
        case .moveTooBig: "move too big"
        case .priceOrGoalWrong: "price or goal wrong"
        case .modelNotBelieved: "I do not believe the model"
        case .other: "other"
        }
    }
}
