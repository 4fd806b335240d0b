import Diagnostics
import Testing
import TwinFile
import Units

/// The section `guard`: its defaults, its values in SI, and what it refuses.
@Suite struct GuardSectionTests {
    private func twin(_ section: String) throws -> Twin {
        try accepted(smallTwin + "\n" + section, model: try kilnModel())
    }

    private func check(_ section: String, _ message: String, _ note: String?) throws {
        let error = #expect(throws: Findings.self) {
            try Twin.read(smallTwin + "\n" + section, file: "twin.yaml", units: UDUnits())
        }
        let all = try #require(error).all
        #expect(all.map(\.message) == [message])
        #expect(all.first?.note == note)
        #expect(all.first?.line == smallTwin.split(separator: "\n").count + 1)
    }

    @Test func `without the section every figure has its default, times by the cadence`() throws {
        let figures = try twin("").guardSettings
        // Sense 5 s, optimize 2 min, one MV.
        #expect(figures.snapshotAge == 60 && figures.predictionAge == 120)
        #expect(figures.cardLife == 240 && figures.permitLife == 2)
        #expect(figures.readbackGap == 120 && figures.handsOff == 1800)
        #expect(figures.inputDeadband == 0.05 && figures.hardLimitDeviations == 1)
        #expect(figures.actsAfter == 240 && figures.predictionReach == 0.9)
        #expect(figures.gainDeviations == 0.25 && figures.writesPerHour == 30)
        #expect(figures.certificate == CertificateSettings())
        let certificate = figures.certificate
        #expect(
            certificate.gap == 5 && certificate.feasibility == 1e-5 && certificate.residual == 1e-3)
    }

    @Test func `a slow cadence keeps the snapshot's age at a minute`() throws {
        let slow = smallTwin.replacing("optimize: 2 min", with: "optimize: 5 min")
        #expect(try accepted(slow).guardSettings.snapshotAge == 60)
        let fast = smallTwin.replacing("optimize: 2 min", with: "optimize: 30 s")
        #expect(try accepted(fast).guardSettings.snapshotAge == 15)
    }

    @Test func `every figure can be set, in its units`() throws {
        let figures = try twin(
            """
            guard:
              snapshot age: 0.5 min
              prediction age: 3 min
              card life: 5 min
              permit life: 500 ms
              readback gap: 1 min
              hands off: 1 h
              input deadband: 2 %
              hard limit deviations: 1.5
              acts after: 0 s
              prediction reach: 0.8 1
              gain deviations: 0
              writes per h: 6
              certificate: {gap: 50 EUR, feasibility: 1e-4, residual: 0.01}
            """
        ).guardSettings
        #expect(figures.snapshotAge == 30 && figures.predictionAge == 180)
        #expect(figures.cardLife == 300 && figures.permitLife == 0.5)
        #expect(figures.readbackGap == 60 && figures.handsOff == 3600)
        #expect(figures.inputDeadband == 0.02 && figures.hardLimitDeviations == 1.5)
        #expect(figures.actsAfter == 0 && figures.predictionReach == 0.8)
        #expect(figures.gainDeviations == 0 && figures.writesPerHour == 6)
        let certificate = figures.certificate
        #expect(
            certificate.gap == 50 && certificate.feasibility == 1e-4
                && certificate.residual == 0.01)
    }

    @Test(
        arguments: [
            (
                "guard: {snapshot age: 10 min}", "guard: snapshot age is \"10 min\"",
                "from 5 s to 120 s"
            ),
            ("guard: {permit life: 0 s}", "guard: permit life is \"0 s\"", "from 0.1 s to 60 s"),
            (
                "guard: {input deadband: 200 %}", "guard: input deadband is \"200 %\"",
                "from 0.1 % to 100 %"
            ),
            (
                "guard: {hard limit deviations: -1}", "guard: hard limit deviations is \"-1\"",
                "from 0 to 6"
            ),
            ("guard: {gain deviations: 7}", "guard: gain deviations is \"7\"", "from 0 to 6"),
            (
                "guard: {acts after: 2 h}", "guard: acts after is \"2 h\"", "from 0 s to 3600 s"
            ),
            (
                "guard: {writes per h: 0}", "guard: writes per h is \"0\"",
                "a whole number from 1 to 3600"
            ),
            (
                "guard: {certificate: {feasibility: 1}}",
                "guard: certificate: feasibility is \"1\"", "from 1e-08 to 0.001"
            ),
            (
                "guard: {certificate: {gap: 5 K}}",
                "guard: certificate: gap is in K (K), which does not fit EUR",
                "expected a value such as 5 EUR"
            ),
            (
                "guard: {input deadband: 5}", "guard: input deadband is \"5\" without a unit",
                "every number has a unit"
            ),
            (
                "guard: {hard limit deviations: .inf}",
                "guard: hard limit deviations is \".inf\"", "expected a decimal number"
            ),
            (
                "guard: {hands of: 1 h}", "guard: unknown key \"hands of\"",
                "allowed: snapshot age, prediction age, card life, permit life, readback gap, "
                    + "hands off, input deadband, setpoint tolerance, hard limit deviations, "
                    + "acts after, prediction reach, gain deviations, writes per h, regions, "
                    + "recovery horizon, recovery starts, lease, "
                    + "lease renewal, heartbeat, watchdog, programs, certificate"
            ),
        ] as [(String, String, String)])
    func `a figure out of its range or unit is refused with what fits`(
        section: String, message: String, note: String
    ) throws {
        try check(section, message, note)
    }
}
