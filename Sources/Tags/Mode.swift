/// How far the twin may act (`docs/safety.md`): five rungs of a ladder, from nothing to writing by
/// itself, and four states it falls into.
package enum Mode: String, CaseIterable, Sendable {
    /// Computes nothing, writes nothing.
    case off
    /// Computes and records; operators see nothing.
    case shadow
    /// Shows its advice; the operator moves the plant himself.
    case advisory
    /// One accepted recommendation is one write.
    case supervisory
    /// Writes by itself, inside the signed envelope.
    case automatic
    /// A soft fault: setpoints stay, nothing is written.
    case hold
    /// A hard fault: only the declared recovery of each handle is written.
    case backoff
    /// Nothing is written and the heartbeat has stopped; the control system takes its loops back.
    case shed
    /// As shed, until an engineer and a supervisor release it.
    case lockout

    /// The rungs, from nothing to writing by itself.
    package static let ladder: [Mode] = [.off, .shadow, .advisory, .supervisory, .automatic]

    /// Its place on the ladder; nil for what the twin falls into.
    package var rung: Int? { Mode.ladder.firstIndex(of: self) }

    /// Whether it stands on the ladder, on this rung or above. A fallen twin stands on none.
    package func reaches(_ other: Mode) -> Bool {
        guard let rung, let wanted = other.rung else { return false }
        return rung >= wanted
    }

    /// Whether a recommendation may lead to a write.
    package var maySend: Bool { self == .supervisory || self == .automatic }

    /// Whether the loop's advice is laid before the operator.
    package var showsAdvice: Bool {
        switch self {
        case .off, .shadow, .shed, .lockout: false
        case .advisory, .supervisory, .automatic, .hold, .backoff: true
        }
    }

    /// Whether the control system may expect a heartbeat.
    package var beats: Bool {
        switch self {
        case .supervisory, .automatic, .hold, .backoff: true
        case .off, .shadow, .advisory, .shed, .lockout: false
        }
    }
}

/// The state of the plant itself, as the twin's file defines it by expressions.
package enum PlantMode: String, CaseIterable, Sendable {
    case normal
    case startUp = "start-up"
    case trip
    case maintenance
    /// An input of the mode's expressions is absent: deny what needs a mode.
    case unknown
}
