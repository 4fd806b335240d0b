/// A value that the furnace's control system serves: tag, unit, register, and where it comes from.
///
/// The one table of the plant's interface: the Modbus device, the recording and docs/plant.md
/// follow it. Register numbers count from 1; on the wire the address is one less. A float32 takes
/// two registers, the high word first.
package struct PlantPoint: Sendable {
    package enum Area: String, Sendable {
        case discrete, input, holding
    }
    package enum Encoding: String, Sendable {
        case float32, uint16, int32, bool

        /// Registers (or bits) that a value takes.
        package var width: Int {
            switch self {
            case .float32, .int32: 2
            case .uint16, .bool: 1
            }
        }
    }

    package let tag: String
    /// As plants write it; "1" for counts and flags.
    package let unit: String
    package let area: Area
    /// Register number, from 1.
    package let number: Int
    package let encoding: Encoding
    /// Digits after the point in a recording.
    package let digits: Int
    /// The value in `unit`; may be NaN.
    package let value: @Sendable (FurnaceMeasurements) -> Double

    private init(
        _ tag: String, _ unit: String, _ area: Area, _ number: Int, _ encoding: Encoding,
        digits: Int = 0, _ value: @escaping @Sendable (FurnaceMeasurements) -> Double
    ) {
        self.tag = tag
        self.unit = unit
        self.area = area
        self.number = number
        self.encoding = encoding
        self.digits = digits
        self.value = value
    }

    /// Number of the first holding register of a zone's remote setpoint: 101, 103, 105.
    package static func setpointRegister(zone: Int) -> Int { 101 + 2 * zone }
    /// The holding register that the twin beats, and the input register that echoes it.
    package static let heartbeatRegister = 401
    package static let heartbeatEchoRegister = 348

    /// First holding register of the companion block's control words, see `BlockRegisters`.
    package static let blockControlRegister = 411
    /// First holding register of a zone's mailbox: 421, 441, 461.
    package static func mailboxRegister(zone: Int) -> Int { 421 + 20 * zone }
    /// First input register of the block's status; the zones' follow without a gap.
    package static let blockStatusRegister = 501
    package static func loopStatusRegister(zone: Int) -> Int { 516 + 15 * zone }
    /// Coils that stand for switches on the desk: FAILSAFE and the drop test's key.
    package static let failsafeCoil = 1
    package static let dropTestCoil = 2

    /// All points that can be read from the furnace itself (the heartbeat belongs to the device).
    package static let all: [PlantPoint] = loops + process + line + flags

    private static let loops: [PlantPoint] = (0..<3).flatMap { zone -> [PlantPoint] in
        let (name, base) = ("20\(zone + 1)", 201 + 10 * zone)
        return [
            PlantPoint("TIC-\(name).SP", "degC", .input, base, .float32, digits: 1) {
                $0.setpoint[zone]
            },
            PlantPoint("TIC-\(name).SP_LO", "degC", .input, base + 2, .float32, digits: 1) {
                $0.setpointLow[zone]
            },
            PlantPoint("TIC-\(name).SP_HI", "degC", .input, base + 4, .float32, digits: 1) {
                $0.setpointHigh[zone]
            },
            PlantPoint("TI-\(name).PV", "degC", .input, base + 6, .float32, digits: 1) {
                $0.zone[zone]
            },
            PlantPoint("FI-\(name).PV", "MW", .input, base + 8, .float32, digits: 2) {
                $0.fuel[zone]
            },
            PlantPoint("TIC-\(name).MODE", "1", .input, 301 + zone, .uint16) {
                Double($0.mode[zone].rawValue)
            },
        ]
    }

    private static let process: [PlantPoint] = [
        PlantPoint("TI-305.PV", "degC", .input, 305, .float32, digits: 1) { $0.pyrometer },
        PlantPoint("TI-401.PV", "degC", .input, 307, .float32, digits: 1) { $0.millExit },
        PlantPoint("TI-100.PV", "degC", .input, 315, .float32, digits: 1) { $0.ambient },
        PlantPoint("AI-210.PV", "percent", .input, 317, .float32, digits: 2) { $0.oxygen },
        PlantPoint("TI-220.PV", "degC", .input, 319, .float32, digits: 1) { $0.recuperatorAir },
        PlantPoint("TI-221.PV", "degC", .input, 321, .float32, digits: 1) { $0.flue },
        PlantPoint("TI-301.PV", "degC", .input, 323, .float32, digits: 1) { $0.second[0] },
        PlantPoint("TI-302.PV", "degC", .input, 325, .float32, digits: 1) { $0.second[1] },
        PlantPoint("TI-303.PV", "degC", .input, 327, .float32, digits: 1) { $0.second[2] },
    ]

    private static let line: [PlantPoint] =
        [
            PlantPoint("LINE.SPEED", "t/h", .input, 309, .float32, digits: 1) { $0.lineSpeed },
            PlantPoint("LINE.THICKNESS", "mm", .input, 311, .float32) { $0.chargeThickness },
            PlantPoint("LINE.CHARGE_TEMP", "degC", .input, 313, .float32, digits: 1) {
                $0.chargeTemperature
            },
            PlantPoint("LINE.EXIT_THICKNESS", "mm", .input, 341, .float32) { $0.exitThickness },
            PlantPoint("LINE.WIDTH", "mm", .input, 343, .float32) { $0.chargeWidth },
            PlantPoint("TI-401.SLAB", "1", .input, 345, .uint16) {
                Double($0.millExitSlab % 65_536)
            },
            PlantPoint("LINE.DISCHARGED", "1", .input, 346, .uint16) {
                Double($0.dischargedSlab % 65_536)
            },
            PlantPoint("PLANT.TIME", "s", .input, 351, .int32) { $0.time },
        ]
        + (0..<3).flatMap { zone -> [PlantPoint] in
            [
                PlantPoint(
                    "LINE.THICKNESS_\(zone + 1)", "mm", .input, 329 + 2 * zone, .float32, digits: 1
                ) { $0.zoneThickness[zone] },
                PlantPoint("LINE.THICKEST_\(zone + 1)", "mm", .input, 335 + 2 * zone, .float32) {
                    $0.zoneThickest[zone]
                },
            ]
        }

    private static let flags: [PlantPoint] =
        [PlantPoint("LINE.STOPPED", "1", .discrete, 3, .bool) { $0.isStopped ? 1 : 0 }]
        + (0..<3).flatMap { zone -> [PlantPoint] in
            [
                PlantPoint("TIC-20\(zone + 1).SAT", "1", .discrete, 12 + zone, .bool) {
                    $0.isSaturatedHigh[zone] || $0.isSaturatedLow[zone] ? 1 : 0
                },
                PlantPoint("TIC-20\(zone + 1).SAT_HI", "1", .discrete, 22 + zone, .bool) {
                    $0.isSaturatedHigh[zone] ? 1 : 0
                },
                PlantPoint("TIC-20\(zone + 1).SAT_LO", "1", .discrete, 32 + zone, .bool) {
                    $0.isSaturatedLow[zone] ? 1 : 0
                },
            ]
        }
}
