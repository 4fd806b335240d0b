package import Line

/// A number that somebody judged: as it is, or with a law of how unsure it is.
package struct Figure: Hashable, Sendable {
    /// What it most likely is: what a run without draws takes.
    package var likely: Double
    /// Nil: nobody doubts it.
    package var law: Law?
    /// Figures of one name in one scenario are one and the same doubt: they are drawn together.
    /// Nil: a doubt of its own.
    package var name: String?

    package init(_ likely: Double, name: String? = nil) {
        (self.likely, self.name) = (likely, name)
    }

    /// - Parameter likely: nil: the mode of a triangular law, the mean of any other.
    package init(_ law: Law, likely: Double? = nil, name: String? = nil) {
        self.law = law
        self.name = name
        switch (likely, law) {
        case (let value?, _): self.likely = value
        case (nil, .triangular(_, let mode, _)): self.likely = mode
        case (nil, _): self.likely = law.complaint == nil ? law.mean : .nan
        }
    }

    package var isSure: Bool { law == nil }

    /// The value that it does not exceed with probability `share`, strictly between 0 and 1.
    package func quantile(_ share: Double) -> Double { law?.quantile(share) ?? likely }

    /// What is wrong with it, in words; nil if nothing.
    package var complaint: String? {
        if let law {
            if case .erlang = law {
                return "an Erlang law: write how unsure a figure is as another"
            }
            if let complaint = law.complaint { return complaint }
        }
        return likely.isFinite ? nil : "\(likely) is no number"
    }
}

extension Figure: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    package init(floatLiteral value: Double) { self.init(value) }
    package init(integerLiteral value: Int) { self.init(Double(value)) }
}
