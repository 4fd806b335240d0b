import Diagnostics
import Operate
import Simulate
import Testing

/// Records of the plant: units of their columns, and what refuses them, word for word.
@Suite struct RecordTests {
    private func check(
        _ rows: String, _ expected: [String], rules: RecordRules = .init(), withTwin: Bool = false
    ) throws {
        let folder = try SmallFolder(withTwin: withTwin).read()
        #expect(refusals(rows, folder, rules) == expected)
    }

    @Test func `columns named by tags are converted from the plant's units`() throws {
        let folder = try SmallFolder(withTwin: true).read()
        let record = try PlantRecord(
            csv: "time,BURNER.SP,HALL.PV,T.PV,BURNER.MODE\n0,300,20,100,3\n10,310,21,,3\n",
            file: "day.csv", for: folder)
        let inputs = try record.schedule(folder.model, settings: [], course: .hold)
        #expect(inputs.values == [[573.15, 293.15], [583.15, 294.15]])
        let shown = try #require(folder.find("T.PV")?.found)
        #expect(record.column(shown)?.values == [373.15, nil])
        #expect(record.warnings.isEmpty)
    }

    @Test func `columns named by variables are taken in SI, with a twin or without`() throws {
        for withTwin in [true, false] {
            let folder = try SmallFolder(withTwin: withTwin).read()
            let record = try PlantRecord(
                csv: "time,burner,hall\n0,573,293\n10,583,294\n", file: "day.csv", for: folder)
            let inputs = try record.schedule(folder.model, settings: [], course: .hold)
            #expect(inputs.values == [[573, 293], [583, 294]])
        }
    }

    @Test func `a gap, a doubled row and a disordered row are refused with their places`() throws {
        try check(
            "time,burner,hall\n0,500,290\n10,500,290\n20,500,290\n90,500,290\n",
            [
                "day.csv:5:1: error: 70.0 s without a row before this one; the usual interval is "
                    + "10.0 s",
                "   mend: nothing is filled in; split the record here if the plant was not "
                    + "recorded",
            ])
        try check(
            "time,burner,hall\n0,500,290\n10,500,290\n10,510,290\n",
            [
                "day.csv:4:1: error: time 10.0 s stands in line 3 already, with other values",
                "   mend: keep the row that is right",
            ])
        try check(
            "time,burner,hall\n0,500,290\n20,500,290\n10,510,290\n",
            [
                "day.csv:4:1: error: time 10.0 s comes after 20.0 s; rows are sorted",
                "   mend: check that the clock did not jump, or write the rows in order",
            ])
    }

    @Test func `an input without a value is refused at its cell`() throws {
        try check(
            "time,burner,hall\n0,500,290\n10,NaN,290\n20,500,\n",
            [
                "day.csv:3:4: error: the input burner has no value at 10.0 s",
                "   mend: fill the value in, or begin after it",
                "day.csv:4:8: error: the input hall has no value at 20.0 s",
                "   mend: fill the value in, or begin after it",
            ])
    }

    @Test func `taken as it is, an input keeps its last value, but not a value it never had`()
        throws
    {
        let rules = RecordRules(takesAsIs: true)
        let folder = try SmallFolder().read()
        let record = try PlantRecord(
            csv: "time,burner,hall\n0,500,290\n10,,290\n20,,290\n90,510,290\n", file: "day.csv",
            for: folder, rules: rules)
        let inputs = try record.schedule(folder.model, settings: [], course: .hold)
        #expect(inputs.values.map { $0[0] } == [500, 500, 500, 510])
        #expect(record.warnings.all.count == 3)
        try check(
            "time,burner,hall\n0,,290\n10,500,290\n",
            [
                "day.csv:2:3: error: the input burner has no value at 0.0 s",
                "   mend: fill the value in, or begin after it",
            ], rules: rules)
    }

    @Test func `a column that nobody knows is refused, or left out where that is allowed`() throws {
        let rows = "time,burner,hall,bruner\n0,500,290,1\n10,500,290,1\n"
        try check(
            rows,
            [
                "day.csv:1:18: error: column bruner is no variable of Drum",
                "   mend: correct the name, remove the column, or allow --other-columns",
            ])
        try check(rows, [], rules: RecordRules(allowsOtherColumns: true))
    }

    @Test func `an input without a column is refused at the header`() throws {
        try check(
            "# a comment\ntime,burner\n0,500\n10,500\n",
            [
                "day.csv:2:1: error: no column stands for the input hall",
                "   mend: add the column, or give --set hall=value",
            ])
    }

    @Test func `two columns for one variable, and a parameter as a column, are refused`() throws {
        try check(
            "time,burner,HALL.PV,hall,loss\n0,500,20,290,1\n10,500,20,290,1\n",
            [
                "day.csv:1:21: error: hall and HALL.PV both stand for hall",
                "   mend: keep one of the two columns",
                "day.csv:1:26: error: loss is a parameter of the model and has no course",
                "   mend: remove the column, or give the value on the command line",
            ], withTwin: true)
    }

    @Test func `a number outside its valid range is absent, and refuses an input`() throws {
        let folder = try SmallFolder(withTwin: true).read()
        let record = try PlantRecord(
            csv: "time,BURNER.SP,HALL.PV,T.PV\n0,300,20,100\n10,300,20,1700\n", file: "day.csv",
            for: folder)
        let shown = try #require(folder.find("T.PV")?.found)
        #expect(record.column(shown)?.values == [373.15, nil])
        try check(
            "time,BURNER.SP,HALL.PV\n0,300,20\n10,300,999\n",
            [
                "day.csv:1:16: error: 1 values of HALL.PV lie outside its valid range [-30, 60] "
                    + "degC, the first at 10 s",
                "   mend: correct the values, or the range in twin.yaml",
            ], withTwin: true)
    }
}
