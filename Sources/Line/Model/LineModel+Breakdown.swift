extension LineModel {
    /// One way to fail.
    package struct Breakdown: Hashable, Sendable {
        package var name: String
        package var clock: Clock
        /// On its clock [s, or parts], until the next failure, counted from the end of the repair.
        package var until: Law
        package var repair: Law
        package var workUnderWay = WorkUnderWay.resume
        /// A micro-stop: OEE counts it as lost performance, not as lost availability.
        package var isMicroStop = false

        package init(_ name: String, clock: Clock = .working, until: Law, repair: Law) {
            (self.name, self.clock, self.until, self.repair) = (name, clock, until, repair)
        }
    }

    /// What a failure or a maintenance is counted in.
    package enum Clock: String, Hashable, Sendable, CaseIterable {
        /// Time at work: a station that waits or is set up does not wear. Work that ends at the
        /// very time of a failure is finished first.
        case working
        /// Time by the calendar, whatever the station does; it runs on while it is off shift. A
        /// failure of a station that is down or in upkeep already begins after that; several in the
        /// model's order.
        case calendar
        /// Parts worked on: whole ones, at least one. It fails when their work ends; they go on.
        case parts
    }

    /// What becomes of the part that is under work when its station fails.
    package enum WorkUnderWay: String, Hashable, Sendable, CaseIterable {
        /// It goes on where it was (preempt-resume).
        case resume
        /// The same work begins anew, of the same length (preempt-repeat-identical).
        case `repeat`
        /// The part is lost.
        case scrap
    }

    /// Maintenance that is planned. It is begun between two parts while the station is open, at
    /// once where the unit has none, and done to its end; of several the first in the model's
    /// order.
    package struct Upkeep: Hashable, Sendable {
        package var name: String
        package var trigger: Trigger
        package var duration: Law
        /// Breakdowns whose clocks begin anew after it.
        package var renews: [String] = []

        package init(_ name: String, when trigger: Trigger, takes duration: Law) {
            (self.name, self.trigger, self.duration) = (name, trigger, duration)
        }

        package enum Trigger: Hashable, Sendable {
            /// So much on the clock since it was last done, or since the start [s, or parts].
            case every(Double, Clock)
            /// When the condition holds between two parts; see `RuleWords`.
            case condition(Rule)
        }
    }

    /// Who is needed, each by the skill and how many; a station without needs runs by itself.
    /// People are taken when it begins, all at once, in the order of asking among those who ask for
    /// the skill, and let go when it ends or is interrupted: while a machine is down its operator
    /// is free for others.
    package struct Hands: Hashable, Sendable {
        package var work: Need?
        package var setup: Need?
        package var repair: Need?
        package var upkeep: Need?

        package init() {}

        package struct Need: Hashable, Sendable {
            package var skill: String
            package var people: Int

            package init(_ skill: String, people: Int = 1) {
                (self.skill, self.people) = (skill, people)
            }
        }
    }
}
