import Expressions
import Guard
package import GuardSide
package import Quantities
package import Tags
package import Wire

/// Why a sealed body is not used. Fatal: the twin is proposed and approved anew.
package enum SealedTwinError: Error, Hashable, Sendable {
    /// Not the bytes of a sealed twin of this version.
    case bytes(WireError)
    /// It says something that cannot be.
    case complaint(String)

    package var text: String {
        switch self {
        case .bytes(let error):
            "the sealed content was not made by this version of flyball (\(error)); propose and "
                + "approve the twin anew"
        case .complaint(let what): "the sealed content cannot be used: \(what)"
        }
    }
}

extension SealedTwin {
    /// Reads the body of a seal. Its signatures are judged before: see `Approvers.judge`.
    package init(body: [UInt8]) throws(SealedTwinError) {
        do throws(WireError) {
            self = try wireValue(SealedTwin.self, from: body, limits: SealedTwin.limits)
        } catch { throw .bytes(error) }
        if let complaint = try complaint() { throw .complaint(complaint) }
    }

    /// The canonical bytes: equal twins give equal bytes.
    package func body() throws(SealedTwinError) -> [UInt8] {
        if let complaint = try complaint() { throw .complaint(complaint) }
        do throws(WireError) {
            return try wireBytes(self, limits: SealedTwin.limits)
        } catch { throw .bytes(error) }
    }

    private static let limits = WireLimits(bytes: SealFile.longestBody, values: 1 << 20)

    /// What loops, interlocks and plant modes are read by.
    package func plantReading() throws(SealedTwinError) -> PlantReading {
        var interlocks: [(name: String, when: Formula)] = []
        for lock in self.interlocks {
            interlocks.append((lock.name, try formula(lock.when, of: lock.name)))
        }
        var modes: [(mode: PlantMode, when: Formula)] = []
        for rule in plantModes {
            modes.append((rule.mode, try formula(rule.when, of: rule.mode.rawValue)))
        }
        var holds: [(flag: HoldFlag, when: Formula)] = []
        for (flag, stop) in zip(rules.holds, stops) {
            holds.append((flag, try formula(stop.when, of: stop.name)))
        }
        var regions: [RegionReading] = []
        for region in self.regions {
            regions.append(
                RegionReading(
                    name: region.name, when: try formula(region.when, of: region.name),
                    reads: Dictionary(
                        region.reads.map { ($0.name, $0.from) },
                        uniquingKeysWith: { first, _ in first })))
        }
        return PlantReading(
            handles: handles.map(\.binding), interlocks: interlocks, modes: modes, holds: holds,
            regions: regions)
    }

    private func formula(_ text: String, of what: String) throws(SealedTwinError) -> Formula {
        do throws(FormulaError) {
            return try Formula(text, units: SealedUnits(units))
        } catch { throw .complaint("\(what): \(text): \(error.message)") }
    }

    package func tag(_ name: TagName) -> SealedTag? { tags.first { $0.tag == name } }

    package func handle(_ tag: TagName) -> SealedHandle? { handles.first { $0.tag == tag } }
}

/// Reads exactly the units that were sealed with the formulas.
package struct SealedUnits: UnitReader {
    private let units: [SealedUnit]

    package init(_ units: [SealedUnit]) { self.units = units }

    package func unit(_ text: String) throws(UnitError) -> Unit {
        guard let unit = units.first(where: { $0.symbol == text })?.unit else {
            throw UnitError(text: text, reason: "it is not among the sealed units")
        }
        return unit
    }
}
