import Determinism
import Guard
import Loop
import Optimize
import Tags
import Testing

/// Plans do not ask for what the guard would deny: valves at their end, reversals used up.
@Suite struct HandleLimitTests {
    private let handle = TagName("TIC-1.SP")
    private let live = 80 + 273.15

    /// A kettle whose valve tells when it is at an end.
    private static func withValve(_ text: String) -> String {
        text.replacing(
            "remote when: 3",
            with: "remote when: 3, saturated high: TIC-1.SAT_HI, saturated low: TIC-1.SAT_LO"
        )
        .replacing(
            "\ntags:\n",
            with: """

                tags:
                  TIC-1.SAT_HI: {role: state, source: {connection: plc, discrete: 5}}
                  TIC-1.SAT_LO: {role: state, source: {connection: plc, discrete: 6}}

                """)
    }

    /// What the first plan is told of the handle, with its valve's ends so.
    private func limits(high: Double, low: Double) throws -> [NamedLimit] {
        var loop = try KettleLoop(changing: Self.withValve)
        loop.readings[TagName("TIC-1.SAT_HI")] = high
        loop.readings[TagName("TIC-1.SAT_LO")] = low
        return try firstAdvice(&loop).situation.handles[0].limits
    }

    private func firstAdvice(
        _ loop: inout KettleLoop, _ readbacks: [TagName: ReadbackHistory] = [:]
    ) throws -> CycleOutcome.Advice {
        for _ in 0..<20 {
            if let advice = loop.turn(seeing: readbacks).advice { return advice }
        }
        throw KettleLoop.NoCard()
    }

    @Test func `a setpoint whose valve is fully open may only come down`() throws {
        let limits = try limits(high: 1, low: 0)
        #expect(limits.last == NamedLimit("valve fully open", Bounds(-.infinity, live)))
    }

    @Test func `a setpoint whose valve is fully shut may only go up`() throws {
        let limits = try limits(high: 0, low: 1)
        #expect(limits.last == NamedLimit("valve fully shut", Bounds(live, .infinity)))
    }

    @Test func `a valve between its ends limits nothing`() throws {
        #expect(try limits(high: 0, low: 0).map(\.name) == ["engineering limit", "operator limit"])
    }

    /// Readbacks of the last hour that went to and fro so often, the last time up to the live one.
    private func reversed(_ times: Int, until now: PlantTime) throws -> ReadbackHistory {
        var history = ReadbackHistory()
        for k in 0...(times + 1) {
            let value = (times + 1 - k).isMultiple(of: 2) ? live : live - 2
            history.note(
                try #require(Finite(value)),
                at: now.earlier(by: 60 * Double(times + 2 - k)))
        }
        return history
    }

    @Test(arguments: [3, 4, 5])
    func `once an hour's reversals are used up the setpoint goes on or stays`(times: Int) throws {
        var loop = try KettleLoop()
        let allowed = loop.cycle.settings.handles[0].reversalsPerHour
        let history = try reversed(times, until: loop.now)
        let names = try firstAdvice(&loop, [handle: history]).situation.handles[0].limits
        #expect(
            names.contains(NamedLimit("reversals per hour", Bounds(live, .infinity)))
                == (times >= allowed))
    }

    @Test func `a plan takes a disturbance where its expected course leads`() throws {
        var loop = try KettleLoop {
            KettleLoop.withRoom($0).replacing(
                "stale after: 90 s}\n",
                with: "stale after: 90 s}\n    expected: {to: 30 degC, within: 10 min}\n")
        }
        loop.readings[TagName("TI-3.PV")] = 20 + 273.15
        let situation = try firstAdvice(&loop).situation
        let forecast = try #require(situation.forecasts.first)
        #expect(forecast.value(at: 0) == 20 + 273.15)
        let end = try #require(forecast.times.last)
        #expect(abs(forecast.value(at: end) - (30 + 273.15) + 10 * exponential(-end / 600)) < 1e-9)
    }
}
