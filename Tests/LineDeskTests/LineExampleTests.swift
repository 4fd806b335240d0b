import Diagnostics
import Foundation
import Line
import LineDesk
import Replications
import Scenarios
import Testing
import Units

/// The lines under `examples/`, as their READMEs speak of them.
@Suite struct LineExampleTests {
    /// The path of a folder or file of the repository.
    private func path(_ name: String) -> String {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return root.appendingPathComponent(name).path
    }

    private func simulation(_ example: String, replications: Int) throws -> LineSimulation {
        let folder = try LineFolder(path("examples/" + example), units: UDUnits())
        #expect(folder.warnings.isEmpty, "\(folder.warnings.text())")
        return LineSimulation(
            folder.model, LineRequest(replications: replications), by: ParallelReplications())
    }

    /// Shares of working, down, setup, blocked and starved that the independent program
    /// `scenario_abc.py` gave for the same plant, over 40 replications of 12,000 parts.
    @Test(arguments: [
        (
            "losses-at-a", 50.44,
            [
                [0.854, 0.062, 0.072, 0.013, 0.000], [0.623, 0.014, 0.034, 0.016, 0.314],
                [0.784, 0.016, 0.034, 0.000, 0.165],
            ]
        ),
        (
            "losses-at-b", 50.24,
            [
                [0.851, 0.011, 0.008, 0.129, 0.000], [0.620, 0.320, 0.034, 0.008, 0.017],
                [0.781, 0.013, 0.009, 0.000, 0.197],
            ]
        ),
    ])
    func `machine-abc gives what an independent program gives`(
        plant: String, goodPerHour: Double, shares: [[Double]]
    ) throws {
        let run = try simulation("machine-abc/" + plant, replications: 48)
        let good = try #require(run.interval(.goodPerHour))
        // Half widths of both programs, 0.3 of theirs.
        #expect(abs(good.mean - goodPerHour) < 0.3 + good.halfWidth)
        let states: [StationState] = [.working, .down, .setup, .blocked, .starved]
        for (index, expected) in shares.enumerated() {
            for (state, share) in zip(states, expected) {
                let found = run.shares(of: index)[state.rawValue]
                #expect(abs(found - share) < 0.012, "\(index) \(state.words): \(found)")
            }
        }
        let defects = try #require(run.interval(.defectRate))
        // 1 − 0.994 · 0.995 · 0.995
        #expect(abs(defects.mean - 0.01592) < 4 * defects.halfWidth)
    }

    @Test func `a demand-limited line makes what is called off`() throws {
        let run = try simulation("machine-abc/demand-limited", replications: 24)
        let good = try #require(run.interval(.goodPerHour))
        // 100 parts every 123.7 min, less 1.592 % defects.
        #expect(abs(good.mean - 100 / (123.7 / 60) * (1 - 0.01592)) < 2 * good.halfWidth)
        #expect(run.shares(of: 1)[StationState.starved.rawValue] > 0.03)
    }

    @Test func `the bottling line keeps its shifts, and its filler sets the pace`() throws {
        let run = try simulation("bottling-line", replications: 4)
        #expect(run.standstill == nil)
        let off = StationState.offShift.rawValue
        // Eighty of the week's 168 hours are open.
        for station in run.model.stations.indices {
            #expect(abs(run.shares(of: station)[off] - 88.0 / 168) < 0.002)
        }
        let working = run.model.stations.indices.map {
            run.shares(of: $0)[StationState.working.rawValue]
        }
        #expect(working[0] == working.max())
        // Of the open time the filler works between 70 % and 86 %, as published lines do.
        #expect((0.70...0.86).contains(working[0] / (80.0 / 168)))
        let energy = try #require(run.interval(.energyPerGoodPart))
        #expect(energy.mean > 0)
    }

    @Test func `the machine shop's flow time is shorter than the log's, as its README says`() throws
    {
        let run = try simulation("machine-shop", replications: 16)
        #expect(run.standstill == nil)
        let text = try String(
            contentsOfFile: path("examples/machine-shop/flow-times.csv"), encoding: .utf8)
        let days = text.split(separator: "\n").dropFirst().compactMap { Double($0) }
        #expect(days.count == 140)
        let logged = days.reduce(0, +) / Double(days.count)
        #expect(abs(logged - 22.5) < 0.1)
        let lead = try #require(run.interval(.leadTime))
        let simulated = lead.mean / 86_400
        // README: 7.7 d simulated, 22.5 d in the log.
        #expect(abs(simulated - 7.7) < 0.8, "\(simulated)")
    }

    @Test func `the study of machine-abc reads, and its changes fit both plants`() throws {
        for measured in ["measured-at-a.yaml", "measured-at-b.yaml", "utilizations-only.yaml"] {
            let folder = try StudyFolder(
                path("examples/machine-abc"), measured: measured, units: UDUnits())
            #expect(
                folder.lines.map(\.model.name) == [
                    "machine-abc losses at A", "machine-abc losses at B",
                ])
            #expect(
                folder.study.options.map(\.name) == [
                    "second B", "predictive maintenance", "changeover training",
                ])
            #expect(folder.measurements?.stations.map(\.utilization) == [0.85, 0.62, 0.78])
        }
    }

    @Test func `utilizations alone end with the question`() throws {
        let folder = try StudyFolder(
            path("examples/machine-abc"), measured: "utilizations-only.yaml", units: UDUnits())
        let report = try ScenarioReport(
            folder.inquiry(version: "test", command: "test"), by: ParallelReplications())
        #expect(report.result == nil)
        #expect(report.recommendation.contains { $0.contains("B down") })
        #expect(report.recommendation.contains { $0.contains("B starved") })
    }
}
