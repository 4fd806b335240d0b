/// One step of a drill, as it goes into the commissioning file.
package struct DrillStep: Hashable, Codable, Sendable {
    package enum Result: String, Codable, Sendable {
        case passed, failed
        /// The reason stands in `seen`.
        case notDone = "not done"
    }

    /// Something that was measured.
    package struct Figure: Hashable, Codable, Sendable {
        package let what: String
        package let value: Double
        package let unit: String
        /// Such as "at most 32 s"; nil if nothing is asked.
        package let asked: String?

        package init(_ what: String, _ value: Double, _ unit: String, asked: String? = nil) {
            self.what = what
            self.value = (value * 1000).rounded() / 1000
            self.unit = unit
            self.asked = asked
        }
    }

    package let name: String
    /// What the drill did.
    package let did: String
    package let expected: String
    package var seen: String
    package var result: Result
    package var figures: [Figure] = []
    /// One line a tag or loop.
    package var details: [String] = []

    package init(
        _ name: String, did: String, expected: String, seen: String = "",
        result: Result = .notDone, figures: [Figure] = [], details: [String] = []
    ) {
        self.name = name
        self.did = did
        self.expected = expected
        self.seen = seen
        self.result = result
        self.figures = figures
        self.details = details
    }

    /// The same, ended.
    func ended(
        _ isPassed: Bool, _ seen: String, figures: [Figure] = [], details: [String] = []
    ) -> DrillStep {
        var step = self
        step.result = isPassed ? .passed : .failed
        step.seen = seen
        step.figures = figures
        step.details = details
        return step
    }

    func notDone(_ why: String) -> DrillStep {
        var step = self
        step.seen = why
        step.result = .notDone
        return step
    }
}
