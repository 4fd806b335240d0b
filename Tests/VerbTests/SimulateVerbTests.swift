import Operate
import Simulate
import Tables
import Testing

/// `flyball simulate`, by its functions.
@Suite struct SimulateVerbTests {
    private let rows = "time,burner,hall,shown\n0,500,290,300\n10,500,290,393\n20,450,290,425\n"

    private func run(_ settings: [String], seconds: Double? = nil) throws -> SimulatedRun {
        let folder = try SmallFolder().read()
        var request = SimulationRequest()
        request.settings = try settings.map { try Setting($0, in: folder) }
        request.seconds = seconds
        request.every = seconds.map { $0 / 2 }
        if seconds == nil {
            request.record = try PlantRecord(csv: rows, file: "day.csv", for: folder)
        }
        return try SimulatedRun(folder, request)
    }

    @Test func `held inputs give the closed form at the asked times`() throws {
        let run = try run(["burner=500", "hall=290", "T=300"], seconds: 100)
        #expect(run.trajectory.status == .finished && run.table.times == [0, 50, 100])
        // T(t) = Tₑ + (T₀ − Tₑ) e^(−0.07 t) with Tₑ = (0.05·500 + 0.02·290) / 0.07 = 440 K.
        let reached = try #require(run.table.column("T")?[1])
        #expect(abs(reached - 435.77236) < 1e-3)
    }

    @Test func `the same run gives the same CSV, JSON and SVG`() throws {
        let (one, other) = (try run([]), try run([]))
        #expect(one.csv == other.csv && one.json == other.json)
        #expect(one.svg(title: "a") == other.svg(title: "a"))
        #expect(one.csv.hasPrefix("time,burner,hall,T,shown,unseen\n0.0,500.0,290.0,300.0,"))
        #expect(one.json.hasPrefix("{\"model\":\"Drum\",\n\"ended\":\"finished\",\n\"units\":{"))
        #expect(one.svg(title: "a").contains("measured"))
        #expect(one.comparisons.map(\.name.name) == ["shown"])
    }

    @Test func `a parameter is set for one run`() throws {
        let plain = try #require(try run([]).table.column("T")?[2])
        let lossy = try #require(try run(["loss=0.1"]).table.column("T")?[2])
        #expect(lossy < plain - 10)
    }

    @Test(arguments: [
        (
            ["burner=500"],
            "nothing says what these inputs are: hall; give --inputs FILE or --set "
                + "name=value"
        ),
        (["burner"], "\"burner\" is not name=value"),
        (["brner=1"], "brner is neither a variable of Drum nor a mapped tag"),
        (["burner=warm"], "burner: \"warm\" is not a finite number"),
    ])
    func `a request that does not fit is refused in words`(settings: [String], text: String) {
        #expect(throws: RequestRefusal(text)) { try run(settings, seconds: 10) }
    }

    @Test(arguments: [
        (SimulationStatus.finished, "finished"),
        (
            .stepLimit(at: 12.5),
            "stopped at 12.5 s: the allowed steps were used up; the model is "
                + "near a singularity there, or the tolerance is too small"
        ),
        (
            .notFinite(at: 3),
            "stopped at 3 s: an input, a parameter or an equation was not a finite "
                + "number there"
        ),
        (
            .failed(code: -4, at: 3),
            "stopped at 3 s: the integrator (CVODES) gave up with code -4; "
                + "look for jumps or for values outside the model's range there"
        ),
    ])
    func `every end of a run has its words`(status: SimulationStatus, text: String) {
        #expect(status.text == text)
    }
}
