import Connect
import ConnectModbus
import Expressions
import Guard
import GuardSide
import Sense
import Tags

/// What a sealed twin cannot say. The twin's file is checked more closely when it is read; this
/// keeps a program's mistake, or an old seal, from becoming a limit that is not there.
extension SealedTwin {
    /// The first thing that does not fit together; nil if all does.
    func complaint() throws(SealedTwinError) -> String? {
        if name.isEmpty { return "the asset has no name" }
        for (value, what) in [
            (cadence.sense, "sense"), (cadence.optimize, "optimize"), (cadence.horizon, "horizon"),
        ] where !(value > 0 && value.isFinite) {
            return "the cadence \"\(what)\" is \(value) s"
        }
        if let mode = modes.allowed.first(where: { !Mode.ladder.contains($0) || $0 == .off }) {
            return "nobody can ask for the mode \(mode.rawValue)"
        }
        let plain =
            wall.complaint(watchdog: modes.watchdog) ?? unitComplaint ?? handleComplaint
            ?? connectionComplaint ?? headComplaint
            ?? senseComplaint ?? ruleComplaint
        if let plain { return plain }
        return try formulaComplaint()
    }

    private var unitComplaint: String? {
        if let unit = units.first(where: { $0.unit == nil }) { return "no unit: \(unit.symbol)" }
        return doubled(units.map(\.symbol), "the unit") ?? doubled(tags.map(\.tag.text), "the tag")
    }

    private var handleComplaint: String? {
        let names = handles.map(\.tag)
        if let twice = doubled(names.map(\.text), "the handle") { return twice }
        guard names == rules.handles.map(\.tag) else {
            return "the handles are not those of the guard's rules"
        }
        for (handle, rules) in zip(handles, rules.handles) {
            guard handle.binding.tag == handle.tag else {
                return "\(handle.tag) is bound to the loop of \(handle.binding.tag)"
            }
            guard let band = rules.engineering, band.isSound else {
                return "\(handle.tag) has no engineering limits"
            }
            if let complaint = Self.complaint(of: rules.recovery, within: band) {
                return "\(handle.tag): \(complaint)"
            }
        }
        return nil
    }

    private static func complaint(of recovery: RecoveryAction?, within band: Band) -> String? {
        let speed: Double
        switch recovery {
        case nil: return "no recovery is declared; there is no default"
        case .keep, .returnToLocal: return nil
        case .rampToSafe(let safe, let rate):
            guard safe >= band.low && safe <= band.high else {
                return "the safe value lies outside the engineering limits"
            }
            speed = rate
        case .returnToBaseline(let rate): speed = rate
        }
        return speed > 0 && speed.isFinite ? nil : "the speed of its recovery is \(speed)"
    }

    private var connectionComplaint: String? {
        if let twice = doubled(connections.map(\.name), "the connection") { return twice }
        for connection in connections {
            guard (1...65_535).contains(connection.port), (0...255).contains(connection.station),
                connection.timeout > 0 && connection.timeout <= 600, !connection.host.isEmpty,
                (0...1).contains(connection.firstNumber)
            else { return "\(connection.name) cannot be reached as it is described" }
            for point in connection.reading + connection.writing {
                guard point.number >= 0, point.number <= 65_536, point.scaling.factor.isFinite,
                    point.scaling.factor != 0, point.scaling.offset.isFinite
                else { return "\(connection.name): \(point.tag) lies nowhere" }
            }
            do throws(ModbusMapError) {
                _ = try connection.readingMap()
                _ = try connection.writingMap()
            } catch { return "\(connection.name): \(error)" }
        }
        if let complaint = blockComplaint { return complaint }
        let written = connections.flatMap(\.writing).map(\.tag)
        guard Set(written) == Set(handles.map(\.tag)), written.count == handles.count else {
            return "what is written is not exactly the handles"
        }
        let read = connections.flatMap(\.reading).map(\.tag)
        return doubled(read.map(\.text), "the reading of")
            ?? handles.first { !read.contains($0.tag) }.map { "\($0.tag) is not read back" }
    }

    /// What would deny everything, or name what is not there.
    private var ruleComplaint: String? {
        let names = handles.map(\.tag)
        if let tag = rules.safetyTags.first(where: names.contains) {
            return "\(tag) is a tag of a safety system and stands on the write list"
        }
        if let complaint = safetyRegisterComplaint { return complaint }
        let named =
            modes.criticalLoops + rules.holds.flatMap(\.handles)
            + rules.stepResponses.map(\.handle)
        if let tag = named.first(where: { !names.contains($0) }) {
            return "\(tag) is not on the write list"
        }
        let hard = rules.hardLimits.map(\.tag)
        if let other = rules.stepResponses.first(where: { !hard.contains($0.variable) }) {
            return "\(other.variable) has a step response and no hard bound"
        }
        return doubled(regions.map(\.name), "the region")
    }

    private var blockComplaint: String? {
        let found = connections.filter { $0.block != nil }
        guard found.count <= 1 else { return "there are two companion blocks" }
        guard (rules.ownership.block == .declared) == !found.isEmpty else {
            return found.isEmpty
                ? "the guard's rules ask for a companion block, and none is described"
                : "the guard's rules do not ask for the companion block that is described"
        }
        for connection in found {
            guard
                let complaint = connection.block?.complaint(
                    handles: handles.map(\.tag), first: connection.firstNumber)
            else { continue }
            return "\(connection.name): \(complaint)"
        }
        return nil
    }

    private var senseComplaint: String? {
        for rule in sense {
            let figures = [rule.rate, rule.frozenAfter, rule.spike].compactMap { $0 }
            guard rule.staleAfter > 0, rule.staleAfter.isFinite,
                figures.allSatisfy({ $0 > 0 && $0.isFinite })
            else { return "\(rule.tag) has no sound rule of belief" }
        }
        guard sense.map(\.tag) == tags.map(\.tag) else {
            return "not every tag has its one rule of belief"
        }
        return nil
    }

    private func formulaComplaint() throws(SealedTwinError) -> String? {
        guard interlocks.map(\.name) == rules.interlocks else {
            return "the interlocks are not those of the guard's rules"
        }
        guard stops.map(\.name) == rules.holds.map(\.name) else {
            return "the permits and holds are not those of the guard's rules"
        }
        // The guard finds each by its name: a second one would never be looked at.
        if let twice = doubled((interlocks + stops).map(\.name), "the reason") { return twice }
        let reading = try plantReading()
        let known = Set(tags.map(\.tag.text))
        for region in reading.regions {
            if let tag = region.reads.values.sorted().first(where: { !known.contains($0.text) }) {
                return "the region \(region.name) depends on \(tag), which is no tag"
            }
        }
        let conditions =
            reading.interlocks.map(\.when) + reading.holds.map(\.when) + reading.modes.map(\.when)
        for formula in conditions {
            if let name = formula.names.first(where: { !known.contains($0) }) {
                return "\(formula.text) uses \(name), which is no tag"
            }
        }
        for handle in handles {
            if let tag = handle.binding.tags.first(where: { !known.contains($0.text) }) {
                return "\(handle.tag) depends on \(tag), which is no tag"
            }
        }
        return nil
    }

    private func doubled(_ names: [String], _ what: String) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }.map { "\(what) \($0) stands twice" }
    }
}

extension HandleBinding {
    /// Every tag that it reads.
    fileprivate var tags: [TagName] {
        var tags = [tag, mode]
        for limit in [low, high] {
            if case .tag(let name) = limit { tags.append(name) }
        }
        return tags + [saturatedHigh, saturatedLow].compactMap { $0 }
    }
}
