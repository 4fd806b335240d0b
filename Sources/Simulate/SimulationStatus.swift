/// How an integration ended. A value, never thrown: the loop goes on with what it has.
package enum SimulationStatus: Hashable, Sendable {
    /// The end was reached within the tolerances.
    case finished
    /// The allowed number of steps was used up before the end; stopped at this time [s].
    case stepLimit(at: Double)
    /// An input, a parameter or an equation was not a finite number around this time [s].
    case notFinite(at: Double)
    /// CVODES gave up with this code (table in its user guide, appendix "Constants") at this time
    /// [s].
    case failed(code: Int, at: Double)

    package var isFinished: Bool { self == .finished }
}
