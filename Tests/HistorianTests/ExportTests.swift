import Determinism
import Foundation
import Historian
import Tags
import Testing

/// Samples as other programs read them.
@Suite struct ExportTests {
    @Test func `samples are written as CSV with absent values empty`() async throws {
        let record = try TemporaryRecord()
        let historian = try record.open()
        let odd = TagName("zone \"1\", top")
        let plain = TagName("FIC-2.PV")
        let value = try #require(Finite(0.1))
        _ = historian.intake.offer([
            Sample(odd, value, at: .seconds(1)),
            Sample(plain, value, .uncertain(.frozen), at: .seconds(2)),
            Sample(plain, absentBecause: .outOfRange, at: .seconds(1.5)),
        ])
        _ = try await historian.drain()
        let path = record.folder + "/out.csv"
        #expect(try await historian.exportSamples(of: [odd, plain], in: always, to: path) == 3)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            text.split(separator: "\r\n") == [
                "time,tag,value,quality,reason",
                #"1970-01-01T00:00:01.000000000Z,"zone ""1"", top",0.1,good,"#,
                "1970-01-01T00:00:01.500000000Z,FIC-2.PV,,bad,out of range",
                "1970-01-01T00:00:02.000000000Z,FIC-2.PV,0.1,uncertain,frozen",
            ])
        #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    }

    @Test func `an export into a missing folder says where it cannot write`() async throws {
        let record = try TemporaryRecord()
        let historian = try record.open()
        let path = record.folder + "/none/out.csv"
        await #expect(throws: HistorianError.self) {
            try await historian.exportSamples(of: [], in: always, to: path)
        }
    }
}
