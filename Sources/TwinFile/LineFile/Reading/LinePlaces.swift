import Diagnostics
import Line

/// Finds the place in the file that a complaint about the model speaks of.
struct LinePlaces {
    let root: Entry
    /// Where the reading refused something: what the checks say of the same place only follows.
    let refused: Set<Place>

    init(root: Entry, refused: Findings) {
        self.root = root
        self.refused = Set(refused.all.map { Place(line: $0.line, column: $0.column) })
    }

    /// Where a path leads. Words of it that the file does not have, since it leaves something out
    /// or says it in a shorter way, are passed over.
    func place(of path: [String]) -> Place {
        var entry = root
        var place = Place(line: 1, column: 1)
        for name in path {
            switch entry.shape {
            case .text: return place
            case .map(let pairs):
                guard let pair = pairs.first(where: { $0.key == name }) else { continue }
                // A finding about a value shows the value; about a thing with a name, its name.
                place = pair.value.isSection ? pair.keyPlace : pair.value.place
                entry = pair.value
            case .list(let items):
                guard let item = LinePlaces.item(name, of: items) else { continue }
                place = item.place
                entry = item
            }
        }
        return place
    }

    /// An item by its name (of a step), by what it is for (of a campaign), or by its number from 1.
    private static func item(_ name: String, of items: [Entry]) -> Entry? {
        if let number = Int(name), items.indices.contains(number - 1) { return items[number - 1] }
        return items.first { item in
            switch item.shape {
            case .text(let text, _): return text == name
            case .map(let pairs):
                let said = pairs.first { $0.key == "step" } ?? pairs.first { $0.key == "at" }
                if case .text(let text, _)? = said?.value.shape { return text == name }
                if case .list(let stations)? = said?.value.shape,
                    case .text(let text, _)? = stations.first?.shape
                {
                    return text == name
                }
                return pairs.contains { $0.key == name }
            case .list: return false
            }
        }
    }

    /// Adds a complaint to what was found, unless its place was refused already.
    func report(
        _ complaint: LineComplaint, _ severity: Diagnostic.Severity, to reading: Reading
    ) {
        var place = place(of: complaint.path)
        if refused.contains(Place(line: place.line, column: place.column)) { return }
        if let within = complaint.within, place.length > within.lowerBound {
            let line = Array(reading.source.lines[place.line - 1].unicodeScalars)
            let isQuoted = ["\"", "'"].contains(line[place.column - 1])
            place.column += within.lowerBound + (isQuoted ? 1 : 0)
            place.length = max(1, within.count)
        }
        reading.findings.add(
            Diagnostic(
                severity, file: reading.source.file, line: place.line, column: place.column,
                length: place.length, message: complaint.message, mend: complaint.mend))
    }
}

extension Entry {
    fileprivate var isSection: Bool {
        if case .map = shape { return true }
        return false
    }
}
