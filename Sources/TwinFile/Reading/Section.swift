import Expressions
import Quantities

/// A section of the file whose keys are known: unknown and missing keys are reported at once.
struct Section {
    let reading: Reading
    /// As messages name it, such as "TIC-201.SP: limits".
    let name: String
    let place: Place
    let table: Table
    /// In file order.
    let pairs: [Pair]

    /// Nil if the entry is no section; a section with wrong keys is read as far as it goes.
    init?(_ entry: Entry, _ table: Table, _ name: String, at keyPlace: Place, in reading: Reading) {
        guard case .map(let pairs) = entry.shape else {
            reading.refuse(
                entry.place, "\(name) is \(entry.shown)",
                note: "expected a section with "
                    + table.keys.map(\.name).joined(separator: ", "))
            return nil
        }
        self.reading = reading
        self.name = name
        self.place = keyPlace
        self.table = table
        self.pairs = pairs
        for pair in pairs where table[pair.key] == nil { refuseUnknown(pair) }
        for key in table.keys where key.isRequired && self[key.name] == nil {
            reading.refuse(
                keyPlace, "\(name): \"\(key.name)\" is missing",
                mend: "add \"\(key.name): \(key.example)\"")
        }
    }

    func refuseUnknown(_ pair: Pair) {
        let known = table.keys.map(\.name)
        reading.refuse(
            pair.keyPlace, "\(name): unknown key \"\(pair.key)\"",
            note: "allowed: "
                + (known + (table.open.map { [$0.name + " …"] } ?? [])).joined(separator: ", "),
            mend: nearestName(to: pair.key, among: known).map { "did you mean \($0)?" })
    }

    subscript(key: String) -> Pair? { pairs.first { $0.key == key } }

    /// How messages name what stands behind a key.
    func what(_ key: String) -> String { table.name == "the file" ? key : "\(name): \(key)" }

    func text(_ key: String) -> String? {
        self[key].flatMap { reading.text($0.value, what(key)) }
    }

    func duration(_ key: String) -> Double? {
        self[key].flatMap { reading.duration($0.value, what(key)) }
    }

    func section(_ key: String, _ table: Table) -> Section? {
        self[key].flatMap {
            Section($0.value, table, what(key), at: $0.keyPlace, in: reading)
        }
    }

    func refuse(_ key: String, _ message: String, note: String? = nil, mend: String? = nil) {
        reading.refuse(
            self[key]?.value.place ?? place, "\(name): \(message)", note: note, mend: mend)
    }

    /// The keys "per …" with their durations [s] and what stands behind them, in file order.
    func windows() -> [(window: Double, pair: Pair)] {
        pairs.compactMap { pair in
            guard pair.key.hasPrefix("per ") else { return nil }
            let text = String(pair.key.dropFirst(4))
            let entry = Entry(shape: .text(text, isPlain: true), place: pair.keyPlace)
            return reading.duration(entry, what(pair.key)).map { ($0, pair) }
        }
    }
}
