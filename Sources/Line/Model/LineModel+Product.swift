extension LineModel {
    /// One kind of part: how it comes, where it goes, what it is worth.
    package struct Product: Hashable, Sendable {
        package var name: String
        /// What setups go by; nil: its own name.
        package var family: String?
        package var release: Release
        /// A higher one goes first where a queue goes by priority.
        package var priority = 0
        /// Time allowed from release to completion [s], where its order does not say; nil: no due
        /// date.
        package var dueAfter: Double?
        package var steps: [Step]
        /// Where finished parts are put; nil: they leave the line.
        package var endsIn: String?
        /// Money earned with each good part that leaves the line or is delivered.
        package var margin = 0.0
        /// Money spent on each part that is begun.
        package var materialCost = 0.0

        package init(_ name: String, release: Release, steps: [Step]) {
            (self.name, self.release, self.steps) = (name, release, steps)
        }
    }

    /// How parts come.
    package enum Release: Hashable, Sendable {
        /// So far apart [s], so many at once; they wait before the first station without limit.
        case arrivals(Law, parts: Int)
        /// So far apart [s]; a part that finds so many at its first station (waiting and in work),
        /// or at each where it has the choice, is lost.
        case lossy(Law, most: Int)
        /// There is always a part before the first station; of alternatives before each. It is
        /// begun where nothing else waits.
        case saturated
        /// So many in all: one that leaves or is scrapped begins anew (CONWIP).
        case circulating(Int)
        case orders([Order])
        /// So many begun and not yet in stock as the stock lacks to `upTo` (kanban).
        case replenishing(stock: String, upTo: Int)
        /// Every one begins at a step of another product that gives it by its name
        /// (disassembly).
        case given

        package struct Order: Hashable, Sendable {
            package var name: String
            package var parts: Int
            /// From the start of the run [s].
            package var released: Double
            package var due: Double?

            package init(_ name: String, parts: Int, released: Double, due: Double?) {
                (self.name, self.parts, self.released, self.due) = (name, parts, released, due)
            }
        }
    }

    /// One step of a route.
    package struct Step: Hashable, Sendable {
        package var name: String
        /// Where it may be done; more than one: alternatives.
        package var stations: [String]
        package var choice = Choice.shortestQueue
        /// Nil: as the station says.
        package var process: Law?
        /// What it takes from stocks for each part, when a unit takes the part.
        package var takes: [Amount] = []
        /// What it puts into stocks for each part when work ends, all at once: as long as one of
        /// them has no room the part waits at its unit. The name of a product that is `given`
        /// begins parts of it. Given each time that work ends, before inspection.
        package var gives: [Amount] = []
        /// Probability that a part that was good is defective afterwards.
        package var defects = Defects.share(0)
        /// Looks for defects; nil: no inspection.
        package var inspection: Inspection?
        /// Where parts go from here, but for those that an inspection sends elsewhere.
        package var next = Next.following

        package init(_ name: String, at stations: [String], process: Law? = nil) {
            (self.name, self.stations, self.process) = (name, stations, process)
        }
    }

    /// How a part is given to one of several stations when it is ready to go there. If none has a
    /// place it waits where it is for the first that has. Parts that are released find a place
    /// everywhere.
    package enum Choice: Hashable, Sendable {
        /// The first in the list that has a place (of released parts: of its declared ones).
        case firstFree
        /// The fewest parts waiting, travelling and in work there.
        case shortestQueue
        /// One after the other, passing over those that have no place.
        case cycle
        /// By chance; it waits for the one that was drawn.
        case shares([Double])
    }

    package struct Amount: Hashable, Sendable {
        package var stock: String
        package var pieces: Int

        package init(_ stock: String, pieces: Int = 1) {
            (self.stock, self.pieces) = (stock, pieces)
        }
    }

    package enum Defects: Hashable, Sendable {
        case share(Double)
        /// A formula cut to 0…1; see `RuleWords`.
        case rule(Rule)
    }

    package struct Inspection: Hashable, Sendable {
        /// Share of defective parts that it finds.
        package var finds = 1.0
        /// Share of good parts that it takes for defective.
        package var falseAlarms = 0.0
        /// Where rejected parts go, good or not: a step's name (rework, after which the part is
        /// good again unless that step's own defects spoil it), or nil: scrap.
        package var rework: String?
        /// After so many reworks a part is scrapped.
        package var mostReworks = 3

        package init() {}
    }

    package enum Next: Hashable, Sendable {
        /// The step after this one; after the last the part is finished.
        case following
        /// To steps by name (nil: finished), with shares that sum to one.
        case shares([Share])
        /// The first whose condition holds, else `otherwise`; nil: finished.
        case rules([Way], otherwise: String?)

        package struct Share: Hashable, Sendable {
            package var share: Double
            package var step: String?

            package init(_ share: Double, to step: String?) {
                (self.share, self.step) = (share, step)
            }
        }

        package struct Way: Hashable, Sendable {
            package var when: Rule
            package var step: String?

            package init(when: Rule, to step: String?) { (self.when, self.step) = (when, step) }
        }
    }
}
