// Entry of libFuzzer for recordings (CSV): any bytes must end in a table or in findings.
import Diagnostics
import Tables

enum FuzzTable {
    static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let read = readTable(csv: text, file: "data.csv")
        let unusable = read.findings.unusable(in: SourceText(file: "data.csv", text: text))
        expect(unusable.isEmpty, "\(unusable)")
        guard let table = read.table else {
            expect(read.findings.hasErrors, "no table and no reason")
            return
        }
        expect(!read.findings.hasErrors, "a table beside errors")
        expect(zip(table.times, table.times.dropFirst()).allSatisfy { $0 < $1 })
        expect(
            readTable(csv: table.csv, file: "again.csv").table == table, "written and read back")
        _ = table.json
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    FuzzTable.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
