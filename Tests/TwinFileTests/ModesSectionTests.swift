import Diagnostics
import Tags
import Testing
import TwinFile
import Units

/// What changes hands only by approval: modes, recovery, the wall clock's figures, simulators.
@Suite struct ModesSectionTests {
    private func twin(_ old: String, _ new: String) throws -> Twin {
        // Where automatic mode is allowed the file says whether drift is limited.
        let ramp = "per 10 min: 20 K}"
        return try accepted(
            smallTwin.replacing(old, with: new).replacing(
                ramp, with: ramp + "\n      drift: not limited"),
            model: try kilnModel())
    }

    private func check(_ old: String, _ new: String, _ message: String, _ note: String? = nil) {
        let error = #expect(throws: Findings.self) {
            try Twin.read(
                smallTwin.replacing(old, with: new), file: "twin.yaml", units: UDUnits())
        }
        #expect(error?.all.map(\.message) == [message])
        #expect(error?.all.first?.note == note)
    }

    private let modes = "modes: {allowed: [advisory, shadow]}"

    @Test func `without them every figure of the modes has its default`() throws {
        let settings = try twin("", "").modes
        #expect(settings.allowed == [.shadow, .advisory])
        #expect(settings.holdCycles == 3 && settings.goodCycles == 3 && settings.coolDown == 900)
        #expect(settings.shedsToLockout == 2 && settings.lockoutWindow == 28_800)
        #expect(settings.patience == 60 && settings.dropTestAge == 90 * 86_400)
        #expect(settings.answeredBeats == 3 && settings.softStart.cycles == 3)
        #expect(settings.softStart.share == 0.25 && settings.automatic == AutomaticSettings())
        let automatic = settings.automatic
        #expect(automatic.time == 14 * 86_400 && automatic.decisions == 200)
        #expect(automatic.acceptance == 0.8 && automatic.bias == 1)
        #expect(automatic.leastCoverage == 0.85 && automatic.mostCoverage == 0.95)
        #expect(automatic.cleanTime == 7 * 86_400)
    }

    @Test func `every figure of the modes can be set`() throws {
        let settings = try twin(
            modes,
            """
            modes:
              allowed: [automatic, shadow, supervisory, advisory]
              hold cycles: 5
              good cycles: 4
              cool-down: 1 h
              sheds to lockout: 3
              lockout window: 1 d
              patience: 90 s
              drop test age: 30 d
              answered beats: 6
              soft start: {cycles: 5, share: 10 %}
              automatic: {time: 30 d, decisions: 400, acceptance: 90 %, bias: 0.5,
                          coverage: [88 %, 92 %], clean time: 14 d}
            """
        ).modes
        #expect(settings.allowed == [.shadow, .advisory, .supervisory, .automatic])
        #expect(settings.holdCycles == 5 && settings.goodCycles == 4 && settings.coolDown == 3600)
        #expect(settings.shedsToLockout == 3 && settings.lockoutWindow == 86_400)
        #expect(settings.patience == 90 && settings.dropTestAge == 30 * 86_400)
        #expect(settings.answeredBeats == 6 && settings.softStart.cycles == 5)
        #expect(settings.softStart.share == 0.1 && settings.automatic.time == 30 * 86_400)
        #expect(settings.automatic.decisions == 400 && settings.automatic.acceptance == 0.9)
        #expect(settings.automatic.bias == 0.5 && settings.automatic.leastCoverage == 0.88)
        #expect(settings.automatic.mostCoverage == 0.92)
        #expect(settings.automatic.cleanTime == 14 * 86_400)
    }

    @Test func `a state that a twin falls into is no mode to ask for`() {
        for word in ["hold", "lockout", "backoff"] {
            check(
                modes, "modes: {allowed: [\(word)]}", "modes: allowed is \"\(word)\"",
                "one of shadow, advisory, supervisory, automatic")
        }
    }

    @Test func `figures of the modes beyond their ranges are refused`() {
        check(
            modes, "modes: {allowed: [shadow], cool-down: 5 s}", "modes: cool-down is \"5 s\"",
            "from 60 s to 604800 s")
        check(
            modes, "modes: {allowed: [shadow], soft start: {share: 0 %}}",
            "modes: soft start: share is \"0 %\"", "from 1 % to 100 %")
        check(
            modes, "modes: {allowed: [shadow], automatic: {coverage: [50 %, 101 %]}}",
            "modes: automatic: coverage reaches beyond 0 % to 100 %")
    }

    @Test func `an MV without a recovery is refused, whatever the modes`() {
        check(
            "    recovery: RAMP_TO_SAFE\n    safe: 1160\n", "",
            "TIC-1.SP: \"recovery\" is missing")
    }

    @Test func `a recovery that moves goes as fast as every ramp window allows, or slower`() throws
    {
        let setpoint = TagName("TIC-1.SP")
        // 3 K in 1 min, but 20 K in 10 min.
        #expect(try twin("", "")[setpoint]?.recoveryRate == 20.0 / 600)
        let slow = try twin("safe: 1160", "safe: 1160\n    recovery rate: 1.2 K/min")
        #expect(try abs(#require(slow[setpoint]?.recoveryRate) - 0.02) < 1e-12)
        let keep = try twin("recovery: RAMP_TO_SAFE\n    safe: 1160", "recovery: KEEP")
        #expect(try #require(keep[setpoint]).recoveryRate == nil)
        check(
            "safe: 1160", "safe: 1160\n    recovery rate: 3 K/min",
            "TIC-1.SP: the recovery is faster than its ramps allow", "at most 2 K/min")
        check(
            "recovery: RAMP_TO_SAFE\n    safe: 1160", "recovery: KEEP\n    recovery rate: 1 K/min",
            "TIC-1.SP: \"recovery rate\" goes with RAMP_TO_SAFE and RETURN_TO_BASELINE only")
    }

    @Test func `the wall clock's figures have defaults, and must leave room for a loss`() throws {
        let figures = try twin("", "").guardSettings
        #expect(figures.lease == 15 && figures.leaseRenewal == 5)
        #expect(figures.heartbeat == 5 && figures.watchdog == 30)
        let end = "learn: {calibrate"
        let set = try twin(
            end, "guard: {lease: 20 s, lease renewal: 4 s, heartbeat: 2 s, watchdog: 10 s}\n" + end
        ).guardSettings
        #expect(set.lease == 20 && set.leaseRenewal == 4)
        #expect(set.heartbeat == 2 && set.watchdog == 10)
        check(
            end, "guard: {lease: 8 s}\n" + end,
            "guard: the lease of 8 s is renewed every 5 s",
            "at most half the lease, so that one renewal may be lost")
        check(
            end, "guard: {watchdog: 14 s}\n" + end,
            "guard: the watchdog of 14 s waits for less than three beats of 5 s",
            "so that two beats may be lost")
    }

    @Test func `a plant is real unless every connection says that it is a simulation`() throws {
        #expect(try !twin("", "").isSimulator)
        #expect(try twin("station: 1,", "station: 1, simulator: true,").isSimulator)
        #expect(try !twin("station: 1,", "station: 1, simulator: false,").isSimulator)
    }
}
