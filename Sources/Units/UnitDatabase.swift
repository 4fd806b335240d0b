internal import CUDUnits
import Quantities
import Synchronization

/// The one UDUNITS database of the process; only touched under the lock of `shared`.
@safe struct UnitDatabase: ~Copyable {
    /// Nil if the database could not be read from disk.
    private let system: OpaquePointer?

    static let shared = Mutex(UnitDatabase())

    private init() {
        // The default handler prints to stderr; what went wrong is in the status.
        _ = unsafe ut_set_error_message_handler { _, _ in 0 }
        unsafe system = ut_read_xml(nil)
        addMoney()
        for (spelling, definition) in Self.plantSpellings { add(spelling, definition) }
    }

    /// Spellings of plants that UDUNITS does not know; later ones may use earlier.
    ///
    /// A normal cubic metre is an amount of gas: 1 m³ at 0 °C and 101.325 kPa holds 44.61503 mol
    /// (DIN 1343; molar volume 22.41396954 L/mol, CODATA 2018). A standard one is taken at 15 °C
    /// (ISO 13443): 42.29255 mol. So they do not add to volumes at line conditions.
    private static let plantSpellings = [
        ("Wh", "3600 J"), ("barg", "bar @ 1.01325"), ("mbarg", "mbar @ 1013.25"), ("bara", "bar"),
        ("normal_m_cubed", "44.615033 mol"), ("standard_m_cubed", "42.292550 mol"), ("pcs", "1"),
        ("piece", "1"),
        ("ppm", "1e-6"), ("ppb", "1e-9"), ("rpm", "revolution/min"),
    ]

    /// Money has its own base unit; "EUR", "kEUR" and "€" read as it.
    private func addMoney() {
        guard let system = unsafe system, let euro = unsafe ut_new_base_unit(system) else { return }
        _ = unsafe ut_map_name_to_unit("euro", UT_ASCII, euro)
        _ = unsafe ut_map_unit_to_name(euro, "euro", UT_ASCII)
        _ = unsafe ut_map_symbol_to_unit("EUR", UT_ASCII, euro)
        _ = unsafe ut_map_symbol_to_unit("€", UT_UTF8, euro)
        _ = unsafe ut_map_unit_to_symbol(euro, "EUR", UT_ASCII)
        unsafe ut_free(euro)
    }

    private func add(_ spelling: String, _ definition: String) {
        guard let system = unsafe system,
            let unit = unsafe ut_parse(system, definition, UT_UTF8)
        else { return }
        _ = unsafe ut_map_symbol_to_unit(spelling, UT_ASCII, unit)
        unsafe ut_free(unit)
    }

    /// The text with the words that UDUNITS would take apart (Nm3: "Nm", cubed) spelled out.
    static func respelled(_ text: String) -> String {
        var result = ""
        var word = ""
        for letter in text + "." {
            if letter.isLetter || letter.isNumber || letter == "_" {
                word.append(letter)
                continue
            }
            switch word {
            case "Nm3", "Nm³": result += "normal_m_cubed"
            case "Sm3", "Sm³": result += "standard_m_cubed"
            default: result += word
            }
            word = ""
            result.append(letter)
        }
        return String(result.dropLast())
    }

    /// The unit that a text of allowed letters names.
    func unit(_ text: String) throws(UnitError) -> Unit {
        guard let system = unsafe system else {
            throw UnitError(
                text: text,
                reason: "the UDUNITS database cannot be read; install the package libudunits2-data")
        }
        guard let parsed = unsafe ut_parse(system, Self.respelled(text), UT_UTF8) else {
            throw UnitError(text: text, reason: "it is not known; " + UDUnits.allowed)
        }
        defer { unsafe ut_free(parsed) }
        var parts = UnitParts()
        var visitor = UnitParts.visitor
        let status = unsafe withUnsafeMutablePointer(to: &parts) { pointer in
            unsafe ut_accept_visitor(parsed, &visitor, pointer)
        }
        guard status == UT_SUCCESS, let dimension = parts.dimension else {
            throw UnitError(
                text: text, reason: "dates, logarithms and very high powers are not used as units")
        }
        guard parts.scale > 0, parts.scale.isFinite, parts.offset.isFinite else {
            throw UnitError(text: text, reason: "its size is not a positive number")
        }
        return Unit(symbol: text, dimension: dimension, scale: parts.scale, offset: parts.offset)
    }
}
