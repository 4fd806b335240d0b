import Learn
import Loop
import Testing

/// Under which operating region a forecast is judged.
@Suite struct RegionTests {
    /// The regions under which the kettle's forecasts of one hour are judged.
    private func judged(_ regions: String) throws -> Set<String> {
        var loop = try KettleLoop { text in
            text.replacing("modes: {", with: "regions:\n\(regions)\nmodes: {")
        }
        var found: Set<String> = []
        for _ in 0..<60 { found.formUnion(loop.turn().lessons.map(\.expectation.region)) }
        return found
    }

    @Test(arguments: [
        "jacket >= 70 degC", "T_batch >= 70 degC", "heat >= 20 kW", "loss >= 400 W/K",
        "TI-2.PV >= 70 degC", "jacket >= 70 degC and TIC-1.MODE == 3",
    ])
    func `a forecast made in a region is judged there, whatever the region speaks of`(
        condition: String
    ) throws {
        #expect(
            try judged("  hot: \(condition)\n  cold: not (\(condition))") == ["hot"])
    }

    @Test func `where no region's condition holds, a forecast is judged elsewhere`() throws {
        #expect(try judged("  hot: jacket >= 90 degC") == ["elsewhere"])
    }

    @Test func `of two regions that hold the first counts`() throws {
        #expect(
            try judged("  warm: jacket >= 60 degC\n  hot: jacket >= 70 degC") == ["warm"])
    }
}
