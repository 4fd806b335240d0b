import Determinism
import Foundation
import Modeling
import Modelica
import Testing

/// The models that also start the fuzzer.
enum Corpus {
    static let names = ["tanks", "heater", "matrices"]

    static func text(_ name: String) throws -> String {
        try text(at: "Fuzz/corpus/modelica/\(name).mo")
    }

    static func text(at path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(
            contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

@Suite struct CorpusTests {
    @Test func `tanks in a row follow the hand-written formulas`() throws {
        let text = CompiledText(try Corpus.text("tanks"))
        let model = try text.model()
        #expect(model.parameters.map(\.name) == ["A[1]", "A[2]", "A[3]", "a"])
        #expect(model.find("factor") != nil, "a parameter bound to others is found, not tuned")
        let h = [1.3, 0.4, 2.2]
        let values = try text.values(
            at: ["h[1]": h[0], "h[2]": h[1], "h[3]": h[2], "q_in": 0.05, "a": 0.02, "A[2]": 1.1])
        let q = h.map { 0.02 * (2 * 9.806_65 as Double).squareRoot() * $0.squareRoot() }
        #expect(isClose(values["q[2]"], q[1]))
        #expect(isClose(values["der(h[1])"], (0.05 - q[0]) / 1.5))
        #expect(isClose(values["der(h[2])"], (q[0] - q[1]) / 1.1))
        #expect(isClose(values["der(h[3])"], (q[1] - q[2]) / 2))
    }

    @Test(arguments: [290.0, 320, 375, 390, 270, 440])
    func `a table runs straight between its knots and beyond them`(temperature: Double) throws {
        let text = CompiledText(try Corpus.text("heater"))
        let values = try text.values(
            at: ["T": temperature, "T_lag": 300, "cooling": 700, "T_0": 310])
        let knots = [280.0, 300, 350, 400]
        let capacities = [4190.0, 4180, 4200, 4260]
        let i = knots.dropLast().lastIndex { temperature >= $0 } ?? 0
        let slope = (capacities[i + 1] - capacities[i]) / (knots[i + 1] - knots[i])
        let c = capacities[i] + slope * (temperature - knots[i])
        #expect(isClose(values["c"], c))
        let heat = 4.5 * 900 / 1.2 * (395 - temperature)
        #expect(isClose(values["heat"], heat))
        #expect(isClose(values["der(T)"], (heat - 700) / (250 * c)))
        #expect(isClose(values["der(T_lag)"], (temperature - 300) / 60))
        #expect(values["hot"] == 0)
        let signal = temperature < 300 ? -1 : hyperbolicTangent((temperature - 350) / 20)
        #expect(isClose(values["signal"], signal))
    }

    @Test func `initial equations give the states' first values in inputs and parameters`() throws {
        let text = CompiledText(try Corpus.text("heater"))
        let values = try text.values(at: ["T": 999, "T_0": 310, "T_steam": 400])
        #expect(values["start(T)"] == 310)
        #expect(values["start(T_lag)"] == 355)
    }

    @Test func `the furnace of the examples compiles, and compiles fast`() throws {
        let text = try Corpus.text(at: "examples/reheat-furnace/furnace.mo")
        let model = try CompiledText(text).model()
        #expect(!model.states.isEmpty && model.states.count <= 26)
        let clock = ContinuousClock()
        let times = (0..<5).map { _ in
            clock.measure { _ = compile(text: text, file: "furnace.mo", units: FixedUnits()) }
        }
        let best = try #require(times.min())
        print("furnace of the examples:", model.states.count, "states,", best)
        #expect(best < .milliseconds(100), "\(times)")
    }

    @Test func `conditions follow their variables`() throws {
        let text = CompiledText(try Corpus.text("heater"))
        #expect(try text.values(at: ["T": 385, "T_lag": 371])["hot"] == 1)
        #expect(try text.values(at: ["T": 385, "T_lag": 369])["hot"] == 0)
        #expect(try text.values(at: ["T": 300, "T_steam": 420])["hot"] == 1)
    }

    @Test func `matrices, ranges and reductions have their values`() throws {
        let text = CompiledText(try Corpus.text("matrices"))
        let values = try text.values(
            at: ["u[1]": 1, "u[2]": -1, "u[3]": 2, "x[1]": 0.5, "x[2]": -2])
        #expect([values["y[1]"], values["y[2]"]] == [5, 11])
        #expect([values["z[1]"], values["z[2]"], values["z[3]"]] == [-7.5, -9, -10.5])
        #expect(values["w"] == 4.25)
        #expect([values["v[1]"], values["v[2]"]] == [2.25, -1.25])
        #expect(values["t[1,2]"] == 0.5 && values["t[2,1]"] == -11)
        let s = (1 - 11.0) + 30 + 1.5 + 1.5 + 3 - 2 + 2 + Double.pi / 4 + 2
        #expect(isClose(values["s"], s))
        #expect(isClose(values["der(x[1])"], -0.5 + 1.1))
        #expect(isClose(values["der(x[2])"], 2 + 0.5))
    }
}
