import CompanionBlock
import Testing

/// A fault planted in the shipped text: what stands there, and what stands there instead.
struct PlantedFault: CustomTestStringConvertible, Sendable {
    let name: String
    let original: String
    let faulty: String

    var testDescription: String { name }

    init(_ name: String, _ original: String, _ faulty: String) {
        self.name = name
        self.original = original
        self.faulty = faulty
    }

    static let all = [
        PlantedFault(
            "the epoch is not compared", "IF (CMD_EPOCH <> EPOCH) OR (CMD_SEQ <= LAST_SEQ) THEN",
            "IF CMD_SEQ <= LAST_SEQ THEN"),
        PlantedFault(
            "an old sequence is taken again",
            "IF (CMD_EPOCH <> EPOCH) OR (CMD_SEQ <= LAST_SEQ) THEN", "IF CMD_EPOCH <> EPOCH THEN"),
        PlantedFault("the change counter is not compared", "CMD_COUNT <> CHANGES", "FALSE"),
        PlantedFault(
            "the expected setpoint is not compared",
            "NOT (ABS(CMD_EXPECTED - SP_LIVE) <= SP_TOL)", "FALSE"),
        PlantedFault(
            "a value that is no number is applied",
            "NOT ((CMD_VALUE >= -3.0E38) AND (CMD_VALUE <= 3.0E38)",
            "NOT ((CMD_VALUE >= -3.0E38) OR (CMD_SEQ > 0)"),
        PlantedFault("there is no watchdog", "BEAT_AGE_MS > W_MS", "FALSE"),
        PlantedFault("a watchdog of 0 is accepted", "(W_MS >= 1000) AND", ""),
        PlantedFault(
            "a beat that stands still counts", "(AHEAD >= 1) AND (AHEAD <= 32767)",
            "AHEAD <= 32767"),
        PlantedFault(
            "a beat of another epoch counts",
            "OWNED AND (BEAT / 65536 = UINT_TO_UDINT(EPOCH_KEPT))", "OWNED"),
        PlantedFault("the upper limit is the lower one", "TARGET := HI;", "TARGET := LO;"),
        PlantedFault("the operator's limit is left out", "HI := OP_HI;", "HI := ENG_HI;"),
        PlantedFault("nothing is clamped below", "IF TARGET < LO THEN", "IF FALSE THEN"),
        PlantedFault("there is no ramp", "MOST := ALLOWANCE;", "MOST := 3.0E38;"),
        PlantedFault("FAILSAFE is not wired", "IF FAILSAFE THEN\n    CAUSE := 1;", "IF FALSE THEN"),
        PlantedFault("a claim keeps the epoch", "EPOCH_KEPT := EPOCH_KEPT + 1;", ""),
        PlantedFault(
            "the epoch is lost with the power", "VAR RETAIN\n  EPOCH_KEPT", "VAR\n  EPOCH_KEPT"),
        PlantedFault(
            "a shed loop comes back by itself", "ELSIF HAS_LEFT THEN\n    SHED := FALSE;",
            "ELSE\n    SHED := FALSE;"),
        PlantedFault("the operator's change is not counted", "CHANGES := CHANGES + 1;", ""),
        PlantedFault("a shed loop stays in remote", "TO_LOCAL := SHED AND IN_REMOTE;", ""),
        PlantedFault(
            "a ramp fights the operator", "IF MOVING THEN\n    MOVING := FALSE;", "IF FALSE THEN"),
        PlantedFault("clamping is not said", "CLAMPED := TRUE;", ""),
        PlantedFault(
            "a half-copied mailbox is read", "(CMD_SEQ = CMD_SEQ_AGAIN) AND", ""),
    ]
}

@Suite struct PlantedFaultTests {
    @Test(arguments: PlantedFault.all)
    func `a fault planted in the text is found by the comparison`(fault: PlantedFault) throws {
        let text = try ShippedText.read()
        let faulty = text.replacing(fault.original, with: fault.faulty)
        try #require(faulty != text, "the text no longer says: \(fault.original)")
        let (scans, difference) = try DifferentialTests.compare(faulty, runs: 150, scans: 1000)
        #expect(difference != nil)
        print("planted: \(fault.name): found after \(scans) scans")
    }

    /// Every comparison, logical word, sign, truth and assignment of the text is broken, one at a
    /// time. Most of what the comparison does not find changes nothing, such as `>` for `>=` where
    /// both sides lead to the same value; the rest needs a wrapped counter or hours of scans.
    @Test func `nearly every small change of the text is found by the comparison`() throws {
        let text = try ShippedText.read()
        // Every second one, for the time it takes; all of them give the same share.
        let mutants = Mutant.all(of: text).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        var found = 0
        var unread = 0
        var unfound: [String] = []
        for mutant in mutants {
            do {
                let runs = try DifferentialTests.compare(mutant.text, runs: 6, scans: 1000)
                if runs.difference == nil { unfound.append(mutant.name) } else { found += 1 }
            } catch is StructuredTextError {
                unread += 1
            }
        }
        let tried = found + unfound.count
        print(
            """
            changes of the text: \(tried) tried, \(found) found, \(unread) refused by the reader; \
            not found:
            \(unfound.joined(separator: "\n"))
            """)
        #expect(tried > 150)
        #expect(Double(found) >= 0.83 * Double(tried))
    }
}

/// The text with one small change.
struct Mutant {
    let name: String
    let text: String

    private static let swaps = [
        (" <= ", " < "), (" >= ", " > "), (" < ", " <= "), (" > ", " >= "), (" <> ", " = "),
        (" = ", " <> "), (" AND ", " OR "), (" OR ", " AND "), (" XOR ", " OR "), ("NOT ", ""),
        (" + ", " - "), (" - ", " + "), (":= TRUE", ":= FALSE"), (":= FALSE", ":= TRUE"),
    ]

    /// In the bodies only; comments are left alone.
    static func all(of text: String) -> [Mutant] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var result: [Mutant] = []
        var isBody = false
        for index in lines.indices {
            let line = lines[index]
            if line == "END_VAR" { isBody = true }
            if line.hasPrefix("VAR") || line.hasPrefix("END_FUNCTION_BLOCK") { isBody = false }
            guard isBody, line != "END_VAR" else { continue }
            let code = line.firstRange(of: "(*").map { String(line[..<$0.lowerBound]) } ?? line
            func add(_ changed: String) {
                lines[index] = changed
                result.append(
                    Mutant(
                        name: "line \(index + 1): \(line.trimmed) → \(changed.trimmed)",
                        text: lines.joined(separator: "\n")))
                lines[index] = line
            }
            for (original, other) in swaps {
                for range in code.ranges(of: original) {
                    add(code.replacingCharacters(in: range, with: other))
                }
            }
            if code.contains(":="), code.hasSuffix(";") { add("") }
        }
        return result
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }

    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
