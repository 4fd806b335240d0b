import Guard
import Quantities
import Seal
import Tags

/// Values and the guard's findings in the units of a sealed twin.
struct PlantWords {
    private let units: [TagName: Unit]

    init(_ twin: SealedTwin) {
        var bySymbol: [String: Unit] = [:]
        for unit in twin.units { bySymbol[unit.symbol] = unit.unit }
        units = twin.tags.reduce(into: [:]) { units, tag in units[tag.tag] = bySymbol[tag.unit] }
    }

    private func unit(_ tag: TagName) -> Unit { units[tag] ?? .one }  // a tag without a unit

    /// Such as "1155.2 degC"; a dash where there is none.
    func value(_ si: Double?, _ tag: TagName) -> String {
        guard let si else { return "—" }
        return Self.text(unit(tag).fromSI(si), unit(tag))
    }

    /// Such as "2.1 K".
    func difference(_ si: Double, _ tag: TagName) -> String {
        Self.text(unit(tag).fromSI(difference: si), unit(tag).difference)
    }

    /// Such as "rate: TIC-201.SP: the setpoint was not watched …".
    func text(_ finding: Finding) -> String {
        let tag = finding.about.map { TagName($0) }
        let numbers = DenialNumbers(
            value: { si in tag.map { value(si, $0) } ?? Self.text(si, .one) },
            difference: { si in tag.map { difference(si, $0) } ?? Self.text(si, .one) },
            plain: { Self.text($0, .one) })
        let about = finding.about.map { "\($0): " } ?? ""  // about the decision as a whole
        return "\(finding.check.rawValue): \(about)\(finding.denial?.text(numbers) ?? "accepted")"
    }

    private static func text(_ number: Double, _ unit: Unit) -> String {
        let shown = DemoSummary.round(number, 2)
        return unit == .one ? shown : "\(shown) \(unit.symbol)"
    }
}
