import Modeling
import Simulate
import Testing

/// The furnace's model when a lot of thick slabs follows thin ones at an even pace of the mill:
/// the way in which most slabs were lost while it knew one thickness a zone.
@Suite struct FurnaceTests {
    /// Five hours of 180 mm, then 250 mm, a value every ten minutes.
    private func course(of name: String) throws -> [Double] {
        let model = try ExampleFiles.model("reheat-furnace/furnace.mo")
        let integrator = Integrator(model)
        let values: [String: Double] = [
            "setpoint[1]": 1363, "setpoint[2]": 1533, "setpoint[3]": 1513, "throughput": 41.7,
            "thickness": 0.18, "thickest_heated": 0.18, "thickest_soaked": 0.18,
            "exit_thickness": 0.18, "charge_temperature": 293, "ambient": 293,
        ]
        let thin = try model.inputs.map { try #require(values[$0.name], "\($0.name)") }
        var thick = thin
        for (i, input) in model.inputs.enumerated() where input.name == "thickness" {
            thick[i] = 0.25
        }
        let parameters = model.parameterValues
        let run = integrator.run(
            from: integrator.initialStates(inputs: thin, parameters: parameters),
            inputs: InputSchedule(times: [0, Self.change], values: [thin, thick]),
            parameters: parameters, times: Array(stride(from: 0, through: 30_000, by: 600)))
        let variable = try #require(model.find(name))
        return try #require(run.series(variable))
    }

    private static let change = 18_000.0
    private static let before = 30

    @Test func `the end of a thick lot is still sharp when it has passed half the preheating zone`()
        throws
    {
        let half = Self.before + 3
        #expect(try course(of: "cell_thickness[1]")[half] > 0.235)
        #expect(abs(try course(of: "cell_thickness[4]")[half] - 0.18) < 0.003)
    }

    @Test
    func `thick slabs behind thin ones bring more steel and load the heating zone to its end`()
        throws
    {
        let crowding = try course(of: "crowding")
        #expect(abs(crowding[Self.before] - 1) < 0.01)
        #expect(crowding.contains { $0 > 1.2 })
        let fuel = try course(of: "zone_fuel[2]")[(Self.before / 2)...]
        #expect(fuel.contains { $0 - fuel[Self.before] > 8e6 })
        let difference = try course(of: "exit_difference")
        #expect(difference[Self.before] < 0)
        #expect(difference[Self.before...].contains { $0 > 18 })
    }
}
