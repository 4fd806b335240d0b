import Foundation
import FurnacePlant
import Rehearsal
import Tags

extension FurnaceRehearsal {
    /// What scripts read; the names are stable.
    private struct Summary: Encodable {
        struct Run: Encodable {
            let gigajoulePerTonne: Double
            let offSpecificationShare: Double
            let slabs: Int
        }
        struct Band: Encodable {
            let tag: String
            let leadSeconds: Double
            let judged: Int
            let inside80: Double
            let rootMeanSquare: Double
        }
        let seed: UInt64
        let hours: Double
        let wallSeconds: Double
        let cycles, recommendations, solved, cards, rejections, writes, overrides: Int
        let outcomes, denials, denialReasons: [String: Int]
        let badSamples: [String: Int]
        let breaches: [String]
        let advised, practice, bestFixed: Run
        let bands: [Band]
        let medianIterations: Int
        let digest: String
    }

    private func run(_ energy: EnergyLedger) -> Summary.Run {
        Summary.Run(
            gigajoulePerTonne: energy.specificEnergy,
            offSpecificationShare: energy.offSpecificationShare, slabs: energy.slabsOut)
    }

    private func summary(_ seed: UInt64, _ hours: Double, _ wall: Double) -> Summary {
        let bands = report.bands.sorted { $0.key < $1.key }.flatMap { tag, leads in
            leads.sorted { $0.key < $1.key }.map { lead, band in
                Summary.Band(
                    tag: tag.text, leadSeconds: lead, judged: band.judged,
                    inside80: Double(band.inside) / Double(band.judged),
                    rootMeanSquare: (band.squares / Double(band.judged)).squareRoot())
            }
        }
        let iterations = report.iterations.sorted()
        return Summary(
            seed: seed, hours: hours, wallSeconds: wall, cycles: report.cycles,
            recommendations: report.recommendations, solved: report.solved, cards: report.cards,
            rejections: report.rejections, writes: report.writes, overrides: report.overrides,
            outcomes: report.outcomes, denials: report.denials, denialReasons: report.denialReasons,
            badSamples: Dictionary(
                uniqueKeysWithValues: report.badSamples.map { ($0.key.rawValue, $0.value) }),
            breaches: report.breaches, advised: run(advised.energy),
            practice: run(practice.energy),
            bestFixed: run(bestFixed.energy), bands: bands,
            medianIterations: iterations.isEmpty ? 0 : iterations[iterations.count / 2],
            digest: String(report.digest, radix: 16))
    }

    /// One JSON object, keys sorted.
    package func json(seed: UInt64, hours: Double, wallSeconds: Double) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(
            decoding: try encoder.encode(summary(seed, hours, wallSeconds)), as: UTF8.self)
    }

    /// The same for a person.
    package func text(seed: UInt64, hours: Double, wallSeconds: Double) -> String {
        func two(_ x: Double) -> String { "\((x * 1000).rounded() / 1000)" }
        func row(_ name: String, _ energy: EnergyLedger) -> String {
            "  \(name): \(two(energy.specificEnergy)) GJ/t, "
                + "\(two(100 * energy.offSpecificationShare)) % off specification, "
                + "\(energy.slabsOut) slabs"
        }
        func counts(_ values: [String: Int]) -> String {
            values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        }
        let s = summary(seed, hours, wallSeconds)
        let faults = SlabFaults(advised.slabs)
        var lines = [
            "seed \(seed), \(hours) plant hours in \(two(wallSeconds)) s",
            "  \(s.cycles) cycles, \(s.recommendations) recommendations (\(s.solved) solved), "
                + "\(s.cards) cards, \(s.rejections) rejected, \(s.writes) verified writes, "
                + "\(s.overrides) operator overrides, median \(s.medianIterations) iterations",
            "  outcomes: \(counts(s.outcomes)); denied: \(counts(s.denials))",
            "  denied because: \(counts(s.denialReasons))",
            "  absent values: \(counts(s.badSamples))",
            row("advised", advised.energy),
            "    \(faults.cold) cold, \(faults.hot) hot, \(faults.uneven) uneven; means from "
                + "\(faults.lowestMean.map(two) ?? "none") to "
                + "\(faults.highestMean.map(two) ?? "none") degC",
            row("practice", practice.energy), row("best fixed", bestFixed.energy),
        ]
        for band in s.bands {
            lines.append(
                "  \(band.tag) \(Int(band.leadSeconds / 60)) min ahead: "
                    + "\(two(100 * band.inside80)) % of \(band.judged) inside the 80 % band, "
                    + "error \(two(band.rootMeanSquare)) SI")
        }
        lines += report.breaches.map { "  BREACH \($0)" }
        lines.append("  digest \(s.digest)")
        return lines.joined(separator: "\n")
    }

    /// Every slab that left after the settling time, a row each: for those who ask which and when.
    package var slabsCSV: String {
        var text = "run,number,time_s,thickness_mm,charge_degC,stay_s,mean_degC,spread_K,in_spec\n"
        for (run, stretch) in [
            ("advised", advised), ("practice", practice), ("best fixed", bestFixed),
        ] {
            for slab in stretch.slabs {
                let numbers = [
                    slab.at, Double(slab.order.thicknessClass.rawValue),
                    slab.order.chargeTemperature, slab.stay, slab.mean, slab.spread,
                ]
                text += "\(run),\(slab.order.number),"
                text += numbers.map { String(format: "%.1f", $0) }.joined(separator: ",")
                text += ",\(slab.isInSpecification ? 1 : 0)\n"
            }
        }
        return text
    }
}
