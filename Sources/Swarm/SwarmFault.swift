/// Everything that may go wrong or happen in a rehearsed run.
package enum SwarmFault: String, CaseIterable, Codable, Sendable {
    case notANumber = "a reading is not a number"
    case infinite = "a reading is infinite"
    case frozen = "a measurement is frozen"
    case spikes = "a measurement jumps about"
    case stale = "a reading keeps its old time"
    case missing = "a tag has no answer"
    case readFails = "nothing can be read"
    case slowRead = "reading takes seconds"
    case writeLost = "a write is lost"
    case answerLost = "a write is taken and its answer lost"
    case refused = "a write is refused"
    case clamped = "a write is clamped"
    case duplicate = "a write comes once more, late"
    case operatorMidWrite = "the operator moves a setpoint within a write"
    case operatorMoves = "the operator moves a setpoint"
    case limitsMoved = "the operator narrows his limits"
    case loopTaken = "the operator takes a loop out of remote"
    case interlock = "an interlock comes up"
    case trip = "the plant trips"
    case appendFails = "the disk refuses to append"
    case syncFails = "the disk fails to sync"
    case crash = "the process dies and its last line is torn"
    case clockJump = "the machine's UTC jumps"
    case stopped = "the process is stopped past its lease"
    case diskLow = "the disk is nearly full"
    case diskFull = "the disk is full"
    case failsafe = "FAILSAFE"
    case loopSilent = "the loop ends no cycles"
    // Only where the companion block stands before the loops:
    case beatsLost = "beats do not arrive at the block"
    case blockMute = "the block cannot be read"
    case otherMaster = "another master claims the asset"
    case deskFailsafe = "the FAILSAFE switch at the desk"
    case regionLeft = "the plant leaves the model's region"
    case stepsDown = "a person takes automatic back within a write"

    /// Whether it needs the companion block, and a twin that may write by itself.
    package var needsBlock: Bool {
        switch self {
        case .beatsLost, .blockMute, .otherMaster, .deskFailsafe, .regionLeft, .stepsDown: true
        default: false
        }
    }

    /// Whether it waits for the next write, instead of coming at its time.
    var awaitsWrite: Bool {
        switch self {
        case .writeLost, .answerLost, .refused, .clamped, .duplicate, .operatorMidWrite, .stepsDown:
            true
        default: false
        }
    }

    /// Shortest and longest duration, plant time [s].
    var lasts: (Double, Double) {
        switch self {
        case .frozen: (300, 6000)
        case .readFails, .slowRead, .loopSilent: (30, 900)
        case .notANumber, .infinite, .spikes, .missing, .stale: (30, 1200)
        case .interlock, .trip, .loopTaken, .diskLow, .diskFull: (60, 1800)
        case .limitsMoved: (300, 3600)
        case .appendFails, .syncFails: (30, 300)
        case .beatsLost, .blockMute, .deskFailsafe: (30, 400)
        case .regionLeft: (600, 3600)
        default: (1, 1)
        }
    }
}
