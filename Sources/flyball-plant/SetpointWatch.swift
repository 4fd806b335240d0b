import FurnacePlant

/// What happened to a live setpoint, and why: the plant's own witness of who moved what.
struct SetpointWatch {
    /// One change, or one attempt.
    struct Entry {
        enum Cause: String {
            /// Where it stood at the start.
            case start
            /// A master wrote it.
            case remote
            /// A master tried to and was refused.
            case refused
            /// The operator, his limits or the delay strategy.
            case furnace
            /// The companion block, on a ramp or while it sheds.
            case block
        }

        /// Seconds since the start of the run.
        let time: Double
        let zone: Int
        let cause: Cause
        /// What a master asked for, or what the setpoint is now [°C].
        let value: Double
        /// The operator's live limits then [°C].
        let low: Double
        let high: Double
        let mode: LoopMode
    }

    private var known: [Double]
    private var entries: [Entry] = []

    init(_ furnace: Furnace) {
        known = furnace.measurements.setpoint
        for zone in known.indices { note(.start, zone: zone, asked: known[zone], furnace) }
    }

    /// Notes a write, taken or refused.
    mutating func note(_ cause: Entry.Cause, zone: Int, asked: Double, _ furnace: Furnace) {
        let shown = furnace.measurements
        known[zone] = shown.setpoint[zone]
        entries.append(
            Entry(
                time: furnace.time, zone: zone, cause: cause, value: asked,
                low: shown.setpointLow[zone], high: shown.setpointHigh[zone],
                mode: shown.mode[zone]))
    }

    /// Notes what changed without a write.
    mutating func look(at furnace: Furnace) {
        for zone in known.indices where furnace.measurements.setpoint[zone] != known[zone] {
            note(.furnace, zone: zone, asked: furnace.measurements.setpoint[zone], furnace)
        }
    }

    /// What was noted since it was last taken.
    mutating func take() -> [Entry] {
        defer { entries = [] }
        return entries
    }
}

/// The entries as a file, a line each as they happen.
final class SetpointBook {
    private let file: TextFile

    init(_ path: String) throws(TextFile.Unwritable) {
        file = try TextFile(path)
        file.write("time_s,register,cause,setpoint_degC,low_degC,high_degC,mode")
    }

    func write(_ entries: [SetpointWatch.Entry]) {
        for entry in entries {
            let register = PlantPoint.setpointRegister(zone: entry.zone)
            file.write(
                "\(fixed(entry.time, 0)),\(register),\(entry.cause.rawValue),"
                    + [entry.value, entry.low, entry.high].map { fixed($0, 3) }
                    .joined(separator: ",") + ",\(entry.mode.rawValue)")
        }
    }
}
