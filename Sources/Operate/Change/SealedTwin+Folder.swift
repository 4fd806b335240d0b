import ConnectModbus
import Diagnostics
import Expressions
import Guard
import GuardSide
import Loop
import Quantities
package import Seal
import Sense
import Signing
import Tags
import TwinFile

extension SealedTwin {
    /// The safety part of a twin, compiled from its file and its model.
    ///
    /// - Throws: `AssemblyError`, `ConnectionSetupError` or `SealedTwinError`; the engineer mends
    /// the   file.
    package init(_ folder: TwinFolder) throws {
        let twin = folder.twin
        let settings = try LoopSettings(twin, folder.model)
        let assembly = GuardAssembly(twin, spacing: settings.spacing)
        var units = SealedUnitTable()
        let tags = twin.tags.map {
            SealedTag(
                tag: $0.name, role: $0.role, text: $0.text, unit: units.symbol(of: $0.unit))
        }
        let holds = twin.holds.map { Self.hold($0, &units) }
        let objective = Self.objective(twin, &units)
        let locks = twin.interlocks.map {
            SealedCondition(name: $0.reason, when: units.text(of: $0.when))
        }
        let stops = twin.stops.map {
            SealedCondition(name: $0.reason, when: units.text(of: $0.when))
        }
        let modes = assembly.reading.modes.map {
            SealedPlantMode(mode: $0.mode, when: units.text(of: $0.when))
        }
        let regions = assembly.reading.regions.map { region in
            SealedRegion(
                name: region.name, when: units.text(of: region.when),
                reads: region.when.names.compactMap { name in
                    region.reads[name].map { .init(name: name, from: $0) }
                })
        }
        var connections: [SealedConnection] = []
        for connection in twin.connections {
            connections.append(
                SealedConnection(
                    name: connection.name, isSimulator: connection.isSimulator,
                    connection.settings, reading: try connection.readingMap(twin).points,
                    writing: try connection.writingMap(twin).points,
                    block: Self.block(twin, behind: connection)))
        }
        let figures = twin.guardSettings
        self.init(
            name: twin.name, owner: twin.owner, isSimulator: twin.isSimulator,
            cadence: SealedCadence(
                sense: twin.cadence.sense, optimize: twin.cadence.optimize,
                horizon: twin.cadence.horizon),
            modes: assembly.modes, rules: assembly.rules, handles: Self.handles(twin, assembly),
            interlocks: locks, stops: stops, plantModes: modes,
            sense: LoopSettings.senseRules(of: twin),
            tags: tags, units: units.units, connections: connections, holds: holds,
            objective: objective, regions: regions,
            wall: WallClockFigures(
                lease: figures.lease, leaseRenewal: figures.leaseRenewal,
                heartbeat: figures.heartbeat),
            sources: SealedSources(
                twinHash: folder.hash(ofSource: 0), modelFile: twin.modelFile,
                modelHash: folder.hash(ofSource: 1)))
        head = twin.journalHead.map { head in
            // The file counts as the wire does, from 0.
            let first = twin.connections.first { $0.name == head.connection }?.modbus.firstRegister
            return SealedHead(
                connection: head.connection, register: head.register + (first ?? 0))  // declared
        }
        _ = try body()
    }

    private static func handles(_ twin: Twin, _ assembly: GuardAssembly) -> [SealedHandle] {
        assembly.reading.handles.compactMap { binding in
            twin[binding.tag]?.limits.map {
                SealedHandle(binding: binding, owner: $0.owner, reason: $0.reason)
            }
        }
    }

    /// The companion block, if it lies behind this connection.
    private static func block(_ twin: Twin, behind connection: Connection) -> SealedBlock? {
        guard let block = twin.block, block.connection == connection.name else { return nil }
        // The file counts as the wire does, from 0.
        let first = connection.modbus.firstRegister
        return SealedBlock(
            owner: block.owner, control: block.control + first, status: block.status + first,
            statusArea: block.statusTable == .input ? .input : .holding,
            loops: block.loops.map {
                .init(tag: $0.tag, mailbox: $0.mailbox + first, status: $0.status + first)
            })
    }

    private static func hold(_ hold: Hold, _ units: inout SealedUnitTable) -> SealedHold {
        var price: Double?
        if case .soft(let given) = hold.firmness { price = given }
        return SealedHold(
            name: hold.variable, unit: units.symbol(of: hold.unit), low: hold.low, high: hold.high,
            softPrice: price, owner: hold.owner, reason: hold.reason)
    }

    private static func objective(
        _ twin: Twin, _ units: inout SealedUnitTable
    ) -> SealedObjective {
        SealedObjective(
            costs: twin.objective.terms.map {
                .init(
                    name: $0.name, of: units.text(of: $0.of), price: $0.price,
                    unit: units.symbol(of: $0.priceUnit), owner: $0.owner, validFor: $0.validFor)
            },
            travel: twin.objective.movePrices.map { .init(tag: $0.tag, travelPrice: $0.price) },
            worthActingAbove: twin.objective.worthActingAbove)
    }
}

/// Gathers the units that a sealed twin is written in; each symbol once, in the order of meeting.
private struct SealedUnitTable {
    private(set) var units: [SealedUnit] = []

    mutating func symbol(of unit: Unit) -> String {
        if !units.contains(where: { $0.symbol == unit.symbol }) { units.append(SealedUnit(unit)) }
        return unit.symbol
    }

    /// A formula's text with single spaces, and its units noted.
    mutating func text(of formula: Formula) -> String {
        note(formula.term)
        var text = ""
        var isQuoted = false
        for letter in formula.text {
            if letter == "'" { isQuoted.toggle() }
            if letter.isWhitespace && !isQuoted {
                if !text.hasSuffix(" ") { text += " " }
            } else {
                text.append(letter)
            }
        }
        return text.hasSuffix(" ") ? String(text.dropLast()) : text
    }

    private mutating func note(_ term: Term) {
        if case .number(_, let unit) = term.shape { _ = symbol(of: unit) }
        for child in term.children { note(child) }
    }
}

extension TwinFolder {
    /// The text of one of its files, as it was read, with "\n" at its lines' ends.
    func text(ofSource index: Int) -> String {
        sources.indices.contains(index) ? sources[index].lines.joined(separator: "\n") : ""
    }

    /// SHA-256 of that text in hexadecimal; the same that a run's opening record names.
    func hash(ofSource index: Int) -> String {
        Digest(of: text(ofSource: index).utf8).description
    }
}
