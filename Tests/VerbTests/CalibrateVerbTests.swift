import Learn
import Operate
import Simulate
import Tables
import Testing

/// `flyball calibrate`, by its functions.
@Suite struct CalibrateVerbTests {
    /// A record that the drum with a loss of 0.03 1/s writes, in the plant's units or in SI.
    private func record(_ folder: ModelFolder, inPlantUnits: Bool) throws -> PlantRecord {
        var request = SimulationRequest()
        request.settings = try ["loss=0.03", "hall=290"].map { try Setting($0, in: folder) }
        let burner = stride(from: 0, through: 300, by: 5).map { time in
            "\(time),\(time % 100 < 50 ? 500 : 400)"
        }
        request.record = try PlantRecord(
            csv: "time,burner\n" + burner.joined(separator: "\n"), file: "plan.csv", for: folder)
        let table = try SimulatedRun(folder, request).table
        let names = inPlantUnits ? "time,BURNER.SP,HALL.PV,T.PV\n" : "time,burner,hall,shown\n"
        let columns = try ["burner", "hall", "shown"].map { try #require(table.column($0)) }
        let shift = inPlantUnits ? 273.15 : 0
        let rows = try table.times.indices.map { k in
            let cells = try columns.map { "\(try #require($0[k]) - shift)" }
            return "\(table.times[k])," + cells.joined(separator: ",")
        }
        return try PlantRecord(
            csv: names + rows.joined(separator: "\n"), file: "day.csv", for: folder)
    }

    private func report(
        _ folder: ModelFolder, inPlantUnits: Bool = false, _ request: CalibrationRequest = .init()
    ) throws -> CalibrationReport {
        try CalibrationReport(
            CalibrationPlan(
                folder, try record(folder, inPlantUnits: inPlantUnits), request))
    }

    @Test func `a parameter that acts on nothing measured is named and unchanged`() throws {
        let report = try report(SmallFolder().read())
        #expect(report.found.unidentified.map(\.name) == ["idle"])
        #expect(report.found.parameters[2] == 3)
        #expect(
            report.text.contains(
                "not identified by these data, unchanged:\n"
                    + "  idle: no output reacts to it in this record\n"))
        #expect(!report.modifier.contains("idle"))
        let loss = try #require(report.found.estimates.first { $0.name == "loss" })
        #expect(abs(loss.value - 0.03) < 1e-5)
    }

    @Test func `a record in the plant's units gives what the same record in SI gives`() throws {
        let folder = try SmallFolder(withTwin: true).read()
        let report = try report(folder, inPlantUnits: true)
        #expect(report.plan.outputs.map(\.name.name) == ["T.PV"])
        #expect(report.plan.outputs.map(\.deviation) == [0.5])
        #expect(report.found.estimates.map(\.name) == ["loss"])
        #expect(abs(report.found.estimates[0].value - 0.03) < 1e-5)
    }

    @Test func `fit and check windows are judged apart, the check without having been fitted`()
        throws
    {
        var request = CalibrationRequest()
        (request.parameters, request.to, request.check) = (["loss"], 150, 155...300)
        let report = try report(SmallFolder().read(), request)
        #expect(report.judgements.map(\.window) == ["fit", "check"])
        #expect(report.judgements.map { $0.after?.count } == [31, 30])
        #expect(report.found.samples == 31)
        #expect(try #require(report.judgements[1].after?.fitPercent) > 99)
        #expect(try #require(report.judgements[1].before?.fitPercent) < 90)
    }

    @Test func `what lies before the fit window does not count`() throws {
        var request = CalibrationRequest()
        (request.parameters, request.from) = (["loss"], 155)
        let report = try report(SmallFolder().read(), request)
        #expect(report.found.samples == 30)
        #expect(report.judgements.map { $0.after?.count } == [30])
    }

    @Test func `the same calibration gives the same text, JSON and modifier`() throws {
        let folder = try SmallFolder().read()
        let (one, other) = (try report(folder), try report(folder))
        #expect(one.text == other.text && one.json == other.json && one.modifier == other.modifier)
        #expect(one.modifier.hasPrefix("// Calibrated on day.csv, 0.0 s to 300.0 s."))
    }

    @Test func `what came of several starts is said in words and in JSON`() throws {
        var request = CalibrationRequest()
        (request.parameters, request.starts) = (["loss", "gain"], StartPlan(count: 5, seed: 2))
        let report = try report(SmallFolder().read(), request)
        #expect(
            report.text.contains(
                "\n5 of 5 starts reached this fit, the given values among them\n"))
        #expect(
            report.json.contains(
                "\"starts\":{\"count\":5,\"seed\":2,\"reachedBest\":5,"
                    + "\"givenReachedBest\":true,\"byOtherValues\":0,\"differing\":[],"
                    + "\"worse\":0,\"nextBest\":null,\"notRun\":0}"))
        let alone = try self.report(SmallFolder().read())
        #expect(alone.text.contains("\nsearched from the given values only; --starts 8 also"))
    }

    @Test(
        arguments: [
            (["losses"], nil, "losses is no parameter of Drum; it has loss, gain, idle"),
            ([], nil, "neither parameters nor initial states are to be estimated"),
            (["loss"], ["shwn"], "no column of day.csv is named shwn"),
        ] as [([String], [String]?, String)])
    func `a request that does not fit is refused in words`(
        parameters: [String], outputs: [String]?, text: String
    ) throws {
        var request = CalibrationRequest()
        (request.parameters, request.outputs) = (parameters, outputs)
        let folder = try SmallFolder().read()
        #expect(throws: RequestRefusal(text)) { try report(folder, request) }
    }

    @Test func `a window outside the record is refused`() throws {
        var request = CalibrationRequest()
        request.to = 1000
        let folder = try SmallFolder().read()
        #expect(
            throws: RequestRefusal(
                "the fit from 0.0 s to 1000.0 s is not within the record, 0.0 s to 300.0 s")
        ) { try report(folder, request) }
    }
}
