/// Size and habits of the furnace, and which disturbances it meets.
///
/// A walking-beam furnace for slabs in one row, top and bottom fired, three control zones: about
/// 600 kg/(m²·h) at 175 t/h, in the range Trinks et al. (Industrial Furnaces, 6th ed., ch. 4) give
/// for such furnaces. See docs/plant.md for every number and its source.
package struct FurnaceSettings: Sendable {
    /// Sensor faults, operator acts and line stops drawn from the seed.
    package var faultsHappen = true
    package var operatorActs = true
    package var stopsHappen = true
    /// Pace for slabs of 220 mm [t/h]; nil lets it change with the seed.
    package var constantPace: Double?
    /// Every slab cold and of this class; nil charges a mix drawn from the seed.
    package var onlyClass: ThicknessClass?
    /// Measurement noise; without, the instruments are exact but for their lag.
    package var isNoisy = true
    /// Starting state of insulation and recuperator: 1 as new.
    package var wallWear = 1.0
    package var recuperatorHealth = 1.0
    /// Time the furnace runs under the practice table before the run starts [s].
    package var warmUp = 5.0 * 3600
    /// Step of the simulation [s].
    package let step = 5.0

    package init() {}

    /// Without chance: no faults, no operator, no stops, no noise, constant pace.
    package static var quiet: FurnaceSettings {
        var settings = FurnaceSettings()
        settings.faultsHappen = false
        settings.operatorActs = false
        settings.stopsHappen = false
        settings.constantPace = 160
        settings.isNoisy = false
        return settings
    }

    // MARK: Geometry

    /// Cells of gas and wall along the furnace, numbered from the charging end.
    static let cells = 10
    /// Length of a cell [m].
    static let cellLength = 3.2
    /// Length of the furnace [m].
    package static let length = 32.0
    /// Cells of each zone: preheating, heating, soaking.
    static let zoneCells = [0..<4, 4..<7, 7..<10]
    /// Share of a zone's fuel burnt in each cell; the first two cells are unfired.
    static let burnerShare = [0, 0, 0.45, 0.55, 0.34, 0.33, 0.33, 0.30, 0.35, 0.35]
    /// The cell whose wall carries the zone's control thermocouple, and the second one.
    static let controlCell = [3, 5, 8]
    static let secondCell = [2, 6, 9]
    /// Refractory per cell [m²]: roof, hearth and side walls above and below the slabs.
    static let wallArea = 3.2 * (2 * 10.0 + 2 * 3.6)
    /// Cross-section through which neighbouring cells see each other [m²].
    static let crossSection = 10.0 * 2.6
    /// Gap between slabs [m].
    static let gap = 0.05
    /// Share of the bottom face hidden by skids.
    static let skidShadow = 0.14

    // MARK: Heat

    /// Largest fuel power of the zones [W].
    package static let fuelCapacity = [32e6, 48e6, 20e6]
    /// Convection to slabs and walls [W/(m²·K)].
    static let convection = 12.0
    /// Heat capacity of the refractory's hot face and of its back [J/(m²·K)].
    static let hotFaceHeat = 120e3
    static let backHeat = 260e3
    /// Conductance hot face to back, and back to the surroundings [W/(m²·K)].
    static let faceToBack = 6.0
    static let backToAmbient = 3.0
    /// Cooling of the skids: insulated pipes, 45 m² a cell [W/K] above 40 °C.
    static let skidConductance = 45.0 * 8.5
    /// Open area of charging and discharging door [m²], as black holes.
    static let doorArea = [1.6, 1.2]

    /// Limits of the setpoints that the operator sets at the control system [°C].
    package static let operatorLimits: [(low: Double, high: Double)] = [
        (900, 1200), (1050, 1290), (1120, 1270),
    ]
    /// Engineering limits of the setpoints [°C].
    package static let engineeringLimits: [(low: Double, high: Double)] = [
        (850, 1230), (1000, 1310), (1100, 1290),
    ]
}
