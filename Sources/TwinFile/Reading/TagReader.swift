import Expressions
import Quantities
import Tags

extension TwinReader {
    /// Finds every tag's name, role and unit, so that sections may refer to later ones.
    func declareTags() {
        guard let pair = root["tags"] else { return }
        for pair in reading.named(pair.value, "tags") {
            guard
                let section = Section(
                    pair.value, TwinKeys.tag, pair.key, at: pair.keyPlace, in: reading)
            else { continue }
            let role: Role? = section["role"].flatMap {
                reading.word($0.value, section.what("role"))
            }
            let unitText = section.text("units")
            let unit = unitText.flatMap {
                reading.unit($0, section["units"]?.value.place ?? section.place)
            }
            if unitText == nil, let role, [.mv, .cv, .dv, .limit].contains(role) {
                section.refuse(
                    "units", "\"units\" is missing", note: "a \(role.rawValue) has a unit",
                    mend: "add \"units: degC\", or \"units: 1\" for a plain number")
            }
            var isBit = false
            if unitText == nil, let source = section["source"],
                case .map(let keys) = source.value.shape
            {
                isBit = keys.contains { $0.key == "discrete" || $0.key == "coil" }
            }
            guard let role else { continue }
            declared.append(
                DeclaredTag(
                    name: TagName(pair.key), role: role, unit: unit ?? .one, section: section,
                    isTruth: isBit))
        }
        if declared.isEmpty { root.refuse("tags", "no tag is declared") }
    }

    func readTags(sense: Double?) -> [TagDeclaration] {
        declared.map { tag in
            let section = tag.section
            let isMoved = tag.role == .mv
            for key in ["write", "readback", "loop", "limits", "recovery"] {
                if isMoved, section[key] == nil {
                    let note = key == "limits" ? "a missing limit is not an infinite one" : nil
                    reading.refuse(
                        section.place, "\(tag.name): \"\(key)\" is missing", note: note,
                        mend: "an MV needs it: \(TwinKeys.tag[key]?.example ?? "")")
                } else if !isMoved, let pair = section[key] {
                    reading.refuse(
                        pair.keyPlace, "\(tag.name): a \(tag.role.rawValue) has no \"\(key)\"",
                        note: "only an MV has")
                }
            }
            if isMoved, let pair = section["source"] {
                reading.refuse(
                    pair.keyPlace,
                    "\(tag.name): an MV has \"write\" and \"readback\", not \"source\"")
            }
            if !isMoved, section["source"] == nil, !connections.isEmpty {
                reading.refuse(
                    section.place, "\(tag.name): \"source\" is missing",
                    mend: "add \"source: \(TwinKeys.tag["source"]?.example ?? "")\"")
            }
            let isSafety = readSafety(tag)
            let limits = isMoved ? readLimits(tag) : nil
            let recovery = isMoved ? readRecovery(tag) : nil
            return TagDeclaration(
                name: tag.name, role: tag.role, text: section.text("text") ?? "", unit: tag.unit,
                source: readSource(tag, isMoved ? "readback" : "source", forWriting: false),
                write: isMoved ? readSource(tag, "write", forWriting: true) : nil,
                loop: isMoved ? readLoop(tag) : nil,
                isCritical: section["critical"].flatMap {
                    reading.truth($0.value, section.what("critical"))
                } ?? false,  // false is the documented default
                isSafety: isSafety,
                validity: readValidity(tag, sense: sense), expected: readExpected(tag),
                limits: limits, recovery: recovery,
                recoveryRate: readRecoveryRate(tag, recovery, limits))
        }
    }

    // MARK: sources

    private func readSource(_ tag: DeclaredTag, _ key: String, forWriting: Bool) -> Source? {
        guard let section = tag.section.section(key, TwinKeys.source),
            let connection = declaredConnection(of: section)
        else { return nil }
        let tables = Source.Table.allCases.filter { section[$0.rawValue] != nil }
        guard tables.count == 1, let table = tables.first else {
            reading.refuse(
                section.place, "\(section.name) names \(tables.count) registers",
                note: "exactly one of holding, input, discrete, coil")
            return nil
        }
        if forWriting, !table.isWritable {
            section.refuse(
                table.rawValue, "\(table.rawValue) cannot be written", note: "holding or coil can")
        }
        guard let pair = section[table.rawValue],
            let number = reading.whole(pair.value, section.what(table.rawValue), 0...65536),
            let type = numberType(section, table)
        else { return nil }
        let address = number - connection.modbus.firstRegister
        guard address >= 0, address + type.registers <= 65536 else {
            section.refuse(
                table.rawValue, "register \(number) does not exist",
                note:
                    "\(connection.name) numbers its registers from "
                    + "\(connection.modbus.firstRegister)"
            )
            return nil
        }
        let scale = section["scale"].flatMap { reading.number($0.value, section.what("scale")) }
        let offset = section["offset"].flatMap { reading.number($0.value, section.what("offset")) }
        if scale == 0 { section.refuse("scale", "scale is 0", note: "every value would be lost") }
        return Source(
            connection: connection.name, table: table, address: address, number: number, type: type,
            scale: scale ?? 1, offset: offset ?? 0)  // the documented defaults
    }

