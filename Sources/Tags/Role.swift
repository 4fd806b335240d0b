/// What a tag is to the twin.
package enum Role: String, CaseIterable, Codable, Sendable {
    /// Manipulated variable: a setpoint we may write.
    case mv = "MV"
    /// Controlled variable: a value we hold.
    case cv = "CV"
    /// Disturbance variable: measured, not ours to move.
    case dv = "DV"
    /// A status or mode of the plant.
    case state
    /// A live limit, set by the operator at the control system.
    case limit
    /// A key figure, shown and recorded.
    case kpi = "KPI"
    /// A register of the companion block: heartbeat, epoch.
    case block
}
