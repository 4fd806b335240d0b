package import Quantities
import Synchronization

/// Reads unit texts by the UDUNITS database, with money and the plant's spellings added.
///
/// UDUNITS 2.2 (Unidata) keeps global state, so the process has one database behind one lock;
/// reading is synchronous and short. The database is read from disk once, at first use.
package struct UDUnits: UnitReader {
    package init() {}

    /// Longer texts are refused.
    static let longest = 64

    package func unit(_ text: String) throws(UnitError) -> Unit {
        if let complaint = Self.complaint(about: text) {
            throw UnitError(text: text, reason: complaint)
        }
        let outcome = UnitDatabase.shared.withLock { database -> Result<Unit, UnitError> in
            do throws(UnitError) {
                return .success(try database.unit(text))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Why the text is refused before UDUNITS sees it; nil if it may try.
    ///
    /// UDUNITS also reads numbers, dates ("s since 1970"), logarithms and shifts ("K @ 5"); in a
    /// unit of a plant they are mistakes.
    private static func complaint(about text: String) -> String? {
        if text.isEmpty { return "a unit is missing; a plain number has the unit 1" }
        if text.utf8.count > longest { return "longer than \(longest) letters" }
        for scalar in text.unicodeScalars where !isAllowed(scalar) {
            let shown = scalar.properties.isWhitespace ? "a space" : "\"\(scalar)\""
            return "\(shown) does not belong in a unit; " + allowed
        }
        if let first = text.unicodeScalars.first, ("0"..."9").contains(first), text != "1",
            !text.hasPrefix("1/")
        {
            return "a unit does not begin with a number; " + allowed
        }
        return nil
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "A"..."Z", "a"..."z", "0"..."9", "_", ".", "/", "^", "-", "+", "*", "(", ")", "%",
            "°", "µ", "μ", "Ω", "€", "²", "³":
            true
        default: false
        }
    }

    /// What can be written, for messages.
    static let allowed =
        "write SI and plant units such as degC, K, bar, barg, t/h, kg/s, Nm3/h, MW, kWh, EUR/MWh, "
        + "W/(m2.K), %, 1"
}