    private func numberType(_ section: Section, _ table: Source.Table) -> Source.NumberType? {
        guard let pair = section["type"] else {
            guard table.isRegister else { return .bit }
            reading.refuse(
                section.place, "\(section.name): \"type\" is missing", mend: "add \"type: float32\""
            )
            return nil
        }
        guard table.isRegister else {
            reading.refuse(
                pair.keyPlace, "\(section.name): a \(table.rawValue) is a bit and has no type")
            return nil
        }
        return reading.word(
            pair.value, section.what("type"),
            among: Source.NumberType.allCases.filter { $0 != .bit })
    }

    /// Two values must not share a register in part, and no two tags write the same one.
    func checkRegisters(_ tags: [TagDeclaration]) {
        var seen: [(tag: TagName, source: Source, writes: Bool)] = []
        for tag in tags {
            for (source, writes) in [(tag.source, false), (tag.write, true)] {
                guard let source else { continue }
                let end = source.address + source.type.registers
                let other = seen.first {
                    $0.source.connection == source.connection && $0.source.table == source.table
                        && $0.source.address < end
                        && source.address < $0.source.address + $0.source.type.registers
                        && ($0.source.address != source.address || $0.source.type != source.type
                            || ($0.writes && writes))
                }
                if let other {
                    let place = self[tag.name.text]?.section.place ?? root.place
                    reading.refuse(
                        place,
                        "\(tag.name) and \(other.tag) share \(source.table.rawValue) "
                            + "\(source.number)",
                        note: "\(source.type.rawValue) takes \(source.type.registers) registers")
                }
                seen.append((tag.name, source, writes))
            }
        }
    }

    // MARK: loop, validity, recovery

    private func readLoop(_ tag: DeclaredTag) -> LoopDeclaration? {
        guard let section = tag.section.section("loop", TwinKeys.loop) else { return nil }
        func state(_ key: String, truth: Bool) -> TagName? {
            guard let pair = section[key], let name = section.text(key),
                let found = self.tag(name, pair.value.place, section.what(key), role: .state)
            else { return nil }
            if found.isTruth != truth {
                section.refuse(
                    key, "\(name) is \(found.isTruth ? "true or false" : "a number")",
                    note: truth ? "expected a discrete input or a coil" : "expected a register")
            }
            return found.name
        }
        let either = state("saturated", truth: true)
        let high = state("saturated high", truth: true)
        let low = state("saturated low", truth: true)
        if either != nil, high != nil || low != nil {
            section.refuse("saturated", "\"saturated\" stands beside \"saturated high\" or \"low\"")
        }
        func values(_ key: String) -> [Double] {
            guard let pair = section[key] else { return [] }
            if case .list(let items) = pair.value.shape {
                return items.compactMap { reading.number($0, section.what(key)) }
            }
            return reading.number(pair.value, section.what(key)).map { [$0] } ?? []
        }
        let remote = values("remote when")
        let manual = values("manual when")
        if remote.contains(where: manual.contains) {
            section.refuse("manual when", "a value is both remote and manual")
        }
        guard let mode = state("mode", truth: false), !remote.isEmpty else { return nil }
        return LoopDeclaration(
            mode: mode, remoteWhen: remote, manualWhen: manual, saturatedHigh: either ?? high,
            saturatedLow: either ?? low)
    }

    private func readExpected(_ tag: DeclaredTag) -> Expected? {
        guard let pair = tag.section["expected"] else { return nil }
        guard tag.role == .dv else {
            reading.refuse(
                pair.keyPlace, "\(tag.name): a \(tag.role.rawValue) has no \"expected\"",
                note: "only a DV has")
            return nil
        }
        guard let section = tag.section.section("expected", TwinKeys.expected) else { return nil }
        guard let pair = section["to"],
            let to = reading.quantity(
                pair.value, section.what("to"), tag.unit.dimension, .level, default: tag.unit,
                example: "160 t/h"),
            let within = section.duration("within")
        else { return nil }
        return Expected(to: to, within: within)
    }

