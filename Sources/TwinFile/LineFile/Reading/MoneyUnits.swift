import Quantities

/// Units of a file whose money is written in a currency of its own: "USD/h" where the file says
/// `currency: USD`. All money of a file is of one currency, so none is ever converted.
struct MoneyUnits: UnitReader {
    let currency: String
    let plain: any UnitReader

    /// Three capital letters, as of ISO 4217.
    static func isCurrency(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
    }

    func unit(_ text: String) throws(UnitError) -> Unit {
        guard currency != "EUR" else { return try plain.unit(text) }
        var respelled = ""
        var word = ""
        for letter in text + "." {
            if letter.isLetter || letter.isNumber || letter == "_" || letter == "€" {
                word.append(letter)
                continue
            }
            if word == currency || word == "k" + currency {
                word = word.count > 3 ? "kEUR" : "EUR"
            } else if ["EUR", "kEUR", "€", "euro"].contains(word) {
                throw UnitError(text: text, reason: "the money of this file is \(currency)")
            }
            respelled += word
            word = ""
            respelled.append(letter)
        }
        let unit = try plain.unit(String(respelled.dropLast()))
        return Unit(
            symbol: text, dimension: unit.dimension, scale: unit.scale, offset: unit.offset)
    }
}
