/// "a", "a and b", "a, b and c", "a, b, c, d, e and 12 more".
func list(_ names: [String]) -> String {
    let most = 6
    if names.count > most {
        return names.prefix(most - 1).joined(separator: ", ")
            + " and \(names.count - most + 1) more"
    }
    guard let last = names.last, names.count > 1 else { return names.first ?? "nothing" }
    return names.dropLast().joined(separator: ", ") + " and " + last
}

/// "1 equation", "3 equations".
func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// "line 7", "lines 7, 9 and 12": each line once.
func linesText(_ places: [Place]) -> String {
    let lines = Set(places.map(\.line)).sorted()
    return (lines.count == 1 ? "line " : "lines ") + list(lines.map(String.init))
}