    private func readValidity(_ tag: DeclaredTag, sense: Double?) -> Validity {
        let threePeriods = 3 * (sense ?? 10)  // without a cadence the file is refused anyway
        var validity = Validity(
            range: nil, rate: nil, staleAfter: threePeriods, frozenAfter: nil, spike: nil)
        let section = tag.section.section("valid", TwinKeys.valid)
        if tag.role == .cv || tag.role == .dv, section?["range"] == nil {
            reading.refuse(
                section?.place ?? tag.section.place, "\(tag.name): valid: \"range\" is missing",
                note: "a missing limit is not an infinite one",
                mend: "add \"valid: {range: [low, high]}\", where the instrument can be right")
        }
        guard let section else { return validity }
        if let pair = section["range"] {
            validity.range = reading.range(
                pair.value, section.what("range"), tag.unit.dimension, default: tag.unit,
                example: "[0, 1400]")
        }
        if let pair = section["rate"] {
            validity.rate = reading.positive(
                pair.value, section.what("rate"), tag.unit.dimension / .time, example: "25 K/s")
        }
        if let stale = section.duration("stale after") {
            validity.staleAfter = stale
            if let sense, stale < sense {
                section.refuse("stale after", "\"stale after\" is shorter than the sense period")
            }
        }
        validity.frozenAfter = section.duration("frozen after")
        if let pair = section["spike"] {
            validity.spike = reading.positive(
                pair.value, section.what("spike"), tag.unit.dimension, default: tag.unit,
                example: "40 K")
        }
        return validity
    }

    /// As fast as every ramp window allows, unless the file asks for less.
    private func readRecoveryRate(
        _ tag: DeclaredTag, _ recovery: Recovery?, _ limits: MoveLimits?
    ) -> Double? {
        let moves: Bool
        switch recovery {
        case .rampToSafe, .returnToBaseline: moves = true
        case .keep, .returnToLocal, nil: moves = false
        }
        guard let pair = tag.section["recovery rate"] else {
            return moves ? limits?.fastest : nil
        }
        guard moves else {
            reading.refuse(
                pair.keyPlace,
                "\(tag.name): \"recovery rate\" goes with RAMP_TO_SAFE and "
                    + "RETURN_TO_BASELINE only")
            return nil
        }
        guard
            let rate = reading.positive(
                pair.value, tag.section.what("recovery rate"), tag.unit.dimension / .time,
                example: "2 K/min")
        else { return nil }
        if let fastest = limits?.fastest, !(rate <= fastest * (1 + 1e-9)) {
            reading.refuse(
                pair.value.place, "\(tag.name): the recovery is faster than its ramps allow",
                note: "at most \(brief((fastest * 60 / tag.unit.scale * 1e6).rounded() / 1e6)) "
                    + "\(tag.unit.difference.symbol)/min")
            return nil
        }
        return rate
    }

    private func readRecovery(_ tag: DeclaredTag) -> Recovery? {
        let section = tag.section
        guard let word = section.text("recovery"), let pair = section["recovery"] else {
            return nil
        }
        if word != "RAMP_TO_SAFE", let safe = section["safe"] {
            reading.refuse(safe.keyPlace, "\(tag.name): \"safe\" goes with RAMP_TO_SAFE only")
        }
        switch word {
        case "KEEP": return .keep
        case "RETURN_TO_BASELINE": return .returnToBaseline
        case "RETURN_TO_LOCAL": return .returnToLocal
        case "RAMP_TO_SAFE":
            guard let safe = section["safe"] else {
                section.refuse(
                    "recovery", "RAMP_TO_SAFE needs a safe value", mend: "add \"safe: 1160\"")
                return nil
            }
            return reading.quantity(
                safe.value, section.what("safe"), tag.unit.dimension, .level, default: tag.unit,
                example: "1160"
            ).map(Recovery.rampToSafe)
        default:
            reading.refuse(
                pair.value.place, "\(tag.name): recovery is \"\(word)\"",
                note: "one of KEEP, RAMP_TO_SAFE, RETURN_TO_BASELINE, RETURN_TO_LOCAL")
            return nil
        }
    }
}
