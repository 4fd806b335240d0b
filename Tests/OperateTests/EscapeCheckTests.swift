import Act
import Foundation
import Guard
import Operate
import Tags
import Testing
import TwinFile
import Units

/// The check against rows of the plant with an escape planted in each.
@Suite struct EscapeCheckTests {
    private static let folder = Result {
        try TwinFolder(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path + "/examples/reheat-furnace", units: UDUnits())
    }
    private let tag = TagName("TIC-203.SP")

    private func row(
        _ time: Double, _ cause: SetpointRow.Cause, _ value: Double, high: Double = 1270
    ) -> SetpointRow {
        SetpointRow(
            time: time, register: 105, cause: cause, value: value, low: 1120, high: high)
    }

    /// Checks `rows` against permits for `permitted` [°C], all answered well if `answered` is nil.
    private func check(
        _ rows: [SetpointRow], permitted: [Double], answered: Int? = nil
    ) throws -> EscapeCheck {
        let moves = permitted.map { ProposedMove(tag: tag, from: 0, to: $0 + 273.15) }
        let answers = (0..<(answered ?? rows.count { $0.cause == .remote })).map {
            WriteAnswered(decision: DecisionID(UInt64($0 + 1)), tag: tag, to: 0, status: .good)
        }
        return EscapeCheck(
            try Self.folder.get().twin, plant: rows, permitted: moves, answered: answers)
    }

    @Test func `permitted moves inside limits and ramps are no escape`() throws {
        let found = try check(
            [row(0, .start, 1240), row(3700, .remote, 1228), row(4300, .remote, 1216)],
            permitted: [1228, 1216])
        #expect(found.escapes.isEmpty)
        #expect(found.seen == 2)
    }

    @Test func `a write without a permit is an escape`() throws {
        let found = try check(
            [row(0, .start, 1240), row(3700, .remote, 1228), row(4300, .remote, 1216)],
            permitted: [1228])
        #expect(found.escapes.count == 1)
    }

    @Test func `one permit covers one write`() throws {
        let found = try check(
            [row(0, .start, 1240), row(3700, .remote, 1228), row(4300, .remote, 1228)],
            permitted: [1228])
        #expect(found.escapes.count == 1)
    }

    @Test func `a refused write without a permit is an escape too`() throws {
        let found = try check([row(0, .start, 1240), row(3700, .refused, 1300)], permitted: [])
        #expect(found.escapes.count == 1)
    }

    @Test func `a permit does not excuse a write outside the operator's limits of the moment`()
        throws
    {
        let found = try check(
            [row(0, .start, 1220), row(3700, .remote, 1230, high: 1225)], permitted: [1230])
        #expect(found.escapes.count == 1)
    }

    @Test func `a permit does not excuse a write outside the engineering limits`() throws {
        let found = try check(
            [row(0, .start, 1289), row(3700, .remote, 1291, high: 1300)], permitted: [1291])
        #expect(found.escapes.count == 1)
    }

    @Test func `travel counts whoever moved`() throws {
        // 12 K in 5 min is the shortest ramp; the operator used 8 K of it.
        let rows = [row(0, .start, 1240), row(3700, .furnace, 1232)]
        #expect(try check(rows + [row(3800, .remote, 1228)], permitted: [1228]).escapes.isEmpty)
        #expect(try check(rows + [row(3800, .remote, 1227)], permitted: [1227]).escapes.count == 1)
    }

    @Test func `what was held when the window began counts`() throws {
        let rows = [row(0, .start, 1240), row(3700, .remote, 1228)]
        // 299 s later the 1240 still belongs to the window of 300 s; 301 s later it does not.
        #expect(
            try check(rows + [row(3999, .remote, 1226)], permitted: [1228, 1226]).escapes.count == 1
        )
        #expect(
            try check(rows + [row(4001, .remote, 1226)], permitted: [1228, 1226]).escapes.isEmpty)
    }

    @Test func `a write on record that the plant never took is found`() throws {
        let found = try check([row(0, .start, 1240)], permitted: [1228], answered: 1)
        #expect(found.escapes.count == 1)
    }

    @Test func `an unreadable line of the plant's record is an error, not one row less`() throws {
        let header = "time_s,register,cause,setpoint_degC,low_degC,high_degC,mode\n"
        #expect(try SetpointRow.rows(in: header + "5,105,remote,1228,1120,1270,3\n").count == 1)
        #expect(throws: DemoFailure.self) {
            try SetpointRow.rows(in: header + "5,105,remote,,1120,1270,3\n")
        }
    }
}
