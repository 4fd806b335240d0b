package import Expressions

extension LineModel {
    /// A formula over what is known of a part and of a station, in the language of
    /// `docs/expressions.md`.
    package typealias Rule = Formula
}

/// The names that rules may use; all are numbers, times in seconds.
///
/// A name that has no value where the rule is asked (the due date of a part without one, the part
/// in a condition of upkeep) makes the rule's value unknown: a part of unknown rank goes last, an
/// unknown condition does not hold.
package enum RuleWord: Hashable, Sendable {
    /// `now`: since the start.
    case now
    /// `due`: the part's due date.
    case due
    /// `released`: when the part was begun.
    case released
    /// `priority`: of its product.
    case priority
    /// `work`: mean time of its work at this station.
    case work
    /// `remaining`: mean time of all its work from here, by its route without rework.
    case remaining
    /// `reworks`: how often it was sent back.
    case reworks
    /// `waited`: since it came to this queue.
    case waited
    /// `needs_setup`: 1 or 0.
    case needsSetup
    /// `parts_since_setup`, `time_since_setup`: of the unit (in a queue's rule, of the unit that
    /// asks); parts whose work has ended, without the one that is asked about. Before the first
    /// setup: since the start.
    case partsSinceSetup, timeSinceSetup
    /// `parts_since_upkeep`, `work_since_upkeep`: wear of the unit since any upkeep.
    case partsSinceUpkeep, workSinceUpkeep
    /// `S.queue`: parts waiting before or travelling to station S.
    case queue(station: String)
    /// `S.in_work`: parts in the units of station S.
    case inWork(station: String)
    /// `M.stock`: pieces of M on hand.
    case stock(String)

    /// Nil if the model has no such name.
    package init?(_ name: String, in model: LineModel) {
        switch name {
        case "now": self = .now
        case "due": self = .due
        case "released": self = .released
        case "priority": self = .priority
        case "work": self = .work
        case "remaining": self = .remaining
        case "reworks": self = .reworks
        case "waited": self = .waited
        case "needs_setup": self = .needsSetup
        case "parts_since_setup": self = .partsSinceSetup
        case "time_since_setup": self = .timeSinceSetup
        case "parts_since_upkeep": self = .partsSinceUpkeep
        case "work_since_upkeep": self = .workSinceUpkeep
        default:
            guard let dot = name.lastIndex(of: ".") else { return nil }
            let thing = String(name[..<dot])
            let isStation = model.stations.contains { $0.name == thing }
            switch name[name.index(after: dot)...] {
            case "queue" where isStation: self = .queue(station: thing)
            case "in_work" where isStation: self = .inWork(station: thing)
            case "stock" where model.stocks.contains { $0.name == thing }: self = .stock(thing)
            default: return nil
            }
        }
    }
}
