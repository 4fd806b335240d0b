package import Diagnostics
import Expressions
package import Quantities
import Tags

extension Twin {
    /// Reads a `twin.yaml` strictly: any unknown key, missing limit, wrong unit or undeclared name
    /// refuses the file.
    ///
    /// - Parameters:
    ///   - text: the file's whole text.
    ///   - file: its name for messages, as the user gave it.
    ///   - model: gives the names of the model in the file that `model:` names; nil where the model
    ///     is not known, and then names and units of its variables are not checked.
    /// - Throws: all findings of the reading, with places, causes and mends.
    package static func read(
        _ text: String, file: String, units: any UnitReader,
        model: (_ modelFile: String) -> ModelNames? = { _ in nil }
    ) throws(Findings) -> Twin {
        let reading = Reading(source: SourceText(file: file, text: text), units: units)
        let twin = reading.compose().flatMap { root -> Twin? in
            guard
                let section = Section(
                    root, TwinKeys.twin, "the file", at: Place(line: 1, column: 1), in: reading)
            else { return nil }
            let modelFile = section.text("model") ?? ""
            let names = isInside(modelFile) ? model(modelFile) : nil
            let reader = TwinReader(reading: reading, root: section, model: names)
            return reader.twin()
        }
        guard let twin, !reading.findings.hasErrors else { throw reading.findings }
        return twin
    }
}

/// Reads the sections of one file, each against what the earlier ones declared.
final class TwinReader {
    let reading: Reading
    let root: Section
    let model: ModelNames?
    var connections: [Connection] = []
    /// Every declared tag, whether or not the rest of its section could be read.
    var declared: [DeclaredTag] = []
    var map: [MapEntry] = []
    /// Where each interlock, permit or hold gave its reason.
    var reasons: [String: Place] = [:]

    /// A tag's name, role, unit and section, before the rest is read.
    struct DeclaredTag {
        let name: TagName
        let role: Role
        let unit: Unit
        let section: Section
        /// True or false rather than a number.
        let isTruth: Bool
    }

    init(reading: Reading, root: Section, model: ModelNames?) {
        self.reading = reading
        self.root = root
        self.model = model
    }

    func twin() -> Twin? {
        let cadence = readCadence()
        connections = readConnections()
        declareTags()
        let tags = readTags(sense: cadence?.sense)
        map = readMap()
        checkRegisters(tags)
        let block = readBlock(tags)
        let holds = readHolds()
        let groups = readGroups()
        let joint = readJointLimits()
        let interlocks = readInterlocks()
        let stops = readStops()
        let plantModes = readPlantModes()
        let objective = readObjective()
        let regions = readRegions()
        let modes = readModes()
        let shifts = readShifts()
        checkDrift(of: tags, shifts, modes)
        let guardSettings = cadence.map {
            readGuard($0, handles: declared.count { $0.role == .mv }, regions)
        }
        let responses = readStepResponses(cadence, guardSettings, holds, tags)
        let estimate = readEstimate()
        let learn = readLearn()
        let journalHead = readJournalHead(tags, block)
        checkSafetyRegisters(tags, block, journalHead)
        let records = readRecords()
        checkWhatMovesNeed()
        guard let name = root.text("twin"), let owner = root.text("owner"),
            let modelFile = readModelFile(), let cadence, let guardSettings
        else { return nil }
        return Twin(
            name: name, owner: owner, modelFile: modelFile, cadence: cadence,
            connections: connections, block: block, tags: tags, map: map, holds: holds,
            groups: groups,
            jointLimits: joint, interlocks: interlocks, stops: stops, shifts: shifts,
            stepResponses: responses, plantModes: plantModes,
            objective: objective, regions: regions, modes: modes,
            guardSettings: guardSettings, estimate: estimate, learn: learn,
            journalHead: journalHead,
            records: records)
    }

    // MARK: head

    private func readModelFile() -> String? {
        guard let file = root.text("model") else { return nil }
        if isInside(file), file.hasSuffix(".mo") { return file }
        root.refuse(
            "model", "\"\(file)\" is not a model file", note: "a .mo file in the twin's directory")
        return nil
    }

    private func readRecords() -> String {
        guard let directory = root.text("records") else { return "records" }
        if !isInside(directory) {
            root.refuse("records", "\"\(directory)\" is not inside the twin's directory")
        }
        return directory
    }

    private func readCadence() -> Cadence? {
        guard let section = root.section("cadence", TwinKeys.cadence) else { return nil }
        guard let sense = section.duration("sense"), let optimize = section.duration("optimize"),
            let horizon = section.duration("horizon")
        else { return nil }
        func check(_ key: String, _ value: Double, _ part: String, _ unit: Double) {
            let count = value / unit
            if count >= 1, abs(count - count.rounded()) < 1e-6 { return }
            section.refuse(
                key, "\(key) is not a whole multiple of \(part)", note: "\(part) is \(unit) s")
        }
        check("optimize", optimize, "sense", sense)
        check("horizon", horizon, "optimize", optimize)
        return Cadence(sense: sense, optimize: optimize, horizon: horizon)
    }

    private func readConnections() -> [Connection] {
        guard let pair = root["connections"] else { return [] }
        return reading.named(pair.value, "connections").compactMap { pair in
            guard
                let section = Section(
                    pair.value, TwinKeys.connection, pair.key, at: pair.keyPlace, in: reading)
            else { return nil }
            return readConnection(pair.key, section)
        }
    }

