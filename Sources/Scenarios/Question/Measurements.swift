package import Line

/// What was measured on the plant: shares of planned time, station by station.
package struct Measurements: Hashable, Sendable {
    package var stations: [Station]
    /// How long was measured [s]; nil: not said.
    package var length: Double?

    package init(_ stations: [Station], length: Double? = nil) {
        (self.stations, self.length) = (stations, length)
    }

    package struct Station: Hashable, Sendable {
        package var name: String
        /// The share that somebody calls utilization, taken as time at work.
        package var utilization: Double
        /// Shares of time by state; those not named are not known, not zero. Empty: nobody measured
        /// them.
        package var states: [StateShare]

        package init(_ name: String, utilization: Double, states: [StateShare] = []) {
            (self.name, self.utilization, self.states) = (name, utilization, states)
        }
    }

    package struct StateShare: Hashable, Sendable {
        package var state: StationState
        package var share: Double

        package init(_ state: StationState, _ share: Double) {
            (self.state, self.share) = (state, share)
        }
    }
}
