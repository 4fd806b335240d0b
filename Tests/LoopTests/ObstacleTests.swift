import Estimate
import Loop
import Operate
import Tags
import Testing

/// Why a loop that recommends nothing recommends nothing.
@Suite struct ObstacleTests {
    @Test func `inputs that were never read are named, and forgotten once they were`() throws {
        var loop = try KettleLoop()
        let jacket = TagName("TIC-1.SP")
        let value = loop.readings[jacket]
        loop.readings[jacket] = .some(nil)
        #expect(loop.turn().believed == nil)
        #expect(loop.cycle.obstacle == .inputsNeverSeen([jacket]))
        #expect(loop.cycle.obstacle?.text.contains("yet of TIC-1.SP;") == true)
        loop.readings[jacket] = value
        #expect(loop.turn().believed != nil)
        #expect(loop.cycle.obstacle == nil)
    }

    @Test func `a disturbance that no measurement sees is named with what could see it`() throws {
        var loop = try KettleLoop {
            $0.replacing(
                "estimate:\n",
                with: "estimate:\n  disturbances: {loss: {per 1 h: 5 W/K, at start: 50 W/K}}\n")
        }
        #expect(loop.turn().believed == nil)
        #expect(
            loop.cycle.obstacle
                == .setUp(.indistinguishable(["loss"], measurements: ["TI-1.PV", "TI-2.PV"])))
        #expect(
            loop.cycle.obstacle?.text
                == "the estimator cannot be set up: no measurement (TI-1.PV, TI-2.PV) tells these "
                + "disturbances apart, or sees them at all: loss; remove one under `estimate: "
                + "disturbances:`, or give a tag that sees them a `measurement noise:`")
    }

    @Test func `where the model cannot be carried on, no old estimate is passed off as a new one`()
        throws
    {
        // The jacket's lag falls to nothing as its setpoint nears 350 K from above.
        var loop = try KettleLoop {
            $0.replacing("equation\n", with: "constant Real edge(unit = \"K\") = 350;\nequation\n")
                .replacing("/ jacket_lag;", with: "/ jacket_lag / max(0, jacket / edge - 1);")
        }
        #expect(loop.turn().believed != nil)
        loop.readings[TagName("TIC-1.SP")] = 340
        #expect(loop.turn().believed == nil)
        #expect(loop.cycle.obstacle == .modelFails)
        loop.readings[TagName("TIC-1.SP")] = 353.15
        #expect(loop.turn().believed != nil)
        #expect(loop.cycle.obstacle == nil)
    }
}
