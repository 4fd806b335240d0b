import Foundation
import RunBench
import Testing

/// The verbs that read files, as a user meets them: what goes to which stream, and how they end.
@Suite struct CommandTests {
    /// What one call came to.
    struct Call {
        let ending: FlyballRun.Ending?
        /// Standard output and standard error, line by line.
        let lines: [String]
        let talk: [String]
    }

    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// Calls a program, flyball if none is named.
    private func call(_ arguments: [String], program: String? = nil) async throws -> Call {
        let command = try program ?? FlyballRun.program
        return try await onThread {
            let run = try FlyballRun(command, arguments)
            defer { run.signal(SIGKILL) }
            let ending = run.end(within: 60)
            return Call(ending: ending, lines: run.lines, talk: run.talk)
        }
    }

    /// Writes files into a folder of its own, which is removed after `body`.
    private func withFolder(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "flyball-command-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        try await body(folder)
        try FileManager.default.removeItem(atPath: folder)
    }

    /// One thing that is wrong with the kettle's twin or model, and what is said of it.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String
        /// The first line of the finding, and how to mend it.
        let finding: String
        let mend: String?

        init(_ what: String, _ old: String, _ new: String, _ finding: String, mend: String? = nil) {
            testDescription = what
            (self.old, self.new, self.finding, self.mend) = (old, new, finding, mend)
        }
    }

    @Test(arguments: [
        Fault(
            "malformed YAML", "envelope: [20, 100]", "envelope: [20, 100",
            "twin.yaml:24:11: error: this is not YAML: did not find expected ',' or ']' while "
                + "parsing a flow sequence that began at line 23",
            mend: "check brackets, quotes, colons and indentation here and just above"),
        Fault(
            "unknown key", "envelope: [20", "envelop: [20",
            "twin.yaml:23:7: error: TIC-1.SP: limits: unknown key \"envelop\"",
            mend: "did you mean envelope?"),
        Fault(
            "missing limit", "      engineering: [20, 100]\n", "",
            "twin.yaml:20:5: error: TIC-1.SP: limits: \"engineering\" is missing",
            mend: "add \"engineering: [900, 1300]\""),
        Fault(
            "wrong unit", "per 5 min: 2 K", "per 5 min: 2 kg",
            "twin.yaml:24:25: error: TIC-1.SP: limits: ramp: per 5 min is in kg (kg), which does "
                + "not fit K"),
        Fault(
            "a unit that there is not", "units: degC\n    write", "units: dogC\n    write",
            "twin.yaml:14:12: error: \"dogC\" is not a unit: it is not known; write SI and plant "
                + "units such as degC, K, bar, barg, t/h, kg/s, Nm3/h, MW, kWh, EUR/MWh, W/(m2.K), "
                + "%, 1"),
        Fault(
            "unit mismatch in an equation", "heat = loss * (T_jacket - ambient)",
            "heat = loss + (T_jacket - ambient)",
            "kettle.mo:14:18: error: units do not agree: left of \"+\" is W/K, right is K",
            mend: "loss is W/K, T_jacket is K, ambient is K: correct the formula or a declared unit"
        ),
        Fault(
            "undefined variable", "(T_jacket - T_batch)", "(T_jaket - T_batch)",
            "kettle.mo:13:19: error: undefined variable T_jaket", mend: "did you mean T_jacket?"),
        Fault(
            "singular system", "  heat = loss * (T_jacket - ambient);\n", "",
            "kettle.mo:10:15: error: the model is singular: no equation determines heat",
            mend: "add an equation, or declare it input or parameter"),
        Fault(
            "tag not in the map", "  TI-2.PV: T_batch\n", "",
            "twin.yaml:38:3: error: TI-2.PV is a CV but not in the map",
            mend: "add \"TI-2.PV: its model variable\" to \"map\", or change the role"),
        Fault(
            "price in a wrong unit", "price: 1000 EUR/MWh", "price: 1000 EUR/K",
            "twin.yaml:58:27: error: heat: units do not agree: of × price is "
                + "kg.m2.s-3.K-1.EUR, expected money per time (EUR.s-1)"),
    ])
    func `what is wrong with a twin is said with its place and its mend, and ends with 2`(
        fault: Fault
    ) async throws {
        let bench = try Workbench(port: 1502) {
            $0.replacingOccurrences(of: fault.old, with: fault.new)
        }
        defer { bench.remove() }
        let call = try await call(["check", bench.folder])
        #expect(call.ending == .exit(2))
        #expect(call.lines.isEmpty)
        #expect(call.talk.contains(fault.finding), "\(call.talk)")
        if let mend = fault.mend { #expect(call.talk.contains("   mend: " + mend), "\(call.talk)") }
    }

    @Test func `a sound twin is said to be sound on standard output`() async throws {
        let call = try await call(["check", Self.repository + "/examples/reheat-furnace"])
        #expect(call.ending == .exit(0) && call.talk.isEmpty)
        #expect(call.lines.first?.hasPrefix("reheat-furnace: 42 tags, 26 states, ") == true)
        #expect(call.lines.first?.hasSuffix("; nothing is wrong") == true)
    }

    @Test(arguments: [
        (
            "time,jacket\n0,350\n10,350\n20,350\n90,350\n",
            "day.csv:5:1: error: 70.0 s without a row before this one; the usual interval is 10.0 s"
        ),
        (
            "time,jacket\n0,350\n10,350\n10,350\n20,350\n",
            "day.csv:4:1: error: this row repeats line 3; it counts once"
        ),
        (
            "time,jacket\n0,350\n20,350\n10,351\n",
            "day.csv:4:1: error: time 10.0 s comes after 20.0 s; rows are sorted"
        ),
    ])
    func `a recording with a gap, a doubled or a disordered row is refused, or taken as it is`(
        csv: String, finding: String
    ) async throws {
        let bench = try Workbench(port: 1502)
        defer { bench.remove() }
        let path = bench.folder + "/day.csv"
        try csv.write(toFile: path, atomically: true, encoding: .utf8)
        let refused = try await call(["simulate", bench.folder, "--inputs", path])
        #expect(refused.ending == .exit(2) && refused.lines.isEmpty)
        #expect(refused.talk.contains { $0.hasSuffix(finding) }, "\(refused.talk)")
        let taken = try await call(["simulate", bench.folder, "--inputs", path, "--as-is"])
        let warning = finding.replacingOccurrences(of: ": error: ", with: ": warning: ")
        #expect(taken.ending == .exit(0), "\(taken.talk)")
        #expect(taken.talk.contains { $0.hasSuffix(warning) }, "\(taken.talk)")
        #expect(taken.lines.count == Set(csv.split(separator: "\n")).count)
    }

    @Test func `a simulation prints its rows, and says beside them how it ended`() async throws {
        let call = try await call([
            "simulate", Self.repository + "/examples/cascaded-tanks", "--seconds", "100", "--every",
            "25", "--set", "pump=4",
        ])
        #expect(call.ending == .exit(0))
        #expect(call.lines.first?.hasPrefix("time,pump,upper,lower,") == true)
        #expect(
            call.lines.dropFirst().map { $0.prefix { $0 != "," } } == [
                "0.0", "25.0", "50.0", "75.0", "100.0",
            ])
        #expect(call.talk == ["CascadedTanks: finished; 5 rows of 10 variables"])
    }

    @Test func `a simulation that cannot be finished keeps what it reached and ends with 1`()
        async throws
    {
        let model = """
            model Burst "leaves the numbers at 1 s"
              Real x(start = 1);
            equation
              der(x) = x ^ 2;
            end Burst;
            """
        try await withFolder(["burst.mo": model]) { folder in
            let call = try await call([
                "simulate", folder, "--seconds", "10", "--every", "0.5", "--out", folder + "/b",
            ])
            #expect(call.ending == .exit(1))
            #expect(call.lines == ["csv", "json", "svg"].map { "\(folder)/b.\($0)" })
            #expect(call.talk.contains { $0.hasPrefix("Burst: stopped at 0.99") }, "\(call.talk)")
            let csv = try String(contentsOfFile: folder + "/b.csv", encoding: .utf8)
            #expect(csv.split(separator: "\n").count == 3)
            let json = try Data(contentsOf: URL(fileURLWithPath: folder + "/b.json"))
            let object = try JSONSerialization.jsonObject(with: json) as? [String: Any]
            #expect((object?["ended"] as? String)?.hasPrefix("stopped at 0.99") == true)
        }
    }

    @Test func `long work shows a bar on a terminal and nowhere else`() async throws {
        let model = """
            model Ring "swings fast"
              Real x(start = 1);
              Real v(start = 0);
            equation
              der(x) = v;
              der(v) = -1e6 * x;
            end Ring;
            """
        try await withFolder(["ring.mo": model]) { folder in
            let arguments = ["simulate", folder, "--seconds", "300", "--every", "150"]
            let words = ([try FlyballRun.program] + arguments).joined(separator: " ")
            let watched = try await call(
                ["-q", "-e", "-c", words, "/dev/null"], program: "/usr/bin/script")
            let shown = watched.lines.joined()
            #expect(shown.contains("█") && shown.contains(" % simulated"), "\(shown)")
            #expect(watched.ending == .exit(0))
            let alone = try await call(arguments)
            #expect(alone.talk == ["Ring: finished; 3 rows of 2 variables"])
        }
    }

    @Test func `a calibration says its plan without doing it, and writes what is asked for`()
        async throws
    {
        let tanks = Self.repository + "/examples/cascaded-tanks"
        try await withFolder([:]) { folder in
            let arguments = [
                "calibrate", tanks, "--data", tanks + "/estimation.csv", "--parameters",
                "pump_gain", "--to", "400", "--deviation", "level=0.05", "--out", folder + "/a.mo",
            ]
            let plan = try await call(arguments + ["--dry-run"])
            #expect(plan.ending == .exit(0))
            #expect(!FileManager.default.fileExists(atPath: folder + "/a.mo"))
            let done = try await call(arguments + ["--starts", "3"])
            #expect(done.ending == .exit(0), "\(done.talk)")
            #expect(done.lines.first == plan.lines.first)
            #expect(
                done.lines.dropFirst(2).first
                    == "3 of 3 starts reached this fit, the given values among them")
            #expect(
                done.talk.last == "written: \(folder)/a.mo; cascaded-tanks.mo is unchanged")
            let modifier = try String(contentsOfFile: folder + "/a.mo", encoding: .utf8)
            #expect(modifier.contains("\n  pump_gain = "))
            let none = try await call(arguments + ["--starts", "0"])
            #expect(none.ending == .exit(2))
            #expect(none.talk.first == "Error: --starts 0: wants 1 to 1000")
        }
    }

    @Test(arguments: [["verify"], ["list"], ["show"]])
    func `a journal that is not there is named`(verb: [String]) async throws {
        let path = NSTemporaryDirectory() + "no-such.journal"
        let number = verb == ["show"] ? ["3"] : []
        let call = try await call(["decisions"] + verb + [path] + number)
        #expect(call.ending == .exit(1) && call.lines.isEmpty)
        #expect(
            call.talk == ["\(path): the file cannot be used (open: No such file or directory)"])
    }

    @Test func `a folder that is not there is named by every verb that reads one`() async throws {
        for arguments in [
            ["check", "/nowhere"], ["simulate", "/nowhere", "--seconds", "1"],
            ["calibrate", "/nowhere", "--data", "a.csv"], ["run", "/nowhere"],
            ["rehearse", "/nowhere"],
        ] {
            let call = try await call(arguments)
            #expect(call.ending == .exit(2), "\(arguments)")
            #expect(call.talk.first?.contains("/nowhere") == true, "\(arguments) \(call.talk)")
        }
    }
}
