import Determinism
import Modeling
import Testing

@Suite struct PlantModelTests {
    @Test func `a tank fills by what flows in and empties through its orifice`() throws {
        let text = CompiledText(
            """
            model Tank "one tank; Torricelli's law"
              parameter Real A(unit = "m2", min = 0.1) = 2.5 "cross-section";
              parameter Real a(unit = "m2") = 0.01;
              constant Real g(unit = "m/s2") = 9.81;
              input Real q_in(unit = "m3/s", start = 0.02, min = 0);
              Real h(unit = "m", start = 1.2, fixed = true, nominal = 2, max = 5) "level";
              output Real q_out(unit = "m3/s");
            equation
              A * der(h) = q_in - q_out;
              q_out = a * sqrt(2 * g * max(h, 0));
            end Tank;
            """)
        let model = try text.model()
        #expect(model.states.map(\.name) == ["h"])
        #expect(model.inputs.map(\.name) == ["q_in"])
        #expect(model.parameters.map(\.name) == ["A", "a"])
        #expect(model.algebraics.map(\.name) == ["g", "q_out"])
        #expect(model.states[0].nominal == 2 && model.states[0].maximum == 5)
        #expect(model.states[0].text == "level")
        let values = try text.values(at: ["h": 1.7, "q_in": 0.03])
        let outflow = 0.01 * (2 * 9.81 * 1.7).squareRoot()
        #expect(isClose(values["q_out"], outflow))
        #expect(isClose(values["der(h)"], (0.03 - outflow) / 2.5))
        #expect(values["start(h)"] == 1.2)
    }
}
