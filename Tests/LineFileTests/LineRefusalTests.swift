import Diagnostics
import Line
import Testing
import TwinFile

@Suite struct LineRefusalTests {
    /// Expects a change of a line to be refused with a finding that begins so, at this place.
    private func check(
        _ old: String, _ new: String, _ message: String, at place: String, mend: String? = nil,
        in text: String = smallLine, files: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(text.contains(old), "no \"\(old)\" there", sourceLocation: sourceLocation)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        let error = #expect(throws: Findings.self, sourceLocation: sourceLocation) {
            try read(changed, files: files)
        }
        let all = try #require(error).all
        let found = all.first { $0.message.hasPrefix(message) }
        let shown = all.map { $0.text() }.joined()
        #expect(found != nil, "\(shown)", sourceLocation: sourceLocation)
        if let found {
            #expect(
                "\(found.line):\(found.column)" == place, "\(shown)",
                sourceLocation: sourceLocation)
        }
        if let mend { #expect(found?.mend == mend, sourceLocation: sourceLocation) }
    }

    @Test func `what is wrong is shown as a plant engineer reads it`() throws {
        let text = smallLine.replacing("queue: 10", with: "queue: -1")
        let error = #expect(throws: Findings.self) { try read(text) }
        #expect(
            error?.text(in: [SourceText(file: "line.yaml", text: text)]) == """
                line.yaml:4:29: error: B: queue is "-1"
                    4 |   B: {process: 50 s, queue: -1}
                      |                             ^^ a whole number from 0 to 1000000000

                """)
    }

    @Test func `every error is found in one run`() throws {
        let text = """
            line: wrong
            stations:
              A: {process: 1 kg, queue: {places: -2}}
              B: {process: {exponential: 0 s}, calendar: nights}
              C: {speed: 200, units: two}
            products:
              part: {release: saturatd, route: [A, {at: B, defects: 120 %}, D]}
              other: {release: saturated, route: [{at: A, next: [{share: 50 %, to: finished}]}]}
            """
        let error = try #require(#expect(throws: Findings.self) { try read(text) })
        #expect(
            error.all.sorted().map { "\($0.line):\($0.column) \($0.message)" } == [
                "3:16 A: process is in kg (kg), which does not fit s",
                "3:38 A: queue: places is \"-2\"",
                "4:7 an exponential mean of 0.0: above 0",
                "4:46 the calendar nights is not declared",
                "5:14 C: speed is \"200\" without a unit",
                "5:26 C: units is \"two\"",
                "7:19 part: release is \"saturatd\"",
                "7:57 a share of defects of 120 %: from 0 % to 100 %",
                "7:65 the station D is not declared",
                "8:53 the shares sum to 50 %, not to 100 %",
            ])
    }

    @Test func `an unknown or a missing key names itself`() throws {
        try check(
            "queue: 10", "buffer: 10", "B: unknown key \"buffer\"", at: "4:22")
        try check(
            "release: saturated, ", "", "part: \"release\" is missing", at: "6:3",
            mend: "add \"release: {arrivals: {exponential: 10 min}}\"")
        try check(
            "process: 50 s", "process: {exponentiel: 50 s}",
            "B: process: unknown key \"exponentiel\"", at: "4:17",
            mend: "did you mean exponential?")
        try check(
            "queue: 10", "queue: {order: fifo}", "B: queue: order is \"fifo\"", at: "4:37")
    }

    @Test func `money of another currency is refused`() throws {
        let priced = smallLine.replacing("route:", with: "margin: 3 EUR, route:")
        _ = try read(priced)
        try check(
            "stations:", "economy: {currency: USD}\nstations:",
            "\"EUR\" is not a unit: the money of this file is USD", at: "7:38", in: priced)
        try check(
            "stations:", "economy: {currency: dollar}\nstations:",
            "economy: \"dollar\" is no currency", at: "2:21")
        _ = try read(
            priced.replacing("3 EUR", with: "3 USD").replacing(
                "stations:", with: "economy: {currency: USD}\nstations:"))
    }

    @Test func `shifts are written so that nobody has to guess`() throws {
        func check(_ shifts: String, _ message: String, at place: String) throws {
            try self.check(
                "stations:", "calendars: {late: \(shifts)}\nstations:", message, at: place)
        }
        try check("evening", "late: \"evening\" is no shift", at: "2:19")
        try check("mon-fri 6:00-14:00", "late: \"mon-fri 6:00-14:00\" is no shift", at: "2:19")
        try check("[mo 06:00-14:00]", "late: \"mo 06:00-14:00\" is no shift", at: "2:20")
        try check("[06:00-25:00]", "late: \"06:00-25:00\" is no shift", at: "2:20")
        try check(
            "[mon-fri 06:00-14:00, fri 13:00-15:00]",
            "late: the shift fri 13:00-15:00 overlaps with mon-fri 06:00-14:00", at: "2:41")
        try check(
            "{open: mon-fri 06:00-14:00, breaks: sat 09:00-09:15}",
            "late: the break sat 09:00-09:15 lies in no shift", at: "2:55")
        try check(
            "{open: 06:00-14:00, breaks: 05:00-15:00}", "the calendar late is never open",
            at: "2:13")
        try check("[]", "the calendar late is never open", at: "2:19")
    }

    @Test func `a file of samples is checked to its cells`() throws {
        func check(
            _ law: String, _ message: String, at place: String, _ text: String
        ) throws {
            try self.check(
                "process: 50 s", "process: \(law)", message, at: place, files: ["t.csv": text])
        }
        try check(
            "{samples: u.csv}", "B: process: samples: the file \"u.csv\" is not", at: "4:26", "")
        try check(
            "{samples: ../t.csv}", "B: process: samples: the file \"../t.csv\" is not", at: "4:26",
            "a")
        try check(
            "{samples: t.csv}", "B: process: samples: the unit of the numbers in t.csv", at: "4:26",
            "repair\n1\n")
        try check(
            "{samples: t.csv}", "B: process: samples: t.csv is in kg", at: "4:26",
            "repair [kg]\n1\n")
        try check(
            "{samples: t.csv}", "B: process: samples: t.csv has more than one column", at: "4:26",
            "a [s],b [s]\n1,2\n")
        try check("{samples: t.csv}", "\"x\" is no number", at: "3:1", "a [s]\n1\nx\n")
        try check(
            "{fitted: {to: t.csv, law: best}}",
            "B: process: fitted: no law can be fitted to t.csv: all values are the same",
            at: "4:30",
            "a [s]\n1\n1\n1\n")
        try check(
            "{fitted: {to: t.csv, law: weibull}}",
            "B: process: fitted: no law can be fitted to t.csv: it has the value 0.0", at: "4:30",
            "a [s]\n1\n0\n3\n")
    }
}
