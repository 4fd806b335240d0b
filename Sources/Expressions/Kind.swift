package import Quantities

/// What a name or a term stands for, as far as adding and comparing must agree.
package enum Kind: Hashable, Sendable {
    /// True or false.
    case truth
    /// A number of a dimension.
    ///
    /// `levels` tells levels from differences where a unit's zero is not nothing (degC, barg):
    /// 1 for a level such as a temperature tag in degC, 0 for a difference of two, 2 for a sum
    /// of two (halved it is a level again). Nil where the unit's zero is nothing: 5 K fits both.
    case quantity(Dimension, levels: Double?)

    /// A number counted or as a ratio.
    package static let plainNumber = Kind.quantity(.one, levels: nil)

    /// What a value in `unit` is: a level where the unit has an offset.
    package static func level(in unit: Unit) -> Kind {
        .quantity(unit.dimension, levels: unit.offset == 0 ? nil : 1)
    }

    /// As it is named in a message.
    package var text: String {
        switch self {
        case .truth: "true or false"
        case .quantity(.one, _): "a plain number"
        case .quantity(let dimension, let levels):
            switch levels {
            case 0: "a difference in \(dimension.text)"
            case 1: "a level in \(dimension.text)"
            case .some(let count): "\(count) levels added, in \(dimension.text)"
            case nil: dimension.text
            }
        }
    }
}

/// The names a formula may use, and what each stands for.
package struct Vocabulary: Sendable {
    private var kinds: [String: Kind] = [:]
    /// Sorted, for suggestions.
    private var sortedNames: [String] = []
    /// What the names are, in the plural, for messages: "tags", "variables of the model".
    package let noun: String

    package init(_ noun: String, _ names: [(String, Kind)]) {
        self.noun = noun
        for (name, kind) in names { kinds[name] = kind }
        sortedNames = kinds.keys.sorted()
    }

    package subscript(name: String) -> Kind? { kinds[name] }

    /// The declared name nearest to a mistyped one, if any is near.
    package func nearest(to name: String) -> String? { nearestName(to: name, among: sortedNames) }
}

/// The candidate with the fewest changed letters, at most a third of the name's; or nil.
/// Of equals the first.
package func nearestName(to name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(64))
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().unicodeScalars.prefix(64))
        let distance = editDistance(wanted, letters)
        if distance <= max(1, wanted.count / 3), distance < best?.distance ?? Int.max {
            best = (candidate, distance)
        }
    }
    return best?.name
}

/// Letters to insert, delete or change to turn one into the other (Levenshtein 1966).
private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let cost = diagonal + (a[i] == b[j] ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(cost, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
