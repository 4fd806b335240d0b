import Diagnostics
import Yams

extension Reading {
    /// Words that YAML 1.1 reads as true or false and YAML 1.2 as text.
    private static let halfBooleans = ["yes", "no", "on", "off", "y", "n"]

    /// The whole file as entries with places; nil if it cannot be read at all.
    func compose() -> Entry? {
        let text = source.lines.joined(separator: "\n")
        guard text.utf8.count <= StrictYaml.largest else {
            refuse(
                Place(line: 1, column: 1), "the file is larger than a twin can be",
                note: "at most \(StrictYaml.largest) bytes")
            return nil
        }
        let refusals = StrictYaml(source: source).refusals()
        for refusal in refusals { findings.add(refusal) }
        guard refusals.isEmpty else { return nil }
        do {
            guard let node = try Yams.compose(yaml: text, .basic, .default, .utf8) else {
                refuse(
                    Place(line: 1, column: 1), "the file is empty", mend: "see docs/twin-file.md")
                return nil
            }
            return entry(node)
        } catch let error as YamlError {
            report(error)
        } catch {
            refuse(Place(line: 1, column: 1), "the file cannot be read as YAML")
        }
        return nil
    }

    private func report(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = place(of: mark)
            let why = context.map { " \($0.text) that began at line \($0.mark.line)" } ?? ""
            refuse(
                place, "this is not YAML: \(problem)\(why)",
                mend: "check brackets, quotes, colons and indentation here and just above")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = keys.first ?? ""
            let first = place(of: context.mark)
            refuse(
                repetition(of: key, after: first), "the key \"\(key)\" stands twice",
                note: "first at line \(first.line)", mend: "keep one of them")
        case .reader(let problem, _, _, _):
            refuse(
                Place(line: 1, column: 1), "this is not text: \(problem)",
                mend: "save the file as UTF-8 without control characters")
        default: refuse(Place(line: 1, column: 1), "the file cannot be read as YAML")
        }
    }

    /// A mark of the YAML library as a place of the file. At the file's end it marks the line after
    /// the last.
    private func place(of mark: Mark) -> Place {
        let line = min(max(1, mark.line), source.lines.count)
        let end = source.lines[line - 1].unicodeScalars.count + 1
        return Place(line: line, column: line < mark.line ? end : min(max(1, mark.column), end))
    }

    /// Where a key stands again: in the same column below, or further on in the line.
    private func repetition(of key: String, after first: Place) -> Place {
        let wanted = Array(key.unicodeScalars)
        for number in first.line...max(first.line, source.lines.count) {
            let line = Array(source.lines[number - 1].unicodeScalars)
            let columns =
                number == first.line
                ? Array(
                    (first.column + wanted.count - 1)..<max(first.column + wanted.count, line.count)
                )
                : [first.column - 1]
            for start in columns where start + wanted.count < line.count {
                guard Array(line[start..<start + wanted.count]) == wanted,
                    line[start + wanted.count] == ":"
                else { continue }
                return Place(line: number, column: start + 1, length: wanted.count)
            }
        }
        return Place(line: first.line, column: first.column, length: wanted.count)
    }

    /// One node of the YAML library as an entry; says what is wrong with scalars and keys.
    private func entry(_ node: Node) -> Entry {
        var place = node.mark.map(place) ?? Place(line: 1, column: 1)  // the root has a mark
        switch node {
        case .scalar(let scalar):
            let isPlain = scalar.style == .plain || scalar.style == .any
            let text = String(scalar.string)
            place.length = isPlain ? text.unicodeScalars.count : quotedLength(at: place)
            if isPlain, Self.halfBooleans.contains(text.lowercased()) {
                refuse(
                    place, "\"\(text)\" is true or false in YAML 1.1 and a word in YAML 1.2",
                    mend: "write true or false; or put a name in quotes: \"\(text)\"")
            }
            return Entry(shape: .text(text, isPlain: isPlain), place: place)
        case .sequence(let items):
            place.length = bracketLength(at: place)
            return Entry(shape: .list(items.map(entry)), place: place)
        case .mapping(let mapping):
            place.length = bracketLength(at: place)
            var pairs: [Pair] = []
            for (key, value) in mapping {
                let name = entry(key)
                guard case .text(let text, _) = name.shape, !text.isEmpty else {
                    refuse(name.place, "a key is \(name.shown)", note: "a key is a text")
                    continue
                }
                pairs.append(Pair(key: text, keyPlace: name.place, value: entry(value)))
            }
            return Entry(shape: .map(pairs), place: place)
        case .alias:
            refuse(place, "an alias is not used here", mend: "write the value out")
            return Entry(shape: .list([]), place: place)
        }
    }

    /// How far a quoted scalar reaches in its line.
    private func quotedLength(at place: Place) -> Int {
        let rest = scalars(from: place)
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return 1 }
        let end = rest.dropFirst().firstIndex(of: quote)
        return end.map { $0 - rest.startIndex + 1 } ?? rest.count
    }

    /// How far a bracket reaches in its line; 1 for a section or list by indentation.
    private func bracketLength(at place: Place) -> Int {
        let rest = scalars(from: place)
        guard rest.first == "[" || rest.first == "{" else { return 1 }
        var depth = 0
        for (offset, c) in rest.enumerated() {
            if c == "[" || c == "{" { depth += 1 }
            if c == "]" || c == "}" { depth -= 1 }
            if depth == 0 { return offset + 1 }
        }
        return rest.count
    }

    private func scalars(from place: Place) -> ArraySlice<Unicode.Scalar> {
        guard source.lines.indices.contains(place.line - 1) else { return [] }
        return Array(source.lines[place.line - 1].unicodeScalars).dropFirst(place.column - 1)
    }
}