    private func readConnection(_ name: String, _ section: Section) -> Connection? {
        let address = section.text("modbus").flatMap { text -> (String, Int)? in
            let body = text.hasPrefix("tcp://") ? text.dropFirst(6) : ""
            let colon = body.lastIndex(of: ":")
            let port = colon.flatMap { Int(body[body.index(after: $0)...]) }
            let host = colon.map { String(body[..<$0]) } ?? ""
            let isHost = !host.isEmpty && host.unicodeScalars.allSatisfy(Self.isHostLetter)
            if isHost, let port, (1...65535).contains(port) { return (host, port) }
            section.refuse(
                "modbus", "\"\(text)\" is not an address", note: "such as tcp://127.0.0.1:1502")
            return nil
        }
        let station = section["station"].flatMap { reading.whole($0.value, "station", 0...255) }
        let timeout = section.duration("timeout")
        let words: ModbusSettings.WordOrder? = section["words"].flatMap {
            reading.word($0.value, section.what("words"))
        }
        let first = section["registers from"].flatMap {
            reading.whole($0.value, "registers from", 0...1)
        }
        let isSimulator = section["simulator"].flatMap {
            reading.truth($0.value, section.what("simulator"))
        }
        guard let address, let station, let timeout, let words, let first else { return nil }
        return Connection(
            name: name,
            modbus: ModbusSettings(
                host: address.0, port: address.1, station: station, timeout: timeout, words: words,
                firstRegister: first),
            isSimulator: isSimulator ?? false)  // a real plant unless the file says otherwise
    }

    private static func isHostLetter(_ c: Unicode.Scalar) -> Bool {
        switch c {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "[", "]", ":": true
        default: false
        }
    }

    // MARK: names

    subscript(tag: String) -> DeclaredTag? { declared.first { $0.name.text == tag } }

    /// The connection that a section names, or a complaint there.
    func declaredConnection(of section: Section) -> Connection? {
        guard let name = section.text("connection") else { return nil }
        if let connection = connections.first(where: { $0.name == name }) { return connection }
        section.refuse(
            "connection", "the connection \(name) is not declared",
            note: "declared: " + connections.map(\.name).joined(separator: ", "))
        return nil
    }

    /// A register's address on the wire, with room for `width` of them, where a connection counts
    /// from `first`; or a complaint.
    func address(_ section: Section, _ key: String, _ width: Int, _ first: Int) -> Int? {
        guard let pair = section[key],
            let number = reading.whole(pair.value, section.what(key), 0...65536)
        else { return nil }
        let address = number - first
        if address >= 0, address + width <= 65_536 { return address }
        section.refuse(
            key, "register \(number) does not exist, or not all \(width) from it on",
            note: "the connection numbers its registers from \(first)")
        return nil
    }

    /// A declared tag, or a complaint at `place`.
    func tag(_ name: String, _ place: Place, _ what: String, role: Role? = nil) -> DeclaredTag? {
        guard let tag = self[name] else {
            let known = declared.map(\.name.text)
            reading.refuse(
                place, "\(what): the tag \(name) is not declared",
                note: "not among the keys of \"tags\"",
                mend: nearestName(to: name, among: known).map { "did you mean \($0)?" })
            return nil
        }
        if let role, tag.role != role {
            reading.refuse(
                place, "\(what): \(name) has the role \(tag.role.rawValue)",
                note: "expected a tag of the role \(role.rawValue)")
            return nil
        }
        return tag
    }

    /// The tags as formulas may use them.
    var tagNames: [(String, Kind)] {
        declared.map { ($0.name.text, $0.isTruth ? .truth : .level(in: $0.unit)) }
    }

    /// Checks that a formula over tags yields true or false.
    func condition(_ entry: Entry, _ what: String) -> Formula? {
        guard let placed = reading.formula(entry, what) else { return nil }
        return checked(placed, what, Vocabulary("tags", tagNames), expecting: { $0 == .truth })
    }

    /// Checks a formula over tags and model variables; names of an unknown model pass unchecked.
    func overModel(
        _ placed: PlacedFormula, _ what: String, expecting fits: (Kind) -> Bool
    ) -> Formula? {
        guard let model else {
            return placed.formula.names.allSatisfy { self[$0] != nil }
                ? checked(placed, what, Vocabulary("tags", tagNames), expecting: fits)
                : placed.formula
        }
        let variables = model.variables.map { ($0.name, Kind.level(in: $0.unit ?? .one)) }
        let names = Vocabulary("tags and variables of the model", variables + tagNames)
        return checked(placed, what, names, expecting: fits)
    }

    private func checked(
        _ placed: PlacedFormula, _ what: String, _ names: Vocabulary, expecting fits: (Kind) -> Bool
    ) -> Formula? {
        do {
            let kind = try placed.formula.kind(in: names)
            if fits(kind) { return placed.formula }
            reading.refuse(
                placed.place, "\(what) is \(kind.text)",
                note: fits(.truth) ? "expected a condition, true or false" : "expected a number")
        } catch {
            reading.report(error, in: placed.formula.text, placed.place)
        }
        return nil
    }
}

/// Whether a path is relative, does not climb, and names something.
private func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.contains("\\")
        && !path.split(separator: "/").contains("..")
}
