/// All that leaves the furnace: what its instruments and its control system show at one instant.
///
/// Temperatures in °C, fuel in MW of lower heating value. A value may be NaN (open circuit).
package struct FurnaceMeasurements: Hashable, Sendable {
    /// Seconds since the start of the run.
    package var time = 0.0
    /// Control thermocouple and second thermocouple of each zone.
    package var zone = [0.0, 0, 0]
    package var second = [0.0, 0, 0]
    /// Fuel flow of each zone [MW].
    package var fuel = [0.0, 0, 0]
    /// Free oxygen in wet flue gas [%].
    package var oxygen = 0.0
    /// Air behind the recuperator, flue gas before it.
    package var recuperatorAir = 0.0
    package var flue = 0.0
    /// Surface of the slab at the exit, read through scale.
    package var pyrometer = 0.0
    /// Discharge mean that the mill computed for the newest rolled slab, some minutes late.
    package var millExit = 0.0
    /// Running number of that slab; 0 before the first.
    package var millExitSlab = 0
    /// Running number of the newest discharged slab; 0 before the first.
    package var dischargedSlab = 0
    /// Throughput [t/h]; 0 while the line stands.
    package var lineSpeed = 0.0
    package var isStopped = false
    /// Newest charged slab: thickness and width [mm], temperature.
    package var chargeThickness = 0.0
    package var chargeWidth = 0.0
    package var chargeTemperature = 0.0
    /// Mean thickness of the slabs in each zone, and the thickest class [mm], by tracking.
    package var zoneThickness = [0.0, 0, 0]
    package var zoneThickest = [0.0, 0, 0]
    /// Thickness of the slab at the exit [mm].
    package var exitThickness = 0.0
    package var ambient = 0.0
    /// Live setpoint of each loop, its live operator limits, its mode and saturation.
    package var setpoint = [0.0, 0, 0]
    package var setpointLow = [0.0, 0, 0]
    package var setpointHigh = [0.0, 0, 0]
    package var mode = [LoopMode.remote, .remote, .remote]
    package var isSaturatedHigh = [false, false, false]
    package var isSaturatedLow = [false, false, false]
}

/// Why the control system did not take a setpoint.
package enum SetpointRefusal: Error, Hashable, Sendable {
    case notFinite
    /// Outside the live operator limits [°C].
    case outsideLimits(low: Double, high: Double)
    /// The loop is not in remote.
    case notRemote(LoopMode)
}
