/// Reads the journal's durable lines by their text alone, without the journal's own reader: which
/// records of each decision stand there, and the last mode.
struct JournalWitness: Sendable {
    struct Marks: Sendable {
        var hasIntent = false
        var isAccepted = false
        /// A person's yes stands on record.
        var isAcceptedByPerson = false
        /// The text of the permit.
        var permit: [UInt8]?
    }

    private(set) var decisions: [UInt64: Marks] = [:]
    /// The last mode on record; nil since the opening.
    private(set) var mode: String?
    /// When the record last left supervisory mode.
    private(set) var supervisedUntil = -Double.infinity
    /// Decisions whose intent has just become durable, and which are judged by the next reading.
    var begun: [UInt64] = []
    private(set) var lines = 0
    /// The first denial of each verdict that denied: what was judged, check and reason.
    private(set) var denials: [String: Int] = [:]
    /// By handle, where no start is soft; set by the world.
    var largestSteps: [String: Double] = [:]
    /// How often automatic mode was entered and left, as the record says.
    private(set) var automatic = AutomaticTally()
    /// A planted bug: people's yes does not reach the record.
    var hidesAcceptance = false
    /// A planted bug: what the guard says of its mode does not reach the record.
    var hidesMode = false
    /// Outcomes on record, by result.
    private(set) var outcomes: [String: Int] = [:]
    /// When a write was last verified, as the record says; set by the world.
    var verifiedAt: Double?

    /// Takes whole lines that have become durable.
    mutating func take(_ bytes: ArraySlice<UInt8>, at time: Double) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) { take(line: Array(line), at: time) }
    }

    private mutating func take(line: [UInt8], at time: Double) {
        lines += 1
        guard let kind = text(after: #""kind":""#, in: line),
            let decision = text(after: #""decision":"#, in: line)
        else { return }
        let number = UInt64(decision)
        switch kind {
        case "opened": enter(nil, at: time)
        case "mode":
            if hidesMode { break }
            enter(text(after: #""actual":""#, in: line), at: time)
        case "acceptance":
            guard let number, !hidesAcceptance else { return }
            decisions[number, default: Marks()].isAcceptedByPerson = true
        case "intent":
            guard let number else { return }
            decisions[number, default: Marks()].hasIntent = true
            begun.append(number)
        case "verdict":
            guard text(after: #""accepted":"#, in: line) == "true" else {
                if let reason = denial(in: line) { denials[reason, default: 0] += 1 }
                return
            }
            guard let number else { return }
            let isBinding =
                find(#""kind":"binding""#, in: line) != nil
                || find(#""kind":"recovery""#, in: line) != nil
            if isBinding { decisions[number, default: Marks()].isAccepted = true }
        case "permit":
            if let number { decisions[number, default: Marks()].permit = line }
        case "outcome":
            guard let number, let result = lastText(after: #""result":""#, in: line) else { return }
            outcomes[result, default: 0] += 1
            if result == "verified" { verifiedAt = time }
            decisions[number] = nil
        default: break
        }
    }

    private mutating func enter(_ next: String?, at time: Double) {
        if mode == "supervisory" || mode == "automatic" { supervisedUntil = time }
        if next == "automatic", mode != next { automatic.entered += 1 }
        if mode == "automatic", mode != next { automatic.left[next ?? "restart", default: 0] += 1 }
        mode = next
    }

    /// A write has left the guard's side.
    mutating func noteWrite(of decision: UInt64) {
        if mode == "automatic", decisions[decision]?.isAcceptedByPerson != true {
            automatic.writes += 1
        }
    }

    /// Why a verdict denied, as `card, rate: step too large (soft start)`.
    private func denial(in line: [UInt8]) -> String? {
        // The first denial stands before the findings.
        guard let check = text(after: #""check":""#, in: line),
            let reason = text(after: #""because":{""#, in: line)
        else { return nil }
        let kinds = [("card", "preview"), ("back-off", "recovery")]
        let judged = kinds.first { find(#""kind":"\#($0.1)""#, in: line) != nil }?.0 ?? "act"
        var words = "\(judged), \(check): \(Self.words(reason))"
        if reason == "limitMissing", let which = text(after: #""_0":""#, in: line) {
            words += " (\(which))"
        }
        if reason == "stepTooLarge", let tag = text(after: #""about":""#, in: line),
            let largest = largestSteps[tag],
            let allowed = text(after: #""allowed":"#, in: line).flatMap(Double.init),
            allowed < largest
        {
            words += " (soft start)"
        }
        return words
    }

    /// A case's name in plain words: `stepTooLarge` is "step too large".
    private static func words(_ name: String) -> String {
        name.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) }
    }

    /// The target that a permit names for a handle.
    static func target(of tag: String, in permit: [UInt8]) -> Double? {
        guard let at = find(#""tag":"\#(tag)""#, in: permit) else { return nil }
        return text(after: #""to":"#, in: Array(permit[at...])).flatMap(Double.init)
    }

    /// Forgets what did not outlive a crash.
    mutating func restart() { begun = [] }
}

/// Where the first `needle` begins.
private func find(_ needle: String, in line: [UInt8], from start: Int = 0) -> Int? {
    let needle = Array(needle.utf8)
    guard let first = needle.first, line.count >= needle.count else { return nil }
    let last = line.count - needle.count
    var at = start
    while at <= last {
        if line[at] == first {
            var matched = 1
            while matched < needle.count, line[at + matched] == needle[matched] { matched += 1 }
            if matched == needle.count { return at }
        }
        at += 1
    }
    return nil
}

/// What follows the first `key`, up to a comma, a quotation mark or a bracket.
private func text(after key: String, in line: [UInt8], from start: Int = 0) -> String? {
    guard let at = find(key, in: line, from: start) else { return nil }
    let rest = line[(at + key.utf8.count)...]
    let end = rest.firstIndex {
        $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "}")
    }
    return String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)
}

/// The same of the last `key` in the line.
private func lastText(after key: String, in line: [UInt8]) -> String? {
    var (start, found) = (0, String?.none)
    while let at = find(key, in: line, from: start) {
        found = text(after: key, in: line, from: at)
        start = at + 1
    }
    return found
}
