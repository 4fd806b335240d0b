/// What a unit of a station is doing: always exactly one of these, so that their times sum to the
/// time that counts.
package enum StationState: Int, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case working
    case setup
    /// Failed: under repair, or waiting for the one who repairs.
    case down
    /// In a micro-stop.
    case microStop
    /// In planned maintenance, or waiting for the one who does it.
    case maintenance
    /// Finished, and no place for the part to go to.
    case blocked
    /// Ready, and no part.
    case starved
    /// Ready with a part, and a stock lacks what it takes.
    case waitingForMaterial
    /// Ready with a part, and nobody to work or to set up.
    case waitingForCrew
    case offShift

    /// As reports name it.
    package var words: String {
        switch self {
        case .working: "working"
        case .setup: "setup"
        case .down: "down"
        case .microStop: "micro-stop"
        case .maintenance: "maintenance"
        case .blocked: "blocked"
        case .starved: "starved"
        case .waitingForMaterial: "waiting for material"
        case .waitingForCrew: "waiting for crew"
        case .offShift: "off shift"
        }
    }
}
