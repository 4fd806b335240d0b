import Foundation
import Guard
import Loop
import Operate
import Optimize
import Testing
import TwinFile
import Units

/// What the section `guard` says reaches the guard, and the optimizer where both must agree.
@Suite struct GuardAssemblyTests {
    private let folder: TwinFolder

    init() throws {
        folder = try TwinFolder(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path + "/examples/reheat-furnace", units: UDUnits())
    }

    private func rules(_ change: (inout GuardSettings) -> Void = { _ in }) -> GuardRules {
        var twin = folder.twin
        change(&twin.guardSettings)
        return GuardAssembly(twin, spacing: 600).rules
    }

    @Test func `the defaults reach the guard`() throws {
        let (rules, cadence) = (rules(), folder.twin.cadence)
        #expect(rules.snapshotAge == 60 && rules.certificate.age == cadence.optimize)
        #expect(rules.longestCardLife == 2 * cadence.optimize && rules.permitSeconds == 2)
        #expect(rules.handsOffSeconds == 1800 && rules.worth.coverage == 0.25)
        #expect(rules.certificate.feasibility == 1e-5 && rules.certificate.gap == 5)
        let input = try #require(rules.inputs.first)
        let range = try #require(folder.twin[input.tag]?.validity.range)
        #expect(input.deadband == 0.05 * (range.upperBound - range.lowerBound))
    }

    @Test func `every figure of the file reaches the guard`() throws {
        let changed = rules { figures in
            figures.snapshotAge = 31
            figures.predictionAge = 32
            figures.cardLife = 33
            figures.permitLife = 3
            figures.readbackGap = 34
            figures.handsOff = 35
            figures.inputDeadband = 0.5
            figures.gainDeviations = 2
            figures.writesPerHour = 7
            figures.certificate.gap = 8
            figures.certificate.feasibility = 1e-4
            figures.certificate.residual = 1e-2
        }
        #expect(changed.snapshotAge == 31 && changed.certificate.age == 32)
        #expect(changed.longestCardLife == 33 && changed.permitSeconds == 3)
        #expect(changed.longestReadbackGap == 34 && changed.handsOffSeconds == 35)
        #expect(changed.worth.coverage == 2 && changed.worth.writesPerHour == 7)
        #expect(changed.certificate.gap == 8 && changed.certificate.feasibility == 1e-4)
        #expect(changed.certificate.residual == 1e-2)
        let (before, after) = (
            try #require(rules().inputs.first), try #require(changed.inputs.first)
        )
        #expect(after.deadband == before.deadband.map { $0 * 10 })
    }

    @Test func `a hard limit's figures reach guard and optimizer alike`() throws {
        var twin = folder.twin
        twin.guardSettings.hardLimitDeviations = 1.5
        twin.guardSettings.actsAfter = 777
        twin.guardSettings.predictionReach = 0.5
        twin.guardSettings.cardLife = 50
        twin.holds[0].firmness = .hard
        let limits = GuardAssembly(twin, spacing: 600).rules.hardLimits
        #expect(limits.count == 1)
        for limit in limits {
            #expect(limit.coverage == 1.5 && limit.actsAfter == 777)
            #expect(limit.horizon == 0.5 * twin.cadence.horizon)
        }
        let settings = try LoopSettings(twin, folder.model)
        #expect(settings.backOff == 1.5 && settings.holds.allSatisfy { $0.from == 777 })
        #expect(settings.cardLife == 50)
    }
}
