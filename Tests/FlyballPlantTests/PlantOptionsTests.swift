import CompanionBlock
import FurnacePlant
import Testing

@testable import flyball_plant

@Suite struct PlantOptionsTests {
    @Test func `options are read with their times and places`() throws {
        let options = try PlantOptions([
            "--port", "1599", "--speed", "120", "--seed", "7", "--freeze", "TI-302@2h:30min",
            "--stop", "90min:600s", "--take", "TIC-202=1240@1h:20min", "--narrow",
            "TIC-203=1150..1240@30s:5",
        ])
        #expect(options.verb == .serve && options.port == 1599 && options.speed == 120)
        #expect(
            options.faults == [
                SensorFault(sensor: .second2, kind: .freeze, from: 7200, until: 9000)
            ])
        #expect(options.stops.count == 1 && options.stops[0].from == 5400)
        #expect(options.stops[0].until == 6000)
        #expect(
            options.acts == [
                OperatorAct(zone: 1, deed: .takes(setpoint: 1240), from: 3600, until: 4800),
                OperatorAct(zone: 2, deed: .narrows(low: 1150, high: 1240), from: 30, until: 35),
            ])
    }

    @Test func `the companion block is off unless asked for, and takes its own options`() throws {
        #expect(try PlantOptions(["--watchdog", "30"]).block == nil)
        let block = try #require(
            try PlantOptions(["--block", "on", "--shed", "keep,safe,local", "--hand-back", "9"])
                .block)
        #expect(block.watchdog == 30_000 && block.handBack == 9)
        #expect(block.shedActions == [.keep, .rampToSafe, .returnToLocal])
        let other = try #require(
            try PlantOptions(["--watchdog", "0", "--block", "on", "--shed", "baseline"]).block)
        #expect(other.watchdog == 0 && other.shedActions.allSatisfy { $0 == .returnToBaseline })
    }

    @Test(arguments: [
        ["--watchdog", "0"], ["--block", "yes"], ["--block", "on", "--shed", "hold"],
        ["--block", "on", "--shed", "keep,safe"], ["--block", "on", "--shed", "keep,,safe"],
        ["--speed", "0.5"], ["--speed", "nan"], ["--speed", "201"], ["--port"], ["--port", "-1"],
        ["--port", "70000"], ["--freeze", "TI-999@1h:1h"], ["--freeze", "TI-302@1h"],
        ["--stop", "soon:1h"], ["--take", "TIC-204=1240@1h:1h"], ["--take", "TIC-201=hot@1h:1h"],
        ["--narrow", "TIC-201=1200..1100@1h:1h"], ["--unknown", "1"], ["stray"],
    ])
    func `what cannot be understood is refused`(arguments: [String]) {
        #expect(throws: PlantOptions.Misuse.self) { _ = try PlantOptions(arguments) }
    }

    @Test(arguments: [
        (1.005, 2, "1.00"), (-0.05, 1, "-0.1"), (1250, 0, "1250"), (0.049, 2, "0.05"),
        (.nan, 1, ""), (-12.34, 1, "-12.3"),
    ])
    func `numbers are recorded with a fixed count of digits`(
        value: Double, digits: Int, text: String
    ) {
        #expect(fixed(value, digits) == text)
    }
}
