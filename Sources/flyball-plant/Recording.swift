import Determinism
import FurnacePlant

/// Runs the furnace in virtual time and records what its instruments show, for calibration.
///
/// Setpoints follow the practice table with steps on each zone, as in a plant's step test, so that
/// the data can tell the zones apart.
enum Recording {
    /// Seconds between rows.
    static let interval = 60.0

    static func run(_ options: PlantOptions, to path: String) throws(TextFile.Unwritable) {
        var furnace = options.furnace()
        let file = try TextFile(path)
        let points = PlantPoint.all.filter { $0.tag != "PLANT.TIME" }
        file.write("time_s," + points.map(\.tag).joined(separator: ","))
        var excitation = Excitation(seed: options.seed)
        let rows = Int((options.hours ?? 24) * 3600 / interval)
        for row in 0..<rows {
            let shown = furnace.measurements
            file.write(
                fixed(Double(row) * interval, 0) + ","
                    + points.map { fixed($0.value(shown), $0.digits) }.joined(separator: ","))
            for _ in 0..<Int(interval / furnace.settings.step) {
                furnace.practise(excitation.table(at: furnace.time))
                furnace.advance(by: furnace.settings.step)
            }
        }
        if let truth = options.truth { try writeTruth(furnace.takeDischarged(), to: truth) }
    }

    /// Writes what the slabs really were, for judging.
    static func writeTruth(
        _ slabs: [FurnaceTruth.DischargedSlab], to path: String
    ) throws(TextFile.Unwritable) {
        let file = try TextFile(path)
        file.write(
            "time_s,slab,thickness_mm,charge_degC,mean_degC,top_degC,bottom_degC,core_degC,"
                + "spread_K,fuel_GJ_per_t,scale_percent,stay_s")
        for slab in slabs {
            let values: [(Double, Int)] = [
                (slab.at, 0), (Double(slab.order.number), 0),
                (Double(slab.order.thicknessClass.rawValue), 0), (slab.order.chargeTemperature, 1),
                (slab.mean, 2), (slab.top, 2), (slab.bottom, 2), (slab.core, 2), (slab.spread, 2),
                (slab.fuel / slab.order.mass * 1e-6, 4), (slab.scaleLoss * 100, 4), (slab.stay, 0),
            ]
            file.write(values.map { fixed($0.0, $0.1) }.joined(separator: ","))
        }
    }

    /// Steps on the practice table: each zone holds an offset for a while, then draws another.
    ///
    /// The preheating zone is held longest and goes lowest: what it costs shows in the flue only
    /// after the refractory has followed, and it is there that fuel is to be saved.
    struct Excitation {
        private var streams: [RandomStream]
        private var offsets = [0.0, 0, 0]
        private var until = [0.0, 0, 0]

        init(seed: UInt64) {
            streams = (0..<3).map {
                RandomStream(seed: seed, purpose: "excitation", index: UInt64($0))
            }
        }

        mutating func table(at time: Double) -> SetpointTable {
            for zone in 0..<3 where time >= until[zone] {
                let reach = [-75.0...25, -22...20, -14...12][zone]
                let hold = [5400.0...12600, 3600...9000, 2400...6000][zone]
                offsets[zone] =
                    streams[zone].uniform(reach.lowerBound, reach.upperBound).rounded()
                until[zone] = time + streams[zone].uniform(hold.lowerBound, hold.upperBound)
            }
            var table = SetpointTable.practice
            for row in table.rows.indices {
                for zone in 0..<3 { table.rows[row][zone] += offsets[zone] }
            }
            return table
        }
    }
}
